"""What two sides say to each other and to the desk about an overlap or a conflict, and whom to call."""
