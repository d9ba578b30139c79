"""The terms that are stored, sent in addresses and compared: one spelling each."""

from enum import StrEnum


class Language(StrEnum):
    """A language that every page and letter speaks (BCP 47)."""

    ENGLISH = "en"
    KAZAKH = "kk"
    RUSSIAN = "ru"
    GERMAN = "de"


class Role(StrEnum):
    """What a member of an organisation may do, from all to least."""

    OWNER = "owner"
    MANAGER = "manager"
    DOOR = "door"
    VIEWER = "viewer"


class AccountChange(StrEnum):
    """What became different about an account, so that its owner is told."""

    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105 - what was changed
    AUTHENTICATOR_ADDED = "authenticator-added"
    AUTHENTICATOR_REMOVED = "authenticator-removed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    RECOVERY_CODES = "recovery-codes"


class SignInMethod(StrEnum):
    """With what somebody signed in to an account, or tried to."""

    PASSWORD = "password"  # noqa: S105 - the name of a way
    AUTHENTICATOR = "authenticator"
    RECOVERY_CODE = "recovery-code"
    PASSKEY = "passkey"
    SET_UP_LINK = "set-up-link"


class EventKind(StrEnum):
    """What sort of meeting an event is; reports are counted by it."""

    ROUND_TABLE = "round-table"
    WEBINAR = "webinar"
    CONFERENCE = "conference"
    RACE = "race"
    TELECONFERENCE = "teleconference"
    SEMINAR = "seminar"
    TRAINING = "training"
    ANNUAL_SESSION = "annual-session"
    CELEBRATION = "celebration"
    MEETING = "meeting"


class EventStatus(StrEnum):
    """Whether the public sees an event, and whether it takes place."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class EventVisibility(StrEnum):
    """Who finds an event: everybody, those who know its address, or those who are invited."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    INVITED = "invited"


class PlacesShown(StrEnum):
    """What the public learns of the places that are left."""

    NUMBER = "number"
    FEW = "few"
    HIDDEN = "hidden"


class Attendance(StrEnum):
    """Where a ticket admits to."""

    IN_PERSON = "in-person"
    ONLINE = "online"


class Visibility(StrEnum):
    """Who may read the meeting's ID: everybody, whoever registered, or whoever came by a letter."""

    PUBLIC = "public"
    REGISTERED = "registered"
    LETTER = "letter"


class SpeakerRole(StrEnum):
    """What a person on the programme does."""

    MODERATOR = "moderator"
    SPEAKER = "speaker"
    GUEST = "guest"


class QuestionKind(StrEnum):
    """How a question of the form is answered."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes-no"
    NUMBER = "number"
    DATE = "date"
    PHONE = "phone"
    COUNTRY = "country"
    EMAIL = "email"
    FILE = "file"


class HoldReason(StrEnum):
    """Why an attendee has a place taken; each is a Status as well."""

    CONFIRMED = "confirmed"
    OFFERED = "offered"
    PENDING = "pending"
    UNPROVEN = "unproven"


class AttendeeState(StrEnum):
    """Whether somebody still wants to come, or how that ended; each end is a Status as well."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    LAPSED = "lapsed"


class Status(StrEnum):
    """What an attendee has, in the words of lists and filters."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    PENDING = "pending"
    UNPROVEN = "unproven"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    LAPSED = "lapsed"


class Together(StrEnum):
    """What several people registered at once want if there is not room for all."""

    ALL = "all"
    FIT = "fit"


class Actor(StrEnum):
    """Who causes a change. An organiser is written down with the account's id, as ``organiser:7``."""

    PARTICIPANT = "participant"
    ORGANISER = "organiser"
    SYSTEM = "system"


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
    DECLINED = "declined"
    DIGEST = "digest"
    EVENT_FULL = "event-full"
    LETTERS_FAIL = "letters-fail"
    FORWARDED = "forwarded"
    MEMBER_INVITATION = "member-invitation"
    PASSWORD_RESET = "password-reset"  # noqa: S105 - the name of a letter
    PROVE_ACCOUNT = "prove-account"
    ACCOUNT_CHANGED = "account-changed"


# Letters to those who run an event: what is told at once, to members of its organisation, to a host at all.
ALARMS = frozenset({LetterKind.EVENT_FULL, LetterKind.LETTERS_FAIL})
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


class Difference(StrEnum):
    """In what an event is no longer what its people were told."""

    TIME = "time"
    PROGRAMME = "programme"  # other entries in the calendar, while the event's own times stay
    PLACE = "place"
    MEETING = "meeting"
    LAW = "law"  # the clock on the wall stays, the law of its zone moved the instant


class CalendarAnswer(StrEnum):
    """What somebody told the invitation in their calendar (PARTSTAT: RFC 5545 3.2.12, in lower case)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class ReceivedKind(StrEnum):
    """What came into the reply mailbox."""

    ANSWER = "answer"
    BOUNCE = "bounce"
    OTHER = "other"
