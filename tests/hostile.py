"""Files as people send them, and as those do who mean harm."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

SECRET = b"43.2389 N, 76.8897 E"
SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF_AND_HTML = PDF.replace(b"1 0 obj", b"%" + HTML + b"\n1 0 obj")
PROGRAM = b"MZ\x90\0" + b"\0" * 600
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def picture(
    form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object
) -> bytes:
    out = BytesIO()
    colour = {"L": 90, "RGBA": (0, 105, 122, 128)}.get(mode, "#00697a")
    Image.new(mode, size, colour).save(out, form, **options)
    return out.getvalue()


def photograph(size: tuple[int, int] = (40, 30), *, orientation: int = 6) -> bytes:
    """Taken with the telephone held upright: it says where, and holds a script beside the picture."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825).update({2: (IFDRational(43), IFDRational(14), IFDRational(20))})
    return picture("JPEG", size, exif=exif, comment=SCRIPT) + SCRIPT


def endless(picture: bytes, scans: int = 1_000) -> bytes:
    """A JPEG of which the last scan comes again and again: each is as much work as the whole picture."""
    last = picture.rindex(b"\xff\xda")
    return picture[:-2] + picture[last:-2] * scans + picture[-2:]


def bomb(side: int = 60_000) -> bytes:
    """A PNG of some kilobytes that would fill the memory: its head says how large it is."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def office(*, content_type: str = WORD, members: tuple[str, ...] = (), **files: bytes) -> bytes:
    """A document of an office program with these further members."""
    types = f'<Types><Override PartName="/a.xml" ContentType="{content_type}.main+xml"/></Types>'
    return package({"[Content_Types].xml": types.encode(), **dict.fromkeys(members, b"x"), **files})


def package(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
