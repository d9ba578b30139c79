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

    def event_for_guest(self, slug: str, code: str) -> str:
        """The page of an event by invitation, opened by an invitation's code."""
        return f"{self.event(slug)}?code={quote(code, safe='')}"

    def own_event(self, token: str) -> str:
        """The page of an event for somebody who is registered. A secret, like the own page."""
        return f"{self.registration(token)}/event"

    def file(self, token: str, name: str) -> str:
        """A picture, or an attachment for everybody."""
        return f"{self.public_url}/files/{token}/{quote(name, safe='')}"

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

    def co_hosted(self, slug: str) -> str:
        """Where an organisation's people see at which events it is named as a co-host."""
        return f"{self.public_url}/organise/organisations/{slug}/co-hosted"

    def own_events(self) -> str:
        """An organiser's list of events."""
        return f"{self.public_url}/organise/"

    def member_invitation(self, token: str) -> str:
        """Where somebody says yes to working for an organisation. A secret: only for a letter to them."""
        return f"{self.public_url}/join/{token}"

    def first_account(self, token: str) -> str:
        """Where the first account is made. A secret, for the operator alone."""
        return f"{self.public_url}/set-up/{token}"

    def account_set_up(self, token: str) -> str:
        """Where somebody chooses the password of an account that has none. A secret of theirs."""
        return f"{self.public_url}/set-up/account/{token}"

    def password_reset(self, token: str) -> str:
        """The page on which somebody chooses a new password. A secret: only for letters to the account."""
        return f"{self.public_url}/login/reset/{token}"

    def account_address(self, token: str) -> str:
        """The page with the button that proves an account's new address. A secret likewise."""
        return f"{self.public_url}/login/address/{token}"

    def account(self) -> str:
        """Where somebody sees and changes what is kept of their own account."""
        return f"{self.public_url}/account/"

    def forgotten_password(self) -> str:
        """Where a letter with a link to choose a new password is asked for."""
        return f"{self.public_url}/login/forgotten"

    def notifications(self) -> str:
        """Where an organiser says which letters to send."""
        return f"{self.public_url}/organise/notifications"
