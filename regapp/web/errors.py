"""Error pages of our own, in the reader's language. They read nothing from the database: it may be away."""

import sqlite3
import time

import psycopg
from flask import Flask, current_app, make_response, render_template, request
from flask_limiter import RateLimitExceeded
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from regapp.errors import Busy, NotFound
from regapp.web.rates import limiter
from regapp.web.translations import gettext as _

RETRY_AFTER = 5  # seconds
# Small reads go to the driver without SQLAlchemy's wrapping, so its own errors are here as well.
AWAY = (OperationalError, InterfaceError, PoolTimeout, psycopg.OperationalError, sqlite3.OperationalError)
# PostgreSQL takes no NUL in a text: such an address was never one of ours.
DATA_ERRORS = (DataError, psycopg.DataError)


def init_app(app: Flask) -> None:
    """Answer every error by a page."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(NotFound, lambda _error: error_page(404))
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


def error_page(code: int) -> Response:
    """The page for ``code``."""
    title, advice = _words(code)
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
        return _("That file is too large"), _("Go back, choose a smaller file and send it again.")
    return _("That is too much text"), _("Go back, shorten what you wrote and send it again.")
