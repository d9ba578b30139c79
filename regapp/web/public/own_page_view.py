"""The own page as it is shown, after a GET or after a POST that did nothing."""

from dataclasses import dataclass, replace
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.documents.own_calendar import holder_of
from regapp.errors import NotFound
from regapp.models import Registration
from regapp.queries.answers import file_names
from regapp.queries.choice_places import limited_choices
from regapp.queries.files import attachments
from regapp.queries.personal_feeds import feed_of
from regapp.queries.registrations import find_registration, standings
from regapp.services.allocation.places import held_quotas
from regapp.vocabulary import Status
from regapp.web.context import nudge
from regapp.web.fields import LONGEST_NAME, clean_line, stale
from regapp.web.public.calendar_parts import calendar_parts
from regapp.web.public.forms import details_form, email_form
from regapp.web.public.more_questions import More
from regapp.web.public.own_forms import NEW, person_form
from regapp.web.public.own_person import Person, outlook, person
from regapp.web.public.own_words import Notice, done_words, not_shown, too_many
from regapp.web.public.phase import Phase, phase
from regapp.web.public.programme import attached
from regapp.web.public.question_cards import Cards, choice_cards
from regapp.web.public.waiting import waiting_rules
from regapp.web.question_fields import as_data
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came back: the part of the page where it stands, and whose it is there."""

    form: FlaskForm
    part: str = ""
    number: int = 0


def find_own(token: str) -> Registration:
    """The registration with all that the page shows. Raises NotFound."""
    found = find_registration(db.session(), token)
    if found is None:
        raise NotFound
    return found


def finished(token: str, done: str) -> Response:
    """Where a POST leads that has done something."""
    nudge()
    return redirect(url_for("public.registration", token=token, done=done), 303)


def address_form(**options: Any) -> FlaskForm:
    """The form for a new address."""
    return email_form(_("Write the new address."), **options)


def show(
    token: str,
    *,
    status: int = 200,
    notice: Notice | None = None,
    sent: Sent | None = None,
    more: More | None = None,
) -> Response:
    """The page; with a form that was sent, as it was typed, and a notice of what became of it.

    ``more`` is what another ticket asks before it can be had.
    """
    stands_at(url_for("public.registration", token=token))
    found = find_own(token)
    event, current = found.event, phase(found.event, now())
    over = current in {Phase.OVER, Phase.CANCELLED}
    people = [
        person(number, attendee, standing, current)
        for number, (attendee, standing) in enumerate(standings(db.session(), found), 1)
    ]
    parts = _parts(found, people, current)
    if sent is not None and sent.part == "add" and parts != {""}:
        parts.add("add")  # what was typed stays, also where it was one too many
    is_shown = sent is not None and _is_shown(sent, people, parts)
    if sent is not None and not is_shown and not stale(sent.form):
        notice = notice or not_shown()
    is_plain_get = request.method == "GET"
    body = render_template(
        "public/own_page.html",
        registration=found,
        event=event,
        people=[_as_sent(one, sent) for one in people],
        state=_state(found, people, over=over),
        phase=current,
        over=over,
        stopped=event.offers_stopped(now()),
        waiting_rules=waiting_rules(event),
        parts=parts,
        sent=sent,
        stale=sent is not None and stale(sent.form),
        summary=sent.form if sent is not None and is_shown else more.form if more and more.sent else None,
        more=more,
        notice=notice,
        done=done_words(request.args.get("done"), found.email) if is_plain_get else None,
        choice_cards=_choice_cards(found) if "details" in parts else {},
        answer_files=_answer_files(found),
        attachments=attached(attachments(db.session(), event.id), own_token=found.token)
        if found.active and not found.prove_until
        else [],
        **_calendars(found),
        **_shared_forms(found, people, parts, sent),
    )
    return make_response(body, status)


def _parts(found: Registration, people: list[Person], current: Phase) -> set[str]:
    """Which forms with fields stand on the page; the empty name is that of a bare button."""
    if not found.active or found.prove_until or current in {Phase.OVER, Phase.CANCELLED}:
        return {""}
    parts = {"", "details", "address", "name"}
    if current is Phase.OPEN and len(people) < found.event.most_people:
        parts.add("add")
    if any(one.ticket_form for one in people):
        parts.add("ticket")
    if any(one.sessions_form for one in people):
        parts.add("sessions")
    return parts


def _is_shown(sent: Sent, people: list[Person], parts: set[str]) -> bool:
    """Whether the form that came has its place on the page as it is now."""
    if sent.part not in {"name", "ticket", "sessions"}:
        return sent.part in parts
    whose = next((one for one in people if one.number == sent.number), None)
    if whose is None or sent.part not in parts:
        return False
    return sent.part == "name" or bool(whose.ticket_form if sent.part == "ticket" else whose.sessions_form)


def _calendars(found: Registration) -> dict[str, Any]:
    """What goes to calendars, and whether how to join is told by now.

    Whether there is a calendar of all that this address has; where, only a letter to it tells.
    """
    chosen = [one.id for one in (holder_of(found) or found.first).sessions]
    return {
        "calendar_parts": calendar_parts(found.event, chosen),
        "told": found.event.join_told(now()),
        "has_feed": not found.prove_until and feed_of(db.session(), found.email_key) is not None,
    }


def _state(found: Registration, people: list[Person], *, over: bool) -> str:
    """In one word, what matters most now: the headline and what stands first go by it."""
    if not found.active:
        return str(found.first.status)
    if over:
        return "over"
    if found.prove_until:
        return "unproven" if now() < found.prove_until else "unproven-late"
    if any(one.standing.offered for one in people):
        return "offered" if any(one.offered for one in people) else "offer-late"
    return _settled_state(people)


def _settled_state(people: list[Person]) -> str:
    statuses = {one.standing.status for one in people}
    if len(statuses) > 1:
        return "mixed"
    wants_more = len(people) == 1 and (people[0].standing.waits_for or people[0].standing.asks_for)
    return "hybrid" if statuses == {Status.CONFIRMED} and wants_more else str(statuses.pop())


def _as_sent(one: Person, sent: Sent | None) -> Person:
    if sent is None or sent.number != one.number:
        return one
    match sent.part:
        case "name":
            return replace(one, name_form=sent.form)
        case "ticket" if one.ticket_form:
            return replace(one, ticket_form=sent.form)
        case "sessions" if one.sessions_form:
            return replace(one, sessions_form=sent.form)
    return one


def _shared_forms(
    found: Registration, people: list[Person], parts: set[str], sent: Sent | None
) -> dict[str, Any]:
    """The forms that are there once, and what is said of one more person."""
    name = clean_line(request.args.get("add"))[:LONGEST_NAME] if request.method == "GET" else ""
    forms = {
        "details": details_form(found, formdata=None, data=_details(found)),
        "address": address_form(formdata=None),
        "add": person_form(NEW, formdata=None, data={"name": name}),
    }
    if sent is not None and sent.part in forms:
        forms[sent.part] = sent.form
    first = people[0].attendee
    return {
        **forms,
        "asked_to_add": name,
        "add_refusal": _why_nobody_more(found, parts, name),
        "add_outlook": outlook(first.ticket_type, first.sessions, first.draws) if "add" in parts else None,
    }


def _choice_cards(found: Registration) -> Cards:
    """What is said of choices with places: who has one of them is not told that it is full."""
    held = [frozenset(held_quotas(attendee)) for attendee in found.coming]
    limits = limited_choices(db.session(), found.event_id)
    has_place = any(attendee.holds for attendee in found.coming)
    return choice_cards(found.event, limits, frozenset.intersection(*held), may_wait=not has_place)


def _answer_files(found: Registration) -> dict[str, dict[str, str]]:
    """The files that were sent with answers, by their questions' keys."""
    names = file_names(db.session(), found.event.questions, found.answers)
    sent = {one.key: str(found.answers.get(one.key, "")) for one in found.event.questions}
    return {
        key: {
            "name": names[token],
            "address": url_for("public.own_answer", token=found.token, file_token=token, name=names[token]),
        }
        for key, token in sent.items()
        if token in names
    }


def _details(found: Registration) -> dict[str, Any]:
    answered = as_data(found.event.questions, found.answers)
    return {"name": found.name, "language": str(found.language), **answered}


def _why_nobody_more(found: Registration, parts: set[str], name: str) -> Notice | None:
    """What to tell who comes from the letter's button for one more person, where that cannot be."""
    if not name or "add" in parts or parts == {""}:
        return None
    if found.event.most_people == 1:
        title = _("Each person registers alone at this event")
        text = _(
            "%(name)s registers with an address of their own. If they come instead of you, change the name"
            " below.",
            name=name,
        )
        return Notice("plain", title, text)
    if len(found.coming) >= found.event.most_people:
        return Notice("plain", _("Not more people"), too_many(found.event.most_people))
    return Notice("plain", _("Registration is closed"), _("Nobody can be added any more. Write to the host."))
