"""What two parties have ratified. So far: the deployment's default terms, which hold between every pair."""
