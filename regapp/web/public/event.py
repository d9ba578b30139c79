"""An event's public page, and the same for those who are invited to an event that is not for everybody."""

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from regapp.documents.cover import cover_svg
from regapp.vocabulary import EventVisibility
from regapp.web.public import public
from regapp.web.public.codes import code_in_address, opened_to_a_guest
from regapp.web.public.event_page import event_page, poster_page, strangers_page, visitors_page
from regapp.web.public.kept import kept_event, kept_page, kept_texts
from regapp.web.public.own_page_view import find_own

HEADERS = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"}
# The address is a key, and the page not for everybody.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@public.get("/events/<slug>")
def event(slug: str) -> Response:
    """All that is public of an event. Sets no cookie and holds no form.

    One by invitation shows little to strangers, and all to a guest whose ``code`` stands in the address.
    """
    code = code_in_address()
    if code and kept_texts(slug).visibility is EventVisibility.INVITED:
        return _for_guest(slug, code)
    return _kept(slug, "event page")


@public.get("/events/<slug>/poster")
def poster(slug: str) -> Response:
    """A sheet to print and to hang up: title, time, place, and a QR code of the page."""
    return _kept(slug, "poster")


@public.get("/events/<slug>/cover.svg")
def cover(slug: str) -> Response:
    """The ornament drawn from the event's slug."""
    response = make_response(cover_svg(kept_event(slug).slug))
    response.mimetype = "image/svg+xml"
    response.headers["Cache-Control"] = "public, max-age=604800"
    return response


@public.get("/registrations/<token>/event")
def own_event(token: str) -> Response:
    """The event's page for somebody who is registered."""
    slug = find_own(token).event.slug
    found = kept_event(slug)
    if found.visibility is not EventVisibility.INVITED:
        return redirect(url_for("public.event", slug=slug))
    return make_response(event_page(found, own_token=token), PRIVATE)


def _kept(slug: str, kind: str) -> Response:
    page = kept_page(slug, kind, visitors_page if kind == "event page" else poster_page)
    response = Response(page.body, mimetype="text/html", headers=HEADERS)
    response.headers["ETag"] = page.etag
    return response.make_conditional(request) if "If-None-Match" in request.headers else response


def _for_guest(slug: str, code: str) -> Response:
    found = kept_event(slug)
    invited_to = opened_to_a_guest(found, code)
    if invited_to is None:
        return make_response(strangers_page(found, wrong_code=code), PRIVATE)
    return make_response(event_page(found, invited_to=invited_to, code=code), PRIVATE)
