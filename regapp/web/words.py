"""Terms of the vocabulary as words in the visitor's language."""

from regapp.vocabulary import (
    Actor,
    CalendarAnswer,
    EventKind,
    LetterKind,
    LetterState,
    Role,
    Source,
    SpeakerRole,
    Status,
)
from regapp.web.translations import gettext as _


def status_word(status: Status) -> str:
    """What an attendee has."""
    words: dict[Status, str] = {
        Status.CONFIRMED: _("Confirmed"),
        Status.WAITING: _("On the waiting list"),
        Status.OFFERED: _("Place offered"),
        Status.PENDING: _("Awaiting approval"),
        Status.UNPROVEN: _("Address not confirmed"),
        Status.CANCELLED: _("Cancelled"),
        Status.REJECTED: _("Not admitted"),
        Status.LAPSED: _("Lapsed"),
    }
    return words[status]


def kind_word(kind: EventKind) -> str:
    """What sort of meeting an event is."""
    words = {
        EventKind.ROUND_TABLE: _("Round table"),
        EventKind.WEBINAR: _("Webinar"),
        EventKind.CONFERENCE: _("Conference"),
        EventKind.RACE: _("Half-marathon"),
        EventKind.TELECONFERENCE: _("Teleconference"),
        EventKind.SEMINAR: _("Seminar"),
        EventKind.TRAINING: _("Training"),
        EventKind.ANNUAL_SESSION: _("Annual session"),
        EventKind.CELEBRATION: _("Celebration"),
        EventKind.MEETING: _("Meeting"),
    }
    return words[kind]


def role_word(role: SpeakerRole) -> str:
    """What a person on the programme does."""
    match role:
        case SpeakerRole.MODERATOR:
            return _("Moderator")
        case SpeakerRole.SPEAKER:
            return _("Speaker")
        case SpeakerRole.GUEST:
            return _("Guest")


def member_role_word(role: Role) -> str:
    """What somebody is in an organisation."""
    words = {
        Role.OWNER: _("Owner"),
        Role.MANAGER: _("Manager"),
        Role.DOOR: _("Door"),
        Role.VIEWER: _("Viewer"),
    }
    return words[role]


def member_role_hint(role: Role) -> str:
    """What that lets them do, in words that follow "may"."""
    words = {
        Role.OWNER: _("do everything, and say who works here"),
        Role.MANAGER: _("do everything about events: edit, decide, write, export"),
        Role.DOOR: _("check people in, and see names and tickets"),
        Role.VIEWER: _("see events and their lists, and change nothing"),
    }
    return words[role]


def action_word(action: str) -> str:
    """What happened to a registration, by the audit log's term; an unknown term as it is."""
    words = {
        "made": _("Registered"),
        "revived": _("Registered again"),
        "restored": _("Came back"),
        "proved": _("Address confirmed"),
        "proof_lapsed": _("Address not confirmed in time"),
        "noted": _("Note of the hosts changed"),
        "approved": _("Approved"),
        "rejected": _("Rejected"),
        "moved_up": _("Moved up from the waiting list"),
        "turn_came": _("Turn in the line came; the host decides"),
        "offered": _("Place offered"),
        "accepted": _("Offer accepted"),
        "declined": _("Offer declined"),
        "offer_lapsed": _("Offer lapsed"),
        "ticket_changed": _("Ticket changed"),
        "sessions_changed": _("Parts of the programme changed"),
        "line_left": _("Left the waiting list"),
        "person_added": _("Person added"),
        "person_taken_out": _("Person taken out"),
        "person_renamed": _("Person renamed"),
        "feed_made": _("Private calendar made"),
        "feed_sent": _("Address of the private calendar sent again"),
        "feed_taken_back": _("Private calendar taken back"),
        "moved": _("Moved by hand"),
        "letter_sent_again": _("Letter sent again"),
        "cancelled": _("Cancelled"),
        "withdrawn": _("Address corrected: this registration ended"),
        "changed": _("Details changed"),
        "address_corrected": _("Address corrected"),
        "address_changed": _("Address changed"),
    }
    return words.get(action.removeprefix("registration."), action)


def actor_word(actor: str) -> str:
    """Who did something, where no name is known."""
    match actor:
        case Actor.PARTICIPANT:
            return _("The participant")
        case Actor.ORGANISER:
            return _("An organiser")
    return _("The system")


def letter_word(kind: LetterKind) -> str:
    """What a letter is about."""
    words = {
        LetterKind.CONFIRMATION: _("Confirmation"),
        LetterKind.WAITING_LIST: _("On the waiting list"),
        LetterKind.PLACE: _("A place is yours"),
        LetterKind.ALREADY_REGISTERED: _("Registered already"),
        LetterKind.NO_PLACE: _("No place is left"),
        LetterKind.PENDING: _("Awaiting approval"),
        LetterKind.PROVE_REGISTRATION: _("Please confirm your address"),
        LetterKind.OFFER: _("Place offered"),
        LetterKind.OFFER_LAPSED: _("Offer lapsed"),
        LetterKind.REJECTION: _("Not admitted"),
        LetterKind.CHANGED: _("What has changed"),
        LetterKind.CANCELLATION: _("Cancelled"),
        LetterKind.TICKET: _("Ticket for a companion"),
        LetterKind.TICKET_ENDED: _("Ticket of a companion ended"),
        LetterKind.INVITATION: _("Invitation"),
        LetterKind.PROVE_ADDRESS: _("Confirm the new address"),
        LetterKind.LOST_LINKS: _("Links to registrations"),
        LetterKind.PERSONAL_FEED: _("Private calendar"),
        LetterKind.EVENT_CANCELLED: _("The event is cancelled"),
        LetterKind.EVENT_CHANGED: _("The event has changed"),
        LetterKind.MEETING: _("How to join online"),
        LetterKind.REMINDER: _("Reminder"),
        LetterKind.MESSAGE: _("Message from you"),
        LetterKind.MESSAGE_TEST: _("Test of a message, to its writer"),
        LetterKind.DECLINED: _("Declined in the calendar"),
        LetterKind.DIGEST: _("What is new, to organisers"),
        LetterKind.EVENT_FULL: _("All places are taken, to organisers"),
        LetterKind.LETTERS_FAIL: _("Letters fail, to organisers"),
        LetterKind.NAMED_AS_HOST: _("Named as a co-host, to its owners"),
        LetterKind.FORWARDED: _("Mail passed on to you"),
        LetterKind.PASSWORD_RESET: _("Link to choose a new password"),
        LetterKind.PROVE_ACCOUNT: _("Confirm the new address of an account"),
        LetterKind.ACCOUNT_CHANGED: _("Your account has changed"),
        LetterKind.MEMBER_INVITATION: _("Invitation to work for an organisation"),
    }
    return words[kind]


def fate_word(state: LetterState) -> str:
    """Whether a letter went out."""
    words = {
        LetterState.DUE: _("Goes out in a moment"),
        LetterState.SENDING: _("Is being sent"),
        LetterState.SENT: _("Sent"),
        LetterState.RETURNED: _("Sent back"),
        LetterState.RETRYING: _("Not accepted yet; will be tried again"),
        LetterState.FAILED: _("Could not be delivered"),
        LetterState.DROPPED: _("Not sent: its reason was gone"),
    }
    return words[state]


def answer_word(answer: CalendarAnswer) -> str:
    """What somebody told the invitation in their calendar."""
    words = {
        CalendarAnswer.ACCEPTED: _("Calendar: accepted"),
        CalendarAnswer.TENTATIVE: _("Calendar: tentative"),
        CalendarAnswer.DECLINED: _("Calendar: declined"),
    }
    return words[answer]


def source_word(source: Source) -> str:
    """How a registration came in."""
    words = {
        Source.FORM: _("The form"),
        Source.BY_HAND: _("A host"),
        Source.WALK_IN: _("At the door"),
        Source.IMPORT: _("A table"),
    }
    return words[source]


def region_words() -> dict[str, str]:
    """The regions of Kazakhstan by their codes (ISO 3166-2:KZ), cities first."""
    return {
        "KZ-71": _("Astana"),
        "KZ-75": _("Almaty"),
        "KZ-79": _("Shymkent"),
        "KZ-10": _("Abai Region"),
        "KZ-11": _("Akmola Region"),
        "KZ-15": _("Aktobe Region"),
        "KZ-19": _("Almaty Region"),
        "KZ-23": _("Atyrau Region"),
        "KZ-27": _("West Kazakhstan Region"),
        "KZ-31": _("Zhambyl Region"),
        "KZ-33": _("Zhetysu Region"),
        "KZ-35": _("Karaganda Region"),
        "KZ-39": _("Kostanay Region"),
        "KZ-43": _("Kyzylorda Region"),
        "KZ-47": _("Mangystau Region"),
        "KZ-55": _("Pavlodar Region"),
        "KZ-59": _("North Kazakhstan Region"),
        "KZ-61": _("Turkistan Region"),
        "KZ-62": _("Ulytau Region"),
        "KZ-63": _("East Kazakhstan Region"),
    }
