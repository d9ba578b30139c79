"""Texts and mailboxes as header bodies, ready for the wire.

The standard library folds header bodies itself, but not every text survives it: "=?utf-8?q?x?=" typed by a
person arrives as "x", a long name with commas arrives as a dozen addresses, U+2028 is taken for a line break.
So the encoding and the folding are done here, and the library passes the result on as it is.
"""

import base64
import re
import textwrap
from collections.abc import Iterator

import idna

# RFC 2047 2: a line with an encoded word has at most 76 characters. 39 octets make a word of 64,
# which leaves room for the longest header name used ("Reply-To: ").
_OCTETS_PER_WORD = 39
_PLAIN_WORD = 60
_PLAIN_LINE = 66

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_ATOMS = re.compile(rf"{_ATEXT}+(?: {_ATEXT}+)*")
_LOCAL_PART = re.compile(rf"(?:{_ATEXT}|[^\x00-\x7f])+(?:\.(?:{_ATEXT}|[^\x00-\x7f])+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[[A-Za-z0-9:.]+\]")


def unstructured(text: str) -> str:
    """A text as the body of Subject and the like, folded (RFC 5322 2.2.3, RFC 2047).

    Raises ValueError for a line break or a lone surrogate.
    """
    refuse_line_breaks(text)
    if _is_plain(text):
        return "\r\n ".join(textwrap.wrap(text, _PLAIN_LINE, break_long_words=False, break_on_hyphens=False))
    return _encoded_words(text)


def mailbox(name: str, email: str) -> str:
    """A name and an address as the body of From, To or Reply-To, folded (RFC 5322 3.4).

    Runs of blanks in the name become one: a phrase knows no others. Raises ValueError like `unstructured`
    and `wire_address`.
    """
    refuse_line_breaks(name)
    name = re.sub(r"[ \t]+", " ", name).strip(" ")
    address = f"<{wire_address(email)}>"
    if not name:
        return address
    phrase = _phrase(name)
    fits = len(phrase) + len(address) < _PLAIN_LINE
    return f"{phrase} {address}" if fits else f"{phrase}\r\n {address}"


def wire_address(email: str) -> str:
    """The address as mail servers take it: the domain in A-labels, the local part as it is.

    A local part beyond ASCII stays (RFC 6531) and needs a server that offers SMTPUTF8.
    Raises ValueError for what is not a plain address; quoted local parts are not taken.
    """
    local_part, at, domain = email.rpartition("@")
    if not domain.isascii():
        domain = idna.encode(domain, uts46=True).decode("ascii")
    # isprintable: beyond ASCII, blanks and separators of other scripts are as bad as those of ASCII.
    if not (at and email.isprintable() and _LOCAL_PART.fullmatch(local_part) and _DOMAIN.fullmatch(domain)):
        raise ValueError("not an address that mail can be sent to")
    return f"{local_part}@{domain}"


def refuse_line_breaks(text: str) -> None:
    """Raise ValueError for a text that would end its header and begin another."""
    if "\r" in text or "\n" in text:
        raise ValueError("a header holds no line break")


def _is_plain(text: str) -> bool:
    """Whether a text may stand in a header as it is, whatever the reader's decoder does with it."""
    words = text.split(" ")
    return (
        text.isascii()
        and not _CONTROL.search(text)
        and "=?" not in text
        and all(0 < len(word) <= _PLAIN_WORD for word in words)
    )


def _phrase(name: str) -> str:
    if not _is_plain(name) or len(name) > _PLAIN_WORD:
        return _encoded_words(name)
    if _ATOMS.fullmatch(name):
        return name
    escaped = re.sub(r'(["\\])', r"\\\1", name)
    return f'"{escaped}"'


def _encoded_words(text: str) -> str:
    words = (base64.b64encode(chunk).decode("ascii") for chunk in _chunks(text))
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _chunks(text: str) -> Iterator[bytes]:
    """The text in UTF-8, cut between characters only (RFC 2047 5), and between words where that goes.

    Some readers put a blank where two encoded words of a name meet: behind a blank it does no harm.
    """
    chunk = ""
    for character in text:
        while len((chunk + character).encode()) > _OCTETS_PER_WORD:
            cut = chunk.rfind(" ") + 1 or len(chunk)
            yield chunk[:cut].encode()
            chunk = chunk[cut:]
        chunk += character
    yield chunk.encode()
