"""Zones: polygons with a purpose and the times when they hold."""
