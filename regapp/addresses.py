"""Addresses of pages, for everything that is read outside a request: letters, calendars, QR codes."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Addresses:
    """Builds absolute addresses under ``public_url``, which has no trailing slash."""

    public_url: str

    def home(self) -> str:
        """The list of events."""
        return f"{self.public_url}/"

    def event(self, slug: str) -> str:
        """An event's public page."""
        return f"{self.public_url}/events/{slug}"

    def form(self, slug: str, code: str) -> str:
        """An event's form, opened by an invitation's code."""
        return f"{self.event(slug)}/register?code={quote(code, safe='')}"

    def registration(self, token: str) -> str:
        """A participant's own page. A secret: only for letters to the proved address."""
        return f"{self.public_url}/registrations/{token}"

    def adding(self, token: str, name: str) -> str:
        """The own page with the name of one more person filled in. A secret likewise."""
        return f"{self.registration(token)}?add={quote(name, safe='')}"

    def registration_calendar(self, token: str) -> str:
        """The participant's own calendar file. A secret likewise."""
        return f"{self.registration(token)}/calendar.ics"

    def personal_calendar(self, token: str) -> str:
        """A calendar of all that somebody has. A secret: whoever knows it reads that."""
        return f"{self.public_url}/calendars/{token}.ics"

    def address_change(self, token: str) -> str:
        """The page with the button that proves a new address. A secret likewise."""
        return f"{self.public_url}/address-changes/{token}"

    def ticket(self, code: str) -> str:
        """What a ticket's QR code holds."""
        return f"{self.public_url}/tickets/{code}"

    def lost_link(self) -> str:
        """Where a lost letter is asked for again."""
        return f"{self.public_url}/lost-link"

    def unsubscribe(self, message_token: str) -> str:
        """Where the recipient of a letter says that they want no more like it. A secret of theirs."""
        return f"{self.public_url}/unsubscribe/{message_token}"

    def overview(self, slug: str, page: str = "") -> str:
        """An event as its organisers see it, or the ``page`` below that."""
        return f"{self.public_url}/organise/events/{slug}{page}"

    def own_events(self) -> str:
        """An organiser's list of events."""
        return f"{self.public_url}/organise/"

    def notifications(self) -> str:
        """Where an organiser says which letters to send."""
        return f"{self.public_url}/organise/notifications"
