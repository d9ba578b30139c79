"""Addresses of people: what is accepted, and when two spellings are one address."""

import unicodedata
from functools import lru_cache

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

LONGEST = 254  # octets of an address on its way through SMTP (RFC 5321 4.5.3.1.3)


def checked(text: str) -> str:
    """``text`` as an address to write to. Raises ValueError if it is none.

    Never asks the DNS: a registration does not wait for a name server.
    """
    return _parsed(text.strip()).normalized


@lru_cache(maxsize=256)  # one registration asks several times
def key(address: str) -> str:
    """What makes two spellings one: NFC, casefolded, the domain in A-labels; +tags and dots are kept."""
    parsed = _parsed(address)
    local = unicodedata.normalize("NFC", parsed.local_part).casefold()
    return f"{local}@{parsed.ascii_domain.casefold()}"


def _parsed(address: str) -> ValidatedEmail:
    try:
        # Names under .test are refused without test_environment, but organisers rehearse with them.
        return validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
