"""The terms of the audit log in words: actions, and the names of what they change."""

from regapp.web.translations import gettext as _


def deed_word(action: str) -> str:
    """What was done; empty for an unknown action."""
    words = {
        **_about_events(),
        **_about_programmes(),
        **_about_places(),
        **_about_people(),
        **_about_organisations(),
    }
    return words.get(action, "")


def _about_events() -> dict[str, str]:
    return {
        "event.created": _("Event made"),
        "event.edited": _("Event edited"),
        "event.published": _("Event published"),
        "event.unpublished": _("Event taken back from the public"),
        "event.archived": _("Event put away"),
        "event.unarchived": _("Event taken out of the archive"),
        "event.duplicated": _("Event duplicated"),
        "event.deleted": _("Draft deleted"),
        "event.moved": _("Event moved to other times"),
        "event.relocated": _("Event moved to another place"),
        "event.meeting_changed": _("Online meeting changed"),
        "event.cancelled": _("Event cancelled"),
        "event.retimed": _("Instants derived again after a change of law"),
        "event.rules_changed": _("Rules changed"),
        "event.calendar_rules_changed": _("Rules of calendar entries changed"),
        "event.people_imported": _("People imported from a file"),
        "event.message_written": _("Letter to participants written"),
        "event.message_stopped": _("Letter to participants stopped"),
        "event.message_sent_on": _("Letter sent to those who had not had it"),
        "event.host_added": _("Co-host added"),
        "event.host_changed": _("Co-host changed"),
        "event.host_granted": _("Rights of a co-host changed"),
        "event.host_moved": _("Order of co-hosts changed"),
        "event.host_left": _("Co-host took itself off"),
        "event.host_removed": _("Co-host taken away"),
        "event.saved_as_template": _("Template made of the event"),
        "event.venue_changed": _("Details of the venue changed"),
    }


def _about_programmes() -> dict[str, str]:
    return {
        "attachment.added": _("File or link added"),
        "attachment.changed": _("File or link changed"),
        "attachment.ordered": _("Order of files and links changed"),
        "attachment.removed": _("File or link removed"),
        "question.added": _("Question added"),
        "question.asked_again": _("Removed question asked again"),
        "question.changed": _("Question changed"),
        "question.moved": _("Order of questions changed"),
        "question.removed": _("Question removed"),
        "session.added": _("Item of the programme added"),
        "session.changed": _("Item of the programme changed"),
        "session.ordered": _("Order of the programme changed"),
        "session.removed": _("Item of the programme removed"),
        "speaker.added": _("Person on the programme added"),
        "speaker.changed": _("Person on the programme changed"),
        "speaker.ordered": _("Order of people on the programme changed"),
        "speaker.removed": _("Person taken from the programme"),
        "speaker_group.added": _("Group of speakers added"),
        "speaker_group.changed": _("Group of speakers changed"),
        "speaker_group.ordered": _("Order of groups of speakers changed"),
        "speaker_group.removed": _("Group of speakers removed"),
    }


def _about_places() -> dict[str, str]:
    return {
        "attendees.exported": _("People's data taken out as a file"),
        "registration.closed_by_hand": _("Registration closed by hand"),
        "registration.opened_by_hand": _("Registration opened by hand"),
        "quota.added": _("Quota added"),
        "quota.changed": _("Number of places changed"),
        "quota.drawn": _("Tickets of a quota changed"),
        "quota.removed": _("Quota removed"),
        "quota.renamed": _("Quota renamed"),
        "ticket_type.added": _("Ticket added"),
        "ticket_type.changed": _("Ticket changed"),
        "ticket_type.moved": _("Order of tickets changed"),
        "ticket_type.removed": _("Ticket removed"),
        "ticket_type.rules_changed": _("Rules of a ticket changed"),
        "invitation.made": _("Code for a ticket made"),
        "invitation.list_made": _("People invited by e-mail"),
        "invitation.withdrawn": _("Invitation withdrawn"),
        "letters.resent": _("Letters sent again"),
        "letters.paused": _("Sending paused"),
        "letters.resumed": _("Sending resumed"),
    }


def _about_people() -> dict[str, str]:
    return {
        "people.approve": _("Several people approved"),
        "people.reject": _("Several people rejected"),
        "people.cancel": _("Cancelled for several people"),
        "people.move": _("Several people moved to another ticket"),
        "people.resend": _("Letters sent again to several people"),
        "people.tag": _("Several people tagged"),
        "people.untag": _("Tag taken off several people"),
        "job.stopped": _("Something in the background stopped"),
        "view.kept": _("View of the list kept under a name"),
        "view.changed": _("Named view of the list changed"),
        "view.forgotten": _("Named view of the list thrown away"),
        "tag.made": _("Tag made"),
        "tag.renamed": _("Tag renamed"),
        "tag.deleted": _("Tag deleted"),
    }


def _about_organisations() -> dict[str, str]:
    return {
        "member.added": _("Member added"),
        "member.invited": _("Somebody invited to work here"),
        "member.invited_again": _("Invitation to work here sent again"),
        "member.invitation_withdrawn": _("Invitation to work here withdrawn"),
        "member.joined": _("Invitation accepted"),
        "member.role_changed": _("Role changed"),
        "member.removed": _("Member removed"),
        "member.left": _("Left the organisation"),
        "organisation.left_event": _("No longer a co-host of an event"),
        "organisation.made": _("Organisation made"),
        "organisation.changed": _("Organisation edited"),
        "venue.made": _("Venue made"),
        "venue.changed": _("Venue changed"),
        "template.deleted": _("Template deleted"),
    }


def label_word(name: str) -> str:
    """What it is that changed; an unknown name as it is."""
    words = {**_of_events(), **_of_organisations()}
    return words.get(name) or name.replace("_", " ").capitalize()


def _of_events() -> dict[str, str]:
    return {
        "format": _("Format"),
        "columns": _("Columns"),
        "ticked": _("Only those who were ticked"),
        "searched": _("Searched for"),
        "answers": _("Answers"),
        "language": _("Language"),
        "source": _("Registered through"),
        "calendar": _("Answer in the calendar"),
        "delivered": _("Letters arrive"),
        "of_quota": _("Quota"),
        "session": _("Session"),
        "tag": _("Tag"),
        "capacity": _("Places"),
        "uses": _("For how many people"),
        "people": _("People"),
        "letters": _("Letters"),
        "new_ticket": _("New ticket"),
        "which_tag": _("Tag put on or taken off"),
        "ticket": _("Ticket"),
        "tickets": _("Tickets"),
        "status": _("Status"),
        "start": _("Start"),
        "end": _("End"),
        "title": _("Title"),
        "summary": _("Summary"),
        "description": _("Description"),
        "kind": _("Kind of event"),
        "languages": _("Languages"),
        "visibility": _("Visibility"),
        "slug": _("Address of the page"),
        "file": _("File"),
        "consent": _("The people have agreed"),
        "to": _("Recipients"),
        "reason": _("Reason"),
        "waiting_list": _("Waiting list"),
        "needs_approval": _("Needs approval"),
        "needs_code": _("By invitation"),
        "above": _("Above the quota"),
        "of": _("Copy of"),
        "label": _("Question"),
        "places_shown": _("Places left, as visitors see them"),
        "faq": _("Frequent questions"),
        "letter_words": _("Your own paragraph in letters"),
        "public_stream": _("Public broadcast"),
        "asks_for_answer": _("Calendars ask for an answer"),
        "trusts_answers": _("A no in the calendar counts"),
        "offer_minutes": _("Minutes to accept an offer"),
        "offers_stop_minutes": _("Minutes before the start at which offers end"),
        "proof_minutes": _("Minutes to confirm an address"),
        "pending_holds": _("A place is kept while you decide"),
        "most_people": _("People in one registration"),
        "calendar_by_session": _("A calendar entry for each session"),
        "join_release_minutes": _("Minutes before the start at which the way to join is told"),
        "attendance": _("Where the ticket admits to"),
        "opens": _("Registration opens"),
        "closes": _("Registration closes"),
        "hint": _("Help text"),
        "choices": _("Answers to choose from"),
        "required": _("Required"),
        "affiliation": _("Organisation"),
        "room": _("Room"),
    }


def _of_organisations() -> dict[str, str]:
    return {
        "role": _("Role"),
        "address": _("E-mail address"),
        "zone": _("Time zone"),
        "name": _("Name"),
        "website": _("Website"),
        "contact_email": _("E-mail address for questions"),
        "contact_phone": _("Telephone"),
        "requires_second_factor": _("Second step at sign-in required"),
        "logo": _("Logo"),
        "venue": _("Venue"),
        "template": _("Template"),
        "city": _("City"),
        "region": _("Region"),
        "places": _("Places"),
        "organisation": _("Organisation"),
        "event": _("Event"),
    }
