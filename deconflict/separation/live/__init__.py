"""The live half of the separation engine: fixes in, encounters out; the twin of `separation.check` for what moves.

One call a tick, `tick.tick(state, fixes, now_s) -> (state, tidings)`; see that module for the whole interface. Units
are numbers 0 … n - 1 that the caller gives out, parties too. Pure: no clock, no input or output; who may learn what of
the outcome is not known here.
"""
