"""A catalog in its folder: valid for Frictionless, refused where it is broken, never half written."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from catalogs import frictionless_says
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicator_lint.model.catalog import Catalog, CatalogError, Indicator, LoggedChange
from indicator_lint.store import catalogs
from indicator_lint.store.catalogs import is_catalog, read_catalog, write_catalog
from indicator_lint.store.folder import COMMITTED, MEGABYTES, OWN, read_bytes
from indicator_lint.store.package import FILES, catalog_of, files_of

ONE = Indicator("zb010101", "培训类", "产出指标", "数量指标", "培训场次", "≥", "场", "反映场次")
TWO = Indicator(
    "zb010102", "培训类", "产出指标", "数量指标", "培训人次", "≥", "人次", status="停用", successor="zb010101"
)
SMALL = Catalog("指标库", indicators=[ONE, TWO], changes=[LoggedChange(1, "", "retired", "zb010102", other="zb010101")])


def test_frictionless_finds_a_catalog_valid(tmp_path: Path) -> None:
    """Keys included: a successor, and the indicators that the log speaks of."""
    write_catalog(tmp_path, SMALL)
    assert frictionless_says(tmp_path) == []
    assert read_catalog(tmp_path) == SMALL


BROKEN: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a successor that is not there": ("indicators.csv", lambda t: t.replace(",zb010101,,", ",zb99,,"), "第 3 行：接替指标“zb99”不在"),
    "a code twice": ("indicators.csv", lambda t: t.replace("zb010102,", "zb010101,"), "第 3 行：“指标编码”与第 2 行重复"),
    "no code": ("indicators.csv", lambda t: t.replace("zb010101,培", ",培"), "第 2 行：没有填写“指标编码”"),
    "a code with a space": ("indicators.csv", lambda t: t.replace("zb010101,培", "zb 01,培"), "第 2 行：“指标编码”的写法不对"),
    "an unknown status": ("indicators.csv", lambda t: t.replace("停用", "废止"), "第 3 行：“状态”只能是 现行、停用，不能是“废止”"),
    "a control character": ("indicators.csv", lambda t: t.replace("培训场次", "培训\x07场次"), "第 2 行：“指标名称”含有控制字符"),
    "no name": ("indicators.csv", lambda t: t.replace("培训场次", ""), "第 2 行：没有填写“指标名称”"),
    "a log of nobody": ("changes.csv", lambda t: t.replace("zb010102", "zb7"), "changes.csv 第 2 行：指标编码“zb7”不在指标库中"),
    "an unknown change": ("changes.csv", lambda t: t.replace("停用", "废除"), "changes.csv 第 2 行：“变更”只能是"),
    "a number that is none": ("changes.csv", lambda t: t.replace("\n1,", "\n一,"), "changes.csv 第 2 行：“序号”应当是"),
    "a day that is none": ("changes.csv", lambda t: t.replace("\n1,,,", "\n1,,昨天,"), "changes.csv 第 2 行：“日期”应当写成"),
}  # fmt: skip


@pytest.mark.parametrize("defect", BROKEN)
def test_a_broken_row_is_refused_with_its_line(defect: str, tmp_path: Path) -> None:
    """And Frictionless would not take it either."""
    write_catalog(tmp_path, SMALL)
    file, spoil, told = BROKEN[defect]
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert spoil(text) != text
    (tmp_path / file).write_text(spoil(text), encoding="utf-8")
    with pytest.raises(CatalogError, match=told):
        read_catalog(tmp_path)
    assert frictionless_says(tmp_path) or defect == "a control character"


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("datapackage.json", None, "不是指标库"),
        ("indicators.csv", None, "缺少文件 indicators.csv"),
        ("changes.csv", None, "缺少文件 changes.csv"),
        ("datapackage.json", b"{", "不是有效的 JSON"),
        ("datapackage.json", b"[]", "没有写明 indicators.csv"),
        ("indicators.csv", b"", "缺少列 code"),
        ("indicators.csv", b"code,code\n", "重复的列 code"),
        ("indicators.csv", b"\x00\x01\x02\x03" * 50, "不是文本文件"),
        ("changes.csv", b"number,version,date,kind,code,field,old,new,other,reason\n1,2\n", "第 2 行：应有 10 列，实有 2 列"),
        ("changes.csv", b'number,version,date,kind,code,field,old,new,other,reason\n1,"', "不是有效的 CSV"),
    ],
)  # fmt: skip
def test_a_file_that_is_missing_or_none_is_named(file: str, content: bytes | None, told: str, tmp_path: Path) -> None:
    write_catalog(tmp_path, SMALL)
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(content)
    with pytest.raises(CatalogError, match=told) as refusal:
        read_catalog(tmp_path)
    assert "\n" not in str(refusal.value)


def test_a_table_saved_by_excel_is_read(tmp_path: Path) -> None:
    """With a byte order mark, or in the code page of Windows, columns in another order."""
    write_catalog(tmp_path, SMALL)
    path = tmp_path / "indicators.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    text = "\r\n".join(",".join(reversed(row)) for row in rows)
    for encoding in ("utf-8-sig", "gb18030"):
        path.write_text(text, encoding=encoding)
        assert read_catalog(tmp_path) == SMALL


def test_what_cannot_be_read_back_is_not_written(tmp_path: Path) -> None:
    write_catalog(tmp_path, SMALL)
    with pytest.raises(CatalogError, match="重复"):
        write_catalog(tmp_path, Catalog("指标库", indicators=[ONE, ONE]))
    assert read_catalog(tmp_path) == SMALL


def test_a_state_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    write_catalog(tmp_path, SMALL)
    with pytest.raises(CatalogError, match="刚被改动过"):
        write_catalog(tmp_path, Catalog("另一个"), since="0123")


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from('",\n\t='), max_size=8)


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=4), TEXT)
def test_any_texts_come_back_as_they_were(rows: list[tuple[str, str, str]], title: str) -> None:
    """Commas, quotes, line breaks and equals signs too."""
    indicators = [
        Indicator(f"zb{number}", f"类{category}", name=f"名{name}", description=description)
        for number, (category, name, description) in enumerate(rows)
    ]
    catalog = Catalog(title, indicators=indicators, changes=[])
    assert catalog_of(dict(files_of(catalog)), "库") == catalog


class KilledError(Exception):
    """Stands for the end of the process."""


@settings(max_examples=14, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 22))
def test_a_writer_killed_at_any_step_leaves_one_state_or_the_other(
    tmp_path_factory: pytest.TempPathFactory, step: int
) -> None:
    """Whoever reads sees the state before or the state after, as a whole; the next writer finishes or begins anew."""
    place = tmp_path_factory.mktemp("catalog")
    write_catalog(place, SMALL)
    later = Catalog(
        "下一版", indicators=[ONE, TWO, Indicator("zb010103", "培训类", name="培训天数")], changes=SMALL.changes
    )
    with pytest.MonkeyPatch.context() as patch:
        left = [step]

        def dying(function: Callable[..., object]) -> Callable[..., object]:
            def wrapped(*args: object, **named: object) -> object:
                if not left[0]:
                    raise KilledError
                left[0] -= 1
                return function(*args, **named)

            return wrapped

        patch.setattr(Path, "replace", dying(Path.replace))
        patch.setattr(Path, "mkdir", dying(Path.mkdir))
        patch.setattr(os, "fsync", dying(lambda _: None))
        patch.setattr(shutil, "rmtree", dying(shutil.rmtree))
        try:
            write_catalog(place, later)
            ended = True
        except KilledError:
            ended = False
    looked = {name: read_bytes(place, name) for name in FILES}
    seen = read_catalog(place)
    assert catalog_of(looked, "库") == seen
    assert seen in ([later] if ended else [SMALL, later])
    write_catalog(place, later)
    assert read_catalog(place) == later
    assert all((place / name).is_file() for name in FILES)
    assert not (place / ".committed").exists()


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that falls between the reading of two files is noticed, and the files are read again."""
    write_catalog(tmp_path, SMALL)
    later = Catalog(
        "下一版", indicators=[ONE, TWO, Indicator("zb010103", "培训类", name="培训天数")], changes=SMALL.changes
    )
    once = [later]

    def interrupted(folder: Path, name: str) -> bytes | None:
        content = read_bytes(folder, name)
        if once:
            write_catalog(tmp_path, once.pop())
        return content

    monkeypatch.setattr(catalogs, "read_bytes", interrupted)
    assert read_catalog(tmp_path) == later


def test_the_state_before_the_last_change_is_kept(tmp_path: Path) -> None:
    write_catalog(tmp_path, SMALL)
    write_catalog(tmp_path, Catalog("下一版", indicators=[ONE]))
    assert read_catalog(tmp_path / ".previous") == SMALL
    assert ".previous/" in (tmp_path / ".gitignore").read_text(encoding="utf-8")


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of somebody's own, with a file in it."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "mine.txt").write_text("mine")
    return folder


def untouched(outside: Path) -> bool:
    return [path.name for path in outside.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", OWN)
def test_a_catalog_whose_own_folders_are_links_moves_nothing(name: str, tmp_path: Path, outside: Path) -> None:
    """Reading one would carry off what lies there, writing one would put files there."""
    write_catalog(tmp_path, SMALL)
    shutil.rmtree(tmp_path / name, ignore_errors=True)
    (tmp_path / name).symlink_to(outside)
    assert read_catalog(tmp_path) == SMALL
    with pytest.raises(CatalogError, match=f"{name} 是链接"):
        write_catalog(tmp_path, SMALL)
    assert untouched(outside)


def test_a_catalog_is_written_nowhere_else(tmp_path: Path, outside: Path) -> None:
    write_catalog(tmp_path, SMALL)
    (tmp_path / "releases").symlink_to(outside)
    with pytest.raises(CatalogError, match="releases/2024 经链接指向目录之外"):
        write_catalog(tmp_path, SMALL, more={"releases/2024/indicators.csv": b""})
    (tmp_path / COMMITTED / "releases" / "2024").mkdir(parents=True)
    (tmp_path / COMMITTED / "releases" / "2024" / "x").touch()
    assert read_catalog(tmp_path) == SMALL
    assert untouched(outside)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
@pytest.mark.parametrize("name", FILES)
def test_pipes_and_giants_are_no_catalog(name: str, tmp_path: Path) -> None:
    write_catalog(tmp_path, SMALL)
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    assert is_catalog(tmp_path)
    with pytest.raises(CatalogError, match=f"{name} 不是普通文件"):
        read_catalog(tmp_path)
    (tmp_path / name).unlink()
    with (tmp_path / name).open("wb") as file:
        file.truncate((MEGABYTES << 20) + 1)
    with pytest.raises(CatalogError, match=f"{name} 超过 {MEGABYTES} MB"):
        read_catalog(tmp_path)
