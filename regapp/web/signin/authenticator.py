"""Codes of authenticator apps (TOTP, RFC 6238), each taken once."""

from flask import current_app
from flask_security.totp import Totp
from passlib.exc import TokenError

from regapp.models import User
from regapp.services.accounts import second_factors

DIGITS = 6
EITHER_WAY = 30  # seconds that a clock may be off


class Authenticators(Totp):
    """The library's codes, with the half-minute to which one belongs: the library takes a code twice."""

    def counter_of(self, secret: str, code: str, last: int | None = None) -> int | None:
        """The half-minute of a code of ``secret`` after the ``last`` one; None if it is no such code."""
        try:
            return int(self._totp.verify(code, secret, window=EITHER_WAY, last_counter=last).counter)
        except TokenError:
            return None


def authenticators() -> Authenticators:
    """Those of this installation."""
    found: Authenticators = current_app.extensions["authenticators"]
    return found


def is_code_of(user: User, code: str) -> bool:
    """Whether the account's authenticator shows this code now; it is taken, and works no second time."""
    if not user.tf_totp_secret:
        return False
    counter = authenticators().counter_of(user.tf_totp_secret, code, user.totp_counter)
    return counter is not None and second_factors.use_counter(user_id=user.id, counter=counter)
