"""Parties, their units, people, devices and sessions: who is who, and who is asking."""
