"""Letters kept as files, for a service that has no mail server."""

import hashlib
import os
import re
import tempfile
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from regapp import clock
from regapp.mail.failures import NO_ADDRESS, Refused, Unreachable
from regapp.mail.headers import wire_address

_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\.eml")
_ID = re.compile(r"<([A-Za-z0-9_-][A-Za-z0-9._-]{0,127})@[^@]*>")


class FileDelivery:
    """Stands where `regapp.mail.smtp.Connection` stands, and keeps each letter in a folder.

    A letter sent again is found by its Message-ID and not kept twice, whichever process kept it first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # One link per letter, named by its id: a look-up stays one system call among any number of files.
        self._names = folder / ".names"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open between letters."""

    def send(self, message: EmailMessage, envelope_from: str, envelope_to: str) -> Path:
        """Keep the letter as `<UTC time>-<id>.eml`, complete or not at all, and return where.

        Like a server that delivers it, it notes the envelope on top (RFC 5321 4.4). Raises Refused for an
        address that is none, Unreachable when the disk does not take it.
        """
        try:
            sender = wire_address(envelope_from) if envelope_from else ""
            envelope = f"Return-Path: <{sender}>\r\nDelivered-To: {wire_address(envelope_to)}\r\n"
        except ValueError as error:
            raise Refused(NO_ADDRESS, None, permanent=True) from error
        try:
            return self._keep(_letter_id(message), envelope.encode() + message.as_bytes())
        except OSError as error:
            raise Unreachable("the letter could not be written to the folder for letters") from error

    def _keep(self, letter_id: str, octets: bytes) -> Path:
        self._names.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / self._reserve(letter_id)
        if not path.exists():
            _write(path, octets)
        return path

    def _reserve(self, letter_id: str) -> str:
        """The file's name for this id: a new one, or that of an earlier try that perhaps got no further."""
        link = self._names / letter_id
        try:
            link.symlink_to(f"../{_time_stamp(clock.now())}-{letter_id}.eml")
        except FileExistsError:
            # This letter was here before; the link is made in one step, so its target is whole.
            return link.readlink().name
        return link.readlink().name


def list_letters(folder: Path) -> list[str]:
    """The names of the letters kept in a folder, newest first."""
    if not folder.is_dir():
        return []
    return sorted((entry.name for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)), reverse=True)


def read(folder: Path, name: str) -> bytes:
    """The letter of that name; FileNotFoundError if there is none, or the name is not one of a letter."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return (folder / name).read_bytes()


def _letter_id(message: EmailMessage) -> str:
    """The Message-ID's part before the domain, or a digest where that does not suit a file's name."""
    message_id = message["Message-ID"]
    if not message_id:
        raise ValueError("a letter without Message-ID cannot be told from the next")
    plain = _ID.fullmatch(message_id)
    return plain[1] if plain else hashlib.sha256(message_id.encode()).hexdigest()[:32]


def _time_stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S.%fZ")


def _write(path: Path, octets: bytes) -> None:
    """Write aside and rename: nobody sees half a letter, and a power cut leaves none."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as aside:
        try:
            aside.write(octets)
            aside.flush()
            os.fsync(aside.fileno())
        except OSError:
            Path(aside.name).unlink(missing_ok=True)
            raise
    Path(aside.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
