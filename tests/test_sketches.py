"""The examples of rule pages are read as their writers mean them."""

from __future__ import annotations

import pytest
from examples import sketch

USUAL = """
## 培训类
| 一级指标 | 二级指标 | 三级指标 | 计量单位 |
| 产出指标 | 数量指标 | 培训场次 | [[天]] |
| 一级指标 | 三级指标 | 指标值 |
| 产出指标 | 培训人数 | ≥90 |
"""


def test_usual_labels_are_understood() -> None:
    """Whatever the vocabulary of headers knows; a line with the name's label opens another table."""
    drawn = sketch(USUAL)
    first, second = drawn.reading.tables
    assert first.columns == {"level1": 1, "level2": 2, "name": 3, "unit": 4}
    assert second.columns == {"level1": 1, "name": 2, "target": 3}
    assert (first.category, drawn.marks) == ("培训类", {(3, 4)})


def test_an_unknown_label_is_an_error_unless_marked() -> None:
    """A misspelt header would leave the rule without its column, and every good example silent."""
    with pytest.raises(ValueError, match="“单味” in the header of an example is no label of"):
        sketch("| 指标名称 | 单味 |")
    assert sketch("| 指标名称 | [[单味]] |").reading.tables[0].columns == {"name": 1}
