"""How plain values become values of iCalendar properties (RFC 5545 3.3)."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import quote

import idna
from icalendar.prop import vCalAddress, vDate, vDatetime, vInline, vUri

from regapp.calendars.entry import Party
from regapp.calendars.zones import zone_written

# U+0085, U+2028 and U+2029 are line breaks to readers that use str.splitlines() or its like.
_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
# Control characters have no place in an iCalendar stream (3.1), lone surrogates none in UTF-8, and icalendar
# loses a byte order mark.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_PLAIN_IN_MAILBOX = "!$'*+"
_RESERVED_IN_URI = ":/?#[]@!$&'()*+,;=%"


def clean(value: str) -> str:
    """The text with every line break a line feed, and without other control characters (tabs stay)."""
    return _UNWRITABLE.sub("", _LINE_BREAK.sub("\n", value))


def _one_line(value: str) -> str:
    """The text with every run of white space as one blank, for places that cannot escape a line break."""
    return " ".join(clean(value).split())


def text(*values: str, language: str = "") -> vInline:
    r"""A TEXT, or a list of them: RFC 5545 3.3.11.

    Escaped here, since icalendar's vText reads the N of a path like C:\New as a line break.
    """
    written = vInline(",".join(clean(value).translate(_ESCAPED) for value in values))
    if language:
        written.params["LANGUAGE"] = parameter(language)
    return written


def parameter(value: str) -> str:
    """A text fit for a property's parameter: RFC 5545 3.2.

    A double quote cannot stand there. RFC 6868 has an escape for it, which too many programs show as it is:
    it becomes an apostrophe.
    """
    return _one_line(value).replace('"', "'")


def moment(value: datetime) -> vDatetime:
    """A DATE-TIME: wall clock with TZID, or UTC where `zone_written` says so. RFC 5545 3.3.5."""
    zone = zone_written(value)
    if zone is None:
        return vDatetime(value.astimezone(UTC))
    # A naive one, since icalendar writes UTC for zones that it takes for the same, like Reykjavik's.
    written = vDatetime(value.replace(tzinfo=None))
    written.params["TZID"] = zone.key
    return written


def day(value: datetime) -> vDate:
    """A DATE: that of the wall clock, which is nobody's instant. RFC 5545 3.3.4."""
    written = vDate(value.date())
    written.params["VALUE"] = "DATE"
    return written


def instant(value: datetime) -> vDatetime:
    """A DATE-TIME in UTC. A naive datetime is a ValueError."""
    if value.utcoffset() is None:
        raise ValueError(f"an instant needs a zone: {value!r}")
    return vDatetime(value.astimezone(UTC))


def position(latitude: float, longitude: float) -> vInline:
    """A GEO in degrees, six decimals, never in the notation with an exponent: RFC 5545 3.8.1.6."""
    return vInline(f"{latitude:.6f};{longitude:.6f}")


def uri(value: str) -> vUri:
    """A URI: RFC 5545 3.3.13. What RFC 3986 does not allow in one is percent-encoded."""
    return vUri(quote(_one_line(value), safe=_RESERVED_IN_URI))


def address(party: Party, **parameters: str) -> vCalAddress:
    """A CAL-ADDRESS with CN, unless the party has no name: RFC 5545 3.3.3."""
    written = vCalAddress(_mailto(_one_line(party.email)))
    named = {"CN": parameter(party.name), **parameters}
    written.params.update({key: value for key, value in named.items() if value})
    return written


def _mailto(email: str) -> str:
    """The mailto: URI of an address, in ASCII: RFC 6068.

    Parsers take UTF-8 there as well, but programs that look for their user's mailbox in it know a domain by
    its A-labels, and a raw % ? or # would cut the address short in those that read it as a URI.
    """
    local, at, domain = email.rpartition("@")
    if not domain.isascii():
        # A domain that IDNA 2008 does not know stays as it is, percent-encoded.
        with suppress(idna.IDNAError):
            domain = idna.encode(domain, uts46=True).decode("ascii")
    return f"mailto:{quote(local, safe=_PLAIN_IN_MAILBOX)}{at}{quote(domain, safe='[]:')}"
