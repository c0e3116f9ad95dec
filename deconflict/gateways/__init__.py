"""Other people's files and protocols, read into our own values. Stores nothing and checks no plan against another."""
