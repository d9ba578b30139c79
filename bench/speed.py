"""Requests per second: ours against bare Flask on the same server."""

import urllib.request
from pathlib import Path

import config
from bench import load, servers, statements
from bench.table import Line, ratio
from regapp import create_app
from regapp.database import db
from regapp.queries.events import find_event, public_state
from regapp.services.asked import Asked
from regapp.services.registering import register
from regapp.vocabulary import Language

EVENT = "/events/round-table"
OURS = "regapp:create_app"


def event_page(environ: dict[str, str]) -> list[Line]:
    """The public page, in full and when the browser has it already."""
    with servers.web(OURS, environ, EVENT) as service:
        with urllib.request.urlopen(service.url + EVENT) as response:  # noqa: S310 - our own address
            size, etag = len(response.read()), response.headers["ETag"]
        ours = load.requests_per_second(service.url + EVENT)
        unchanged = load.requests_per_second(service.url + EVENT, {"If-None-Match": etag})
    with servers.web("bench.bare:pages", {"BENCH_SIZE": str(size)}, "/page") as other:
        theirs = load.requests_per_second(f"{other.url}/page")
    return [
        ratio("event page / bare page of its size", ours, theirs, 0.5),
        ratio("event page unchanged (304) / bare page", unchanged, theirs, 0.5),
    ]


def registration(environ: dict[str, str], kind: str) -> Line:
    """Form page and POST, against bare views with the same SQL through the driver."""
    _record(environ)
    with servers.web(OURS, environ, EVENT) as service:
        with urllib.request.urlopen(f"{service.url}{EVENT}/register") as response:  # noqa: S310 - our own address
            size = len(response.read())
        ours = load.rounds_per_second(service.port, load.register_once)
    with servers.web("bench.bare:registering", {"BENCH_SIZE": str(size), **environ}, "/form") as other:
        theirs = load.rounds_per_second(other.port, load.bare_once)
    return ratio(f"form and POST / bare with the same SQL, {kind}", ours, theirs, 0.3)


def _record(environ: dict[str, str]) -> None:
    folder = Path(environ["INSTANCE_PATH"])
    app = create_app(config.read(environ))
    with app.app_context():
        event = find_event(db.session(), EVENT.rpartition("/")[2])
        if event is None:
            raise RuntimeError("the sample events are not there")
        for number in range(200):  # so that ids differ from those of events and tickets
            _register(event.id, number)
        # Both requests begin with the one small query that the recorder does not see.
        glance = statements.Statement(*public_state.for_driver(slug=EVENT.rpartition("/")[2]), None)
        statements.save([glance], folder / "form")
        posts, ids = [], {}
        for number in (1001, 1002):
            with statements.recorded(db.engine) as post:
                _register(event.id, number)
            posts.append(post)
            ids = ids or statements.last_ids(db.engine, post)
        statements.save([glance, *statements.template(*posts, ids)], folder / "post")
        db.session.remove()
        db.engine.dispose()


def _register(event_id: int, number: int) -> None:
    asked = Asked(
        name=f"Person {number:06}",
        email=f"person{number:06}@example.org",
        ticket="online",
        answers={"affiliation": "University"},
        language=Language.ENGLISH,
        consent_version="bench",
        consent_text="yes",
    )
    register(event_id=event_id, asked=asked, form=f"form{number:06}", browser_secret=f"{number:06}")
