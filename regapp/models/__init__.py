"""What is stored, and the rules of a single thing."""

from regapp.models.attendee_list import AttendeeTag, SavedView, Tag, Tally
from regapp.models.audit import AuditEntry
from regapp.models.consent import Consent, ConsentText
from regapp.models.event import Event
from regapp.models.event_host import EventHost
from regapp.models.event_template import EventTemplate
from regapp.models.feed import PersonalFeed
from regapp.models.file import Attachment, File
from regapp.models.form import Question, QuotaChoice
from regapp.models.former_slug import FormerSlug
from regapp.models.invitation import Invitation
from regapp.models.job import ImportRow, Job, JobPerson
from regapp.models.letter import Letter, Mailing, OptOut, Pace, Pause
from regapp.models.localized import LocalizedText
from regapp.models.organisation import MemberInvitation, Membership, Organisation, Venue
from regapp.models.programme import Session, SessionSpeaker, Speaker, SpeakerGroup
from regapp.models.receipt import AddressChange, Receipt
from regapp.models.received import ReceivedMail
from regapp.models.registration import (
    Attendee,
    AttendeeQuota,
    AttendeeSession,
    Hold,
    Registration,
    WaitingEntry,
)
from regapp.models.sent_form import SentForm
from regapp.models.ticket import Line, Quota, QuotaSession, QuotaTicketType, TicketType
from regapp.models.user import Passkey, SignIn, User

__all__ = [
    "AddressChange",
    "Attachment",
    "Attendee",
    "AttendeeQuota",
    "AttendeeSession",
    "AttendeeTag",
    "AuditEntry",
    "Consent",
    "ConsentText",
    "Event",
    "EventHost",
    "EventTemplate",
    "File",
    "FormerSlug",
    "Hold",
    "ImportRow",
    "Invitation",
    "Job",
    "JobPerson",
    "Letter",
    "Line",
    "LocalizedText",
    "Mailing",
    "MemberInvitation",
    "Membership",
    "OptOut",
    "Organisation",
    "Pace",
    "Passkey",
    "Pause",
    "PersonalFeed",
    "Question",
    "Quota",
    "QuotaChoice",
    "QuotaSession",
    "QuotaTicketType",
    "Receipt",
    "ReceivedMail",
    "Registration",
    "SavedView",
    "SentForm",
    "Session",
    "SessionSpeaker",
    "SignIn",
    "Speaker",
    "SpeakerGroup",
    "Tag",
    "Tally",
    "TicketType",
    "User",
    "Venue",
    "WaitingEntry",
]
