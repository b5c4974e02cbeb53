"""The files of a catalog: `datapackage.json`, `indicators.csv` and `changes.csv`, a Frictionless Data Package."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NoReturn

from indicator_lint.formats.encoding import decode
from indicator_lint.jsontext import parse
from indicator_lint.model.catalog import FIELDS, KINDS, LOGGED, Catalog, CatalogError, Indicator, LoggedChange
from indicator_lint.model.document import UnreadableError
from indicator_lint.resources import shipped
from indicator_lint.schemas import read_schema
from indicator_lint.store.keys import refuse_broken

DESCRIPTOR: Final = "datapackage.json"
INDICATORS: Final = "indicators.csv"
CHANGES: Final = "changes.csv"
FILES: Final = (DESCRIPTOR, INDICATORS, CHANGES)
PREFIX: Final = "x-code-prefix"
"""The property of the descriptor that says how new codes begin."""

SAID: Final = {word: kind for kind, word in KINDS.items()}


def files_of(catalog: Catalog) -> dict[str, bytes]:
    """The three files of a catalog by their names, as UTF-8."""
    changes = [{**_texts(change, LOGGED), "kind": KINDS[change.kind]} for change in catalog.changes]
    return {
        INDICATORS: _csv(FIELDS, [_texts(indicator, FIELDS) for indicator in catalog.indicators]),
        CHANGES: _csv(LOGGED, changes),
        DESCRIPTOR: _descriptor(catalog),
    }


def catalog_of(files: Mapping[str, bytes | None], folder: str) -> Catalog:
    """The catalog that three files hold. Raises CatalogError where one is missing or not as it should be."""
    missing = [name for name in FILES if files.get(name) is None]
    if DESCRIPTOR in missing:
        message = f"“{folder}”不是指标库：没有 {DESCRIPTOR}，可用 catalog init 或 catalog import 建立。"
        raise CatalogError(message)
    if missing:
        message = f"指标库“{folder}”缺少文件 {'、'.join(missing)}。"
        raise CatalogError(message)
    described = _described(files[DESCRIPTOR] or b"", folder)
    rows = {
        name: _rows(files[name] or b"", name, columns) for name, columns in ((INDICATORS, FIELDS), (CHANGES, LOGGED))
    }
    refuse_broken(rows[INDICATORS], rows[CHANGES], _schema("catalog"), _schema("catalog-changes"))
    indicators = [Indicator(**row) for _, row in rows[INDICATORS]]
    changes = [_change(row) for _, row in rows[CHANGES]]
    return Catalog(described["title"], described[PREFIX], described["version"], indicators, changes)


def _change(row: Mapping[str, str]) -> LoggedChange:
    texts = {**row, "kind": SAID[row["kind"]]}
    return LoggedChange(number=int(texts.pop("number")), **texts)


def _schema(name: str) -> Any:
    return read_schema(_shipped(name))


def _shipped(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shipped("schemas") / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def _descriptor(catalog: Catalog) -> bytes:
    resources = [
        {
            "name": name,
            "path": path,
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": _shipped(schema),
        }
        for name, path, schema in (("indicators", INDICATORS, "catalog"), ("changes", CHANGES, "catalog-changes"))
    ]
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "indicator-catalog",
        "title": catalog.title,
        "version": catalog.version,
        PREFIX: catalog.prefix,
        "resources": resources,
    }
    return f"{json.dumps(described, ensure_ascii=False, indent=2)}\n".encode()


def _described(content: bytes, folder: str) -> dict[str, str]:
    """Title, version and prefix. Raises CatalogError where the descriptor is none."""
    try:
        loaded: Any = parse(content)
    except ValueError as error:
        message = f"指标库“{folder}”的 {DESCRIPTOR} 不是有效的 JSON（{error}）。"
        raise CatalogError(message) from error
    listed = loaded.get("resources") if isinstance(loaded, dict) else None
    paths = [one.get("path") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if INDICATORS not in paths or CHANGES not in paths:
        message = f"“{folder}”不是指标库：{DESCRIPTOR} 没有写明 {INDICATORS} 和 {CHANGES}。"
        raise CatalogError(message)
    return {key: str(loaded.get(key, default)) for key, default in (("title", ""), ("version", ""), (PREFIX, "zb"))}


def _texts(row: object, names: Sequence[str]) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in names}


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _rows(content: bytes, name: str, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The lines of a CSV, each with its number. Raises CatalogError where it has not exactly the columns it should."""
    try:
        reader = csv.reader(io.StringIO(decode(content).text, newline=""), strict=True)
        header = next(reader, [])
        if sorted(header) != sorted(columns):
            _refuse_header(name, header, columns)
        return list(_numbered(reader, name, header))
    except UnreadableError as error:
        message = f"{name} 不是文本文件，或编码有误。"
        raise CatalogError(message) from error
    except csv.Error as error:
        message = f"{name} 第 {reader.line_num} 行：不是有效的 CSV（{error}）。"
        raise CatalogError(message) from error


def _numbered(reader: Any, name: str, header: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    start = reader.line_num + 1
    for cells in reader:
        if len(cells) not in {0, len(header)}:
            message = f"{name} 第 {start} 行：应有 {len(header)} 列，实有 {len(cells)} 列。"
            raise CatalogError(message)
        if cells:
            yield start, dict(zip(header, cells, strict=True))
        start = reader.line_num + 1


def _refuse_header(name: str, header: Sequence[str], columns: Sequence[str]) -> NoReturn:
    missing = "、".join(column for column in columns if column not in header)
    strange = "、".join(dict.fromkeys(column for column in header if header.count(column) > 1 or column not in columns))
    parts = [f"缺少列 {missing}"] if missing else []
    parts += [f"多出或重复的列 {strange}"] if strange else []
    message = f"{name} 第 1 行：{'；'.join(parts)}。"
    raise CatalogError(message)
