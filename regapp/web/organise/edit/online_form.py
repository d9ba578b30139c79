"""How people join online, as a host says it."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from regapp import texts
from regapp.announcements.meetings import Meeting
from regapp.models import Event
from regapp.services.events.drafts import MeetingDraft
from regapp.vocabulary import Visibility
from regapp.web.fields import AtMost, Filled, OneOf, WholeNumber, clean, clean_line
from regapp.web.organise.edit.asking import asking_fields, may_change
from regapp.web.organise.edit.section import SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.organise.rule_forms import HOUR, duration, minutes_of, shown_duration
from regapp.web.translations import gettext as _
from regapp.web.web_addresses import WebAddress

LONGEST_ADDRESS, LONGEST_ID, LONGEST_NUMBERS, LONGEST_INVITATION = 2000, 100, 1000, 20_000
WITH_PLACE, BEFORE_START = "with-place", "before-start"
FIRST_RELEASE = 24 * HOUR  # minutes that the form begins with
OF_MEETING = ("provider", "join_address", "meeting_id", "passcode", "dial_in")


class OnlineForm(SectionForm):
    """What belongs together is looked at together."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Say that the time is missing."""
        valid: bool = super().validate(extra_validators)
        if "release" not in self or self.release.data != BEFORE_START:
            return valid
        fields: tuple[WholeNumber, WholeNumber] = (self.release_hours, self.release_minutes)
        if not any(field.errors or field.data for field in fields):
            fields[0].errors = [_("Write how long: hours, minutes, or both.")]
            return False
        return valid


def online_form(event: Event, **options: Any) -> FlaskForm:
    """Meeting, who sees it and when, and the broadcast; of what is over, the broadcast alone."""
    fields: dict[str, Any] = {"public_stream": _stream_field()}
    if may_change(event):
        fields = {**_meeting_fields(event), **_telling_fields(), **fields, **asking_fields()}
    return made(OnlineForm, fields, **options)


def stored_online(event: Event) -> Values:
    """What stands, as the form shows it."""
    values = {"public_stream": event.public_stream}
    if not may_change(event):
        return values
    minutes = event.join_release_minutes
    return {
        "provider": event.meeting_provider,
        "join_address": event.join_address,
        "meeting_id": event.meeting_id,
        "passcode": event.passcode,
        "dial_in": event.dial_in,
        "visibility": str(event.meeting_id_visibility),
        "release": WITH_PLACE if minutes is None else BEFORE_START,
        **shown_duration("release", FIRST_RELEASE if minutes is None else minutes),
        **values,
    }


def meeting_of(form: FlaskForm) -> MeetingDraft:
    """What a valid form says of the meeting."""
    return MeetingDraft(
        provider=form.provider.data or "",
        meeting_id=form.meeting_id.data,
        join_address=form.join_address.data,
        passcode=form.passcode.data,
        dial_in=form.dial_in.data,
        id_visibility=Visibility(form.visibility.data),
    )


def release_of(form: FlaskForm) -> int | None:
    """How many minutes before the start the way to join is told; None: with the place."""
    if form.release.data != BEFORE_START:
        return None
    return minutes_of(form.release_hours, form.release_minutes)


def fill_in(form: FlaskForm, meeting: Meeting) -> list[str]:
    """Put what an invitation says into the form; the labels of what was found."""
    values = {name: getattr(meeting, name) for name in OF_MEETING}
    values["dial_in"] = re.sub(r", (?=\+)", "\n", meeting.dial_in)
    found = [name for name in OF_MEETING if values[name]]
    for field in form:
        field.errors = []
    for name in found:
        form[name].process_data(values[name])
    if found:
        form.invitation.process_data("")
    return [form[name].label.text for name in found]


def _meeting_fields(event: Event) -> dict[str, Any]:
    stored = event.meeting_provider
    known = {**texts.PROVIDERS, **({stored: texts.provider_name(stored)} if stored else {})}
    return {
        "invitation": TextAreaField(
            _("Paste the invitation"),
            description=_(
                "The text that Zoom, Teams or another one gave you. What it says is put into the fields."
            ),
            filters=[clean],
            validators=[AtMost(LONGEST_INVITATION)],
            render_kw={"rows": 4, "autocomplete": "off"},
        ),
        "provider": SelectField(
            _("Where the meeting is"),
            choices=[
                SelectChoice("", _("Another one, or none")),
                *(SelectChoice(key, name) for key, name in known.items()),
            ],
            validators=[OneOf()],
            validate_choice=False,
        ),
        "join_address": _line(_("Address to join"), LONGEST_ADDRESS, WebAddress(), inputmode="url"),
        "meeting_id": _line(_("Meeting ID"), LONGEST_ID),
        "passcode": _line(_("Passcode"), LONGEST_ID),
        "dial_in": TextAreaField(
            _("Numbers to call in"),
            description=_("A line each."),
            filters=[clean],
            validators=[AtMost(LONGEST_NUMBERS)],
            render_kw={"rows": 3, "autocomplete": "off"},
        ),
    }


def _telling_fields() -> dict[str, Any]:
    return {
        "visibility": RadioField(
            _("Who sees the meeting ID"),
            description=_(
                "Address, passcode and numbers are always for those alone who have a place online."
            ),
            choices=[
                SelectChoice(str(Visibility.PUBLIC), _("Everybody, on the page of the event")),
                SelectChoice(
                    str(Visibility.REGISTERED), _("Who registers, right after the form and by letter")
                ),
                SelectChoice(str(Visibility.LETTER), _("Only who comes by their letter")),
            ],
            validators=[Filled(_("Choose who sees it.")), OneOf()],
            validate_choice=False,
        ),
        "release": RadioField(
            _("When people learn how to join online"),
            choices=[
                SelectChoice(WITH_PLACE, _("With the place")),
                SelectChoice(BEFORE_START, _("Some time before the start, by a letter of its own")),
            ],
            validators=[Filled(_("Choose when people learn how to join.")), OneOf()],
            validate_choice=False,
        ),
        **duration("release"),
    }


def _stream_field() -> StringField:
    return _line(
        _("Public broadcast"),
        LONGEST_ADDRESS,
        WebAddress(),
        inputmode="url",
        description=_(
            "The address of a live stream or a recording. It stands on the page of the event, for everybody."
        ),
    )


def _line(label: str, most: int, *checks: Any, inputmode: str = "text", description: str = "") -> StringField:
    return StringField(
        label,
        description=description,
        filters=[clean_line],
        validators=[AtMost(most), *checks],
        render_kw={"autocomplete": "off", "inputmode": inputmode, "spellcheck": "false"},
    )
