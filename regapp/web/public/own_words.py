"""What the own page says when something was done, or could not be."""

from dataclasses import dataclass

from regapp.errors import (
    NoPlace,
    NotFound,
    NotPossible,
    Over,
    RegappError,
    RegistrationShut,
    TooManyLetters,
    TooManyPeople,
    UnknownTicket,
    WrongCode,
)
from regapp.web.translations import gettext as _

REFUSALS = (RegistrationShut, NoPlace, NotPossible, WrongCode, UnknownTicket, TooManyPeople, NotFound)


@dataclass(frozen=True, slots=True)
class Notice:
    """A few words on top of the page; ``leads`` to the event, to see what is left there."""

    tone: str
    title: str
    text: str = ""
    leads: bool = False


def refusal(error: RegappError, action: str) -> tuple[Notice, int]:
    """Why ``action`` was not done, and the status of the answer."""
    match error:
        case RegistrationShut():
            return _shut(error), 403
        case TooManyPeople():
            return Notice("bad", _("Not more people"), too_many(error.most)), 422
        case UnknownTicket():
            return Notice(
                "bad", _("That cannot be had"), _("Choose again from what the page shows now.")
            ), 422
    notices = {
        NoPlace: _no_place,
        WrongCode: _wrong_code,
        NotFound: _gone,
        TooManyLetters: _too_many_letters,
    }
    say = next((say for kind, say in notices.items() if isinstance(error, kind)), _not_possible)
    return say(action), 409


def too_many(most: int) -> str:
    """How many people one may register."""
    if most == 1:
        return _("Each person registers alone at this event")
    return _("At this event one person may register %(most)s people at most.", most=most)


def not_shown() -> Notice:
    """What was sent belongs to a part of the page that is no longer there."""
    return Notice(
        "bad",
        _("That is no longer possible"),
        _("Something has changed meanwhile; nothing was done. Below you see what you have now."),
    )


def done_words(done: str | None, email: str) -> Notice | None:
    """What the last POST did, by the word in its redirect; ``email`` is the registration's address."""
    letter = _("A letter tells you what you have.")
    told = {
        "cancelled": (_("Your place is free again for others"), _("A letter confirms it.")),
        "restored": (_("You are back on the list"), letter),
        "proved": (_("Your address is confirmed"), letter),
        "accepted": (_("The place is yours"), _("A letter confirms it.")),
        "declined": (_("The place goes to the next in the line"), ""),
        "ticket": (_("Your ticket is changed"), _("A letter confirms it.")),
        "same": (_("Your ticket stays as it was"), ""),
        "asks": (_("The host is asked for a yes"), _("A letter tells you the answer.")),
        "waits": (_("You wait for that ticket"), _("A letter tells you when a place is free.")),
        "meanwhile": (
            _("You have a place meanwhile"),
            _("You stay in the line as well. A letter confirms it."),
        ),
        "sessions": (_("Your choice of sessions is saved"), ""),
        "line-left": (_("You have left the line"), _("You keep what you have.")),
        "added": (_("One more person is registered"), letter),
        "renamed": (_("Your changes are saved"), ""),
        "taken-out": (_("This person does not come any more"), _("What they had is free for others.")),
        "changed": (_("Your changes are saved"), ""),
        "feed": (_("A letter with the address is on its way to %(email)s", email=email), ""),
        "feed-gone": (_("The address of your calendar leads nowhere any more"), ""),
        "address": (
            _("We have sent a letter to the new address"),
            _("Press the button it leads to; until then the old address stays."),
        ),
        "address-proved": (
            _("Your address is changed"),
            _("This page has a new link. The old one no longer works."),
        ),
    }
    return Notice("good", *told[done]) if done in told else None


def _shut(error: RegistrationShut) -> Notice:
    title = _("That is no longer possible")
    if isinstance(error, Over):
        return Notice("bad", title, _("The event is over; nothing was changed."))
    ask = _(
        "Registration is closed; nothing was changed. Write to the host if you would like to come after all."
    )
    return Notice("bad", title, ask)


def _no_place(action: str) -> Notice:
    match action:
        case "restore":
            text = _("Your place has gone to somebody else meanwhile, and there is no waiting list.")
        case "sessions":
            text = _("One of the sessions is full. Your choice stays as it was.")
        case "add":
            text = _("There is no place for one more person, and no waiting list.")
        case _:
            text = _("There is no waiting list either. You keep what you have.")
    return Notice("scarce", _("No place is left"), text, leads=action == "restore")


def _wrong_code(_action: str) -> Notice:
    text = _("As many people as it is for have come by it, or its time is over. Write to the host.")
    return Notice("bad", _("The invitation is used up"), text)


def _gone(_action: str) -> Notice:
    text = _("This person does not come any more; nothing was changed.")
    return Notice("bad", _("That is no longer possible"), text)


def _too_many_letters(_action: str) -> Notice:
    text = _("Several have gone to your address of late: please look for them there, or ask again later.")
    return Notice("scarce", _("No further letter now"), text)


def _not_possible(action: str) -> Notice:
    late = (
        _("There is no offer any more"),
        _("It was answered already, or its time is over and the place has gone to the next in the line."),
    )
    unsettled = (
        _("Not yet"),
        _("Something has to be answered first: an offer, the host’s yes or the proof of your address."),
    )
    words = {
        "accept": late,
        "decline": late,
        "prove": (
            _("The time to confirm your address is over"),
            _("What was kept for you has gone to others. Below you see what you have now."),
        ),
        "ticket": unsettled,
        "sessions": unsettled,
        "leave-line": (
            _("You have nothing else"),
            _("To leave the line, cancel the registration. Nothing was changed."),
        ),
        "take-out": (
            _("This is the only person"),
            _("If nobody comes, cancel the registration. Nothing was changed."),
        ),
    }
    return Notice("scarce", *words[action]) if action in words else not_shown()
