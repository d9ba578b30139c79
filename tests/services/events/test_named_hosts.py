"""Co-hosts by name alone: shown like others, in one order with them, without any rights."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from regapp.database import db
from regapp.documents.examining import FitFile
from regapp.errors import EditedMeanwhile, NotFound, NotPossible
from regapp.models import Event, EventHost, EventTemplate, File
from regapp.queries.co_hosts import co_hosts
from regapp.services.events import co_hosts as host_services
from regapp.services.events import creating, publishing, starting
from regapp.services.events import named_hosts as service
from regapp.services.events.copying import draft_of
from regapp.services.events.draft_json import from_json, to_json
from regapp.services.events.drafts import NamedHostDraft
from regapp.services.events.named_hosts import NamedHostFacts
from regapp.services.events.templates import saving
from regapp.vocabulary import Role
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

FES = NamedHostFacts(name={"en": "Friedrich Ebert Foundation", "de": "FES"}, website="https://fes.example")
LOGO = FitFile(name="logo.png", media_type="image/png", content=b"logo", width=5, height=5)


@pytest.fixture
def event() -> int:
    """An event with one organisation as its co-host."""
    return b.small_event(hosts=("shanyrak",))


def add(event: int, facts: NamedHostFacts = FES) -> int:
    return service.add(event_id=event, revision=revision(event), facts=facts, user_id=None)


def change(event: int, host: int, **changes: object) -> None:
    facts = replace(FES, **changes)  # type: ignore[arg-type]
    service.change(event_id=event, revision=revision(event), host_id=host, facts=facts, user_id=None)


def revision(event: int) -> int:
    db.session.rollback()
    return db.session.get_one(Event, event).revision


def hosts(event: int) -> list[str]:
    db.session.rollback()
    return [one.name["en"] for one in co_hosts(db.session(), event)]


def drafted(slug: str) -> tuple[str | NamedHostDraft, ...]:
    """The hosts of an event as a draft has them."""
    db.session.rollback()
    return draft_of(db.session.scalars(select(Event).where(Event.slug == slug)).one(), slug="").hosts


def files() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(File.id)).all())


def test_it_stands_behind_the_others_and_can_be_put_before_them(event: int) -> None:
    number = add(event)
    assert hosts(event)[1] == "Friedrich Ebert Foundation"
    host_services.move_host(event_id=event, host_id=number, up=True, user_id=None)
    assert hosts(event)[0] == "Friedrich Ebert Foundation"


def test_the_event_is_found_by_its_name(event: int) -> None:
    number = add(event)
    assert "friedrich" in db.session.get_one(Event, event).search_text
    host_services.remove_host(event_id=event, host_id=number, user_id=None)
    db.session.rollback()
    assert "friedrich" not in db.session.get_one(Event, event).search_text


def test_it_is_changed_unless_somebody_else_was_first(event: int) -> None:
    number = add(event)
    change(event, number, name={"en": "Foundation"})
    assert hosts(event)[1] == "Foundation"
    with pytest.raises(EditedMeanwhile):
        service.change(event_id=event, revision=1, host_id=number, facts=FES, user_id=None)
    assert b.audit(event)[-2:] == ["event.host_added", "event.host_changed"]


def test_it_gets_no_rights(event: int) -> None:
    number = add(event)
    with pytest.raises(NotFound):
        host_services.grant(event_id=event, host_id=number, role=Role.VIEWER, user_id=None)


def test_what_an_organisation_says_of_itself_is_not_changed_here(event: int) -> None:
    organisation = co_hosts(db.session(), event)[0].id
    with pytest.raises(NotFound):
        change(event, organisation)


@pytest.mark.parametrize("both", [True, False])
def test_the_database_keeps_none_that_is_both_or_neither(event: int, *, both: bool) -> None:
    organisation = db.session.get_one(Event, event).organisation_id if both else None
    row = {"event_id": event, "position": 9, "organisation_id": organisation}
    row |= {"own_name": {"en": "Both"}} if both else {}
    with pytest.raises(IntegrityError, match="organisation_or_name"):
        db.session.execute(insert(EventHost).values(row))


def test_a_copy_has_it_in_the_same_order(event: int) -> None:
    number = add(event, replace(FES, logo=LOGO))
    host_services.move_host(event_id=event, host_id=number, up=True, user_id=None)
    slug = starting.duplicate(event_id=event, first=date.today() + timedelta(days=90), user_id=None)  # noqa: DTZ011
    copied = drafted(slug)
    assert copied == drafted(db.session.get_one(Event, event).slug)
    assert copied[1] == "shanyrak"
    assert isinstance(copied[0], NamedHostDraft)
    assert (copied[0].website, copied[0].logo is None) == ("https://fes.example", False)


def test_a_template_has_it_without_the_logo(event: int) -> None:
    add(event, replace(FES, logo=LOGO))
    template = saving.save_template(event_id=event, name="Ours", user_id=None)
    kept = from_json(db.session.get_one(EventTemplate, template).draft)
    assert kept.hosts == ("shanyrak", NamedHostDraft(FES.name, FES.website))


def test_a_draft_as_it_was_written_before_is_still_read() -> None:
    written = to_json(b.draft("old", hosts=("fes",)))
    assert written["hosts"] == ["fes"]
    assert from_json(written).hosts == ("fes",)


def test_its_logo_goes_with_it_unless_a_copy_shows_it(event: int) -> None:
    before = files()
    number = add(event, replace(FES, logo=LOGO))
    slug = starting.duplicate(event_id=event, first=date.today() + timedelta(days=90), user_id=None)  # noqa: DTZ011
    host_services.remove_host(event_id=event, host_id=number, user_id=None)
    assert files() == before + 1
    copy = db.session.scalars(select(Event.id).where(Event.slug == slug)).one()
    copied = next(one.id for one in co_hosts(db.session(), copy) if not one.slug)
    host_services.remove_host(event_id=copy, host_id=copied, user_id=None)
    assert files() == before


def test_a_draft_is_deleted_with_it_and_its_logo() -> None:
    before = files()
    event = creating.create(b.draft("to-go"))
    add(event, replace(FES, logo=LOGO))
    publishing.delete_draft(event_id=event, user_id=None)
    assert files() == before


def test_a_logo_is_replaced_and_taken_away(event: int) -> None:
    before = files()
    number = add(event, replace(FES, logo=LOGO))
    change(event, number, logo=replace(LOGO, content=b"other"))
    assert files() == before + 1
    change(event, number, without_logo=True)
    assert files() == before
    assert db.session.get_one(EventHost, number).logo is None


def test_one_too_many_is_refused_and_those_with_an_account_do_not_count(event: int) -> None:
    for _number in range(service.MOST_NAMED):
        last = add(event)
    with pytest.raises(NotPossible):
        add(event)
    db.session.rollback()
    assert len(co_hosts(db.session(), event)) == service.MOST_NAMED + 1
    host_services.remove_host(event_id=event, host_id=last, user_id=None)
    add(event)
