"""Overlaps: all that a party at levels 1 and 2 ever deals with (DIS-04)."""
