import pytest

from regapp.mail.words import paragraphs


def links(text: str) -> list[str]:
    return [address for lines in paragraphs(text) for line in lines for _, address in line if address]


def test_paragraphs_and_lines_are_kept() -> None:
    assert paragraphs("One\r\ntwo\n \n\nThree\n") == [[[("One", "")], [("two", "")]], [[("Three", "")]]]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://a.example/x?y=1&z=2.", "https://a.example/x?y=1&z=2"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("«http://қаз.example/ә», HTTP", "http://қаз.example/ә"),
        ("<https://a.example>", "https://a.example"),
    ],
)
def test_an_address_becomes_a_link_without_what_follows_it(text: str, address: str) -> None:
    assert links(text) == [address]


def test_nothing_else_becomes_a_link() -> None:
    assert links("javascript:alert(1) www.a.example a@b.example ftp://x http:// https://...") == []


@pytest.mark.parametrize("text", ["a https://b.example, c", "https://a https://b", "http://...", " x"])
def test_no_word_is_lost(text: str) -> None:
    assert "".join(words for lines in paragraphs(text) for line in lines for words, _ in line) == text.strip()
