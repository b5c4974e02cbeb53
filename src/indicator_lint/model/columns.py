"""The columns of the frame that the checks read: one row per indicator, all of them strings but the ids.

`id` (position in the frame), `document`, `table`, `group` (a category of a document) and `row` (1-based within its category)
are integers. A role's column holds the text as shown: null where the table has no such column, empty where the cell is.
`normal(role)` holds its normal form: no white space, widths and brackets unified, trailing marks gone; for rules about
meaning. The rest is derived from the normal forms and the vocabulary, once per distinct text.
"""

from __future__ import annotations

from typing import Final

ID: Final = "id"
DOCUMENT: Final = "document"
TABLE: Final = "table"
GROUP: Final = "group"
ROW: Final = "row"

TITLE: Final = "title"
"""The category's title as shown, null where a table has none (role `category`)."""

LINE: Final = "line"
"""A line outside the tables (role `document`), in a frame of such lines only."""

CLASS1: Final = "class1"
"""Key of the official level 1 (`output`, `benefit`, …), empty where unknown."""

CLASS2: Final = "class2"
"""Key of the official level 2 (`quantity`, `quality`, …), empty where unknown."""

SIGN: Final = "sign"
"""The standard operator meant (`≥ ≤ = > < 定性`), `?` for anything else, empty for an empty cell, null without a column.

Where there is no cell or nothing in it, the operator that the target begins with.
"""

DIMENSION: Final = "dimension"
"""Dimension of the unit meant (`ratio`, `count`, `money`, …), `scale`, `several`, `unknown`; empty for an empty cell."""

UNIT: Final = "unit:meant"
"""Normal form of the unit: of its cell, else (no such column, or an empty cell) of the target (`≥1200人`); null or empty without."""

MEASURE: Final = "measure"
"""The measure word that ends the name (率, 数量, 面积 …), empty where it has none."""

NATURE: Final = "nature"
"""`qualitative`, `quantitative` or empty (nothing tells)."""

COLUMN_OF: Final = {"category": TITLE, "document": LINE}
"""Roles whose column in the frame has another name."""


def normal(role: str) -> str:
    """The column that holds a role's normal form."""
    return f"{role}:normal"
