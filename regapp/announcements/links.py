"""Addresses in a text: found, taken out of the wrappings of mail programs, and told apart by their hosts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from regapp.announcements.source import Source

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"«»„“”|\\^`{}]{3,3000}", re.IGNORECASE)
BARE = re.compile(  # dku.kz/events
    r"(?<![\w.@/-])(?:[a-z0-9-]{1,40}\.){1,4}(?:kz|org|com|net|edu|gov|de|ru|eu|int|info|events|us)"
    r"(?![\w@-])(?:/[^\s<>\"«»„“”|\\^`{}]{0,500})?",
    re.IGNORECASE,
)
TRAILING = ".,;:!?'*_…"
WRAPPINGS = 3  # a wrapped address may be wrapped again


@dataclass(frozen=True, slots=True)
class Link:
    """An address, unwrapped, and where it stands in the given text."""

    address: str
    host: str
    path: str
    start: int
    end: int
    position: int | None = None  # in the readable text, if it is seen there


def links_of(source: Source) -> list[Link]:
    """Every web address, in the order of the text."""
    found = [*_seen(source), *_behind_words(source)]
    return sorted(found, key=lambda link: (link.start, link.end))


def _seen(source: Source) -> Iterator[Link]:
    taken = 0
    spans = [m.span() for m in ADDRESS.finditer(source.plain)]
    spans += [m.span() for m in BARE.finditer(source.plain)]
    for start, rough_end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < taken:
            continue
        end = _end(source.plain, start, rough_end)
        link = _link(source.plain[start:end], source.span(start, end), start)
        if link:
            taken = end
            yield link


def _behind_words(source: Source) -> Iterator[Link]:
    for address, start, end in source.links:
        if address.lower().startswith(("http://", "https://")):
            link = _link(address, (start, end), None)
            if link:
                yield link


def _end(plain: str, start: int, end: int) -> int:
    while end > start and plain[end - 1] in TRAILING + ")]":
        if plain[end - 1] == ")" and plain.count("(", start, end) >= plain.count(")", start, end):
            break
        end -= 1
    return end


def _link(written: str, span: tuple[int, int], position: int | None) -> Link | None:
    address = unwrapped(written if "://" in written else "https://" + written)
    parts = split(address)
    if parts is None or "." not in parts.netloc or "@" in parts.netloc:
        return None  # with a name or password in it, it is for one reader alone, or shows a false host
    host = (parts.hostname or "").lower()
    return Link(address, host, parts.path, *span, position)


def split(address: str) -> SplitResult | None:
    """The parts of an address, or None if it is none."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - says whether it is a number
    except ValueError:
        return None
    return parts if parts.hostname else None


def unwrapped(address: str) -> str:
    """The address that a mail program's safe link, or a page's redirect, leads to."""
    for _again in range(WRAPPINGS):
        parts = split(address)
        inner = _inner(parts, address) if parts else ""
        if not inner.lower().startswith(("http://", "https://")):
            return address
        address = inner
    return address


def _inner(parts: SplitResult, address: str) -> str:
    host, query = (parts.hostname or "").lower(), parse_qs(parts.query)
    if host.endswith("safelinks.protection.outlook.com") or "/safelinks/" in parts.path:
        return query.get("url", [""])[0]
    if host.startswith("www.google.") and parts.path == "/url":
        return (query.get("q") or query.get("url") or [""])[0]
    if host in {"l.facebook.com", "lm.facebook.com"}:
        return query.get("u", [""])[0]
    if host == "urldefense.com" and "__" in address:
        return address.split("__", 2)[1].replace(":/", "://").replace(":///", "://")
    return ""
