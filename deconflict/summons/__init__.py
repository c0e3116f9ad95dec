"""Summons: messages out of band that say "open the app" and nothing else, and the addresses they go to."""
