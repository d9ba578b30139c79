"""What hosts write at length: Markdown, made safe HTML or plain text. The one way from their words to a page.

Everything that would surprise who pastes a plain text stays off: indented code, headings by underlining,
reference definitions, entities, raw HTML and pictures. A line break stays one.
"""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup
from nh3 import Cleaner

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
DEEPEST = 12  # lists within lists, and the like; what lies deeper is left out
LONGEST = 100_000  # characters; more than any field takes
TOP, LOWEST = 3, 6  # levels of headings: pages have their own above

_OFF = ("code", "fence", "backticks", "lheading", "reference", "html_block", "html_inline", "entity", "image")
_TAGS = frozenset({"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "hr"})
_HEADINGS = frozenset({f"h{level}" for level in range(TOP, LOWEST + 1)})


def to_html(text: str) -> Markup:
    """``text`` as HTML to stand below a heading of the second level."""
    return Markup(_cleaner().clean(_html(text)))  # noqa: S704 - nh3 has just cleaned it


def to_letter_html(text: str) -> Markup:
    """The same with the classes of letters: mail programs read no style sheet of a page."""
    return Markup(_letter_cleaner().clean(_html(text)))  # noqa: S704 - nh3 has just cleaned it


def to_plain(text: str) -> str:
    """``text`` without marks, for letters' plain part and calendars; links with their addresses."""
    tokens = _parser().parse(text[:LONGEST])
    return "\n\n".join(_blocks(SyntaxTreeNode(tokens)))


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Whether an address is whole, of a kind that runs nothing, and shows its host and no password."""
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            return False
        return parts.scheme.lower() in SCHEMES and "@" not in parts.netloc


@cache
def _parser() -> MarkdownIt:
    options = {"html": False, "breaks": True, "linkify": True, "maxNesting": DEEPEST}
    made = _Parser("commonmark", options).enable("linkify").disable(_OFF)
    if made.linkify is not None:
        made.linkify.set({"fuzzy_link": False, "fuzzy_email": True, "fuzzy_ip": False})
    return made


def _html(text: str) -> str:
    parser = _parser()
    tokens = parser.parse(text[:LONGEST])
    _set_levels(tokens)
    for token in tokens:
        token.children = token.children and list(_without_empty_links(token.children))
    return str(parser.renderer.render(tokens, parser.options, {}))


def _set_levels(tokens: list[Token]) -> None:
    """Let headings begin below those of the page, and leave out no level."""
    last = TOP - 1
    for token in tokens:
        if token.type == "heading_open":
            last = min(int(token.tag[1]) + TOP - 1, last + 1, LOWEST)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{last}"


def _without_empty_links(tokens: list[Token]) -> Iterator[Token]:
    """A link that leads nowhere, or has no words, is none."""
    skipped = 0
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "link_open" and (
            not token.attrs.get("href") or (following and following.type == "link_close")
        ):
            skipped += 1
        elif token.type == "link_close" and skipped:
            skipped -= 1
        else:
            yield token


@cache
def _cleaner() -> Cleaner:
    return _made_cleaner({})


@cache
def _letter_cleaner() -> Cleaner:
    ink = {tag: {"class": "ink"} for tag in ("p", "li", *_HEADINGS)}
    return _made_cleaner({**ink, "a": {"class": "link"}})


def _made_cleaner(fixed: dict[str, dict[str, str]]) -> Cleaner:
    return Cleaner(
        tags=_TAGS | _HEADINGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        set_tag_attribute_values=fixed,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="noopener nofollow",
    )


def _blocks(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.children:
        match child.type:
            case "bullet_list" | "ordered_list":
                yield "\n".join(_items(child))
            case "blockquote" | "list_item":
                yield from _blocks(child)
            case "hr":
                yield "* * *"
            case _:
                yield _words(child)


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    for number, item in enumerate(node.children):
        mark = "- " if first is None else f"{first + number}. "
        text = "\n".join(_blocks(item))
        yield mark + text.replace("\n", "\n" + " " * len(mark))


def _words(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return node.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "link":
            return _link(node)
    return "".join(_words(child) for child in node.children)


def _link(node: SyntaxTreeNode) -> str:
    words, address = "".join(_words(child) for child in node.children), str(node.attrs.get("href", ""))
    shown = address.removeprefix("mailto:").removeprefix("tel:")
    return words if node.markup in {"linkify", "autolink"} or words == shown else f"{words} ({shown})"
