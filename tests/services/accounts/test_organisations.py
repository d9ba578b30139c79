"""Organisations, as their owners make and edit them."""

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.errors import EditedMeanwhile, NotFound, SlugTaken
from regapp.models import AuditEntry, Event, Organisation
from regapp.models.search import search_text
from regapp.queries.organisers import role_in
from regapp.services.accounts import organisations
from regapp.services.accounts.hosts import add_organiser
from regapp.services.accounts.organisations import NewOrganisation
from regapp.vocabulary import Role
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

NAME = {"en": "University of friends", "kk": "Достар университеті"}


def organisation(slug: str = "dku") -> Organisation:
    db.session.rollback()
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def event(slug: str) -> Event:
    db.session.rollback()
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def change(owner: int, slug: str = "dku", *, revision: int | None = None, **values: object) -> None:
    found = organisation(slug)
    organisations.change(
        organisation_id=found.id,
        revision=found.revision if revision is None else revision,
        values=values,
        user_id=owner,
    )


@pytest.fixture
def owner() -> int:
    """The id of an owner of dku."""
    return add_organiser(email="owner@dku.example", organisation="dku", role=Role.OWNER).user_id


def test_whoever_makes_an_organisation_owns_it(owner: int) -> None:
    organisations.make(organisation=NewOrganisation({"en": "New"}, "new-one", "Asia/Aqtau"), user_id=owner)
    made = organisation("new-one")
    assert (made.name, made.zone) == ({"en": "New"}, "Asia/Aqtau")
    assert role_in(db.session(), owner, made.id) is Role.OWNER


def test_a_slug_belongs_to_one(owner: int) -> None:
    with pytest.raises(SlugTaken):
        organisations.make(organisation=NewOrganisation({"en": "New"}, "fes", "UTC"), user_id=owner)


def test_a_change_is_kept_and_written_down(owner: int) -> None:
    before = organisation().website
    change(owner, website="https://new.example")
    assert organisation().website == "https://new.example"
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "organisation.changed"))
    assert entry.details == {"changes": {"website": [before, "https://new.example"]}}
    assert (entry.actor, entry.organisation_id) == (f"organiser:{owner}", organisation().id)


def test_what_is_the_same_is_no_change(owner: int) -> None:
    revision = organisation().revision
    change(owner, website=organisation().website, name=dict(organisation().name))
    assert organisation().revision == revision


def test_nobody_overwrites_what_another_owner_has_changed(owner: int) -> None:
    revision = organisation().revision
    change(owner, website="https://theirs.example")
    with pytest.raises(EditedMeanwhile):
        change(owner, revision=revision, website="https://mine.example")
    assert organisation().website == "https://theirs.example"


def test_a_new_name_reaches_the_pages_and_the_search_of_own_and_co_hosted_events(owner: int) -> None:
    before = event("round-table").revision
    change(owner, name=NAME)
    assert event("round-table").revision > before
    assert search_text(NAME["kk"]) in event("round-table").search_text
    other = event("race").revision
    helper = add_organiser(email="owner@fes.example", organisation="fes", role=Role.OWNER).user_id
    change(helper, "fes", name={"en": "Foundation of all"})
    assert search_text("Foundation of all") in event("round-table").search_text
    assert event("race").revision == other


def test_what_no_page_shows_renders_none_anew(owner: int) -> None:
    before = event("round-table").revision
    change(owner, requires_second_factor=True, zone="Asia/Aqtau")
    assert organisation().requires_second_factor
    assert event("round-table").revision == before


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DOOR, Role.VIEWER])
def test_only_owners_change_it(role: Role) -> None:
    other = add_organiser(email="other@dku.example", organisation="dku", role=role).user_id
    with pytest.raises(NotFound):
        change(other, website="https://new.example")


def test_what_is_no_field_is_refused(owner: int) -> None:
    before = b.rows(Organisation)
    with pytest.raises(ValueError, match="created_at"):
        change(owner, created_at=None)
    assert b.rows(Organisation) == before
