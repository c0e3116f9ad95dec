"""The separation engine: paths in, findings out.

Pure: no clock, no input or output, no logging, nothing that knows of parties, databases or disclosure.
"""
