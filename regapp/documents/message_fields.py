"""Fields in what a host writes to many, ``{name}``: each reader's own value stands there.

A value is put in when the Markdown has been read: nothing in a name can become a link, bold, or a list.
"""

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from regapp.documents import markdown

OWN_PAGE = "own_page"
FIELDS = ("name", "event", "date", "place", OWN_PAGE)
IN_SUBJECT = FIELDS[:-1]  # a secret address has no business in a list of letters

_BRACES = re.compile(r"\{([^{}\n]{0,40})\}|[{}]")
_IN_ADDRESS = re.compile(r"(?:\]\(|://|mailto:)[^\s)]*?(\{[^{}\n]{0,40}\})")
_FIRST_MARK = 0xE000  # of those characters that no script uses, one for each field
_MARKS = {name: chr(_FIRST_MARK + number) for number, name in enumerate(IN_SUBJECT)}
_STRANGE = re.compile(f"[{''.join(_MARKS.values())}]")
_PAGE_MARK = "https://own-page.invalid/"  # an address, so that it may be where a link leads


def first_wrong(text: str, known: tuple[str, ...] = FIELDS) -> str:
    """The first field that there is not, or brace without its other one; empty if there is none."""
    broken = (
        found[0] for found in _BRACES.finditer(text) if found[1] is None or _name(found[1]) not in known
    )
    return next(broken, "")


def first_in_address(text: str) -> str:
    """The first field that stands within an address, where but the own page none can; empty if none does."""
    found = (match[1] for match in _IN_ADDRESS.finditer(text))
    return next((field for field in found if _name(field[1:-1]) != OWN_PAGE), "")


def filled_line(text: str, values: Mapping[str, str]) -> str:
    """A subject with its values. What is no field stays as it is."""
    return _BRACES.sub(lambda found: values.get(_name(found[1] or ""), found[0]), text)


def shown_html(text: str, own_page: str) -> Markup:
    """Markdown with its fields named, for a page; where the own page is to stand it leads to ``own_page``."""
    names = {name: f"{{{name}}}" for name in IN_SUBJECT}
    values = {**names, OWN_PAGE: own_page}
    rendered = _filled(text, values, lambda marked: str(markdown.to_html(marked)), escape)
    return Markup(rendered)  # noqa: S704 - cleaned, and the values escaped


def filled_html(text: str, values: Mapping[str, str]) -> Markup:
    """Markdown with its values as the HTML of a letter."""
    return Markup(_filled(text, values, lambda marked: str(markdown.to_letter_html(marked)), escape))  # noqa: S704


def filled_plain(text: str, values: Mapping[str, str]) -> str:
    """The same as plain text."""
    return _filled(text, values, markdown.to_plain, str)


def _filled(
    text: str, values: Mapping[str, str], render: Callable[[str], str], safe: Callable[[str], str]
) -> str:
    rendered = render(_marked(text)).replace(_PAGE_MARK, str(safe(values[OWN_PAGE])))
    for name, mark in _MARKS.items():
        rendered = rendered.replace(mark, str(safe(values[name])))
    return rendered


def _marked(text: str) -> str:
    """``text`` with a mark for each field, that reading it as Markdown leaves alone."""

    def mark(found: re.Match[str]) -> str:
        name = _name(found[1] or "")
        if name == OWN_PAGE:
            leads_there = found.string[: found.start()].endswith("](")
            return _PAGE_MARK if leads_there else f"<{_PAGE_MARK}>"
        return _MARKS.get(name, found[0])

    return _BRACES.sub(mark, _STRANGE.sub("", text))


def _name(typed: str) -> str:
    return typed.strip().lower()
