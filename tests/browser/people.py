"""Puts people to an event of a service: ``python -m tests.browser.people <instance> <event> <count>``."""

import sys
from pathlib import Path

from regapp import create_app
from regapp.database import db
from regapp.models import Event
from tests import builders as b
from tests.conftest import settings_for
from tests.services.bulk.scenes import many


def add(instance: Path, slug: str, people: int) -> None:
    """Make room, and seat them."""
    with create_app(settings_for(f"sqlite:///{instance}/regapp.db", instance)).app_context():
        event = b.event_id(slug)
        for quota in db.session.get_one(Event, event).ticket_types[0].quotas:
            quota.capacity += people
        db.session.commit()
        many(event, people)


if __name__ == "__main__":
    add(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
