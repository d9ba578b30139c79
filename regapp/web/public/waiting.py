"""How an event's waiting list works, in words that a participant understands."""

from flask_babel import ngettext

from regapp.models import Event
from regapp.web.translations import gettext as _

MINUTES_OF_AN_HOUR = 60


def waiting_rules(event: Event) -> list[str]:
    """The rule, a sentence or two each."""
    rules = [
        _("There is one line for the whole event, in the order in which people joined it."),
        _(
            "A place that becomes free goes at once to the first in the line who can use it. Somebody is"
            " passed only while another place that they need is taken, or while their group is larger than"
            " what is free; a group that was passed three times stops the line until it fits."
        ),
        _("Nobody new gets a place that somebody in the line could use."),
        *_when_it_comes(event),
    ]
    if event.most_people > 1:
        rules.append(
            _("People who want to come together or not at all move up together, when there is room for all.")
        )
    rules.append(
        _("Your own page, which the letter leads to, shows your place in the line. You can leave it there.")
    )
    return rules


def _when_it_comes(event: Event) -> list[str]:
    if event.offer_minutes is None:
        return [_("When it is your turn, the place is yours and a letter tells you so.")]
    rules = [
        _(
            "When it is your turn, a letter offers you the place. Accept it in time, or it goes to the next"
            " in the line. Time to accept: %(time)s.",
            time=span_text(event.offer_minutes),
        )
    ]
    if event.offers_stop_minutes:
        rules.append(
            _(
                "Offers end some time before the event starts, and none is made after that. Time before the"
                " start: %(time)s.",
                time=span_text(event.offers_stop_minutes),
            )
        )
    else:
        rules.append(_("No offer stands longer than until the event starts."))
    return rules


def span_text(minutes: int) -> str:
    """A length of time, e.g. "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    parts = [ngettext("%(num)s hour", "%(num)s hours", hours)] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", rest))
    return " ".join(parts)
