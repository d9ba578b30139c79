"""The keys in set-up links. They are made of the secret key, so that nothing has to be stored for them."""

import base64
import hmac
from datetime import timedelta
from hashlib import sha256

from itsdangerous import BadData, URLSafeTimedSerializer

ACCOUNT_LINK_LIVES = timedelta(days=7)


def first_token(secret_key: str) -> str:
    """What lets somebody make the first account. The same at each start, and of no use once there is one."""
    octets = hmac.digest(secret_key.encode(), b"the first account", sha256)
    return base64.urlsafe_b64encode(octets[:18]).decode()


def is_first_token(secret_key: str, token: str) -> bool:
    """Whether it is that one."""
    return hmac.compare_digest(token.encode(), first_token(secret_key).encode())


def account_token(secret_key: str, user_id: int, account_key: str) -> str:
    """What lets somebody choose the password of an account that has none."""
    return _signer(secret_key).dumps([user_id, _mark(account_key)])


def read_account_token(secret_key: str, token: str) -> tuple[int, str] | None:
    """The account's id and the mark of its key; None for what we have not signed in the last days."""
    try:
        user_id, mark = _signer(secret_key).loads(token, max_age=int(ACCOUNT_LINK_LIVES.total_seconds()))
    except (BadData, ValueError, TypeError):
        return None
    return int(user_id), str(mark)


def is_mark_of(mark: str, account_key: str) -> bool:
    """Whether the account still has the key for which the link was made."""
    return hmac.compare_digest(mark.encode(), _mark(account_key).encode())


def _mark(account_key: str) -> str:
    # Not the key itself: a session's cookie holds that.
    return sha256(account_key.encode()).hexdigest()[:32]


def _signer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        secret_key, salt="set-up of an account", signer_kwargs={"digest_method": sha256}
    )
