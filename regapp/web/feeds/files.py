"""How a calendar file is answered, so that calendars that have it already need not take it again."""

from datetime import datetime, timedelta

from flask import request
from werkzeug.wrappers import Response

REFRESH = timedelta(hours=4)


def public_file(body: bytes, changed_at: datetime | None, *, filename: str = "") -> Response:
    """A file for everybody; see :func:`private_file`."""
    response = _file(body, changed_at, filename)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response.make_conditional(request)


def private_file(body: bytes, changed_at: datetime | None, *, filename: str = "") -> Response:
    """A file for one person, as it has been since ``changed_at``; with a ``filename`` it is a download.

    Whoever names the file they have, by its ETag or its date, gets 304 if it is still the same.
    """
    response = _file(body, changed_at, filename)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response.make_conditional(request)


def _file(body: bytes, changed_at: datetime | None, filename: str) -> Response:
    response = Response(body, content_type="text/calendar; charset=utf-8")
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    if changed_at is not None:
        response.last_modified = changed_at
    response.add_etag()
    return response
