"""Pictures as we keep them: decoded, made smaller, and written anew, so that nothing else is in them."""

import re
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from regapp.errors import FileProblem, UnfitFile

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_SIDE = 4096  # pixels
MOST_PIXELS = 50_000_000  # that we decode: what a good telephone takes
MOST_SCANS = 300  # of a JPEG: each costs time as a whole picture does, and takes a few octets
LARGEST_PNG = 1024 * 1024  # octets: whatever is larger and opaque is a photograph
_QUALITY = 85
_ALPHA_MATTERS_TO = 5 * 1024 * 1024  # octets
_START_OF_SCAN = b"\xff\xda"  # ITU-T T.81, B.1.1.3; pixels hold no 0xFF without a 0x00 behind it
_GREY_OF_16_BITS = re.compile("I(;16.*)?")
_decoding = Lock()  # one picture at a time in a process, since each takes much memory


def redraw(content: bytes, side: int = LARGEST_SIDE) -> tuple[str, bytes, int, int]:
    """The same picture at most ``side`` pixels wide and high: its media type, octets, width and height.

    Place, camera and thumbnails that were beside it are gone, as are further frames; it is turned as its
    camera said. Raises UnfitFile.
    """
    with _decoding:
        try:
            return _redraw(content, min(side, LARGEST_SIDE))
        except UnidentifiedImageError as error:
            raise UnfitFile(FileProblem.TYPE) from error
        except Image.DecompressionBombError as error:
            raise UnfitFile(FileProblem.PIXELS) from error
        except UnfitFile:
            raise
        except Exception as error:  # a decoder fails in many ways at what was made to break it
            raise UnfitFile(FileProblem.BROKEN) from error


def _redraw(content: bytes, side: int) -> tuple[str, bytes, int, int]:
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise UnfitFile(FileProblem.PIXELS)
        if opened.format in {"JPEG", "MPO"} and content.count(_START_OF_SCAN) > MOST_SCANS:
            raise UnfitFile(FileProblem.BROKEN)
        is_drawn = opened.format in {"PNG", "GIF"}
        opened.thumbnail((side, side), Image.Resampling.LANCZOS)
        picture = _plain(ImageOps.exif_transpose(opened))
    if picture.mode == "RGBA":
        return _transparent(picture)
    if is_drawn and len(octets := _written(picture, "PNG")) <= LARGEST_PNG:
        return "image/png", octets, *picture.size
    octets = _written(picture, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return "image/jpeg", octets, *picture.size


def _plain(picture: Image.Image) -> Image.Image:
    if _GREY_OF_16_BITS.fullmatch(picture.mode):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    plain.info = {}  # comments and colour profiles would be written again
    return plain


def _transparent(picture: Image.Image) -> tuple[str, bytes, int, int]:
    octets = _written(picture, "PNG")
    while len(octets) > _ALPHA_MATTERS_TO:
        picture = picture.reduce(2)
        octets = _written(picture, "PNG")
    return "image/png", octets, *picture.size


def _written(picture: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
