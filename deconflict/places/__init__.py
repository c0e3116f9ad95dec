"""The offline maps and the gazetteer: public geography, the same for everybody. Knows nothing of parties or plans."""
