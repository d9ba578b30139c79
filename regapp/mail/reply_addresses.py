"""The addresses in the reply mailbox, as they are written and as they come back: ``reply+<token>@domain``.

The token is the only proof of where a message belongs, so each address is good for one thing alone.
"""

import re

_ANSWERS = re.compile(r"\breply\+([0-9a-f]{20})@", re.IGNORECASE)
_RETURNS = re.compile(r"\breply\+b\.([0-9a-f]{32})@", re.IGNORECASE)


def for_answers(reply_token: str, domain: str) -> str:
    """The organiser's address in the calendar entries of the attendee with that token."""
    return f"reply+{reply_token}@{domain}"


def for_returns(message_token: str, domain: str) -> str:
    """The envelope's sender of the letter with that token (VERP): whoever cannot deliver it writes here."""
    return f"reply+b.{message_token}@{domain}"


def reply_tokens(text: str) -> list[str]:
    """The tokens of attendees in the addresses that ``text`` holds, in lower case: servers change case."""
    return [token.lower() for token in _ANSWERS.findall(text)]


def message_tokens(text: str) -> list[str]:
    """The tokens of letters, likewise."""
    return [token.lower() for token in _RETURNS.findall(text)]
