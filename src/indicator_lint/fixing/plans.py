"""Plans: the fixes of a run as a file that people go through and edit before it is applied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NoReturn

from indicator_lint import __version__
from indicator_lint.fixing.collisions import at as cell_of
from indicator_lint.fixing.fixpoint import MOST_ROUNDS, choice_of
from indicator_lint.formats.limits import DEFAULT
from indicator_lint.jsontext import TooMuchError, parse
from indicator_lint.model.finding import Edit
from indicator_lint.model.location import Location
from indicator_lint.model.outcome import Outcome
from indicator_lint.model.plan import Choice, PlannedFile
from indicator_lint.model.rule import Safety

VERSION: Final = 1
MOST: Final = 32_767
"""Characters of a new text: those that a cell of a workbook holds."""
LAST_ROUND: Final = MOST_ROUNDS + 1
"""Of the rounds that a run makes; the fixes that it did not make come after its last one."""


class PlanError(Exception):
    """A plan that is not as it should be; the message says where, in Chinese."""


def planned(outcome: Outcome) -> PlannedFile:
    """All fixes that a file has: wanted are those that the run would make, the others are there to be chosen."""
    settled = outcome.settled
    last = max((choice.round for choice in settled.made), default=0)
    others = [
        choice_of(finding, last + 1, wanted=False)
        for finding in settled.findings
        if finding.active and finding.fix is not None and finding.fix.edits
    ]
    return PlannedFile(outcome.path, outcome.format, outcome.sha256, (*settled.made, *others))


def plan_text(files: Iterable[PlannedFile]) -> str:
    """A plan as JSON; bytes of names that are no text are escaped, and found again by `read_plan`."""
    plan = {
        "schema_version": VERSION,
        "tool": {"name": "indicator-lint", "version": __version__},
        "files": [_file(file) for file in files],
    }
    return json.dumps(plan, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode() + "\n"


def _file(file: PlannedFile) -> dict[str, Any]:
    fixes = [_choice(choice) for choice in file.choices]
    return {"path": file.path, "format": file.format, "sha256": file.sha256, "fixes": fixes}


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "apply": choice.wanted,
        "code": choice.code,
        "name": choice.name,
        "safety": str(choice.safety),
        "round": choice.round,
        "category": choice.category,
        "row": choice.row,
        "message": choice.message,
        "edits": [_edit(edit) for edit in choice.edits],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    at = edit.location
    return {
        "role": edit.role,
        "row": edit.row,
        "container": at.container,
        "ref": at.ref,
        "at": [at.row, at.column],
        "old": edit.old,
        "new": edit.new,
    }


def read_plan(content: bytes) -> list[PlannedFile]:
    """The files of a plan. Raises PlanError for what is none."""
    try:
        plan = parse(content)
    except TooMuchError as error:
        message = "内容过多，请分成几个计划"
        raise PlanError(message) from error
    except ValueError as error:
        message = "不是 JSON 文件"
        raise PlanError(message) from error
    if not isinstance(plan, dict) or plan.get("schema_version") != VERSION:
        message = f"不是修改计划（schema_version 应为 {VERSION}）"
        raise PlanError(message)
    return [_read_file(file, f"files[{i}]") for i, file in _each(plan, "files", "")]


def _read_file(file: Mapping[str, Any], at: str) -> PlannedFile:
    choices = tuple(
        _read_choice(fix, f"{at}.{place}") for i, fix in _each(file, "fixes", at) for place in [f"fixes[{i}]"]
    )
    return PlannedFile(_text(file, "path", at), _text(file, "format", at), _text(file, "sha256", at), choices)


def _read_choice(fix: Mapping[str, Any], at: str) -> Choice:
    wanted, number = fix.get("apply"), fix.get("round", 1)
    safety = fix.get("safety")
    if not isinstance(wanted, bool):
        _wrong(f"{at}.apply", "应为 true 或 false")
    if type(number) is not int or not 0 < number <= LAST_ROUND:
        _wrong(f"{at}.round", f"应为 1 至 {LAST_ROUND} 的整数")
    if safety not in list(Safety):
        _wrong(f"{at}.safety", "应为 safe、unsafe 或 display")
    edits = tuple(_read_edit(edit, f"{at}.edits[{i}]") for i, edit in _each(fix, "edits", at))
    if len({cell_of(edit.location) for edit in edits}) < len(edits):
        _wrong(f"{at}.edits", "同一单元格不能改两次")
    category, row = fix.get("category"), fix.get("row")
    message = fix.get("message", "")
    return Choice(
        _text(fix, "code", at),
        _text(fix, "name", at),
        Safety(safety),
        edits,
        wanted,
        message if isinstance(message, str) else "",
        category if isinstance(category, str) else None,
        row if isinstance(row, int) else None,
        number,
    )


def _read_edit(edit: Mapping[str, Any], at: str) -> Edit:
    place = edit.get("at")
    if not isinstance(place, list) or len(place) != 2 or not all(type(number) is int for number in place):  # noqa: PLR2004
        _wrong(f"{at}.at", "应为 [行, 列]")
    if not (0 < place[0] <= DEFAULT.lines and 0 < place[1] <= DEFAULT.columns):
        _wrong(f"{at}.at", "不在表格之内")
    ref, row = _text(edit, "ref", at), edit.get("row")
    location = Location(_text(edit, "container", at), ref, ref, place[0], place[1])
    new = _text(edit, "new", at)
    if any(character < " " and character not in "\n\t" for character in new) or (not new.isascii() and _is_broken(new)):
        _wrong(f"{at}.new", "含有控制字符")
    if len(new) > MOST:
        _wrong(f"{at}.new", f"超过 {MOST} 字")
    return Edit(_text(edit, "role", at), row if isinstance(row, int) else None, location, _text(edit, "old", at), new)


def _is_broken(text: str) -> bool:
    """Whether it holds halves of characters."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _each(parent: Mapping[str, Any], key: str, at: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = parent.get(key)
    where = f"{at}.{key}".lstrip(".")
    if not isinstance(found, list):
        _wrong(where, "应为列表")
    for number, each in enumerate(found):
        if not isinstance(each, dict):
            _wrong(f"{where}[{number}]", "应为对象")
        yield number, each


def _text(parent: Mapping[str, Any], key: str, at: str) -> str:
    found = parent.get(key)
    if not isinstance(found, str):
        _wrong(f"{at}.{key}", "应为文字")
    return found


def _wrong(where: str, what: str) -> NoReturn:
    message = f"{where} {what}"
    raise PlanError(message)
