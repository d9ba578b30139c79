"""The private calendar of all that somebody is registered for, on their own page."""

from werkzeug.wrappers import Response

from regapp.services.registrations import personal_feeds
from regapp.web.public import public
from regapp.web.public.own_page import press
from regapp.web.reading import language


@public.post("/registrations/<token>/feed")
def send_feed(token: str) -> Response:
    """Send its address to the registration's, and never to this browser."""
    wanted = language()
    return press(token, "feed", lambda: personal_feeds.send(token=token, language=wanted), "feed")


@public.post("/registrations/<token>/feed/take-back")
def take_back_feed(token: str) -> Response:
    """Have its address lead nowhere any more."""
    return press(token, "feed", lambda: personal_feeds.take_back(token=token), "feed-gone")
