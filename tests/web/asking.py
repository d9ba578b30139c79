"""An event that asks, and people who answer."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.services.events.drafts import QuestionDraft, QuotaDraft
from regapp.vocabulary import QuestionKind
from tests import builders as b
from tests.organisers import OwnEvent, own_event
from tests.web.visits import form

CHOICES = tuple({"key": key, "label": {"en": key.title()}} for key in ("ngo", "press", "expert"))


def asks(key: str, kind: QuestionKind, **more: Any) -> QuestionDraft:
    offered = CHOICES if kind in {QuestionKind.CHOICE, QuestionKind.CHOICES} else ()
    return QuestionDraft(key, kind, {"en": f"Your {key}?"}, choices=offered, **more)


KINDS = [kind for kind in QuestionKind if kind is not QuestionKind.FILE]
EVERY_KIND = tuple(asks(str(kind), kind) for kind in KINDS)
GROUP = asks("group", QuestionKind.CHOICE)


def typed(**answers: Any) -> dict[str, Any]:
    fields = {f"question-{key.replace('_', '-')}": answer for key, answer in answers.items()}
    return {"name": "Guest", "email": "guest@example.org", "ticket": "in-person", "consent": "y", **fields}


def post(client: FlaskClient, event: OwnEvent, **answers: Any) -> TestResponse:
    path = f"/events/{event.slug}/register"
    shown = form(client.get(path), "/register")
    return client.post(path, data={"csrf_token": shown.values()["csrf_token"], **typed(**answers)})


def stored(event: OwnEvent, email: str = "guest@example.org") -> dict[str, Any]:
    with event.app.app_context():
        db.session.rollback()
        found = b.find_registration(event.id, email)
        return dict(found.answers) if found else {}


def after(key: str, of: str, *answers: str, **more: Any) -> QuestionDraft:
    return asks(key, QuestionKind.TEXT, condition={"question": of, "answers": list(answers)}, **more)


def limited(website: Flask, seats: int = 1, **changes: Any) -> OwnEvent:
    quota = QuotaDraft({"en": "Press seats"}, seats, choices=(("group", "press"),))
    room = QuotaDraft({"en": "The room"}, 9, ("in-person",))
    return own_event(website, questions=(GROUP,), quotas=(room, quota), **changes)


def own(event: OwnEvent, email: str = "guest@example.org") -> str:
    with event.app.app_context():
        db.session.rollback()
        return f"/registrations/{b.own_token(event.id, email)}"
