"""Calls for help, and orders that everybody in an area stands still: told at once to those entitled (LIV-07)."""
