"""Whether calendars answer for people, as a host says it."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField

from regapp.models import Event
from regapp.services.events.calendar_rules import CalendarRules
from regapp.web.context import settings
from regapp.web.forms import PostedForm
from regapp.web.organise.forms import made, tell_apart
from regapp.web.translations import gettext as _


def calendar_form(event: Event, **options: Any) -> FlaskForm:  # noqa: ARG001 - made like all forms of the page
    """The rules of answers; none where nobody would hear them."""
    fields: dict[str, Any] = {
        "asks": BooleanField(_("Calendars ask for a yes or no")),
        "trusts": BooleanField(_("A no from a calendar frees the place without a question")),
    }
    if not settings().reply_mailbox.domain:
        fields = {}
    return tell_apart(made(PostedForm, fields, **options), "calendar")


def current_calendar_rules(event: Event) -> dict[str, Any]:
    """The event's rules as the form shows them."""
    return {"asks": event.asks_for_answer, "trusts": event.trusts_answers}


def asked_calendar_rules(event: Event, form: FlaskForm) -> CalendarRules:
    """What a valid form says; of what it does not show, what stands."""
    return CalendarRules(
        calendar_by_session=event.calendar_by_session,
        asks_for_answer=form.asks.data if "asks" in form else event.asks_for_answer,
        trusts_answers=form.trusts.data if "trusts" in form else event.trusts_answers,
        join_release_minutes=event.join_release_minutes,
    )
