"""Findings → a changed file: which fixes go together, how far they go, and how the file is replaced without a loss."""
