"""Joint patrols: one plan text, countersigned by all, carried out by a unit of each (PAT-10)."""
