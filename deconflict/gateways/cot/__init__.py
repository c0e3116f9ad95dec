"""Cursor on Target: TAK devices report and are told as XML events, over TCP or TLS; and a feeder into a TAK server."""
