"""The one process that reads across parties: it checks plans, releases notices and lets time pass.

Listens to nobody.
"""
