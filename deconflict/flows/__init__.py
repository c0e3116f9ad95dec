"""Use cases, one a file: each reads like its sentence, takes an open session and never commits."""
