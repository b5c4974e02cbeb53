"""Pure functions on Chinese text; they know nothing of tables."""
