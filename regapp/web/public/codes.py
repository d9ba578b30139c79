"""Codes of invitations as visitors bring them: in an address, or in the form."""

from flask import request

from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from regapp.queries.places import is_code_of, is_for_invited, opened_by_code
from regapp.vocabulary import EventVisibility
from regapp.web.fields import clean_line
from regapp.web.public.registration_form import LONGEST_CODE
from regapp.web.rates import limit_registrations


def code_in_address() -> str:
    """The code that the present address holds; empty if none."""
    return clean_line(request.args.get("code"))[:LONGEST_CODE]


def opened(event: Event, code: str) -> int | None:
    """The id of the ticket type that ``code`` still opens, or None."""
    if not code or not any(is_for_invited(event, ticket_type) for ticket_type in event.ticket_types):
        return None
    return opened_by_code(db.session(), event.id, code[:LONGEST_CODE], now())


def is_strange(event: Event, code: str, invited_to: int | None) -> bool:
    """Whether the visitor may know only that there is the event: it is by invitation, and they have none.

    Who brings a code that is used up or expired was invited, and keeps what was typed.
    """
    if event.visibility is not EventVisibility.INVITED or invited_to is not None:
        return False
    return not (code and is_code_of(db.session(), event.id, code[:LONGEST_CODE]))


opened_to_a_guest = limit_registrations(opened)  # codes are not to be guessed
