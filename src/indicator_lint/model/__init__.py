"""The nouns of the house: frozen dataclasses that import nothing of ours but one another."""
