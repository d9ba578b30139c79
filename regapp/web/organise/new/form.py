"""The short form that makes a draft of a template."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from regapp.models import LocalizedText, Organisation, Venue
from regapp.services.events.drafts import EventDraft
from regapp.services.events.templates.built_in import Template
from regapp.vocabulary import Attendance, EventKind, SpeakerRole
from regapp.web.clock_fields import ClockTime, Day
from regapp.web.fields import AtMost, EachOf, Filled, OneOf, WholeNumber, clean, clean_line
from regapp.web.formats import read
from regapp.web.forms import PostedForm
from regapp.web.organise.forms import made
from regapp.web.organise.new.lines import agenda_lines, host_line, person_line
from regapp.web.reading import language
from regapp.web.telephones import Telephone
from regapp.web.translations import gettext as _
from regapp.web.words import kind_word

LONGEST_TITLE, LONGEST_PLACE, LONGEST_INVITATION, LONGEST_LIST = 200, 300, 20_000, 20_000
MOST_DAYS, MOST_PLACES, MOST_ROWS = 60, 1_000_000, 16
EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Around:
    """What a new event may choose from: who holds it, with whom, and where."""

    organisations: list[Organisation]
    others: Sequence[Organisation]
    venues: list[Venue]


def short_form(template: Template, around: Around, **options: Any) -> FlaskForm:
    """The form for a template; filled in as far as the template knows the answers."""
    draft = template.draft
    fields: dict[str, Any] = {
        **_host_fields(around),
        **_word_fields(template),
        **_time_fields(template),
        **_place_fields(draft, around),
        **_online_fields(draft),
        **_more_fields(draft, around),
    }
    return made(PostedForm, fields, **options)


def filled_in(template: Template, around: Around) -> dict[str, Any]:
    """What the form shows at first."""
    draft = template.draft
    own = around.organisations[0]
    phone = "" if len(around.organisations) > 1 else own.contact_phone
    return {
        "organisation": draft.organisation or own.slug,
        "kind": str(draft.kind),
        "title": "" if template.is_example else read(LocalizedText(draft.title)),
        "start": draft.start.time(),
        "end": draft.end.time(),
        "days": days_of(draft),
        "venue": draft.venue or "",
        **{f"places_{number}": quota.capacity for number, quota in enumerate(draft.quotas)},
        "co_host": next((host for host in draft.hosts if isinstance(host, str)), ""),
        "other_hosts": "\n".join(
            host_line(host, language()) for host in draft.hosts if not isinstance(host, str)
        ),
        "phone": draft.contact_phone or phone,
        "questions": [question.key for question in draft.questions],
        "moderators": _people_lines(draft, moderators=True),
        "speakers": _people_lines(draft, moderators=False),
        "agenda": skeleton(draft),
    }


def skeleton(draft: EventDraft) -> str:
    """The programme of a template, as the form shows it."""
    return agenda_lines(draft.sessions, language(), _("Day %s"))


def days_of(draft: EventDraft) -> int:
    """On how many days an event is held."""
    return (draft.end.date() - draft.start.date()).days + 1


def on_days(draft: EventDraft, first: date, hours: tuple[time, time], days: int) -> EventDraft:
    """The draft on these days between these hours; registration closes as long before as it did."""
    start = datetime.combine(first, hours[0])
    end = datetime.combine(first + timedelta(days=days - 1), hours[1])
    return replace(draft, start=start, end=end, closes=start - (draft.start - draft.closes))


def has(draft: EventDraft, attendance: Attendance) -> bool:
    """Whether one can attend that way."""
    return any(ticket.attendance is attendance for ticket in draft.ticket_types)


def _people_lines(draft: EventDraft, *, moderators: bool) -> str:
    chosen = (one for one in draft.speakers if (one.role is SpeakerRole.MODERATOR) == moderators)
    return "\n".join(person_line(person, language()) for person in chosen)


def _host_fields(around: Around) -> dict[str, Any]:
    if len(around.organisations) == 1:
        return {}
    return {
        "organisation": SelectField(
            _("Who holds it"),
            choices=[SelectChoice(one.slug, read(one.name)) for one in around.organisations],
            validators=[Filled(_("Choose an organisation.")), OneOf()],
            validate_choice=False,
        )
    }


def _word_fields(template: Template) -> dict[str, Any]:
    example = read(LocalizedText(template.draft.title)) if template.is_example else ""
    fields: dict[str, Any] = {
        "title": StringField(
            _("Title"),
            description=_("For example: %(title)s", title=example) if example else "",
            filters=[clean_line],
            validators=[Filled(_("Write what the event is called.")), AtMost(LONGEST_TITLE)],
            render_kw={"autocomplete": "off"},
        )
    }
    if template.key == EMPTY:
        fields["kind"] = SelectField(
            _("Kind of event"),
            choices=[SelectChoice(str(kind), kind_word(kind)) for kind in EventKind],
            validators=[Filled(_("Choose a kind.")), OneOf()],
            validate_choice=False,
        )
    return fields


def _time_fields(template: Template) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "date": Day(_("Date"), validators=[Filled(_("Choose the day."))]),
        "start": ClockTime(_("Starts at"), validators=[Filled(_("Write the hour like this: 17:00."))]),
        "end": ClockTime(_("Ends at"), validators=[Filled(_("Write the hour like this: 19:00."))]),
    }
    if days_of(template.draft) > 1 or template.key == EMPTY:
        fields["days"] = WholeNumber(
            _("Number of days"),
            least=1,
            most=MOST_DAYS,
            description=_("The event is held between these hours on each of them."),
        )
    return fields


def _place_fields(draft: EventDraft, around: Around) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if has(draft, Attendance.IN_PERSON):
        chosen = [SelectChoice(venue.slug, _venue_words(venue)) for venue in around.venues]
        fields = {
            "venue": SelectField(
                _("Place"),
                choices=[SelectChoice("", _("Not known yet, or another one")), *chosen],
                validators=[OneOf()],
                validate_choice=False,
            ),
            "venue_name": _line(_("Name of the place")),
            "venue_address": _line(_("Street and number")),
            "venue_city": _line(_("City")),
        }
    for number, quota in enumerate(draft.quotas):
        fields[f"places_{number}"] = WholeNumber(
            read(LocalizedText(quota.name)),
            least=1,
            most=MOST_PLACES,
            required=False,
            description=_("Leave it empty if there is no limit."),
        )
    return fields


def _online_fields(draft: EventDraft) -> dict[str, Any]:
    if not has(draft, Attendance.ONLINE):
        return {}
    hint = _("Paste the invitation as Zoom or Teams wrote it, or the address alone. It stays secret.")
    if draft.meeting.provider or draft.meeting.join_address:
        hint = " ".join((hint, _("Leave it empty to take the one of the template.")))
    return {
        "meeting": TextAreaField(
            _("Meeting online"),
            description=hint,
            filters=[clean],
            validators=[AtMost(LONGEST_INVITATION)],
            render_kw={"rows": 3, "autocomplete": "off", "spellcheck": "false"},
        )
    }


def _more_fields(draft: EventDraft, around: Around) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "moderators": _list(_("Moderators"), _("One on each line: name, post, organisation."), rows=2),
        "speakers": _list(_("Speakers and guests"), _("One on each line, likewise."), rows=2),
        "agenda": _list(
            _("Agenda"),
            _("A point on each line. Those with hours make a programme: 10:00–10:30 Welcome."),
            rows=max(6, min(MOST_ROWS, skeleton(draft).count("\n") + 2)),
        ),
        "questions": SelectMultipleField(
            _("Questions of the form"),
            choices=[
                SelectChoice(question.key, read(LocalizedText(question.label)))
                for question in draft.questions
            ],
            validators=[EachOf()],
            validate_choice=False,
            option_widget=CheckboxInput(),
        ),
        "co_host": SelectField(
            _("Together with"),
            choices=[
                SelectChoice("", _("Nobody else")),
                *(SelectChoice(one.slug, read(one.name)) for one in around.others),
            ],
            validators=[OneOf()],
            validate_choice=False,
        ),
        "other_hosts": _list(
            _("Co-hosts that are not in this list"),
            _("The name of one on each line, as it is to be shown."),
            rows=2,
        ),
        "phone": StringField(
            _("Telephone for questions"),
            filters=[clean_line],
            validators=[AtMost(40), Telephone()],
            render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"},
        ),
    }
    if not draft.questions:
        del fields["questions"]
    return fields


def _line(label: str) -> StringField:
    return StringField(
        label, filters=[clean_line], validators=[AtMost(LONGEST_PLACE)], render_kw={"autocomplete": "off"}
    )


def _list(label: str, hint: str, *, rows: int) -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        filters=[clean],
        validators=[AtMost(LONGEST_LIST)],
        render_kw={"rows": rows},
    )


def _venue_words(venue: Venue) -> str:
    return ", ".join(filter(None, (read(venue.name), read(venue.city))))
