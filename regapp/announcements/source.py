"""A pasted text made readable: tags, entities, odd blanks and broken words gone, each with its origin."""

import html
import re
import unicodedata
from dataclasses import dataclass

MARKUP = re.compile(
    r"(?P<comment><!--)"
    r"|</?(?P<tag>a|abbr|article|aside|b|blockquote|body|br|caption|center|code|dd|div|dl|dt|em|"
    r"figcaption|figure"
    r"|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|"
    r"o:p|ol|p|pre"
    r"|script|section|small|span|strong|style|sub|sup|table|tbody|td|th|thead|time|title|tr|u|ul)"
    r"(?=[\s/>])(?P<attributes>[^<>]*)>"
    r"|&(?P<entity>#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d{0,2});",
    re.IGNORECASE,
)
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "code",
        "em",
        "font",
        "i",
        "img",
        "input",
        "label",
        "link",
        "meta",
        "o:p",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    ]
)
CELLS = frozenset({"td", "th"})
HIDDEN = frozenset({"script", "style", "head"})
LINE_ENDS = frozenset("\n\r\v\f\x85\u2028\u2029")
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]", re.IGNORECASE)
LOOKALIKES = dict(
    zip("aceopxyik", "асеорхуік", strict=True)
)  # Latin letters that are typed in Cyrillic words


@dataclass(frozen=True, slots=True)
class Source:
    """The readable text twice, character by character: ``plain`` as people see it, ``low`` for comparing.

    Lines are ended by one line feed, paragraphs by two; a tab parts the cells of a table. ``low`` is in lower
    case, has one kind of dash, and е for ё. ``links`` are addresses behind words of a page, with where these
    stand in the given text.
    """

    plain: str
    low: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    links: tuple[tuple[str, int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``plain[start:end]`` stands in the given text."""
        return self.starts[start], self.ends[end - 1]

    def trimmed(self, start: int, end: int, strip: str = " \t\n") -> tuple[int, int]:
        """The span without what is stripped at its ends."""
        while start < end and self.plain[start] in strip:
            start += 1
        while end > start and self.plain[end - 1] in strip:
            end -= 1
        return start, end

    def line(self, position: int) -> tuple[int, int]:
        """The line around a position."""
        end = self.plain.find("\n", position)
        return self.plain.rfind("\n", 0, position) + 1, len(self.plain) if end < 0 else end


def source_of(text: str) -> Source:
    """Make a text readable."""
    characters = _Characters()
    links: list[tuple[str, int, int]] = []
    position, hidden = 0, ""
    for match in MARKUP.finditer(text):
        if match.start() < position:  # inside a comment
            continue
        if not hidden:
            characters.take(text, position, match.start())
        position = match.end()
        tag = (match["tag"] or "").lower()
        if match["comment"]:
            end = text.find("-->", position)
            position = position if end < 0 else end + 3
        elif tag in HIDDEN:
            hidden = "" if match[0].startswith("</") else hidden or tag
        elif hidden:
            continue
        elif tag:
            characters.tag(tag, match)
            links += _link(match)
        else:
            for character in html.unescape(match[0]):
                characters.put(character, *match.span())
    if not hidden:
        characters.take(text, position, len(text))
    return characters.source(tuple(links))


def _link(match: re.Match[str]) -> list[tuple[str, int, int]]:
    href = HREF.search(match["attributes"] or "")
    if not href:
        return []
    group = 1 if href[1] is not None else 2
    offset = match.start("attributes")
    start, end = href.span(group)
    return [(html.unescape(href[group]).strip(), offset + start, offset + end)] if end > start else []


class _Characters:
    """The characters kept so far, with their origins."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.raised = False  # the last character was a small raised digit

    def take(self, text: str, start: int, end: int) -> None:
        """A piece of the text between two tags."""
        for position in range(start, end):
            self.put(text[position], position, position + 1)

    def tag(self, name: str, match: re.Match[str]) -> None:
        """What a tag means for the text: an end of a line or of a cell, or nothing."""
        if name in CELLS:
            self.put("\t", *match.span())
        elif name == "li" and not match[0].startswith("</"):
            self.put("\n", *match.span())
            self.put("\N{BULLET}", *match.span())
            self.put(" ", *match.span())
        elif name == "sup" and not match[0].startswith("</") and self.kept and self.kept[-1].isdecimal():
            if re.match(r"\d\d\b", match.string[match.end() : match.end() + 3]):
                self.put(":", *match.span())
        elif name not in INLINE:
            self.put("\n", *match.span())
            if name in {"p", "div", "table", "ul", "ol"} or name.startswith("h"):
                self.put("\n", *match.span())

    def put(self, character: str, start: int, end: int) -> None:
        """One character, or nothing if it cannot be seen."""
        self.raised = self.raised and unicodedata.category(character) == "No"
        if character in LINE_ENDS:
            self._blank("\n", start, end)
        elif character.isspace():
            self._blank("\t" if character == "\t" else " ", start, end)
        elif not character.isprintable() and character != SOFT_HYPHEN:
            return
        elif unicodedata.combining(character) and self.kept:
            composed = unicodedata.normalize("NFC", self.kept[-1] + character)
            if len(composed) == 1:
                self.kept[-1] = composed
                self.ends[-1] = max(end, self.ends[-1])
        elif unicodedata.category(character) == "No" and self.kept and unicodedata.digit(character, -1) >= 0:
            if self.kept[-1].isdecimal() and not self.raised:  # 17⁰⁰
                self._add(":", start, end)
            self.raised = True
            self._add(str(unicodedata.digit(character)), start, end)
        else:
            self._add(character, start, end)

    def _add(self, character: str, start: int, end: int) -> None:
        self.kept.append(character)
        self.starts.append(start)
        self.ends.append(end)

    def _blank(self, character: str, start: int, end: int) -> None:
        """Runs of blanks are one, the strongest of them; three line ends are two."""
        last = self.kept[-1] if self.kept else "\n"
        if character == "\n":
            while self.kept and self.kept[-1] in " \t":
                self._drop()
            if self.kept[-2:] == ["\n", "\n"] or not self.kept:
                return
        elif last == "\n" or (last == "\t" and character in " \t"):
            return
        elif last == " ":
            if character == " ":
                return
            self._drop()
        self._add(character, start, end)

    def _drop(self) -> None:
        del self.kept[-1], self.starts[-1], self.ends[-1]

    def source(self, links: tuple[tuple[str, int, int], ...]) -> Source:
        """All of it, with broken words joined."""
        keep = [not gone for gone in _gone(self.kept)]
        plain = [character for character, kept in zip(self.kept, keep, strict=True) if kept]
        return Source(
            "".join(plain),
            _folded(plain),
            tuple(start for start, kept in zip(self.starts, keep, strict=True) if kept),
            tuple(end for end, kept in zip(self.ends, keep, strict=True) if kept),
            links,
        )


def _gone(kept: list[str]) -> list[bool]:
    """Which characters are typesetting: hyphens at the end of a line, stars around bold words."""
    gone = [False] * (len(kept) + 1)
    for index, character in enumerate(kept):
        before = kept[index - 1] if index else "\n"
        after = kept[index + 1] if index + 1 < len(kept) else "\n"
        if character == SOFT_HYPHEN:
            gone[index] = True
            if after == "\n":
                gone[index + 1] = True
        elif character in DASHES and after == "\n" and before.isalpha() and index + 2 < len(kept):
            follows = kept[index + 2]
            gone[index + 1] = follows.isalpha()
            gone[index] = follows.islower()
        elif character == ">" and before in "\n>":  # a quoted letter
            gone[index] = True
            if after == " ":
                gone[index + 1] = True
        elif character == "*":
            inside = before.isalnum() and after.isalnum()
            bullet = before == "\n" and after in " \t"
            gone[index] = not inside and not bullet and before != "," and not after.isdecimal()
    return gone[:-1]


def _folded(plain: list[str]) -> str:
    folded = [_fold(character) for character in plain]
    for index, character in enumerate(folded):
        if character in LOOKALIKES:
            around = plain[max(index - 1, 0) : index + 2]
            if any(CYRILLIC.match(neighbour) for neighbour in around):
                folded[index] = LOOKALIKES[character]
    return "".join(folded)


def _fold(character: str) -> str:
    if character in DASHES:
        return "-"
    low = character.lower()
    if len(low) != 1:
        return character
    return {"ё": "е", "ə": "ә"}.get(low, low)
