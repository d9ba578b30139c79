"""What is done to many people at once, in words: before, as a question, and after."""

from collections.abc import Mapping

from regapp.vocabulary import Deed, PersonFate
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext


def question_word(deed: Deed, count: int) -> str:
    """Whether it is meant so, with the number of people."""
    return {
        Deed.APPROVE: ngettext("Approve %(num)s person?", "Approve %(num)s people?", count),
        Deed.REJECT: ngettext("Reject %(num)s person?", "Reject %(num)s people?", count),
        Deed.CANCEL: ngettext(
            "Cancel the place of %(num)s person?", "Cancel the places of %(num)s people?", count
        ),
        Deed.MOVE: ngettext(
            "Move %(num)s person to another ticket?", "Move %(num)s people to another ticket?", count
        ),
        Deed.RESEND: ngettext(
            "Send the letter again to %(num)s person?", "Send the letter again to %(num)s people?", count
        ),
        Deed.TAG: ngettext("Tag %(num)s person?", "Tag %(num)s people?", count),
        Deed.UNTAG: ngettext("Take a tag off %(num)s person?", "Take a tag off %(num)s people?", count),
    }[deed]


def meaning_word(deed: Deed) -> str:
    """What follows from it."""
    return {
        Deed.APPROVE: _(
            "Whoever has a place kept gets it. Where all places are taken they go to the waiting list, if"
            " there is one: nobody gets a place that is not there."
        ),
        Deed.REJECT: _("What is kept for them goes to whoever waits. Who has another place keeps that."),
        Deed.CANCEL: _("Their places go at once to whoever waits."),
        Deed.MOVE: _(
            "They get a place of the new ticket, and what they have now becomes free. Where all places are"
            " taken, or they have this ticket already, they stay as they are."
        ),
        Deed.RESEND: _(
            "Each gets the letter that tells what they have now. To whom the last letter did not arrive, that"
            " one goes again."
        ),
        Deed.TAG: _("Tags are for you and those who see this list. The people themselves do not see them."),
        Deed.UNTAG: _("Nothing else about the people changes."),
    }[deed]


def yes_word(deed: Deed) -> str:
    """What stands on the button."""
    return {
        Deed.APPROVE: _("Yes, approve"),
        Deed.REJECT: _("Yes, reject"),
        Deed.CANCEL: _("Yes, cancel their places"),
        Deed.MOVE: _("Yes, move"),
        Deed.RESEND: _("Yes, send"),
        Deed.TAG: _("Put the tag on"),
        Deed.UNTAG: _("Take the tag off"),
    }[deed]


def nobody_word(deed: Deed) -> str:
    """That it can be done to none of those who were chosen."""
    if deed in {Deed.APPROVE, Deed.REJECT}:
        return _("None of those you chose waits for your yes.")
    if deed is Deed.MOVE:
        return _("None of those you chose can be moved: they have left, or not confirmed their address yet.")
    if deed in {Deed.CANCEL, Deed.RESEND}:
        return _("None of those you chose is registered any more.")
    return _("Nobody is chosen.")


def barred_word(why: str) -> str:
    """Why it can be done to nobody."""
    return {
        "cancelled": _("The event is cancelled: nobody is approved, moved or written to any more."),
        "archived": _("The event is put away. Take it out of the archive first."),
        "no-ticket": _("The ticket is gone. Choose another one."),
        "no-tag": _("The tag is gone. Choose another one."),
        "no-event": _("The event is gone."),
    }.get(why) or _("A fault of ours kept it from going on. Try it again; if it stays so, tell us.")


def job_word(deed: Deed) -> str:
    """What a job does, as its page is headed."""
    return {
        Deed.APPROVE: _("Approving people"),
        Deed.REJECT: _("Rejecting people"),
        Deed.CANCEL: _("Cancelling for people"),
        Deed.MOVE: _("Moving people to another ticket"),
        Deed.RESEND: _("Sending letters again"),
        Deed.TAG: _("Tagging people"),
        Deed.UNTAG: _("Taking a tag off people"),
    }[deed]


def fate_words(deed: Deed, outcome: Mapping[str, int]) -> dict[PersonFate, str]:
    """How many ended how, a sentence for each that there is."""
    return {fate: _sentence(deed, fate, outcome[fate]) for fate in PersonFate if outcome.get(fate)}


def outcome_words(deed: Deed, outcome: Mapping[str, int]) -> str:
    """What came of it, for the top of the list."""
    if is_overtaken(deed, outcome):
        return _("Somebody else has decided meanwhile; nothing was changed.")
    return " ".join(fate_words(deed, outcome).values())


def is_overtaken(deed: Deed, outcome: Mapping[str, int]) -> bool:
    """Whether nothing was left to decide, since somebody else had done it in between."""
    return deed in _DECISIONS and {one for one in outcome if outcome[one]} <= {
        PersonFate.ALREADY,
        PersonFate.UNFIT,
    }


def back_word(deed: Deed) -> str:
    """How what was done is taken back, if it takes something away from people."""
    if deed in {Deed.CANCEL, Deed.REJECT}:
        return _("To bring somebody back, open their page and choose “Restore the registration”.")
    return ""


_DECISIONS = {Deed.APPROVE, Deed.REJECT, Deed.CANCEL}


def _done(deed: Deed, count: int) -> str:
    return {
        Deed.APPROVE: ngettext("%(num)s approved.", "%(num)s approved.", count),
        Deed.REJECT: ngettext("%(num)s rejected.", "%(num)s rejected.", count),
        Deed.CANCEL: ngettext("%(num)s cancelled.", "%(num)s cancelled.", count),
        Deed.MOVE: ngettext(
            "%(num)s moved to the ticket. A letter says so.",
            "%(num)s moved to the ticket. Letters say so.",
            count,
        ),
        Deed.RESEND: ngettext(
            "For %(num)s person the letter goes again.", "For %(num)s people the letter goes again.", count
        ),
        Deed.TAG: ngettext("%(num)s person has the tag now.", "%(num)s people have the tag now.", count),
        Deed.UNTAG: ngettext(
            "The tag is taken off %(num)s person.", "The tag is taken off %(num)s people.", count
        ),
    }[deed]


def _no_place(deed: Deed, count: int) -> str:
    if deed is Deed.MOVE:
        return ngettext(
            "%(num)s stays as they were: all places are taken. Add places, or choose another ticket.",
            "%(num)s stay as they were: all places are taken. Add places, or choose another ticket.",
            count,
        )
    return ngettext(
        "%(num)s stays undecided: all places are taken. Add places, or decide otherwise.",
        "%(num)s stay undecided: all places are taken. Add places, or decide otherwise.",
        count,
    )


def _already(deed: Deed, count: int) -> str:
    return {
        Deed.APPROVE: ngettext("%(num)s had a place before.", "%(num)s had a place before.", count),
        Deed.REJECT: ngettext("%(num)s was rejected before.", "%(num)s were rejected before.", count),
        Deed.CANCEL: ngettext("%(num)s had left before.", "%(num)s had left before.", count),
        Deed.MOVE: ngettext("%(num)s has this ticket already.", "%(num)s have this ticket already.", count),
        Deed.RESEND: ngettext(
            "For %(num)s person the letter is on its way already.",
            "For %(num)s people the letter is on its way already.",
            count,
        ),
        Deed.TAG: ngettext("%(num)s had the tag before.", "%(num)s had the tag before.", count),
        Deed.UNTAG: ngettext("%(num)s did not have the tag.", "%(num)s did not have the tag.", count),
    }[deed]


def _unfit(deed: Deed, count: int) -> str:
    if deed is Deed.MOVE:
        return ngettext(
            "%(num)s stays as they were: they have left, or not confirmed their address yet.",
            "%(num)s stay as they were: they have left, or not confirmed their address yet.",
            count,
        )
    if deed is Deed.RESEND:
        return ngettext(
            "For %(num)s person there is nothing to tell.",
            "For %(num)s people there is nothing to tell.",
            count,
        )
    return ngettext(
        "%(num)s waits for no decision and stays as they were.",
        "%(num)s wait for no decision and stay as they were.",
        count,
    )


_BY_DEED = {
    PersonFate.DONE: _done,
    PersonFate.NO_PLACE: _no_place,
    PersonFate.ALREADY: _already,
    PersonFate.UNFIT: _unfit,
}


def _sentence(deed: Deed, fate: PersonFate, count: int) -> str:
    if fate in _BY_DEED:
        return _BY_DEED[fate](deed, count)
    if fate is PersonFate.IN_LINE:
        return ngettext(
            "%(num)s waits for this ticket already and stays in the line: all places are taken.",
            "%(num)s wait for this ticket already and stay in the line: all places are taken.",
            count,
        )
    if fate is PersonFate.WAITING:
        return ngettext(
            "%(num)s approved and on the waiting list: all places are taken.",
            "%(num)s approved and on the waiting list: all places are taken.",
            count,
        )
    if fate is PersonFate.NO_ADDRESS:
        return ngettext(
            "%(num)s has no e-mail address: tell them yourself.",
            "%(num)s have no e-mail address: tell them yourself.",
            count,
        )
    return ngettext(
        "%(num)s stays as they were because of a fault of ours. Try them again.",
        "%(num)s stay as they were because of a fault of ours. Try them again.",
        count,
    )
