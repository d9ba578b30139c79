"""Addresses of pages, for everything that is read outside a request: letters, calendars, QR codes."""

from dataclasses import dataclass


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

    def registration(self, token: str) -> str:
        """A participant's own page. A secret: only for letters to the proved address."""
        return f"{self.public_url}/registrations/{token}"

    def registration_calendar(self, token: str) -> str:
        """The participant's own calendar file. A secret likewise."""
        return f"{self.registration(token)}/calendar.ics"

    def address_change(self, token: str) -> str:
        """The page with the button that proves a new address. A secret likewise."""
        return f"{self.public_url}/address-changes/{token}"

    def ticket(self, code: str) -> str:
        """What a ticket's QR code holds."""
        return f"{self.public_url}/tickets/{code}"

    def lost_link(self) -> str:
        """Where a lost letter is asked for again."""
        return f"{self.public_url}/lost-link"
