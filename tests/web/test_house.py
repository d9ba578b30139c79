"""The rules of the house notice what breaks them."""

import pytest
from flask import Flask, Response
from werkzeug.test import Client

from tests.web.house import look_at

PAGE = '<html lang="en"><head><title>T</title></head><body><main><h1>T</h1>{}</main></body></html>'


def _look(body: str, page: str = PAGE) -> None:
    app = Flask("house")
    app.add_url_rule("/", "here", lambda: Response(page.replace("{}", body), mimetype="text/html"))
    look_at(app, Client(app).get("/"))


def test_a_good_page_passes() -> None:
    _look('<h2 id="a">A</h2><a href="#a">up</a><form><label for="q">Q</label><input id="q"></form>')


@pytest.mark.parametrize(
    "body",
    [
        "<h1>again</h1>",
        "<h3>too deep</h3>",
        "<h2></h2>",
        '<p id="a"></p><p id="a"></p>',
        '<a href="#nowhere">down</a>',
        '<p aria-describedby="nothing"></p>',
        '<input name="q">',
        '<img src="/x.png">',
        '<a href="/"></a>',
        '<p style="color: red"></p>',
        "<style></style>",
        "<script>alert(1)</script>",
        '<p onclick="x()"></p>',
        '<a href="/nothing">there</a>',
        '<form action="/nothing"></form>',
        '<form method="post" action="/"></form>',
        "<p><b></p></b>",
        '<p class="a" class="b"></p>',
    ],
)
def test_what_breaks_a_rule_fails(body: str) -> None:
    with pytest.raises(AssertionError):
        _look(body)


@pytest.mark.parametrize("part", [' lang="en"', "<title>T</title>", "<h1>T</h1>"])
def test_what_every_page_needs_is_missed(part: str) -> None:
    with pytest.raises(AssertionError):
        _look("", PAGE.replace(part, ""))
