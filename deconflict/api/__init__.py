"""The HTTP edge: bounds and parses what comes in, knows who asks, calls a flow or a store, shapes the answer.

Never commits by itself: a request is one transaction of `runtime/database.py`.
"""
