"""Error pages of our own, in the reader's language. They read nothing from the database: it may be away."""

import sqlite3
import time
from contextlib import suppress

import psycopg
from flask import Flask, current_app, make_response, render_template, request
from flask_limiter import RateLimitExceeded
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge
from werkzeug.wrappers import Response

from regapp.documents.examining import LARGEST_DOCUMENT, LARGEST_PICTURE, MEGABYTE
from regapp.errors import Busy, NotFound, StorageFull
from regapp.web.rates import limiter
from regapp.web.translations import gettext as _
from regapp.web.uploads import no_room_words

RETRY_AFTER = 5  # seconds
READ_IN_VAIN, READ_FOR = 512 * 1024 * 1024, 30  # octets and seconds of a request that is too large
# Small reads go to the driver without SQLAlchemy's wrapping, so its own errors are here as well.
AWAY = (OperationalError, InterfaceError, PoolTimeout, psycopg.OperationalError, sqlite3.OperationalError)
# PostgreSQL takes no NUL in a text: such an address was never one of ours.
DATA_ERRORS = (DataError, psycopg.DataError)


def init_app(app: Flask) -> None:
    """Answer every error by a page."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(NotFound, lambda _error: error_page(404))
    app.register_error_handler(StorageFull, lambda _error: no_room_for_files())
    app.register_error_handler(Busy, lambda _error: busy())
    for wrong in DATA_ERRORS:
        app.register_error_handler(wrong, lambda _error: error_page(400))
    for away in AWAY:
        app.register_error_handler(away, database_away)


def http_error(error: HTTPException) -> Response:
    """The page for an HTTP error; redirects and ready responses pass."""
    if error.response is not None or error.code is None or error.code < 400:  # noqa: PLR2004
        return error.get_response()
    if isinstance(error, InternalServerError):
        return error_page(500)
    response = error_page(error.code)
    if isinstance(error, RequestEntityTooLarge):
        _let_the_rest_in()
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    if isinstance(error, RateLimitExceeded) and limiter.current_limit:
        wait = max(1, int(limiter.current_limit.reset_at - time.time()))
        response.headers["Retry-After"] = str(wait)
    return response


def busy() -> Response:
    """The page that asks to try again in a moment."""
    response = error_page(503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def database_away(error: Exception) -> Response:
    """The same when the database does not answer; the operator's log tells why."""
    current_app.logger.error("the database does not answer", exc_info=error)
    return busy()


def no_room_for_files() -> Response:
    """The page for files that were sent while others took the room left; a field says it before."""
    return error_page(422, (_("There is no room for the file"), no_room_words()))


def _let_the_rest_in() -> None:
    """Read on for a while what is not wanted: most browsers show no answer before they have sent all."""
    rest, until = min(request.content_length or 0, READ_IN_VAIN), time.monotonic() + READ_FOR
    with suppress(OSError):
        while rest > 0 and time.monotonic() < until:
            octets = request.environ["wsgi.input"].read(min(rest, 65536))
            rest = rest - len(octets) if octets else 0


def error_page(code: int, words: tuple[str, str] | None = None) -> Response:
    """The page for ``code``."""
    title, advice = words or _words(code)
    return make_response(render_template("errors/page.html", code=code, title=title, advice=advice), code)


def _words(code: int) -> tuple[str, str]:
    """What happened, and what to do next."""
    words = {
        403: (_("You may not see this page"), _("Ask the owner of the organisation for the right to it.")),
        404: (
            _("There is nothing at this address"),
            _("Check the address, or look for the event in the list."),
        ),
        405: (
            _("This address does not take that request"),
            _("Go back and use the buttons of the page."),
        ),
        409: (
            _("This cannot be done any more"),
            _("Something has changed meanwhile. Load the page again."),
        ),
        413: _too_much(),
        422: (
            _("Please send the form again"),
            _("The page was open for too long. Go back, load it again and send it."),
        ),
        429: (_("Too many tries at once"), _("Wait a minute, then try again.")),
        500: (
            _("Something went wrong on our side"),
            _("Try again in a few minutes. If it happens again, write to the host of the event."),
        ),
        503: (
            _("We are busy at this moment"),
            _("Nothing is lost. Wait a few seconds, then try again."),
        ),
    }
    other = (_("We did not understand this request"), _("Go back, load the page again and try once more."))
    return words.get(code) or (words[500] if code > 500 else other)  # noqa: PLR2004


def _too_much() -> tuple[str, str]:
    if request.mimetype == "multipart/form-data":
        return _("That file is too large"), _(
            "Nothing was saved, and what you typed could not be kept. A document may have %(large)s MB, a"
            " picture %(small)s MB. Go back, choose a smaller file, fill in again what is missing, and"
            " send it.",
            large=LARGEST_DOCUMENT // MEGABYTE,
            small=LARGEST_PICTURE // MEGABYTE,
        )
    return _("That is too much text"), _(
        "Nothing was saved, and what you typed could not be kept here. Go back: most browsers still show it."
        " Shorten it and send it again."
    )
