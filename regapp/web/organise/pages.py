"""What every page about one event has: its head with tabs, what the visitor may, and how a POST ends."""

from typing import Any

from flask import abort, flash, make_response, redirect, render_template
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.models import Event
from regapp.vocabulary import EventStatus
from regapp.web.access import Right, may
from regapp.web.context import nudge
from regapp.web.words import action_word, actor_word, answer_word, fate_word, letter_word

LONGEST_NUMBER = 2**63 - 1  # that a database takes as an id


def event_page(template: str, event: Event, tab: str, *, status: int = 200, **context: Any) -> Response:
    """A page about ``event``, the tab of that name being the present one."""
    body = render_template(
        template,
        event=event,
        tab=tab,
        state=state(event),
        action_word=action_word,
        actor_word=actor_word,
        answer_word=answer_word,
        fate_word=fate_word,
        letter_word=letter_word,
        has_invitations=any(ticket_type.needs_code for ticket_type in event.ticket_types),
        sees_contacts=may(Right.SEE_CONTACTS, event),
        may_export=may(Right.EXPORT, event),
        sees_letters=may(Right.LETTERS, event),
        manages=may(Right.MANAGE, event),
        may_go_above=may(Right.ABOVE_QUOTA, event),
        **context,
    )
    return make_response(body, status)


def state(event: Event) -> str:
    """What the badge beside an event says: its status, or that it is over."""
    is_over = event.status is EventStatus.PUBLISHED and event.end_at <= now()
    return "over" if is_over else str(event.status)


def done(address: str, text: str, *, tone: str = "success") -> Response:
    """Lead to a page that says what was done; letters go out."""
    nudge()
    flash(text, tone)
    return redirect(address, 303)


def allowed_above(event: Event, *, asked: bool) -> bool:
    """Whether places are to be given above a quota: asked for by somebody who may, else the answer is 403."""
    if asked and not may(Right.ABOVE_QUOTA, event):
        abort(403)
    return asked
