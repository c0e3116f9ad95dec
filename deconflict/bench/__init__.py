"""`deconflict bench`: what the service is able to do on this machine, side by side with its peers. Never part of it.

Measures through the code that the service runs, on synthetic plans; judges nothing and keeps nothing.
"""
