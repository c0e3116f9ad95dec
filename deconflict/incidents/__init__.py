"""What happened or is happening, as a party's people saw it: so far the report, with photos (INC-01)."""
