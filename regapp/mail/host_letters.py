"""What letters to those who run events may tell, by the names that their templates know."""

from typing import Any
from zoneinfo import ZoneInfo

from regapp.addresses import Addresses
from regapp.queries.host_news import HostNews

MOST_EVENTS = 20  # told of one by one in a digest; the others stand on the page it leads to


def host_facts(news: HostNews | None, addresses: Addresses) -> dict[str, Any]:
    """The facts of a letter to a member of an organisation; none for all other letters."""
    if news is None:
        return {}
    since = news.since
    if since is not None:
        since = since.astimezone(ZoneInfo(news.events[0].event.zone))
    return {
        "organisation": news.membership.organisation,
        "news": news.events[0],
        "events": news.events[:MOST_EVENTS],
        "more_events": max(0, len(news.events) - MOST_EVENTS),
        "quiet": news.quiet,
        "since": since,
        "quota": news.quota,
        "news_page": addresses.event(news.events[0].event.slug),
        "co_hosted": addresses.co_hosted(news.membership.organisation.slug),
        "overview": addresses.overview,
        "own_events": addresses.own_events(),
        "notifications": addresses.notifications(),
    }
