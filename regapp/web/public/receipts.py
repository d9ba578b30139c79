"""The page after the form. It reads the same whether or not the address was registered before."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound
from regapp.models import Receipt
from regapp.queries.registrations import find_receipt
from regapp.services.allocation.asked import Asked
from regapp.services.registrations import receipts as service
from regapp.vocabulary import Attendance, Status, Visibility
from regapp.web.context import nudge, settings
from regapp.web.cookies import read_cookie
from regapp.web.fields import stale
from regapp.web.formats import read
from regapp.web.forms import PlainForm
from regapp.web.public import public
from regapp.web.public.forms import email_form
from regapp.web.public.register import BROWSER_COOKIE
from regapp.web.public.waiting import span_text
from regapp.web.rates import limit_registrations
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _


@public.get("/receipts/<token>")
def receipt(token: str) -> Response:
    """What was asked for, and to which address the letter goes."""
    return _page(_find(token))


@public.post("/receipts/<token>/correct")
@limit_registrations
def correct_receipt(token: str) -> Response:
    """Send the letter to another address."""
    found = _find(token)
    form = _address_form()
    if not form.validate():
        return _page(found, address=form, status=422)
    service.correct_address(
        token=token, email=form.email.data, browser_secret=read_cookie(BROWSER_COOKIE) or ""
    )
    nudge()
    return redirect(url_for("public.receipt", token=token, sent="there"), 303)


@public.post("/receipts/<token>/send-again")
@limit_registrations
def send_receipt_again(token: str) -> Response:
    """Send the letter once more."""
    found = _find(token)
    form = PlainForm()
    if not form.validate():
        return _page(found, again=form, status=422)
    service.send_again(token=token)
    nudge()
    return redirect(url_for("public.receipt", token=token, sent="again"), 303)


def _find(token: str) -> Receipt:
    found = find_receipt(db.session(), token, now())
    if found is None:
        raise NotFound
    return found


def _address_form(**options: Any) -> FlaskForm:
    return email_form(_("Write the address that the letter should go to."), **options)


def _meeting_id(found: Receipt, ticket: str) -> str:
    """The ID of the meeting, for whoever was told of a place online, unless it is for letters alone.

    It goes by what was told alone, so that it reads the same for an address that is known.
    """
    event = found.event
    waits = found.told is Status.WAITING
    key = found.told_meanwhile if waits else ticket
    held = next((one for one in event.ticket_types if one.key == key), None)
    if held is None or held.attendance is not Attendance.ONLINE:
        return ""
    if event.meeting_id_visibility is Visibility.PUBLIC:
        return event.meeting_id
    has_place = found.told is Status.CONFIRMED or (waits and not held.needs_approval)
    is_told = event.meeting_id_visibility is Visibility.REGISTERED and event.join_told(now())
    return event.meeting_id if has_place and found.prove_until is None and is_told else ""


def _page(
    found: Receipt, *, address: FlaskForm | None = None, again: FlaskForm | None = None, status: int = 200
) -> Response:
    stands_at(url_for("public.receipt", token=found.token))
    ticket_types = {ticket_type.key: ticket_type for ticket_type in found.event.ticket_types}
    sent = address or again
    asked = Asked.from_json(found.request)
    chosen = [session for session in found.event.sessions if session.id in asked.sessions]
    body = render_template(
        "public/receipt.html",
        receipt=found,
        event=found.event,
        ticket_type=ticket_types.get(asked.ticket),
        meanwhile=ticket_types.get(found.told_meanwhile) if found.told_waiting else None,
        companions=[companion.name for companion in asked.companions],
        people=asked.people,
        # Receipts that were made before groups could be registered counted nobody.
        waiting=found.told_waiting or int(found.told is Status.WAITING),
        sessions=[read(session.title) for session in chosen],
        meeting_id=_meeting_id(found, asked.ticket),
        offer_time=span_text(found.event.offer_minutes) if found.event.offer_minutes is not None else "",
        form=address or _address_form(formdata=None),
        stale=sent is not None and stale(sent),
        sent=request.args.get("sent") if sent is None else None,
        shows_mailbox=settings().shows_mailbox,
    )
    return make_response(body, status)
