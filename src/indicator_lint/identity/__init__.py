"""Which indicator is which: what one is recognised by, and who comes near it."""
