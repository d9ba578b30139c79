"""What hosts write becomes HTML that can do nothing, and text that reads like it."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regapp.documents.markdown import LONGEST, SCHEMES, to_html, to_letter_html, to_plain

ALLOWED = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "hr", "h3", "h4", "h5", "h6"}
ATTRIBUTES = {"href", "rel", "start", "class"}


class Elements(HTMLParser):
    """The elements of a text, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


def harmless(html: str) -> bool:
    found = Elements(html)
    schemes = {link.partition(":")[0].lower() for link in found.links}
    return found.tags <= ALLOWED and found.attributes <= ATTRIBUTES and schemes <= SCHEMES


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick='x()'>b</b>",
        "<svg/onload=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,<script>1</script>)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "[a](//evil.example)",
        "[a](/organise/)",
        '[a](https://x.example/" onclick="x)',
        "[a](<https://x.example/><script>)",
        "![a](https://x.example/track.png)",
        "[a][1]\n\n[1]: javascript:alert(1)",
        "```html\n<script>\n```",
        "**<style>*{}</style>**",
        "<!-- --><a href=javascript:x>",
        "\x00<script>\x00",
    ],
)
def test_nothing_that_could_run_or_load_comes_through(text: str) -> None:
    assert harmless(to_html(text)), to_html(text)
    assert harmless(to_letter_html(text))


@given(st.text(st.sampled_from("<>\"'&[]()!*_`#-+1. \n\\:/@ahttpsjavascript"), max_size=200))
def test_no_text_makes_anything_else_than_words(text: str) -> None:
    assert harmless(to_html(text))
    to_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000 + " x",
        "- " * 10_000 + "x",
        "[" * 10_000 + "x" + "]" * 10_000,
        "*" * LONGEST,
        "a**b_" * 20_000,
        "![a](" * 20_000,
        "https://a.example " * 5_000,
        "слово " * 16_000,
    ],
)
def test_deep_and_long_texts_are_taken(text: str) -> None:
    assert harmless(to_html(text))
    assert len(to_plain(text)) <= LONGEST


def test_a_plain_text_looks_as_it_was_typed() -> None:
    typed = "One & two < three.\nSecond line\n\n    Indented\n\nTitle\n=====\n\n&lt; +7 777 397 11 27"
    assert to_html(typed) == (
        "<p>One &amp; two &lt; three.<br>\nSecond line</p>\n<p>Indented</p>\n<p>Title<br>\n=====</p>\n"
        "<p>&amp;lt; +7 777 397 11 27</p>\n"
    )


def test_marks_lists_and_links_are_shown() -> None:
    html = to_html("**b** *i*\n\n- one\n- two\n\n3. three\n\n> said\n\n[page](https://dku.kz) mail@dku.kz")
    assert "<strong>b</strong> <em>i</em>" in html
    assert "<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in html
    assert '<ol start="3">' in html
    assert "<blockquote>" in html
    assert '<a href="https://dku.kz" rel="noopener nofollow">page</a>' in html
    assert '<a href="mailto:mail@dku.kz" rel="noopener nofollow">mail@dku.kz</a>' in html


def test_headings_stand_below_those_of_the_page_and_leave_out_no_level() -> None:
    html = to_html("# One\n\n##### Two\n\n# Three\n\n###### Four")
    assert [html[place + 1 : place + 3] for place in range(len(html)) if html.startswith("<h", place)] == [
        "h3",
        "h4",
        "h3",
        "h4",
    ]


def test_a_link_without_words_is_left_out() -> None:
    assert to_html("a [](https://x.example) b []() c") == "<p>a  b  c</p>\n"


@pytest.mark.parametrize("address", ["https://asel:secret@x.example/", "https://dku.kz@x.example"])
def test_an_address_with_a_user_in_it_is_no_link(address: str) -> None:
    assert Elements(to_html(f"[page]({address}) {address}")).links == []


def test_an_at_sign_behind_the_host_does_no_harm() -> None:
    assert Elements(to_html("[page](https://x.example/@43.2,76.8)")).links == ["https://x.example/@43.2,76.8"]


def test_a_letter_carries_its_classes() -> None:
    html = to_letter_html("# Title\n\n[page](https://dku.kz)")
    assert html == (
        '<h3 class="ink">Title</h3>\n'
        '<p class="ink"><a href="https://dku.kz" class="link" rel="noopener nofollow">page</a></p>\n'
    )


def test_the_plain_text_keeps_order_lists_and_addresses() -> None:
    plain = to_plain(
        "# Title\n\n**Bring** a [pass](https://dku.kz/pass).\nThen:\n\n1. one\n2. two\n   - in\n\nhttps://дку.kz"
    )
    assert plain == (
        "Title\n\nBring a pass (https://dku.kz/pass).\nThen:\n\n1. one\n2. two\n   - in\n\nhttps://дку.kz"
    )
