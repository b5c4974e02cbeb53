"""Configurations, baselines and excuses that strangers wrote: an error of one line, whatever they hold."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.configuration import ConfigurationError, Configurations
from indicator_lint.configuration.lines import lines_of
from indicator_lint.tomlfile import MEGABYTE, parse, read_toml


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a." * 50_000 + "b = 1", '"a" . ' * 20 + "b = 1"])
def test_depth_is_an_error_of_the_file(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match="层次太多"):
        parse(text)


@pytest.mark.parametrize("text", ["a = [" + "{}," * 1_000_000 + "]", "".join(f"a.b{n} = 1\n" for n in range(100_001))])
def test_more_than_anybody_writes_is_an_error_of_the_file(text: str) -> None:
    """A table of two letters takes hundreds of bytes once it is read."""
    with pytest.raises(tomllib.TOMLDecodeError, match="内容太多"):
        parse(text)


@given(st.text(alphabet="a1.\"'\\ =[", max_size=200))
def test_dots_in_texts_are_no_depth(text: str) -> None:
    """Whatever a value says is read as the parser of Python reads it."""
    written = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    assert parse(f"a = {written}") == {"a": text}


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(tomllib.TOMLDecodeError, match="超过 1 MB"):
        read_toml(str(path), 1)
    path.write_bytes(b"#" * MEGABYTE)
    assert read_toml(str(path), 1)[0] == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    os.mkfifo(path)
    for name in (str(path), os.devnull):
        with pytest.raises(OSError, match="不是普通文件"):
            read_toml(name, 1)


def test_files_that_extend_each_other_twice_over_come_to_an_end(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.toml").write_text(f'extend = ["{number + 1}.toml", "{number + 1}.toml"]\n')
    (tmp_path / "30.toml").write_text("")
    with pytest.raises(ConfigurationError, match="超过 64 个"):
        Configurations(str(tmp_path / "0.toml"))


def test_lists_of_many_lines_do_not_keep_anybody_waiting() -> None:
    found = lines_of("first = 1\nlist = [\n" + "1,\n" * 20_000 + "]\n")
    assert found == {("first",): 1}
