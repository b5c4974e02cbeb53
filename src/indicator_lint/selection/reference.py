"""The reference of the configuration file as Markdown, from the keys that read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import tomli_w

from indicator_lint.configuration.keys import LAYOUT, LIMITS, RULES, RUN, SCOPE, Key

HEAD: Final = """\
# 配置

<!-- 本页由 `indicator-lint config schema --output-format md` 生成，请勿手工修改。 -->

配置写在 `indicator-lint.toml`，或 `pyproject.toml` 的 `[tool.indicator-lint]` 之下。每个被检查的文件用离它最近的一份：它所在的目录，
或往上直到仓库或用户目录的顶层。几份配置不会自己叠加，要叠加的用 `extend` 写明。写错的项目使程序停下（退出码 2），并提示相近的写法。

- 优先顺序：命令行、`[[files]]`（后写的优先）、本文件、`extend` 的文件（后列的优先）、规则包、规则页。
- `ignore`、`extend-select`、`mandatory` 逐份相加，其余的后者代替前者；`ignore` 最后生效，只有命令行上指名的规则不受它限制。
- 文件的路径写法相对于配置文件所在的目录，`*` 不跨目录，`**` 跨目录，不含 `/` 的只看文件名。
- `indicator-lint config show 文件` 列出对一个文件有效的每个值出自哪一行；`config init` 新建；`config schema` 供编辑器使用。

```toml
pack = "strict"
ignore = ["TXT003"]

[severity]
UNI002 = "warning"

[options.NAM009]
limit = 30

[[files]]
files = "历史/**"
ignore = ["DSC"]

[[layout.files]]
files = "报送/*.xlsx"
header-rows = [2, 3]
columns = {name = "C", unit = "计量单位"}
```
"""

SECTIONS: Final[tuple[tuple[str, Mapping[str, Key]], ...]] = (
    ("文件开头：整个运行", RUN),
    ("文件开头或 `[[files]]`：规则", RULES),
    ("`[[files]]` 和 `[[layout.files]]`：对哪些文件和工作表", SCOPE),
    ("`[layout]` 和 `[[layout.files]]`：表格怎样读", LAYOUT),
    ("`[limits]`：读取的上限", LIMITS),
)


def configuration_reference(limits: Mapping[str, int]) -> str:
    """All keys by table, with what they may be and what they are where nobody sets them; `limits` are those of the readers."""
    return HEAD + "".join(_section(title, keys, limits if keys is LIMITS else {}) for title, keys in SECTIONS)


def _section(title: str, keys: Mapping[str, Key], limits: Mapping[str, int]) -> str:
    rows = ["| 项目 | 含义 | 值 | 默认 | In English |", "|---|---|---|---|---|"]
    rows += [_row(key, limits.get(key.name, key.default)) for key in keys.values()]
    return f"\n## {title}\n\n" + "".join(f"{row}\n" for row in rows)


def _row(key: Key, default: object) -> str:
    cells = (f"`{key.name}`", key.zh, key.kind.words[0], "".join(_default(default)), f"{key.en}; {key.kind.words[1]}")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _default(default: object) -> Iterator[str]:
    if default not in (None, ()):
        yield f"`{tomli_w.dumps({'d': default}).strip().removeprefix('d = ')}`"
