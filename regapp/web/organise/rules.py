"""The rules of who gets a place are changed."""

from flask import abort, request
from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.services.events import rules
from regapp.web.access import Right, needs, user_id
from regapp.web.organise import organise
from regapp.web.organise.places import change
from regapp.web.organise.rule_forms import asked_rules, rules_form, ticket_rules_form
from regapp.web.translations import gettext as _


@organise.post("/events/<slug>/places/rules")
@needs(Right.MANAGE)
def change_rules(event: Event) -> Response:
    """Change the rules of the event."""
    form = rules_form()

    def act() -> str:
        rules.change_rules(event_id=event.id, rules=asked_rules(form), user_id=user_id())
        return _("The rules are saved. What people have already stays as it is.")

    return change(event, "rules", form, act)


@organise.post("/events/<slug>/places/ticket-rules")
@needs(Right.MANAGE)
def change_ticket_rules(event: Event) -> Response:
    """Change the rules of a ticket type."""
    key = request.form.get("ticket", "")
    ticket_type = next((one for one in event.ticket_types if one.key == key), None) or abort(404)
    form = ticket_rules_form(ticket_type)

    def act() -> str:
        rules.change_ticket_rules(
            event_id=event.id,
            ticket=key,
            needs_approval=form.needs_approval.data,
            needs_code=form.needs_code.data,
            user_id=user_id(),
        )
        return _("The rules are saved. What people have already stays as it is.")

    return change(event, f"ticket-{key}", form, act)
