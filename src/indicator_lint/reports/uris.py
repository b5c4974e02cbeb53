"""Files as other programs name them: relative to the working directory, with forward slashes, or as a URI."""

from __future__ import annotations

import os
from urllib.parse import quote


def relative(path: str) -> str:
    """The path from the working directory, as code hosts want it; as it is where there is no such way (another drive)."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:
        return path.replace(os.sep, "/")


def uri(path: str, folder: str = "") -> str:
    """A relative URI of a file: from `folder` where one is given; every byte of its name that is not plain is escaped."""
    way = os.path.relpath(path, folder).replace(os.sep, "/") if folder else relative(path)
    return quote(os.fsencode(way))
