"""Any text that a person can type, with what breaks files and letters more often than chance has it."""

import re

from hypothesis import strategies as st

from regapp.web.fields import clean, clean_line

SNIPPETS = st.sampled_from(
    [
        *("\\", "\\n", "\\N", ";", ",", ":", '"', "'", "^n", "\r\n", "\n", "\r", "\t", " ", " " * 80, "\0"),
        *(
            "\x0b",
            "\x1b",
            "\x7f",
            "\x85",
            "\u2028",
            "\ufeff",
            "\ud800",
            "әғқңөұүһі",
            "🎉",
            "é",
            "=\n",
            "\r\n ",
        ),
        *("BEGIN:VEVENT", "\r\nATTENDEE:mailto:x@y.example", "\nEND:VEVENT\nBEGIN:VEVENT", "%2C", "x" * 74),
        *(
            "\r\nBcc: x@y.example\r\n\r\n",
            "=?utf-8?q?x?=",
            "<b>",
            "</table>",
            "&amp;",
            "&#0;",
            "{{ 7 * 7 }}",
            "%(x)s",
        ),
        *("https://a.example/?b=c&d", "\r\n.\r\n", "\nFrom x", "--=_", "\u202e", "<!--", "]]>", "<script>"),
    ]
)
# Whatever may come in by any way.
TEXTS = st.lists(st.text() | SNIPPETS, max_size=12).map("".join)
# What the forms make of it: something that can be seen, in one line or in several.
_ENCODABLE = st.text(st.characters(exclude_categories=["Cs"])) | SNIPPETS.filter(
    lambda text: text != "\ud800"
)
LINES = st.lists(_ENCODABLE, max_size=8).map(lambda texts: clean_line(f"x{''.join(texts)}"))
PARAGRAPHS = st.lists(_ENCODABLE, max_size=8).map(lambda texts: clean(f"x{''.join(texts)}"))


def shown(text: str) -> str:
    """As calendars show it: a byte order mark is none of the text, and one kind of line break is enough."""
    return re.sub("[\u2028\u2029]", "\n", text.replace("\ufeff", ""))
