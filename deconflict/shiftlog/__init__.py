"""The shift log of the neutral staff: whom they called, what they noted, what they handed over."""
