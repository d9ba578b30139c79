"""An event's public page."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.documents.cover import cover_svg
from regapp.documents.qr import qr_svg
from regapp.models import Event
from regapp.queries.places import claimed_ticket_types, ways_to_attend
from regapp.web.context import addresses
from regapp.web.public import public
from regapp.web.public.calendar_parts import calendar_parts
from regapp.web.public.cards import way_card
from regapp.web.public.kept import kept_event, kept_page
from regapp.web.public.linked_data import linked_data
from regapp.web.public.phase import phase
from regapp.web.public.programme import programme
from regapp.web.public.waiting import span_text, waiting_rules
from regapp.web.reading import language

HEADERS = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"}


@public.get("/events/<slug>")
def event(slug: str) -> Response:
    """All that is public of an event. Sets no cookie and holds no form."""
    page = kept_page(slug, "event page", _render)
    response = Response(page.body, mimetype="text/html", headers=HEADERS)
    response.headers["ETag"] = page.etag
    return response.make_conditional(request) if "If-None-Match" in request.headers else response


@public.get("/events/<slug>/cover.svg")
def cover(slug: str) -> Response:
    """The ornament drawn from the event's slug."""
    response = make_response(cover_svg(kept_event(slug).slug))
    response.mimetype = "image/svg+xml"
    response.headers["Cache-Control"] = "public, max-age=604800"
    return response


def _render(found: Event) -> str:
    moment = now()
    return render_template(
        "public/event.html",
        event=found,
        ways=ways_to_attend(found, claimed_ticket_types(db.session(), [found], moment), moment),
        way_card=way_card,
        waiting_rules=waiting_rules(found),
        time_to_prove=span_text(found.proof_minutes) if found.proof_minutes is not None else "",
        calendar_parts=calendar_parts(found),
        **programme(found),
        phase=phase(found, moment),
        linked_data=linked_data(found, addresses(), language()),
        address=addresses().event(found.slug),
        page_qr=qr_svg(addresses().event(found.slug)),
    )
