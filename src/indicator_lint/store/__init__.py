"""A catalog in its folder: what its files are, what must hold of them, how they are written together."""
