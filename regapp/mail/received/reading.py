"""A raw message as plain values."""

from dataclasses import dataclass
from email.message import Message
from hashlib import sha256

from regapp.mail import reply_addresses
from regapp.mail.received.answer import Answer, find_answer
from regapp.mail.received.bounce import Bounce, find_bounce
from regapp.mail.received.opening import address, opened, raw_headers

# To whom it came: first as the servers on its way wrote it down, then as its author did.
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_MOST_TOKENS = 10
_MOST_HOPS = 50  # RFC 5321 6.3 names 100; a way through us and back is much shorter


@dataclass(frozen=True, slots=True)
class Received:
    """A message as far as it concerns us.

    ``reply_tokens`` and ``message_tokens`` are those of the addresses it came to, ``digest`` tells it from
    any other. ``is_loop``: we wrote it ourselves, or it goes round and round.
    """

    octets: bytes
    digest: str
    reply_tokens: tuple[str, ...]
    message_tokens: tuple[str, ...]
    answer: Answer | None
    bounce: Bounce | None
    is_loop: bool


def read(octets: bytes, *, recipient: str, sender: str) -> Received:
    """Take a message apart. ``recipient`` is the envelope's, if known; ``sender`` the one of our letters."""
    message = opened(octets)
    recipients = f"{recipient}\n{raw_headers(message, *_RECIPIENTS)}"
    return Received(
        octets=octets,
        digest=sha256(octets).hexdigest(),
        reply_tokens=_first(reply_addresses.reply_tokens(recipients)),
        message_tokens=_first(reply_addresses.message_tokens(recipients)),
        answer=find_answer(message),
        bounce=find_bounce(message),
        is_loop=_is_loop(message, sender),
    )


def _first(tokens: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens))[:_MOST_TOKENS]


def _is_loop(message: Message, sender: str) -> bool:
    author = address(message, "From").lower()
    ours = sender.lower()
    return (
        author == ours
        or ours in raw_headers(message, "X-Loop").lower().split()
        or bool(reply_addresses.reply_tokens(author) or reply_addresses.message_tokens(author))
        or len(message.get_all("Received", [])) > _MOST_HOPS
    )
