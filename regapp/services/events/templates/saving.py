"""A host keeps an event as a template for the next ones."""

from dataclasses import replace

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import insert_if_new, use_case
from regapp.errors import NameTaken, NotFound
from regapp.models import Event, EventTemplate
from regapp.services import audit
from regapp.services.events.copying import draft_of
from regapp.services.events.draft_json import to_json
from regapp.services.events.drafts import EventDraft
from regapp.services.events.shifting import on_day
from regapp.services.events.templates.built_in import DAY_ONE


@use_case
def save_template(session: Session, *, event_id: int, name: str, user_id: int | None) -> int:
    """Keep everything about an event but its day and its pictures for its organisation; the template's id.

    Raises NotFound, or NameTaken if the organisation has a template of that name.
    """
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound
    values = {
        "organisation_id": event.organisation_id,
        "name": name,
        "draft": to_json(_without_pictures(event)),
        "created_at": now(),
    }
    template = insert_if_new(session, EventTemplate, values)
    if template is None:
        raise NameTaken
    audit.record_event(session, user_id, "event.saved_as_template", event_id, template=name)
    return template.id


@use_case
def delete_template(session: Session, *, template_id: int, user_id: int | None) -> None:
    """Forget a template; events that were made from it stay. Raises NotFound."""
    template = session.get(EventTemplate, template_id)
    if template is None:
        raise NotFound
    session.delete(template)
    audit.record_organisation(
        session, user_id, "template.deleted", template.organisation_id, template=template.name
    )


def _without_pictures(event: Event) -> EventDraft:
    # A picture goes with its event; a template would lead to one that is no more.
    draft = on_day(draft_of(event, slug=""), DAY_ONE)
    people = tuple(replace(person, photograph=None) for person in draft.speakers)
    hosts = tuple(host if isinstance(host, str) else replace(host, logo=None) for host in draft.hosts)
    return replace(draft, cover=None, hosts=hosts, speakers=people)
