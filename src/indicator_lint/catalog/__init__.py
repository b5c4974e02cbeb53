"""The catalog kept in a folder: read and written whole, compared, carried forward, released."""
