"""A letter's HTML on a page of ours: in a frame with an origin of its own, so it cannot read this site."""

from typing import TypeVar

from flask import Response
from werkzeug.wrappers import Response as Answer

from regapp.web.headers import POLICY

Page = TypeVar("Page", bound=Answer)

# The letter's HTML is a stranger's: styles and pictures of its own, and nothing else.
LETTER_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'self'; sandbox"
)


def around_frame(page: Page) -> Page:
    """The page in which the frame stands."""
    page.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return page


def inside_frame(html: str, *, links_work: bool) -> Response:
    """The letter for the frame; its links lead the whole window on a click, or nowhere."""
    # A link would open inside the frame. The doctype has to stay first.
    head, tag, rest = html.partition("<head>")
    base = '<base target="_top">'
    response = Response(f"{head}{tag}{base}{rest}" if tag else f"{base}{html}")
    opening = " allow-top-navigation-by-user-activation" if links_work else ""
    response.headers["Content-Security-Policy"] = f"{LETTER_POLICY}{opening}"
    return response
