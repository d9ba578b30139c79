"""What a host typed, as a letter shows it: paragraphs, lines, and links that can be pressed."""

import re
from collections.abc import Iterator

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
# What ends a sentence, and stands behind an address more often than in it.
_BEHIND = ".,:;!?»”’'"

Piece = tuple[str, str]


def paragraphs(text: str) -> list[list[list[Piece]]]:
    """Paragraphs of lines of pieces: words, and the address that they lead to or nothing."""
    unified = "\n".join(text.strip().splitlines())
    return [
        [list(_pieces(line)) for line in paragraph.split("\n")]
        for paragraph in _BETWEEN_PARAGRAPHS.split(unified)
    ]


def _pieces(line: str) -> Iterator[Piece]:
    end = 0
    for match in _LINK.finditer(line):
        address = _without_what_follows(match[0])
        if before := line[end : match.start()]:
            yield before, ""
        yield address, address if _LINK.fullmatch(address) else ""
        end = match.start() + len(address)
    if rest := line[end:]:
        yield rest, ""


def _without_what_follows(address: str) -> str:
    """Less the full stop of the sentence, and the bracket that was opened before the address."""
    while address[-1] in _BEHIND or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address
