from enum import StrEnum


class LetterKind(StrEnum):
    """Each kind is a folder of templates under templates/mail/."""

    CONFIRMATION = "confirmation"
    WAITING_LIST = "waiting-list"
    PLACE = "place"
    ALREADY_REGISTERED = "already-registered"
    NO_PLACE = "no-place"
    PENDING = "pending"
    PROVE_REGISTRATION = "prove-registration"
    OFFER = "offer"
    OFFER_LAPSED = "offer-lapsed"
    REJECTION = "rejection"
    CHANGED = "changed"
    CANCELLATION = "cancellation"
    TICKET = "ticket"
    TICKET_ENDED = "ticket-ended"
    INVITATION = "invitation"
    PROVE_ADDRESS = "prove-address"
    LOST_LINKS = "lost-links"
    PERSONAL_FEED = "personal-feed"
    EVENT_CANCELLED = "event-cancelled"
    EVENT_CHANGED = "event-changed"
    MEETING = "meeting"
    REMINDER = "reminder"
    MESSAGE = "message"
    MESSAGE_TEST = "message-test"
    DECLINED = "declined"
    DIGEST = "digest"
    EVENT_FULL = "event-full"
    LETTERS_FAIL = "letters-fail"
    NAMED_AS_HOST = "named-as-host"
    FORWARDED = "forwarded"
    MEMBER_INVITATION = "member-invitation"
    PASSWORD_RESET = "password-reset"  # noqa: S105 - the name of a letter
    PROVE_ACCOUNT = "prove-account"
    ACCOUNT_CHANGED = "account-changed"


# Letters to those who run an event: what is told at once, to members of its organisation, to a host at all.
ALARMS = frozenset({LetterKind.EVENT_FULL, LetterKind.LETTERS_FAIL, LetterKind.NAMED_AS_HOST})
TO_MEMBERS = ALARMS | {LetterKind.DIGEST}
TO_HOST = TO_MEMBERS | {LetterKind.FORWARDED}


class LetterState(StrEnum):
    """Where a letter is, in words that answer "did my mail go out?"."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    RETURNED = "returned"
    RETRYING = "retrying"
    FAILED = "failed"
    DROPPED = "dropped"


UNSENT = frozenset({LetterState.DUE, LetterState.RETRYING})
UNDELIVERED = frozenset({LetterState.FAILED, LetterState.RETURNED})


class Recipients(StrEnum):
    """To whom of an event's people a host writes."""

    ALL = "all"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    DECLINED = "declined"
    SELECTED = "selected"


class Difference(StrEnum):
    """In what an event is no longer what its people were told."""

    TIME = "time"
    PROGRAMME = "programme"  # other entries in the calendar, while the event's own times stay
    PLACE = "place"
    MEETING = "meeting"
    LAW = "law"  # the clock on the wall stays, the law of its zone moved the instant


class ReceivedKind(StrEnum):
    """What came into the reply mailbox."""

    ANSWER = "answer"
    BOUNCE = "bounce"
    OTHER = "other"
