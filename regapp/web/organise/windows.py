"""Registration is closed and opened by hand."""

from flask import request
from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.services.events import windows
from regapp.web.access import Right, needs, user_id
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.places import change
from regapp.web.organise.window_forms import window_form
from regapp.web.translations import gettext as _


@organise.post("/events/<slug>/places/close")
@needs(Right.MANAGE)
def close_now(event: Event) -> Response:
    """End the window of the event, or of a ticket type, in this moment."""
    ticket = _ticket()

    def act() -> str:
        windows.close(event_id=event.id, user_id=user_id(), ticket=ticket)
        return _("Registration is closed.")

    return change(event, f"close-{ticket}", PlainForm(), act)


@organise.post("/events/<slug>/places/open")
@needs(Right.MANAGE)
def open_now(event: Event) -> Response:
    """Open it in this moment, until the time that is given."""
    ticket = _ticket()
    form = window_form(ticket)

    def act() -> str:
        windows.open_now(event_id=event.id, user_id=user_id(), ticket=ticket, until=form.until.data)
        return _("Registration is open.")

    return change(event, f"open-{ticket}", form, act)


def _ticket() -> str:
    return request.form.get("ticket", "").replace("\0", "")[:100]
