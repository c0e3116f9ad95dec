"""What two parties have signed with each other, and the level and minimum that hold between them."""
