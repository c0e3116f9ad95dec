"""Joint rooms: officers of several parties at one table with a neutral chair, before one screen (DIS-09)."""
