"""From the filled-in short form to the draft of an event; what does not fit is said at its field."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm

from regapp.announcements.meetings import read_meeting
from regapp.clock import now
from regapp.errors import TimesProblem, WrongTimes
from regapp.models import Organisation
from regapp.services.events.drafts import (
    EventDraft,
    MeetingDraft,
    NamedHostDraft,
    SessionDraft,
    SpeakerDraft,
)
from regapp.services.events.shifting import shifted
from regapp.services.events.starting import refuse_wrong_draft
from regapp.services.events.times import is_shown_twice, outside
from regapp.services.events.venues import VenueDraft
from regapp.vocabulary import Attendance, EventKind, Language, SpeakerRole
from regapp.web.fields import LONGEST_NAME
from regapp.web.organise.edit.time_form import say_wrong
from regapp.web.organise.new.form import days_of, has, on_days, skeleton
from regapp.web.organise.new.lines import (
    LineProblem,
    Span,
    WrongLine,
    agenda_of,
    hosts_of,
    people_of,
    person_line,
)
from regapp.web.organise.new.relinking import relinked
from regapp.web.reading import language
from regapp.web.translations import gettext as _

_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a valid form asks for: a draft, and a venue to be made for it."""

    draft: EventDraft
    venue: VenueDraft | None


def filled(form: FlaskForm, template: EventDraft, organisations: list[Organisation]) -> Filled | None:
    """What a form asks for whose fields are valid; None if they do not fit, which then stands at them."""
    slug = form.organisation.data if "organisation" in form else organisations[0].slug
    organisation = next(one for one in organisations if one.slug == slug)
    draft = _timed(form, replace(template, zone=organisation.zone))
    _refuse_wrong_times(form, draft)
    venue = _new_venue(form)
    draft = replace(
        draft,
        organisation=organisation.slug,
        title=_title(form, template),
        kind=EventKind(form.kind.data) if "kind" in form else draft.kind,
        hosts=_hosts(form, template, organisation.slug),
        venue=None if venue or "venue" not in form else form.venue.data or None,
        contact_phone=form.phone.data,
        meeting=_meeting(form, template.meeting),
        speakers=_people(form, template),
        sessions=_agenda(form, template, draft),
        questions=tuple(one for one in draft.questions if one.key in (form.questions.data or ())),
    )
    draft = relinked(_attended(form, _limited(form, draft), venue), template)
    return None if form.errors else Filled(draft, venue)


def _timed(form: FlaskForm, template: EventDraft) -> EventDraft:
    days = form.days.data if "days" in form else days_of(template)
    first: date = form.date.data
    draft = shifted(template, first - template.start.date())
    timed = on_days(draft, first, (form.start.data, form.end.data), days)
    # Of an event that is soon, registration would be over before it began.
    present = now().astimezone(ZoneInfo(timed.zone)).replace(tzinfo=None)
    return timed if timed.closes > present else replace(timed, closes=timed.start)


def _refuse_wrong_times(form: FlaskForm, draft: EventDraft) -> None:
    try:
        refuse_wrong_draft(replace(draft, sessions=()))
    except WrongTimes as error:
        if error.problem is TimesProblem.OVER:
            form.date.errors = [_("Choose a day to come.")]
        else:
            say_wrong(form, error)
        return
    for name, wall in (("start", draft.start), ("end", draft.end)):
        if is_shown_twice(wall, ZoneInfo(draft.zone)):
            form[name].errors = [
                _("On that day the clock shows this hour twice. Choose another one; you can change it later.")
            ]


def _title(form: FlaskForm, template: EventDraft) -> dict[str, str]:
    mine = str(language())
    typed: str = form.title.data
    return dict(template.title) if template.title.get(mine) == typed else {mine: typed}


def _hosts(form: FlaskForm, template: EventDraft, own: str) -> tuple[str | NamedHostDraft, ...]:
    """Those of the template in its order as far as they stay, and behind them what is new."""
    chosen = form.co_host.data
    known = [host for host in template.hosts if isinstance(host, str)]
    organisations = [chosen, *(known[1:] if known[:1] == [chosen] else ())]
    wanted: list[str | NamedHostDraft] = [host for host in organisations if host and host != own]
    wanted += named_hosts(form, template.hosts, language())
    kept = [host for host in template.hosts if host in wanted]
    return (*kept, *(host for host in wanted if host not in kept))


def named_hosts(
    form: FlaskForm, known: Iterable[str | NamedHostDraft], written_in: Language
) -> list[NamedHostDraft]:
    """The co-hosts that a form names a line each; what is wrong with them stands at the field."""
    try:
        hosts = hosts_of(form.other_hosts.data, written_in, known)
    except WrongLine as error:
        form.other_hosts.errors = [wrong_line(error)]
        return []
    if any(len(text) > LONGEST_NAME for host in hosts for text in host.name.values()):
        form.other_hosts.errors = [_("A name is too long. Write one name on each line.")]
    return hosts


def _new_venue(form: FlaskForm) -> VenueDraft | None:
    if "venue" not in form:
        return None
    mine = str(language())
    name, address, city = (form[f"venue_{part}"].data for part in ("name", "address", "city"))
    if not (name or address or city):
        return None
    if not name:
        form.venue_name.errors = [_("Write what the place is called.")]
    if not city:
        form.venue_city.errors = [_("Write in which city it is.")]
    if form.venue.data:
        form.venue.errors = [_("Choose a place from the list, or describe another one, but not both.")]
    return VenueDraft(
        name={mine: name}, address={mine: address} if address else {}, city={mine: city} if city else {}
    )


def _meeting(form: FlaskForm, template: MeetingDraft) -> MeetingDraft:
    text = form.meeting.data if "meeting" in form else ""
    if not text:
        return template
    found = read_meeting(text)
    address = found.join_address or next(iter(_ADDRESS.findall(text)), "")
    if not (address or found.meeting_id):
        form.meeting.errors = [
            _("There is neither an address nor a meeting ID in it. Paste the invitation or the address.")
        ]
    return MeetingDraft(
        provider=found.provider,
        meeting_id=found.meeting_id,
        join_address=address,
        passcode=found.passcode,
        dial_in="\n".join(filter(None, (number.strip() for number in found.dial_in.split(",")))),
        id_visibility=template.id_visibility,
    )


def _people(form: FlaskForm, template: EventDraft) -> tuple[SpeakerDraft, ...]:
    known = {person_line(person, language()): person for person in template.speakers}
    found: list[SpeakerDraft] = []
    for name, role in (("moderators", SpeakerRole.MODERATOR), ("speakers", SpeakerRole.SPEAKER)):
        try:
            people = people_of(form[name].data, role, language())
        except WrongLine as error:
            form[name].errors = [wrong_line(error)]
            continue
        if any(len(text) > LONGEST_NAME for person in people for text in person.name.values()):
            form[name].errors = [_("A name is too long. Put commas between name, post and organisation.")]
        found += (known.get(person_line(person, language()), person) for person in people)
    return tuple(found)


def _agenda(form: FlaskForm, template: EventDraft, draft: EventDraft) -> tuple[SessionDraft, ...]:
    field, mine = form.agenda, str(language())
    if field.data.split() == skeleton(template).split():
        items = shifted(template, draft.start - template.start).sessions
    else:
        known = {item.title.get(mine): item for item in template.sessions}
        try:
            typed = agenda_of(field.data, Span(draft.start, draft.end), language())
        except WrongLine as error:
            field.errors = [wrong_line(error)]
            return ()
        items = tuple(
            replace(known[item.title[mine]], start=item.start, end=item.end)
            if item.title[mine] in known
            else item
            for item in typed
        )
    hours = [(number, item.start, item.end) for number, item in enumerate(items)]
    if outside(hours, start=draft.start, end=max(draft.start, draft.end), all_day=False):
        field.errors = [_("A point of it would not be on a day of the event. Change its hours, or the days.")]
    return items


def _limited(form: FlaskForm, draft: EventDraft) -> EventDraft:
    """With as many places as were typed; a number that was left out limits nothing."""
    typed = [(quota, form[f"places_{number}"].data) for number, quota in enumerate(draft.quotas)]
    return replace(draft, quotas=tuple(replace(quota, capacity=most) for quota, most in typed if most))


def _attended(form: FlaskForm, draft: EventDraft, venue: VenueDraft | None) -> EventDraft:
    """Of an empty event only with the ways that were filled in; those of a template stay."""
    if "kind" not in form:
        return draft
    is_online = has(draft, Attendance.ONLINE) and form.meeting.data
    has_room = venue is not None or draft.venue is not None or not is_online
    kept = {Attendance.IN_PERSON} if has_room else set()
    kept |= {Attendance.ONLINE} if is_online else set()
    tickets = tuple(ticket for ticket in draft.ticket_types if ticket.attendance in kept)
    keys = {ticket.key for ticket in tickets}
    return replace(
        draft,
        ticket_types=tickets,
        quotas=tuple(quota for quota in draft.quotas if keys.issuperset(quota.ticket_types)),
    )


def wrong_line(error: WrongLine) -> str:
    """What is wrong with a line, in words."""
    words = {
        LineProblem.HOUR: _("Line %(number)s: write the hour like this: 10:30.", number=error.number),
        LineProblem.ORDER: _("Line %(number)s: its end has to come after its start.", number=error.number),
        LineProblem.DAY: _("Line %(number)s: the event has fewer days.", number=error.number),
        LineProblem.TITLE: _("Line %(number)s: write what happens at this hour.", number=error.number),
        LineProblem.LONG: _("Line %(number)s is too long: shorten it.", number=error.number),
        LineProblem.MANY: _(
            "From line %(number)s on there are too many: leave some out.", number=error.number
        ),
    }
    return words[error.problem]
