"""Keys that nobody can guess."""

import secrets

# Without the pairs that are mixed up when read aloud or copied by hand: 0 O 1 I.
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


def new_token() -> str:
    """A key nobody can guess: 128 random bits, fit for an address."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """A ticket's code: 60 random bits in letters and digits that a person can read aloud."""
    octets = secrets.token_bytes(CODE_LENGTH)  # the alphabet has 32 letters: each is as likely as the others
    return "".join(CODE_ALPHABET[octet % len(CODE_ALPHABET)] for octet in octets)


def new_reply_token() -> str:
    """A key nobody can guess for the left part of a mail address, which may come back in capitals."""
    return secrets.token_hex(10)
