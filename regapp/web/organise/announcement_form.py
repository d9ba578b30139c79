"""The forms of an announcement: its text, and what was found in it for the host to correct."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from regapp import texts
from regapp.models import Organisation
from regapp.vocabulary import Attendance, EventKind, Language
from regapp.web.clock_fields import ClockTime, Day
from regapp.web.fields import Address, AtMost, Filled, OneOf, WallClock, WholeNumber, clean, clean_line
from regapp.web.formats import read
from regapp.web.forms import PostedForm
from regapp.web.organise.forms import made
from regapp.web.telephones import Telephone
from regapp.web.translations import gettext as _
from regapp.web.web_addresses import WebAddress
from regapp.web.words import kind_word
from regapp.web.zone_fields import ZoneField

LONGEST_TEXT, LONGEST_TITLE, LONGEST_LINE, LONGEST_LIST, LONGEST_ADDRESS = 100_000, 200, 300, 20_000, 2000
MOST_PLACES = 1_000_000


class Optional(Address):
    """An address of mail, or nothing."""

    def __call__(self, form: FlaskForm, field: Any) -> None:
        """Check what was typed."""
        if field.data:
            super().__call__(form, field)


def paste_form(**options: Any) -> FlaskForm:
    """The text alone."""
    return made(PostedForm, _text_field(), **options)


def check_form(
    organisations: list[Organisation],
    languages: list[Language],
    hosts: list[Organisation],
    zone: str,
    **options: Any,
) -> FlaskForm:
    """What was found, to be corrected; titles in these languages, held together with some of ``hosts``."""
    fields = {
        **_text_field(),
        **_host_fields(organisations, hosts),
        **_title_fields(languages),
        **_time_fields(zone),
        **_place_fields(),
        **_online_fields(),
        **_contact_fields(),
        **_people_fields(),
    }
    return made(PostedForm, fields, **options)


def _text_field() -> dict[str, Any]:
    return {
        "text": TextAreaField(
            _("Text of the announcement"),
            description=_(
                "In English, Kazakh, Russian or German, as it stands on a page, in a letter or a message."
            ),
            filters=[clean],
            validators=[Filled(_("Paste the text of the announcement.")), AtMost(LONGEST_TEXT)],
            render_kw={"rows": 14, "autocomplete": "off"},
        )
    }


def _host_fields(organisations: list[Organisation], hosts: list[Organisation]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if len(organisations) > 1:
        fields["organisation"] = SelectField(
            _("Who holds it"),
            choices=[SelectChoice(one.slug, read(one.name)) for one in organisations],
            validators=[Filled(_("Choose an organisation.")), OneOf()],
            validate_choice=False,
        )
    if hosts:
        fields["hosts"] = SelectMultipleField(
            _("Together with"),
            choices=[SelectChoice(one.slug, read(one.name)) for one in hosts],
            option_widget=CheckboxInput(),
        )
    fields["other_hosts"] = _list(
        _("Co-hosts that are not known here"),
        _("The name of one on each line, as it is to be shown."),
        rows=2,
    )
    return fields


def _title_fields(languages: list[Language]) -> dict[str, Any]:
    title = _("Title")
    fields: dict[str, Any] = {
        f"title_{language}": StringField(
            title if len(languages) == 1 else f"{title}: {texts.NAMES[language]}",
            filters=[clean_line],
            validators=[
                *([] if place else [Filled(_("Write what the event is called."))]),
                AtMost(LONGEST_TITLE),
            ],
            render_kw={"autocomplete": "off", "lang": str(language)},
        )
        for place, language in enumerate(languages)
    }
    fields["kind"] = SelectField(
        _("Kind of event"),
        choices=[
            SelectChoice("", _("Choose a kind")),
            *(SelectChoice(str(kind), kind_word(kind)) for kind in EventKind),
        ],
        validators=[Filled(_("Choose a kind.")), OneOf()],
        validate_choice=False,
    )
    return fields


def _time_fields(zone: str) -> dict[str, Any]:
    return {
        "date": Day(_("Date"), validators=[Filled(_("Choose the day."))]),
        "start": ClockTime(_("Starts at"), validators=[Filled(_("Write the hour like this: 17:00."))]),
        "end": ClockTime(_("Ends at"), validators=[Filled(_("Write the hour like this: 19:00."))]),
        "last_date": Day(_("Last day, if there are several")),
        "zone": ZoneField(_("Time zone"), first=(zone,)),
        "opens": WallClock(_("Registration opens")),
        "closes": WallClock(_("Registration closes")),
    }


def _place_fields() -> dict[str, Any]:
    ways = {Attendance.IN_PERSON: _("In the room"), Attendance.ONLINE: _("Online")}
    return {
        "ways": SelectMultipleField(
            _("Ways to attend"),
            choices=[SelectChoice(str(way), word) for way, word in ways.items()],
            option_widget=CheckboxInput(),
            validators=[Filled(_("Choose at least one way to attend."))],
        ),
        "venue_name": _line(_("Name of the place")),
        "venue_address": _line(_("Street and number, room")),
        "venue_city": _line(_("City")),
        "places": _places(_("Places in the room")),
        "online_places": _places(_("Places online")),
    }


def _places(label: str) -> WholeNumber:
    hint = _("Leave it empty if there is no limit.")
    return WholeNumber(label, least=1, most=MOST_PLACES, required=False, description=hint)


def _online_fields() -> dict[str, Any]:
    return {
        "provider": SelectField(
            _("Where the meeting is"),
            choices=[
                SelectChoice("", _("Another one, or none")),
                *(SelectChoice(key, name) for key, name in texts.PROVIDERS.items()),
            ],
            validators=[OneOf()],
            validate_choice=False,
        ),
        "join_address": _line(_("Address to join"), LONGEST_ADDRESS, WebAddress()),
        "meeting_id": _line(_("Meeting ID"), 100),
        "passcode": _line(_("Passcode"), 100),
        "dial_in": _list(_("Numbers to call in"), _("A line each."), rows=2),
        "stream": _line(_("Public broadcast"), LONGEST_ADDRESS, WebAddress()),
    }


def _contact_fields() -> dict[str, Any]:
    return {
        "phone": StringField(
            _("Telephone for questions"),
            filters=[clean_line],
            validators=[AtMost(40), Telephone()],
            render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"},
        ),
        "email": StringField(
            _("E-mail for questions"),
            filters=[clean_line],
            validators=[AtMost(LONGEST_LINE), Optional()],
            render_kw={"type": "email", "autocomplete": "off"},
        ),
    }


def _people_fields() -> dict[str, Any]:
    hint = _("One on each line: name, post, organisation.")
    return {
        "moderators": _list(_("Moderators"), hint, rows=2),
        "speakers": _list(_("Speakers"), hint, rows=3),
        "guests": _list(_("Guests"), hint, rows=2),
        "agenda": _list(
            _("Agenda"),
            _("A point on each line. Those with hours make a programme: 10:00–10:30 Welcome."),
            rows=8,
        ),
    }


def _line(label: str, most: int = LONGEST_LINE, *more: Any) -> StringField:
    return StringField(
        label, filters=[clean_line], validators=[AtMost(most), *more], render_kw={"autocomplete": "off"}
    )


def _list(label: str, hint: str, *, rows: int) -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        filters=[clean],
        validators=[AtMost(LONGEST_LIST)],
        render_kw={"rows": rows, "autocomplete": "off"},
    )
