"""Rendezvous: closeness that two parties mean, for a place and a time (SEP-10)."""
