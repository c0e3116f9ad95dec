"""Makes the offline map and the gazetteer on a developer's or an operator's machine. The server never imports it."""
