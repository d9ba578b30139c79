"""What the form says beside its choices, and how its script knows of whom a question is asked."""

import json
from typing import Any

from regapp.models import Event, Question
from regapp.queries.choice_places import LimitedChoice, Limits
from regapp.queries.places import FEW
from regapp.vocabulary import PlacesShown
from regapp.web.public import public
from regapp.web.question_words import condition_of
from regapp.web.translations import gettext as _

Cards = dict[str, dict[str, dict[str, Any]]]  # by the keys of question and choice


def choice_cards(
    event: Event, limits: Limits, held: frozenset[int] = frozenset(), *, may_wait: bool = True
) -> Cards:
    """What a card says of each choice with places; ``held`` are quotas of which the reader has one.

    Not ``may_wait``: who asks for a full one keeps what they have, and does not get it.
    """
    cards: Cards = {}
    for (question, choice), limit in limits.items():
        if limit.quota_ids <= held:
            continue
        card: dict[str, Any] = {"full": limit.full, "waits": limit.full and event.waiting_list and may_wait}
        if limit.full:
            card["note"] = _full_note(event, may_wait=may_wait)
        cards.setdefault(question, {})[choice] = card | _left(limit, event)
    return cards


public.add_app_template_global(condition_of)


@public.app_template_global("question_marks")
def marks(question: Question) -> dict[str, str]:
    """The same for the script that shows a question only to those of whom it is asked."""
    marked = {}
    if question.ticket_types:
        marked["data-tickets"] = json.dumps(question.ticket_types)
    if question.condition:
        marked["data-after"] = question.condition["question"]
        marked["data-answers"] = json.dumps(question.condition["answers"])
    return marked


def _full_note(event: Event, *, may_wait: bool) -> str:
    if event.waiting_list and may_wait:
        return _("All places are taken: who chooses this waits until one is free.")
    return _("All places are taken.")


def _left(limit: LimitedChoice, event: Event) -> dict[str, Any]:
    if limit.full or event.places_shown is not PlacesShown.NUMBER or limit.left > FEW:
        return {}
    return {"left": limit.left, "total": limit.capacity}
