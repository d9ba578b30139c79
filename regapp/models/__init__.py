"""What is stored, and the rules of a single thing."""

from regapp.models.audit import AuditEntry
from regapp.models.consent import Consent, ConsentText
from regapp.models.event import Event, EventHost
from regapp.models.feed import PersonalFeed
from regapp.models.form import Question
from regapp.models.invitation import Invitation
from regapp.models.letter import Letter, Mailing, OptOut, Pace, Pause
from regapp.models.localized import LocalizedText
from regapp.models.organisation import Membership, Organisation, Venue
from regapp.models.programme import Session, Speaker, SpeakerGroup
from regapp.models.receipt import AddressChange, Receipt
from regapp.models.received import ReceivedMail
from regapp.models.registration import Attendee, AttendeeSession, Hold, Registration, WaitingEntry
from regapp.models.ticket import Line, Quota, QuotaSession, QuotaTicketType, TicketType
from regapp.models.user import User

__all__ = [
    "AddressChange",
    "Attendee",
    "AttendeeSession",
    "AuditEntry",
    "Consent",
    "ConsentText",
    "Event",
    "EventHost",
    "Hold",
    "Invitation",
    "Letter",
    "Line",
    "LocalizedText",
    "Mailing",
    "Membership",
    "OptOut",
    "Organisation",
    "Pace",
    "Pause",
    "PersonalFeed",
    "Question",
    "Quota",
    "QuotaSession",
    "QuotaTicketType",
    "Receipt",
    "ReceivedMail",
    "Registration",
    "Session",
    "Speaker",
    "SpeakerGroup",
    "TicketType",
    "User",
    "Venue",
    "WaitingEntry",
]
