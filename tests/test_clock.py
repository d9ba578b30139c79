"""Zone data comes from the pinned package: a machine's own files are shut out, however they are."""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

ASK = "from datetime import datetime, timedelta; from zoneinfo import ZoneInfo; {}; print(*( \
    datetime(year, 11, 12, 17, tzinfo=ZoneInfo('Asia/Almaty')).utcoffset() // timedelta(hours=1) \
    for year in (2020, 2025)))"


@pytest.fixture
def wrong_files(tmp_path: Path) -> Path:
    """A folder of zone files in which Almaty has Shanghai's time."""
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Almaty").write_bytes(
        (files("tzdata") / "zoneinfo" / "Asia" / "Shanghai").read_bytes()
    )
    return tmp_path


def offsets(folder: Path, module: str) -> str:
    """Hours ahead of UTC in Almaty in 2020 and 2025, in a process whose system has the files of `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(f"import {module}")],
        env={**os.environ, "PYTHONTZPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_the_systems_files_win_where_nothing_is_done_about_them(wrong_files: Path) -> None:
    assert offsets(wrong_files, "sys") == "8 8"


@pytest.mark.parametrize("module", ["regapp.clock", "regapp.calendars.files"])
def test_the_systems_files_are_shut_out(wrong_files: Path, module: str) -> None:
    assert offsets(wrong_files, module) == "6 5"
