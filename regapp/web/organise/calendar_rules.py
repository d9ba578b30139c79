"""The calendar's rules of an event are changed."""

from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.services.events import calendar_rules
from regapp.web.access import Right, needs, user_id
from regapp.web.organise import organise
from regapp.web.organise.calendar_forms import asked_calendar_rules, calendar_form
from regapp.web.organise.places import change
from regapp.web.translations import gettext as _


@organise.post("/events/<slug>/places/calendar")
@needs(Right.MANAGE)
def change_calendar_rules(event: Event) -> Response:
    """Change whether calendars answer for people."""
    form = calendar_form(event)

    def act() -> str:
        calendar_rules.change_calendar_rules(
            event_id=event.id, rules=asked_calendar_rules(event, form), user_id=user_id()
        )
        return _("Saved. Whoever has an entry that changes by it gets a new one by letter.")

    return change(event, "calendar", form, act)
