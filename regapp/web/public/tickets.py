from flask import make_response, render_template
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.queries.registrations import find_ticket, standing
from regapp.web.access import Right, may
from regapp.web.public import public
from regapp.web.public.phase import phase


@public.get("/tickets/<code>")
def ticket(code: str) -> Response:
    """What a ticket's QR code leads to; only the event's own people see more than a neutral page."""
    attendee = find_ticket(db.session(), code.upper().replace("-", ""))
    event = attendee.registration.event if attendee else None
    # Asked for unknown codes too: headers that tell of a session must not tell which codes there are.
    welcome = may(Right.CHECK_IN, event)
    if attendee is None or not welcome:
        return make_response(render_template("public/ticket.html", attendee=None))
    current = standing(db.session(), attendee)
    body = render_template(
        "public/ticket.html",
        attendee=attendee,
        event=event,
        standing=current,
        phase=phase(attendee.registration.event, now()),
    )
    return make_response(body)
