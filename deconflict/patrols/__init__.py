"""Patrols and their plans: what a unit means to do, version by version."""
