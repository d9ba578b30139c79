"""The style sheet of letters, written into their elements: many mail programs read no other place.

Comments stay, with what Outlook reads in them, and so does the sheet in a letter's head: what it holds, the
scheme for dark screens above all, cannot stand in an element.
"""

from functools import cache
from pathlib import Path

from css_inline import CSSInliner

SHEET = Path(__file__).parents[2] / "templates" / "mail" / "letter.css"


def inlined(html: str) -> str:
    """The whole document ``html`` with letter.css in its elements."""
    return _inliner().inline(html)


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(
        extra_css=SHEET.read_text(encoding="utf-8"),
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
    )
