"""Where units are: fixes as they were reported, and the last position of each unit."""
