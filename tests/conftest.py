"""What all tests share: where the checkout is, and how property tests are run."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")  # the same examples on every machine: a red test means a change, not luck


def pytest_collection_finish() -> None:
    """Whatever was collected stays to the end: a collector that walks over it again and again costs a tenth of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout."""
    return Path(__file__).parents[1]


@pytest.fixture(autouse=True, scope="session")
def _cacheless() -> Iterator[None]:
    """Tests replace parts of the program in mid-run, which the cache cannot see; those about it say so themselves."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("INDICATOR_LINT_NO_CACHE", "1")
        yield
