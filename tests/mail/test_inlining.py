"""The style sheet of letters: it reaches every element, and what only some programs read stays as it was."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
import time_machine
from flask import Flask

from regapp.mail.environment import FOLDER
from regapp.mail.inlining import SHEET, inlined
from regapp.vocabulary import LetterKind

from . import scenes
from .examples import body

OUTLOOK = '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->'
HEAD = (
    "<style>@media (prefers-color-scheme: dark) { .ink { color: #fff !important } }"
    "[data-ogsc] .ink { color: #fff }</style>"
)


class Styles(HTMLParser):
    """The style of each element with a class, by its classes; and the elements' attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.styles: list[tuple[str, str]] = []
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if names := found.get("class"):
            self.styles.append((names, found.get("style") or ""))
            self.attributes[names] = found
        self.attributes.setdefault(tag, found)


@pytest.fixture
def html(app: Flask) -> Iterator[str]:
    """A confirmation's."""
    with time_machine.travel(scenes.TODAY, tick=False):
        scenes.set_stage()
        scenes.enrol("a@example.org")
        yield body(scenes.sent(app, LetterKind.CONFIRMATION, "a@example.org"), "html")


def document(body: str) -> str:
    return f"<!doctype html><html><head>{HEAD}</head><body>{body}</body></html>"


def test_each_element_carries_its_style(html: str) -> None:
    styles = Styles(html).styles
    assert len(styles) > 20
    assert [names for names, style in styles if not style] == []


def test_each_class_of_the_templates_has_its_rule() -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.html"))
    layout = (FOLDER / "layout.html").read_text(encoding="utf-8")
    attributes = re.findall(r'class="([^"]*)"', templates)
    used = {name for one in attributes for name in re.sub(r"{{.*?}}", _words, one).split()}
    ruled = set(re.findall(r"\.([a-z-]+)", SHEET.read_text(encoding="utf-8") + layout))
    assert used - ruled == set()


def _words(expression: re.Match[str]) -> str:
    """The classes that an expression of a template may come to."""
    return " ".join(["", *re.findall("'([^']*)'", expression[0])])


def test_what_only_outlook_reads_stays(html: str) -> None:
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->") == 3
    page = Styles(html).attributes
    assert page["band"]["bgcolor"] == "#b9812b"
    assert page["on-button"]["href"]
    assert OUTLOOK in inlined(document(f"{OUTLOOK}<p>x</p><!--[if mso]></td></tr></table><![endif]-->"))


def test_the_scheme_for_dark_screens_stays_in_the_head() -> None:
    written = inlined(document('<p class="ink">x</p>'))
    assert HEAD in written
    assert "#fff !important" not in written.replace(HEAD, "")


def test_it_writes_the_same_each_time(html: str) -> None:
    source = document('<td class="tile" bgcolor="#e2f0f1" width="76" align="center" height="5">x</td>')
    assert len({inlined(source) for _ in range(20)}) == 1
    assert inlined(html) == inlined(html)


@pytest.mark.parametrize("words", ["a &amp; b", "&lt;b&gt; x", "“Ә” \N{WORD JOINER}", "&nbsp;", "'\""])
def test_no_word_is_changed(words: str) -> None:
    assert f'">{words}</p>' in inlined(document(f'<p class="ink">{words}</p>'))
