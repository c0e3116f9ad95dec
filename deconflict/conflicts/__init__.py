"""Conflicts: pairs of patrols, or a patrol and a zone, whose plans could come too close."""
