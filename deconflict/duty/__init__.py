"""Duty rosters: which of a party's officers is to be called when, for what nobody acknowledges (ALR-04)."""
