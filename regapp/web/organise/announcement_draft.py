"""From the checked form of an announcement to the draft of an event; problems stand at the fields."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_wtf import FlaskForm

from regapp.errors import TimesProblem, WrongTimes
from regapp.services.events.drafts import (
    EventDraft,
    MeetingDraft,
    QuotaDraft,
    SessionDraft,
    SpeakerDraft,
    Texts,
    TicketTypeDraft,
)
from regapp.services.events.starting import refuse_wrong_draft
from regapp.services.events.templates.built_in import built_in
from regapp.services.events.times import outside
from regapp.services.events.venues import VenueDraft
from regapp.vocabulary import Attendance, EventKind, Language, SpeakerRole
from regapp.web.organise.edit.time_form import say_wrong
from regapp.web.organise.new.filling import named_hosts, wrong_line
from regapp.web.organise.new.form import EMPTY
from regapp.web.organise.new.lines import Span, WrongLine, agenda_of, people_of
from regapp.web.translations import gettext as _

PEOPLE = (
    ("moderators", SpeakerRole.MODERATOR),
    ("speakers", SpeakerRole.SPEAKER),
    ("guests", SpeakerRole.GUEST),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft, a venue to be made for it, and what the event is called."""

    draft: EventDraft
    venue: VenueDraft | None
    called: str


def draft_of(form: FlaskForm, organisation: str, languages: list[Language]) -> Checked | None:
    """The draft that a valid form asks for; None if its fields do not fit, which then stands at them."""
    template = built_in()[EMPTY].draft
    spoken = languages[0]
    start, end = _from_to(form)
    titles = {str(one): form[f"title_{one}"].data for one in languages if form[f"title_{one}"].data}
    draft = replace(
        template,
        organisation=organisation,
        kind=EventKind(form.kind.data),
        title=titles,
        zone=form.zone.data,
        start=start,
        end=end,
        opens=form.opens.data,
        closes=form.closes.data or start,
        hosts=(*_hosts(form, organisation), *named_hosts(form, (), spoken)),
        contact_phone=form.phone.data,
        contact_email=form.email.data or "",
        public_stream=form.stream.data,
        meeting=_meeting(form),
        ticket_types=_ticket_types(form, template),
        quotas=_quotas(form, template),
        speakers=_people(form, spoken),
    )
    _refuse_wrong_times(form, draft)
    draft = replace(draft, sessions=_agenda(form, draft, spoken))
    venue = _venue(form, spoken)
    return None if form.errors else Checked(draft, venue, titles[str(spoken)])


def _hosts(form: FlaskForm, own: str) -> tuple[str, ...]:
    chosen = form.hosts.data or () if "hosts" in form else ()
    return tuple(host for host in chosen if host != own)


def _from_to(form: FlaskForm) -> tuple[datetime, datetime]:
    """Start and end; a small hour that is not later than the start is one of the next day."""
    start = datetime.combine(form.date.data, form.start.data)
    end = datetime.combine(form.last_date.data or form.date.data, form.end.data)
    crosses_midnight = end <= start and form.last_date.data is None and form.end.data.hour < 6  # noqa: PLR2004
    return start, end + timedelta(days=1) if crosses_midnight else end


def _refuse_wrong_times(form: FlaskForm, draft: EventDraft) -> None:
    try:
        refuse_wrong_draft(draft)
    except WrongTimes as error:
        if error.problem is TimesProblem.OVER:
            form.date.errors = [_("Choose a day to come.")]
        else:
            say_wrong(form, error)


def _meeting(form: FlaskForm) -> MeetingDraft:
    if Attendance.ONLINE not in form.ways.data:
        return MeetingDraft()
    return MeetingDraft(
        provider=form.provider.data or "",
        meeting_id=form.meeting_id.data,
        join_address=form.join_address.data,
        passcode=form.passcode.data,
        dial_in=form.dial_in.data,
    )


def _ticket_types(form: FlaskForm, template: EventDraft) -> tuple[TicketTypeDraft, ...]:
    return tuple(one for one in template.ticket_types if one.attendance in form.ways.data)


def _quotas(form: FlaskForm, template: EventDraft) -> tuple[QuotaDraft, ...]:
    """Places as far as the text counts them; a way without a number has no limit."""
    quotas = []
    for ticket_type in _ticket_types(form, template):
        in_room = ticket_type.attendance is Attendance.IN_PERSON
        most = form.places.data if in_room else form.online_places.data
        name: Texts = dict(template.quotas[0].name if in_room else ticket_type.name)
        if most:
            quotas.append(QuotaDraft(name, most, (ticket_type.key,)))
    return tuple(quotas)


def _people(form: FlaskForm, language: Language) -> tuple[SpeakerDraft, ...]:
    found: list[SpeakerDraft] = []
    for name, role in PEOPLE:
        try:
            found += people_of(form[name].data, role, language)
        except WrongLine as error:
            form[name].errors = [wrong_line(error)]
    return tuple(found)


def _agenda(form: FlaskForm, draft: EventDraft, language: Language) -> tuple[SessionDraft, ...]:
    try:
        items = tuple(agenda_of(form.agenda.data, Span(draft.start, draft.end), language))
    except WrongLine as error:
        form.agenda.errors = [wrong_line(error)]
        return ()
    hours = [(number, item.start, item.end) for number, item in enumerate(items)]
    if outside(hours, start=draft.start, end=max(draft.start, draft.end), all_day=False):
        form.agenda.errors = [
            _("A point of it would not be on a day of the event. Change its hours, or the days.")
        ]
    return items


def _venue(form: FlaskForm, language: Language) -> VenueDraft | None:
    name, address, city = (form[f"venue_{part}"].data for part in ("name", "address", "city"))
    if Attendance.IN_PERSON not in form.ways.data or not (name or address or city):
        return None
    if not name:
        form.venue_name.errors = [_("Write what the place is called.")]
    if not city:
        form.venue_city.errors = [_("Write in which city it is.")]
    mine = str(language)
    return VenueDraft(
        name={mine: name}, address={mine: address} if address else {}, city={mine: city} if city else {}
    )
