"""What somebody gives us as a file is looked at before it is kept: by its content, not by its name.

Pictures are drawn anew. PDF and documents of offices are kept as they are, and only ever handed out as a
download. A document with macros, other programs or embedded objects in it is refused, as are the old formats
of offices and plain archives, of which nobody can say what they hold; SVG and HTML are programs to browsers.
"""

import re
import unicodedata
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from regapp.documents.pictures import LARGEST_SIDE, redraw
from regapp.errors import FileProblem, UnfitFile

MEGABYTE = 1024 * 1024
LARGEST_PICTURE, LARGEST_DOCUMENT = 5 * MEGABYTE, 20 * MEGABYTE
LONGEST_NAME = 80  # characters, before the extension


class FileKind(StrEnum):
    """What can be taken."""

    PICTURE = "picture"
    PDF = "pdf"
    OFFICE = "office"


PICTURES = frozenset({FileKind.PICTURE})
EVERYTHING = frozenset(FileKind)

_WORD = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    f"{_WORD}wordprocessingml.document": "docx",
    f"{_WORD}presentationml.presentation": "pptx",
    f"{_WORD}spreadsheetml.sheet": "xlsx",
    f"{_OPEN}text": "odt",
    f"{_OPEN}presentation": "odp",
    f"{_OPEN}spreadsheet": "ods",
}
_MOST_MEMBERS, _MOST_UNPACKED, _LONGEST_MEMBER = 5_000, 500 * MEGABYTE, MEGABYTE
_PROGRAMS = re.compile(
    r"vbaProject|vbaData|activeX|oleObject|\.(bin|exe|dll|js|vbs)$|^(Basic|Scripts)/", re.IGNORECASE
)
_UNREADABLE = (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, zlib.error)
_HARMLESS = re.compile(r"printerSettings\d*\.bin$")


@dataclass(frozen=True, slots=True)
class FitFile:
    """A file that may be kept; only :func:`examine` makes them. Width and height (pixels) are a picture's."""

    name: str
    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hex."""
        return sha256(self.content).hexdigest()


def examine(
    name: str, content: bytes, accept: Collection[FileKind] = EVERYTHING, *, side: int = LARGEST_SIDE
) -> FitFile:
    """The file as it may be kept; pictures at most ``side`` pixels wide and high. Raises UnfitFile."""
    if not content:
        raise UnfitFile(FileProblem.EMPTY)
    kind = _kind(content)
    if kind not in accept:
        raise UnfitFile(FileProblem.TYPE)
    if len(content) > largest({kind}):
        raise UnfitFile(FileProblem.LARGE)
    if kind is FileKind.PICTURE:
        media_type, octets, width, height = redraw(content, side)
        return FitFile(_named(name, media_type), media_type, octets, width, height)
    media_type = _pdf(content) if kind is FileKind.PDF else _office(content)
    return FitFile(_named(name, media_type), media_type, content)


def largest(accept: Collection[FileKind]) -> int:
    """How many octets a file of one of these kinds may have."""
    return LARGEST_PICTURE if set(accept) == PICTURES else LARGEST_DOCUMENT


def _kind(content: bytes) -> FileKind:
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    return FileKind.OFFICE if content.startswith(b"PK\3\4") else FileKind.PICTURE


def _pdf(content: bytes) -> str:
    if not re.match(rb"%PDF-[12]\.\d", content) or b"%%EOF" not in content[-2048:]:
        raise UnfitFile(FileProblem.BROKEN)
    return "application/pdf"


def _office(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as package:
            return _package_type(package)
    except (
        BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
        zlib.error,
    ) as error:
        raise UnfitFile(FileProblem.BROKEN) from error


def _package_type(package: ZipFile) -> str:
    members = {member.filename: member for member in package.infolist()}
    if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members.values()) > _MOST_UNPACKED:
        raise UnfitFile(FileProblem.BROKEN)
    declared = next((name for name in ("mimetype", "[Content_Types].xml") if name in members), "")
    if not declared:
        raise UnfitFile(FileProblem.TYPE)
    with package.open(declared) as member:
        words = member.read(_LONGEST_MEMBER).decode(errors="replace")
    found = words.strip() if declared == "mimetype" else _main_part(words)
    if "macroEnabled" in words or any(_is_program(name) for name in members):
        raise UnfitFile(FileProblem.PROGRAM)
    if found not in EXTENSIONS:
        raise UnfitFile(FileProblem.TYPE)
    return found


def _main_part(content_types: str) -> str:
    found = re.search(rf'ContentType="({re.escape(_WORD)}[\w.]+?)\.main\+xml"', content_types)
    return found[1].replace("slideshow", "presentation") if found else ""


def _is_program(name: str) -> bool:
    return bool(_PROGRAMS.search(name)) and not _HARMLESS.search(name)


def _named(name: str, media_type: str) -> str:
    """A name that any system saves, with the extension of what it is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    kept = "".join(c if c.isprintable() and c not in '<>:"|?*%' else " " for c in stem)
    short = " ".join(kept.split())[:LONGEST_NAME].strip(" .")
    return f"{short or 'file'}.{EXTENSIONS[media_type]}"
