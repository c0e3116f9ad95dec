"""The websocket edge: one person's feed, live, in order and without gaps; no slow socket holds up another."""
