"""Encounters: live units of different parties that are, or are about to be, too close; and units that went silent."""
