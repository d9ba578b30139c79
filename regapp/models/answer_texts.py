"""What people write as an answer, as it is stored. Each raises ValueError for what is none."""

import re
from datetime import date
from decimal import Decimal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

REGION = "KZ"  # of telephone numbers without a country's code
YEARS = range(1900, 2200)  # also of birth
_NUMBER = re.compile(r"([+-]?)(\d{1,15})(?:[.,](\d{1,6}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)


def number(typed: str) -> str:
    """A number, with a point or a comma: without blanks and needless zeros."""
    found = _NUMBER.fullmatch("".join(typed.split()).replace("\N{MINUS SIGN}", "-"))
    if found is None:
        raise ValueError("no number")
    sign, whole, rest = found.groups()
    return plain_number(Decimal(f"{sign}{whole}.{rest or 0}"))


def plain_number(value: Decimal) -> str:
    """A number as it is stored, e.g. "12.5" and never "1.25E+1" or "-0"."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def day(typed: str) -> str:
    """A date, as browsers send it or as people write it: ISO 8601."""
    found = _DAY_FIRST.fullmatch(typed)
    read = date(*(int(found[part]) for part in (3, 2, 1))) if found else date.fromisoformat(typed)
    if read.year not in YEARS:
        raise ValueError("no year of ours")
    return read.isoformat()


def telephone(typed: str) -> str:
    """A number that can be dialled from anywhere, as people write it between countries."""
    try:
        found = phonenumbers.parse(typed, REGION)
    except NumberParseException as error:
        raise ValueError("no telephone number") from error
    if not phonenumbers.is_possible_number(found):
        raise ValueError("no possible telephone number")
    usual = _in_words(found)
    return _as_typed(typed, usual) or usual


def _as_typed(typed: str, usual: str) -> str:
    """The same number in the groups in which somebody wrote it with its country; empty if they did not."""
    if set(typed) - set("+0123456789 ()-\N{NO-BREAK SPACE}"):
        return ""
    spaced = " ".join(re.findall(r"\+?[0-9]+", typed))
    return spaced if " " in spaced and spaced.startswith("+") and _digits(spaced) == _digits(usual) else ""


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _in_words(found: PhoneNumber) -> str:
    """The number as people write it here, between countries."""
    written: str = phonenumbers.format_number(found, PhoneNumberFormat.INTERNATIONAL)
    # People here speak of 77 123 45 67, the library writes 77 123 4567.
    return re.sub(r"^(\+7 \d{3} \d{3}) ?(\d{2})-?(\d{2})$", r"\1 \2 \3", written)
