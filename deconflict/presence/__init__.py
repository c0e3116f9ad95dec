"""Who is connected: which people hold a live socket now, since when, and when those who left were seen last."""
