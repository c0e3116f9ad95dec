"""What the service stands on: settings, clock, ids, database sessions and roles, logs, metrics.

Nothing here knows a patrol or a party; features are built on top and never imported from here.
"""
