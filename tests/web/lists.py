"""A tag, a view, a job, a table and a message of an event, for whoever asks for all of their pages."""

from typing import Any

from sqlalchemy import select

from regapp.database import db
from regapp.models import Job, SavedView, Tag
from regapp.services.events import named_hosts, views
from regapp.services.events.named_hosts import NamedHostFacts
from regapp.services.registrations import tagging
from regapp.vocabulary import JobKind, JobState
from tests.services import messages
from tests.services.imports import tables

_OF_A_MESSAGE = ("message", "message_html", "edit_message", "save_message", "send_message", "send_message_on")
_OF_MESSAGES = (*_OF_A_MESSAGE, "stop_message", "discard_message", "test_message")
_OF_IMPORTS = ("import_columns", "save_import_columns", "import_result", "import_left_out", "take_import")


def of_list(event: int, attendee_id: int) -> dict[str, Any]:
    """The same by endpoint, or for all of them by the variable's name."""
    tagging.tag_one(event_id=event, attendee_id=attendee_id, name="Press", user_id=None)
    views.save_view(event_id=event, name="Waiting", query="status=waiting", user_id=None)
    host = named_hosts.add(
        event_id=event, revision=None, facts=NamedHostFacts(name={"en": "A partner"}), user_id=None
    )
    message, table = messages.draft(event), tables.draft(event, "name,email\nAsel,asel@example.org\n")
    db.session.rollback()
    job = Job(event_id=event, kind=JobKind.BULK, state=JobState.DONE, facts={"deed": "tag", "tag": "Press"})
    db.session.add(job)
    db.session.commit()
    return {
        "tag_id": db.session.scalars(select(Tag.id)).one(),
        "view_id": db.session.scalars(select(SavedView.id)).one(),
        "job_id": job.id,
        **{f"organise.{verb}_named_host": {"number": host} for verb in ("edit", "save")},
        **{f"organise.{one}": {"number": message} for one in _OF_MESSAGES},
        **{f"organise.{one}": {"number": table} for one in (*_OF_IMPORTS, "forget_import")},
    }
