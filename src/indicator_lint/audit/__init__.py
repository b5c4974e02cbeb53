"""Many submissions as one body: each file linted on its own, then all of them held against each other and the catalog.

Chunks of files go through `chunks.lint_chunk`, a pure function that any process on any machine may run; what comes back is kept
in a folder (`spill`), and the rules across files read from there only the columns they need.
"""
