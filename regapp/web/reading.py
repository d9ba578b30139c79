"""How a visitor reads: language, text size and colour scheme, chosen by links and remembered in cookies."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from werkzeug.exceptions import MethodNotAllowed

from regapp.vocabulary import Language
from regapp.web.cookies import read_cookie, write_cookie

TEXT_SIZES = ("normal", "large", "larger")
SCHEMES = ("auto", "light", "dark", "black-on-white", "white-on-black", "yellow-on-black", "blue-on-blue")
CHOICES = {"lang": tuple(Language), "text": TEXT_SIZES, "scheme": SCHEMES}
REMEMBERED = 365 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page is rendered for."""

    language: Language
    text: str
    scheme: str


def init_app(app: Flask) -> None:
    """Remember what a visitor chooses on any page."""
    app.after_request(_remember)


def reading() -> Reading:
    """The preferences of the present request: of its address, else the cookies, else the browser."""
    if "reading" not in g:
        language = _chosen("lang") or _asked_by_browser() or Language.ENGLISH
        g.reading = Reading(
            Language(language), _chosen("text") or TEXT_SIZES[0], _chosen("scheme") or SCHEMES[0]
        )
    found: Reading = g.reading
    return found


def language() -> Language:
    """The language of the present request."""
    return reading().language


def here(**query: str | int | None) -> str:
    """The present page's path with ``query`` put into its query string; None takes a key out."""
    path = _path()
    own: dict[str, Any] = request.args.to_dict(flat=True) if path == request.path else {}
    kept = {key: value for key, value in {**own, **query}.items() if value not in {None, ""}}
    return f"{path}?{urlencode(kept)}" if kept else path


def stands_at(path: str) -> None:
    """Say where the page can be got that answers the present POST; else that is where it was sent to."""
    g.page_path = path


def _path() -> str:
    rule = request.url_rule
    can_be_got = (
        "GET" in (rule.methods or ()) if rule else not isinstance(request.routing_exception, MethodNotAllowed)
    )
    path: str = g.get("page_path", request.path if can_be_got else "/")
    return path


def _asked_by_browser() -> str | None:
    # Someone who asks for ru-KZ and then en reads Russian, which the library's own match does not see.
    wanted = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((language for language in wanted if language in CHOICES["lang"]), None)


def _chosen(name: str) -> str | None:
    for value in (request.args.get(name), read_cookie(name)):
        if value in CHOICES[name]:
            return value
    return None


def _remember(response: Response) -> Response:
    for name, values in CHOICES.items():
        value = request.args.get(name)
        if value in values and read_cookie(name) != value:
            write_cookie(response, name, value, max_age=REMEMBERED)
    return response
