"""Notices, feeds, alerts and receipts: what is told to whom, numbered, and what became of it."""
