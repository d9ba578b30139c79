"""The table of transitions, walked: for each line, actor, start and end a way to make it."""

from regapp.services.allocation import transitions as t
from regapp.vocabulary import Together
from tests.services.scenes import (
    ASKS,
    CANCELLED,
    CONFIRMED,
    HYBRID,
    LAPSED,
    NO_HOLD,
    OFFERED,
    OFFERS,
    ORGANISER,
    PARTICIPANT,
    PENDING,
    PROOF,
    REJECTED,
    SYSTEM,
    UNPROVEN,
    WAITING,
    Way,
    chooses_the_workshop,
    comes,
    corrects,
    for_one,
    host,
    host_adds,
    host_moves,
    later,
    of_all,
    own,
    sweep,
)

HAVING = [CONFIRMED, WAITING, OFFERED, PENDING, UNPROVEN]
PARTY = comes(1, "expert", companions=1, together=Together.ALL)
ENTERING = [
    Way(t.MADE, PARTICIPANT, None, CONFIRMED, (), comes(1)),
    Way(t.MADE, PARTICIPANT, None, WAITING, (comes(9),), comes(1)),
    Way(t.MADE, PARTICIPANT, None, PENDING, (), comes(1, "expert")),
    Way(t.MADE, PARTICIPANT, None, UNPROVEN, (), comes(1), PROOF),
    Way(t.MADE, ORGANISER, None, CONFIRMED, (), host_adds(1)),
    Way(t.REVIVED, PARTICIPANT, CANCELLED, CONFIRMED, (comes(1), own("cancel")), comes(1)),
    Way(t.REVIVED, PARTICIPANT, CANCELLED, WAITING, (comes(1), own("cancel"), comes(9)), comes(1)),
    Way(t.REVIVED, PARTICIPANT, REJECTED, PENDING, (comes(1, "expert"), host("reject")), comes(1, "expert")),
    Way(t.REVIVED, PARTICIPANT, LAPSED, UNPROVEN, (comes(1), later(31), sweep), comes(1), PROOF),
    Way(t.REVIVED, ORGANISER, CANCELLED, CONFIRMED, (comes(1), own("cancel")), host_adds(1)),
    Way(t.RESTORED, PARTICIPANT, CANCELLED, CONFIRMED, (comes(1), own("cancel")), own("restore")),
    Way(t.RESTORED, PARTICIPANT, CANCELLED, WAITING, (comes(1), own("cancel"), comes(9)), own("restore")),
    Way(t.RESTORED, PARTICIPANT, REJECTED, PENDING, (comes(1, "expert"), host("reject")), own("restore")),
    Way(t.RESTORED, PARTICIPANT, LAPSED, CONFIRMED, (comes(1), later(31), sweep), own("restore"), PROOF),
    Way(t.RESTORED, ORGANISER, REJECTED, CONFIRMED, (comes(1, "expert"), host("reject")), host("restore")),
    Way(t.PROVED, PARTICIPANT, UNPROVEN, CONFIRMED, (comes(1),), own("prove"), PROOF),
    Way(t.PROVED, PARTICIPANT, UNPROVEN, WAITING, (comes(9), comes(1)), own("prove"), PROOF),
    Way(t.PROVED, PARTICIPANT, UNPROVEN, PENDING, (comes(1, "expert"),), own("prove"), PROOF),
    Way(t.PROVED, ORGANISER, UNPROVEN, CONFIRMED, (comes(1),), host_moves("in-person"), PROOF),
    Way(t.PERSON_ADDED, PARTICIPANT, None, CONFIRMED, (comes(1, "online"),), own("add", name="B"), index=1),
    Way(t.PERSON_ADDED, PARTICIPANT, None, WAITING, (comes(1),), own("add", name="B"), index=1),
    Way(t.PERSON_ADDED, PARTICIPANT, None, PENDING, (comes(1, "expert"),), own("add", name="B"), NO_HOLD, 1),
]
DECIDING = [
    Way(t.APPROVED, ORGANISER, PENDING, CONFIRMED, (comes(1, "expert"),), host("approve")),
    Way(t.APPROVED, ORGANISER, PENDING, WAITING, (comes(1, "expert"), comes(9)), host("approve"), NO_HOLD),
    Way(t.APPROVED, ORGANISER, WAITING, WAITING, (comes(9), comes(1, "expert")), host("approve")),
    Way(t.APPROVED, ORGANISER, CONFIRMED, CONFIRMED, ASKS, host("approve")),
    Way(t.REJECTED, ORGANISER, PENDING, REJECTED, (comes(1, "expert"),), host("reject")),
    Way(t.REJECTED, ORGANISER, WAITING, REJECTED, (comes(9), comes(1, "expert")), host("reject")),
    Way(t.REJECTED, ORGANISER, CONFIRMED, CONFIRMED, ASKS, host("reject")),
]
LINE = [
    Way(t.MOVED_UP, SYSTEM, WAITING, CONFIRMED, (comes(9), comes(1)), own("cancel", 9)),
    Way(t.TURN_CAME, SYSTEM, WAITING, PENDING, (comes(9), comes(1, "expert")), own("cancel", 9)),
    Way(t.MOVED_UP, SYSTEM, CONFIRMED, CONFIRMED, HYBRID, own("cancel", 9)),
    Way(t.MOVED_UP, SYSTEM, UNPROVEN, UNPROVEN, (comes(9), comes(1)), own("cancel", 9), PROOF),
    Way(t.OFFERED, SYSTEM, WAITING, OFFERED, (comes(9), comes(1)), own("cancel", 9), OFFERS),
    Way(t.OFFERED, SYSTEM, CONFIRMED, CONFIRMED, HYBRID, own("cancel", 9), OFFERS),
    Way(
        t.TURN_CAME,
        SYSTEM,
        CONFIRMED,
        CONFIRMED,
        (comes(9), comes(1, "expert", meanwhile="online")),
        own("cancel", 9),
    ),
    Way(
        t.ACCEPTED,
        PARTICIPANT,
        OFFERED,
        CONFIRMED,
        (comes(9), comes(1), own("cancel", 9)),
        own("accept"),
        OFFERS,
    ),
    Way(t.ACCEPTED, PARTICIPANT, CONFIRMED, CONFIRMED, (*HYBRID, own("cancel", 9)), own("accept"), OFFERS),
    Way(
        t.DECLINED,
        PARTICIPANT,
        OFFERED,
        CANCELLED,
        (comes(9), comes(1), own("cancel", 9)),
        own("decline"),
        OFFERS,
    ),
    Way(t.DECLINED, PARTICIPANT, CONFIRMED, CONFIRMED, (*HYBRID, own("cancel", 9)), own("decline"), OFFERS),
    Way(
        t.OFFER_LAPSED,
        SYSTEM,
        OFFERED,
        LAPSED,
        (comes(9), comes(1), own("cancel", 9), later(61)),
        sweep,
        OFFERS,
    ),
    Way(t.OFFER_LAPSED, SYSTEM, CONFIRMED, CONFIRMED, (*HYBRID, own("cancel", 9), later(61)), sweep, OFFERS),
    Way(t.PROOF_LAPSED, SYSTEM, UNPROVEN, LAPSED, (comes(1), later(31)), sweep, PROOF),
    Way(t.LINE_LEFT, PARTICIPANT, CONFIRMED, CONFIRMED, HYBRID, for_one("leave_line")),
]
to_room, to_online, to_expert = (
    for_one("change_ticket", ticket=key) for key in ("in-person", "online", "expert")
)
CHANGING = [
    Way(t.TICKET_CHANGED, PARTICIPANT, CONFIRMED, CONFIRMED, (comes(1),), to_online),
    Way(t.TICKET_CHANGED, PARTICIPANT, WAITING, CONFIRMED, (comes(9), comes(1)), to_online),
    Way(t.TICKET_CHANGED, PARTICIPANT, WAITING, WAITING, (comes(9), comes(1)), to_expert),
    Way(t.TICKET_CHANGED, PARTICIPANT, WAITING, PENDING, (comes(9), comes(1)), to_expert, NO_HOLD),
    Way(t.TICKET_CHANGED, PARTICIPANT, PENDING, CONFIRMED, (comes(1, "expert"),), to_online),
    Way(t.TICKET_CHANGED, PARTICIPANT, PENDING, WAITING, (comes(1, "expert"), comes(9)), to_room, NO_HOLD),
    *(
        way
        for status in (CONFIRMED, WAITING, PENDING)
        for way in of_all(t.SESSIONS_CHANGED, PARTICIPANT, chooses_the_workshop, [status], status)
    ),
    *of_all(
        t.MOVED,
        ORGANISER,
        host_moves("in-person", above=True),
        [CONFIRMED, WAITING, OFFERED, PENDING],
        CONFIRMED,
    ),
]
LEAVING = [
    *of_all(
        t.PERSON_TAKEN_OUT, PARTICIPANT, for_one("take_out", 1), HAVING, CANCELLED, companions=1, index=1
    ),
    *of_all(t.CANCELLED, PARTICIPANT, own("cancel"), HAVING, CANCELLED),
    *of_all(t.CANCELLED, ORGANISER, host("cancel"), HAVING, CANCELLED),
]
WITHDRAWING = [
    Way(t.WITHDRAWN, PARTICIPANT, CONFIRMED, CANCELLED, (comes(9), comes(1, "online")), corrects),
    Way(t.WITHDRAWN, PARTICIPANT, WAITING, CANCELLED, (comes(9), comes(1)), corrects),
    Way(
        t.WITHDRAWN, PARTICIPANT, OFFERED, CANCELLED, (comes(9), comes(1), own("cancel", 9)), corrects, OFFERS
    ),
    Way(t.WITHDRAWN, PARTICIPANT, PENDING, CANCELLED, (comes(9), comes(1, "expert")), corrects, NO_HOLD),
    Way(t.WITHDRAWN, PARTICIPANT, UNPROVEN, CANCELLED, (comes(9), comes(1)), corrects, PROOF),
]
WAYS = [*ENTERING, *DECIDING, *LINE, *CHANGING, *LEAVING, *WITHDRAWING]
