"""An event that has another address now: every page below the old one leads to the same below the new."""

from urllib.parse import urlencode

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.queries.events import find_by_former_slug
from regapp.vocabulary import EventStatus
from regapp.web.access import Right, may

READING = {"GET", "HEAD"}
PUBLIC, OF_HOSTS = "/events/<slug>", "/organise/events/<slug>"


def init_app(app: Flask) -> None:
    """Look at every page that is not there."""
    app.after_request(_lead_on)


def _lead_on(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else ""
    slug = (request.view_args or {}).get("slug")
    if response.status_code != 404 or not slug or not rule.startswith((PUBLIC, OF_HOSTS)):  # noqa: PLR2004
        return response
    event = find_by_former_slug(db.session(), slug)
    if event is None:
        return response
    is_seen = may(Right.SEE_LIST, event) if rule.startswith(OF_HOSTS) else event.status != EventStatus.DRAFT
    if not is_seen or not request.endpoint:
        return response
    address = url_for(request.endpoint, **{**(request.view_args or {}), "slug": event.slug})
    # Not as arguments of url_for, some of which are its own: a visitor may write there what they like.
    query = urlencode(list(request.args.items(multi=True)))
    moved = redirect(f"{address}?{query}" if query else address, 301 if request.method in READING else 308)
    # An event may take an old address back: browsers that kept this would go in circles.
    moved.headers["Cache-Control"] = "no-cache"
    return moved
