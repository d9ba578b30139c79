"""Messages as mail systems and calendars write them, and such of our own making."""

from pathlib import Path

REPLY_TOKEN = "0123456789abcdef0123"
MESSAGE_TOKEN = "0123456789abcdef0123456789abcdef"
UID = "7c0e5b8c2f7a4f0d9f3b1f6f6f2d4a11"
SENDER = "events@events.example.org"


def sample(name: str) -> bytes:
    """A message of this folder, with the line ends that it had on its way."""
    return (Path(__file__).parent / f"{name}.eml").read_bytes().replace(b"\n", b"\r\n")


def note(
    to: str, *, author: str = "aigul@example.org", body: str = "Is there a car park?", **headers: str
) -> bytes:
    """A plain message; ``headers`` by their names, with _ for -."""
    lines = [f"From: {author}", f"To: {to}", "Subject: Round table", "MIME-Version: 1.0"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", body, ""]).encode()


def reply(
    to: str,
    uid: str,
    said: str = "DECLINED",
    *,
    who: str = "p1@example.org",
    stamp: str = "20270301T083012Z",
    sequence: int = 0,
    method: str = "REPLY",
) -> bytes:
    """An answer such as calendars send, about the entry ``uid`` (RFC 5546 3.2.3)."""
    calendar = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}@localhost",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{sequence}",
        f"ATTENDEE;PARTSTAT={said}:mailto:{who}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    kind = f"text/calendar; charset=utf-8; method={method}"
    return note(to, author=who, body="\r\n".join(calendar), Content_Type=kind)
