"""Letters kept in a folder."""

import os
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
import time_machine

from regapp.mail import files
from regapp.mail.failures import Refused, Unreachable
from regapp.mail.files import FileDelivery, list_letters, read

FROM, TO = "events@dku.example", "aigul@example.org"
MOMENT = datetime(2026, 11, 22, 2, 11, 16, 123456, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "mail"


def letter(message_id: str = "<letter-1@dku.example>") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = FROM, TO, "Круглый стол"
    if message_id:
        message["Message-ID"] = message_id
    message.set_content("Здравствуйте!\n")
    return message


def keep(folder: Path, message_id: str = "<letter-1@dku.example>") -> Path:
    with FileDelivery(folder) as delivery:
        return delivery.send(letter(message_id), FROM, TO)


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".names")


@time_machine.travel(MOMENT, tick=False)
def test_it_names_the_file_by_time_and_letter(folder: Path) -> None:
    assert keep(folder) == folder / "20261122T021116.123456Z-letter-1.eml"


def test_it_keeps_the_letter_with_its_envelope_on_top(folder: Path) -> None:
    envelope = f"Return-Path: <{FROM}>\r\nDelivered-To: {TO}\r\n".encode()
    assert keep(folder).read_bytes() == envelope + letter().as_bytes()


def test_it_keeps_a_file_that_a_mail_reader_understands(folder: Path) -> None:
    message = message_from_bytes(keep(folder).read_bytes(), policy=default)
    assert (message["Subject"], message["To"], message["Delivered-To"]) == ("Круглый стол", TO, TO)


def test_it_lets_nobody_else_read_the_letters(folder: Path) -> None:
    assert keep(folder).stat().st_mode & 0o077 == 0


def test_it_keeps_one_file_of_a_letter_that_is_sent_again(folder: Path) -> None:
    first = keep(folder)
    written = first.stat()
    assert keep(folder) == first
    assert first.stat() == written
    assert visible(folder) == [first.name]


def test_it_finishes_under_the_same_name_what_a_crash_interrupted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(path: Path, octets: bytes) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, time_machine.travel(MOMENT, tick=False):
        patch.setattr(files, "_write", crash)
        with pytest.raises(KeyboardInterrupt):
            keep(folder)
    assert keep(folder).name == "20261122T021116.123456Z-letter-1.eml"
    assert len(visible(folder)) == 1


def test_it_leaves_no_part_of_a_letter_when_the_disk_is_full(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unreachable, match="could not be written"):
        keep(folder)
    assert visible(folder) == []


def test_it_makes_a_file_name_of_any_message_id(folder: Path) -> None:
    path = keep(folder, "<../../etc/passwd@dku.example>")
    assert path.parent == folder
    assert re.fullmatch(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{32}\.eml", path.name)


def test_it_wants_a_message_id(folder: Path) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        keep(folder, "")


@pytest.mark.parametrize("address", ["nobody", "a@example.org\r\nX-Evil: yes", ""])
def test_it_refuses_what_is_no_address(folder: Path, address: str) -> None:
    with pytest.raises(Refused) as caught:
        FileDelivery(folder).send(letter(), FROM, address)
    assert caught.value.permanent


def test_it_lists_the_newest_letter_first(folder: Path) -> None:
    names = [keep(folder, f"<letter-{number}@dku.example>").name for number in (3, 1, 2)]
    assert list_letters(folder) == names[::-1]


def test_it_lists_letters_only(folder: Path) -> None:
    name = keep(folder).name
    for stranger in (".half.part", "notes.txt", "x.eml", f"{name}.bak"):
        (folder / stranger).write_text("")
    assert list_letters(folder) == [name]


def test_it_lists_nothing_where_there_is_no_folder(folder: Path) -> None:
    assert list_letters(folder) == []


def test_it_reads_a_letter(folder: Path) -> None:
    path = keep(folder)
    assert read(folder, path.name) == path.read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "20261122T021116.123456Z-unknown.eml",
        "../secret.eml",
        "20261122T021116.123456Z-/../../secret.eml",
        "20261122T021116.123456Z-x.eml\n",
        "20261122T021116.123456Z-x\x00.eml",
        "/etc/passwd",
        "",
        ".",
        ".names",
    ],
)
def test_it_reads_nothing_else(folder: Path, name: str) -> None:
    keep(folder)
    (folder.parent / "secret.eml").write_text("secret")
    with pytest.raises(FileNotFoundError):
        read(folder, name)
