"""The only maker of `Disclosed[T]`: a fact, a viewer and the level that holds → what may leave."""
