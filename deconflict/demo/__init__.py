"""The Libya pilot as a demonstration and as a test: it sees the service only as its users do, through the client."""
