"""What is left for a newcomer: not what somebody in the line could use, or collects."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from regapp.queries.events import public_state
from regapp.queries.places import Way, claimed_ticket_types, opened_by_code, ways_to_attend
from regapp.services.allocation import invitations
from regapp.services.events.drafts import QuotaDraft
from tests import builders as b
from tests.lines import STUDENT, collecting, waiting_for_a_share

pytestmark = pytest.mark.usefixtures("app")


def _ways(event: int) -> dict[str, Way]:
    found, moment = db.session.get_one(Event, event, populate_existing=True), now()
    ways = ways_to_attend(found, claimed_ticket_types(db.session(), [found], moment), moment)
    return {way.ticket_type.key: way for way in ways}


def _slug(event: int) -> str:
    return db.session.scalars(select(Event.slug).where(Event.id == event)).one()


def test_a_place_that_a_group_collects_is_nobody_elses():
    way = _ways(collecting())["in-person"]

    assert (way.left, way.claimed, way.full) == (1, True, True)


def test_after_the_last_offers_nobody_in_the_line_is_waited_for():
    event = collecting(offer_minutes=None)
    b.change_event(event, offer_minutes=60, offers_stop_minutes=60 * 24 * 60)

    assert not _ways(event)["in-person"].full


def test_who_waits_for_a_share_of_their_own_leaves_the_rest_to_others():
    ways = _ways(waiting_for_a_share())

    assert (ways["student"].full, ways["in-person"].full) == (True, False)
    assert (ways["in-person"].left, ways["student"].capacity) == (4, 1)


def test_who_is_held_up_by_a_group_claims_nothing_of_what_the_group_does_not_want():
    event = collecting(
        ticket_types=(b.IN_PERSON, replace(STUDENT, key="dinner"), replace(STUDENT, key="both")),
        quotas=(
            QuotaDraft({"en": "The room"}, 2, ("in-person", "both")),
            QuotaDraft({"en": "Dinner"}, 1, ("dinner", "both")),
        ),
    )
    b.register(event, "behind@example.org", ticket="both")

    assert (_ways(event)["both"].full, _ways(event)["dinner"].full) == (True, False)
    b.register(event, "newcomer@example.org", ticket="dinner")
    assert b.seated(event, "dinner") == ["newcomer@example.org"]


def test_a_request_that_takes_no_place_is_never_refused():
    event = b.small_event(capacity=1)
    b.register(event, 1)
    asks = db.session.get_one(Event, event).ticket_types[0]
    asks.needs_approval = True
    b.change_event(event, pending_holds=False)

    assert (_ways(event)["in-person"].left, _ways(event)["in-person"].full) == (0, False)


def test_above_its_capacity_nothing_is_left():
    event = b.small_event(capacity=1)
    b.register(event, 1)
    quota = b.quota(event)
    quota.over, quota.taken = 1, 2
    db.session.commit()

    assert (_ways(event)["in-person"].left, _ways(event)["in-person"].capacity) == (0, 1)


def test_pages_are_new_whenever_the_line_may_claim_something_else():
    event = waiting_for_a_share()
    before = public_state(slug=_slug(event))
    b.register(event, "another@example.org", ticket="student")

    assert public_state(slug=_slug(event)) != before


def test_pages_of_a_full_event_stay_while_more_people_join_the_line():
    event = b.small_event(capacity=1)
    b.register(event, 1)
    before = public_state(slug=_slug(event))
    b.register(event, 2)

    assert public_state(slug=_slug(event)) == before


def test_a_code_opens_its_ticket_type_while_it_can_be_used():
    event = b.small_event(ticket_types=(replace(STUDENT, needs_code=True), b.ONLINE), quotas=())
    code = invitations.invite(event_id=event, ticket="student", user_id=None)

    def opened(text: str) -> int | None:
        return opened_by_code(db.session(), event, text, now())

    assert opened(f" {code[:3].lower()}-{code[3:]}") == db.session.get_one(Event, event).ticket_types[0].id
    assert opened("") is opened("nonsense") is None
    b.register(event, 1, ticket="student", code=code)
    db.session.rollback()
    assert opened(code) is None
