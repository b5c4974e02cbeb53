"""A second run over the same files prints the same without judging anything, and nothing stale is ever told."""

from __future__ import annotations

import copyreg
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from specimens import SPECIMENS

from indicator_lint.assembly import Judged, assembled
from indicator_lint.cache import Cache, folder_for, keys
from indicator_lint.cache.store import sealed
from indicator_lint.cli import main
from indicator_lint.config import Settings
from indicator_lint.discovery import find_sources
from indicator_lint.intake import Taken
from indicator_lint.linter import judge
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.report import Report
from indicator_lint.reports import REPORTS, View
from indicator_lint.rulebook import load_rules
from indicator_lint.selection import Ruling

HEAD = "一级指标,二级指标,指标名称,性质,单位\n"
ROWS = "产出指标,数量指标,培训班期数,≥,\n产出指标,质量指标,考核合格率,>=,%\n"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "报送"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "表.csv").write_text(HEAD + ROWS, encoding="utf-8")
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    return folder


class Count:
    """A judge that counts the files it was asked about."""

    def __init__(self) -> None:
        """None yet."""
        self.files: list[str] = []

    def __call__(self, ruling: Ruling, taken: Sequence[Taken]) -> Sequence[Judged]:
        """As the linter does."""
        self.files += [one.reading.path for one in taken]
        return judge(ruling, taken)


def run(cache: Cache | None, settings: Settings | None = None, *paths: str) -> tuple[Report, list[str]]:
    """The report on the working directory, and the files that had to be judged."""
    counted = Count()
    return assembled(find_sources(list(paths) or ["."]), settings or Settings(), counted, cache), counted.files


def printed(report: Report) -> dict[str, str]:
    """The report in formats that show all there is."""
    view = View(rules=load_rules(), asked=report.asked)
    return {name: REPORTS[name](report, view) for name in ("console", "json", "sarif", "html")}


def test_a_second_run_judges_nothing_and_prints_the_same(folder: Path, cache: Cache) -> None:
    """Of every kind of file, broken ones too."""
    for suffix, specimen in SPECIMENS.items():
        if suffix != "pdf":  # read in a process of its own: too long for a test of something else
            (folder / f"样.{suffix}").write_bytes(specimen())
    first, judged = run(cache)
    second, again = run(cache)
    assert (len(judged), again) == (len(find_sources(["."])), [])
    assert printed(first) == printed(second)
    assert [one.fingerprint for one in second.findings] == [one.fingerprint for one in first.findings]


@pytest.mark.parametrize(
    "change",
    [
        lambda _: Path("表.csv").write_text(HEAD + ROWS.replace("期数", "期次"), encoding="utf-8"),
        lambda _: Path("indicator-lint.toml").write_text('ignore = "UNI"\n', encoding="utf-8"),
        lambda _: Path("indicator-lint.toml").write_text('[severity]\nUNI001 = "info"\n', encoding="utf-8"),
        lambda _: Path("indicator-lint.toml").write_text("[options.NAM009]\nlimit = 3\n", encoding="utf-8"),
        lambda _: Path("indicator-lint.toml").write_text("[limits]\nlines = 2\n", encoding="utf-8"),
        lambda _: Path("indicator-lint.toml").write_text('[layout]\ncolumns = {remark = "A"}\n', encoding="utf-8"),
        lambda patch: patch.setattr(keys, "__version__", "99"),
        lambda patch: patch.setattr(keys, "FORMAT", 99),
    ],
    ids=["content", "ignore", "severity", "options", "limits", "layout", "version", "format"],
)
@pytest.mark.usefixtures("folder")
def test_whatever_matters_makes_it_unknown(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch], Any]
) -> None:
    """The content, the rules and how they are asked, limits and layout, the program itself."""
    keys.program.cache_clear()
    run(cache, None, "表.csv")
    assert run(cache, None, "表.csv")[1] == []
    change(monkeypatch)
    keys.program.cache_clear()
    report, judged = run(cache, None, "表.csv")
    keys.program.cache_clear()
    assert judged == ["表.csv"]
    assert report.findings == run(None, None, "表.csv")[0].findings


@pytest.mark.usefixtures("folder")
def test_settings_tell_runs_apart(cache: Cache) -> None:
    for settings in (Settings(), Settings(lang="en"), Settings(pack="strict"), Settings(select=("UNI",))):
        assert len(run(cache, settings)[1]) == 2
        assert run(cache, settings)[1] == []


def test_a_catalog_is_part_of_it(folder: Path, tmp_path: Path) -> None:
    """Another state of it is another question; one that is not there is never passed over in silence."""
    catalog = tmp_path / "库"
    catalog.mkdir()
    for text in ("甲", "乙"):
        (catalog / "datapackage.json").write_text(text, encoding="utf-8")
        asked = Settings(catalog=str(catalog))
        assert len(run(Cache(tmp_path / "cache"), asked)[1]) == 2
        assert run(Cache(tmp_path / "cache"), asked)[1] == []
    shutil.rmtree(catalog)
    assert len(run(Cache(tmp_path / "cache"), asked)[1]) == 2
    assert folder.exists()


def test_what_stands_beside_is_asked_every_time(folder: Path, cache: Cache) -> None:
    """Suppressions and their dates: they are no matter of the file alone."""
    run(cache)
    (folder / "表.csv.lint.toml").write_text('[[suppress]]\nrules = "UNI001"\nreason = "甲"\n', encoding="utf-8")
    report, judged = run(cache)
    assert (report.suppressed, judged) == (1, [])


@pytest.mark.usefixtures("folder")
def test_a_file_is_found_the_same_alone_and_among_others(cache: Cache) -> None:
    """What is remembered of one file holds whatever the run consists of; the others do not bear on it."""
    Path("乙.csv").write_text(HEAD + ROWS.replace("培训班", "研讨会"), encoding="utf-8")
    together, _ = run(None)
    for path in ("表.csv", "乙.csv"):
        alone, _ = run(cache, None, f"./{path}")
        told = [(f.code, f.location, f.message) for f in alone.findings]
        assert told == [(f.code, f.location, f.message) for f in together.findings if f.path == path]


@pytest.mark.usefixtures("folder")
def test_what_is_spoilt_in_the_cache_is_as_if_it_were_not_there(cache: Cache) -> None:
    first, _ = run(cache)
    kept = [path for path in cache.folder.rglob("*") if path.is_file()]
    assert len(kept) == 2
    for content in (b"", b"\x80\x05junk", pickle.dumps("else"), kept[0].read_bytes()[:-9]):
        for path in kept:
            path.write_bytes(sealed(path.name, content).digest() + content)
        report, judged = run(cache)
        assert len(judged) == 2
        assert report.findings == first.findings


@pytest.mark.usefixtures("folder")
def test_what_others_change_about_storing_does_not_matter(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages that send errors to other machines have theirs, and all others, written in a way of their own."""
    monkeypatch.setitem(copyreg.dispatch_table, UnreadableError, lambda error: (Harm, (str(error),)))
    assert len(run(cache)[1]) == 2
    assert run(cache)[1] == []


class Harm:
    """What an attacker would put into a cache."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, ("touch harmed",)


@pytest.mark.usefixtures("folder")
def test_the_cache_makes_our_own_objects_only(cache: Cache) -> None:
    """Nothing that lies there is called."""
    cache.remember("ab", None)
    by_hand = b"\x80\x04\x8c\x13indicator_lint.past\x8c\x0esubprocess.run\x93\x8c\x05false\x85R."
    for content in (pickle.dumps(Harm()), by_hand, b"cindicator_lint.past\n_git\n(S'.'\ntR."):
        (cache.folder / "ab" / "ab").write_bytes(sealed("ab", content).digest() + content)
        assert cache.recall("ab") is None
    assert not Path("harmed").exists()


@pytest.mark.usefixtures("folder")
def test_what_is_saved_while_it_is_judged_is_not_remembered(cache: Cache) -> None:
    """The findings would be those of another content than the key is of."""
    content = Path("表.csv").read_bytes()
    asked = find_sources(["表.csv"])

    class Busy(Cache):
        def recall(self, key: str) -> object | None:
            Path("表.csv").write_bytes(content.replace("期数".encode(), "期次".encode()))
            return super().recall(key)

    assembled(asked, Settings(), judge, Busy(cache.folder))
    Path("表.csv").write_bytes(content)
    assert run(cache, None, "表.csv")[1] == ["表.csv"]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of Unix")
def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path, folder: Path) -> None:
    del folder
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    assert len(run(Cache(tmp_path / "open"))[1]) == 2
    assert list((tmp_path / "open").iterdir()) == []


def test_the_longest_unused_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    monkeypatch.setattr("indicator_lint.cache.store.MOST", 900)
    monkeypatch.setattr("indicator_lint.cache.store.CHECKED_EVERY", 3)
    for number, key in enumerate(("aa1", "bb2", "cc3")):
        cache.remember(key, "x" * 400)
        os.utime(tmp_path / key[:2] / key, (number, number))
    cache.tidy()
    assert [cache.recall(key) is not None for key in ("aa1", "bb2", "cc3")] == [False, True, True]


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder_for() == tmp_path / "indicator-lint"
    monkeypatch.setenv("XDG_CACHE_HOME", "nowhere")
    assert folder_for().is_absolute()
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert folder_for().is_absolute()


def test_a_run_of_known_files_starts_no_engine(folder: Path, tmp_path: Path) -> None:
    """Neither polars nor pandera is imported."""
    program = (
        "import sys\nfrom indicator_lint.cli import main\n"
        "code = main(sys.argv[1:])\nprint(*sorted({'polars', 'pandera'} & sys.modules.keys()), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "xdg")}
    del environment["INDICATOR_LINT_NO_CACHE"]

    def ran() -> tuple[str, str]:
        command = [sys.executable, "-c", program, "check", "表.csv"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        return done.stdout, done.stderr.strip()

    first, second = ran(), ran()
    assert (first[1], second[1]) == ("pandera polars", "")
    assert first[0] == second[0]


def test_without_the_cache_nothing_is_remembered(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("INDICATOR_LINT_NO_CACHE")
    assert main(["check", "表.csv", "--no-cache"]) == 1
    assert not (tmp_path / "xdg").exists()
    assert main(["check", "表.csv"]) == 1
    assert (tmp_path / "xdg").exists()
    del folder
