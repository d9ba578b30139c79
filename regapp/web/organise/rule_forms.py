"""An event's rules of who gets a place, as people without an IT department say them."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from regapp.models import Event
from regapp.services.events.rules import Rules
from regapp.web.fields import Filled, OneOf, WholeNumber
from regapp.web.forms import PostedForm
from regapp.web.organise.forms import made, tell_apart
from regapp.web.translations import gettext as _

NO_LINE, AT_ONCE, OFFER = "none", "at-once", "offer"
HOUR = 60  # minutes
MOST_HOURS = 24 * 90
MOST_PEOPLE = 50
FIRST_OFFER, FIRST_PROOF = 24 * HOUR, 2 * HOUR  # minutes that the form begins with


class RulesForm(PostedForm):
    """What belongs together is looked at together."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Say which time is missing."""
        valid: bool = super().validate(extra_validators)
        wanted = {"offer": self.line.data == OFFER, "proof": self.proof.data}
        for name, is_wanted in wanted.items():
            hours, minutes = self[f"{name}_hours"], self[f"{name}_minutes"]
            if is_wanted and not (hours.errors or minutes.errors) and not minutes_of(hours, minutes):
                hours.errors = [_("Write how long: hours, minutes, or both.")]
                valid = False
        return valid


def rules_form(**options: Any) -> FlaskForm:
    """The rules of an event."""
    fields: dict[str, Any] = {
        "line": RadioField(
            _("When all places are taken"),
            choices=[
                SelectChoice(NO_LINE, _("There is no waiting list")),
                SelectChoice(AT_ONCE, _("People wait; a place that becomes free is theirs at once")),
                SelectChoice(OFFER, _("People wait; a place that becomes free is offered for a time")),
            ],
            validators=[Filled(_("Choose what happens when all places are taken.")), OneOf()],
            validate_choice=False,
        ),
        **duration("offer"),
        **duration("stop"),
        "proof": BooleanField(_("Ask people to confirm their e-mail address")),
        **duration("proof"),
        "pending_holds": BooleanField(_("Keep a place for people who wait for your yes")),
        "most_people": WholeNumber(
            _("How many people one person may register"),
            description=_("1: everybody registers for themselves."),
            least=1,
            most=MOST_PEOPLE,
        ),
    }
    return tell_apart(made(RulesForm, fields, **options), "rules")


def current_rules(event: Event) -> dict[str, Any]:
    """The event's rules as the form shows them."""
    line = NO_LINE if not event.waiting_list else AT_ONCE if event.offer_minutes is None else OFFER
    return {
        "line": line,
        **shown_duration("offer", event.offer_minutes or FIRST_OFFER),
        **shown_duration("stop", event.offers_stop_minutes),
        "proof": event.proof_minutes is not None,
        **shown_duration("proof", event.proof_minutes or FIRST_PROOF),
        "pending_holds": event.pending_holds,
        "most_people": event.most_people,
    }


def asked_rules(form: FlaskForm) -> Rules:
    """What a valid form says."""
    offers = form.line.data == OFFER
    return Rules(
        waiting_list=form.line.data != NO_LINE,
        offer_minutes=minutes_of(form.offer_hours, form.offer_minutes) if offers else None,
        offers_stop_minutes=minutes_of(form.stop_hours, form.stop_minutes),
        proof_minutes=minutes_of(form.proof_hours, form.proof_minutes) if form.proof.data else None,
        pending_holds=form.pending_holds.data,
        most_people=form.most_people.data,
    )


def duration(name: str) -> dict[str, WholeNumber]:
    """Two fields for a length of time."""
    return {
        f"{name}_hours": WholeNumber(_("Hours"), least=0, most=MOST_HOURS, required=False),
        f"{name}_minutes": WholeNumber(_("Minutes"), least=0, most=HOUR - 1, required=False),
    }


def shown_duration(name: str, minutes: int) -> dict[str, int]:
    """What they show of so many minutes."""
    hours, rest = divmod(minutes, HOUR)
    return {f"{name}_hours": hours, f"{name}_minutes": rest}


def minutes_of(hours: WholeNumber, minutes: WholeNumber) -> int:
    """How many minutes they say."""
    return (hours.data or 0) * HOUR + (minutes.data or 0)
