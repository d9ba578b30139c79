"""A registration's statements, recorded from the service's own code."""

from pathlib import Path

import config
from bench import statements
from regapp import create_app
from regapp.database import db
from regapp.queries.events import find_event, public_state
from regapp.services.allocation.asked import Asked
from regapp.services.registrations.registering import register
from regapp.vocabulary import Language

BEFORE = 200  # registrations, so that ids differ from those of events and tickets
PLACES = BEFORE + 2  # that a recording takes


def record(
    environ: dict[str, str], slug: str, ticket: str, answers: dict[str, str]
) -> tuple[list[statements.Statement], list[statements.Statement]]:
    """What getting the form and sending it do in the database."""
    app = create_app(config.read(environ))
    with app.app_context():
        event = find_event(db.session(), slug)
        if event is None:
            raise RuntimeError("the sample events are not there")
        event_id = event.id  # read once: each use case ends the read transaction, and all would be read anew
        for number in range(BEFORE):
            _register(event_id, number, ticket, answers)
        # Both requests begin with the one small query that the recorder does not see.
        glance = statements.Statement(*public_state.for_driver(slug=slug), None)
        posts, ids = [], {}
        for number in (1001, 1002):
            with statements.recorded(db.engine) as post:
                _register(event_id, number, ticket, answers)
            posts.append(post)
            ids = ids or statements.last_ids(db.engine, post)
        db.session.remove()
        db.engine.dispose()
    return [glance], [glance, *statements.template(*posts, ids)]


def save(environ: dict[str, str], slug: str, ticket: str, answers: dict[str, str]) -> None:
    """Record, and keep it for the server of bare views."""
    folder = Path(environ["INSTANCE_PATH"])
    form, post = record(environ, slug, ticket, answers)
    statements.save(form, folder / "form")
    statements.save(post, folder / "post")


def _register(event_id: int, number: int, ticket: str, answers: dict[str, str]) -> None:
    asked = Asked(
        name=f"Person {number:06}",
        email=f"person{number:06}@example.org",
        ticket=ticket,
        answers=answers,
        language=Language.ENGLISH,
        consent_version="bench",
        consent_text="yes",
    )
    register(event_id=event_id, asked=asked, form=f"form{number:06}", browser_secret=f"{number:06}")
