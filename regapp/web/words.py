"""Terms of the vocabulary as words in the visitor's language."""

from regapp.vocabulary import EventKind, SpeakerRole, Status
from regapp.web.translations import gettext as _


def status_word(status: Status) -> str:
    """What an attendee has."""
    match status:
        case Status.CONFIRMED:
            return _("Confirmed")
        case Status.WAITING:
            return _("On the waiting list")
        case Status.CANCELLED:
            return _("Cancelled")


def kind_word(kind: EventKind) -> str:
    """What sort of meeting an event is."""
    match kind:
        case EventKind.ROUND_TABLE:
            return _("Round table")
        case EventKind.WEBINAR:
            return _("Webinar")
        case EventKind.CONFERENCE:
            return _("Conference")
        case EventKind.RACE:
            return _("Half-marathon")
        case EventKind.TELECONFERENCE:
            return _("Teleconference")


def role_word(role: SpeakerRole) -> str:
    """What a person on the programme does."""
    match role:
        case SpeakerRole.MODERATOR:
            return _("Moderator")
        case SpeakerRole.SPEAKER:
            return _("Speaker")
        case SpeakerRole.GUEST:
            return _("Guest")


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
