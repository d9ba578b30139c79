"""The rules of who gets a place are changed."""

from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.services.events import rules
from regapp.web.access import Right, needs, user_id
from regapp.web.organise import organise
from regapp.web.organise.places import change
from regapp.web.organise.rule_forms import asked_rules, rules_form
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
