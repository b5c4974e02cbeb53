"""The review copy: a workbook for people who never open a terminal, and what they decided in it."""
