"""Passkeys (W3C Web Authentication, level 2): what browsers are asked, and whether their answers hold."""

import json
import time
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from flask import request, session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    bytes_to_base64url,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from regapp.database import db
from regapp.models import Passkey, User
from regapp.queries.accounts import find_passkey, passkeys_of
from regapp.services.accounts import second_factors
from regapp.services.accounts.second_factors import NewPasskey
from regapp.web.context import settings

CHALLENGE = "passkey"  # key of the session
ANSWERED_IN = 300  # seconds
ALONE = "first"  # the library's word for a passkey that needs no password beside it
# Whatever a browser sends: their parser lets some mistakes through as plain Python errors.
WRONG = (WebAuthnException, ValueError, KeyError, TypeError)


def place_for_passkeys() -> str:
    """Where passkeys work, if that is not the address by which the visitor came; "-" if nowhere.

    They are bound to the name of a site, and refuse an IP address for one.
    """
    host = settings().public_host
    if _is_ip(host):
        return "-"
    return "" if request.host.rpartition(":")[0] == host or request.host == host else settings().public_url


def ask_for_new(user: User, handle: str) -> dict[str, Any]:
    """What a browser needs to make a passkey for ``user``."""
    options = generate_registration_options(
        rp_id=settings().public_host,
        rp_name=settings().public_host,
        user_id=handle.encode(),
        user_name=user.email,
        user_display_name=user.name or user.email,
        exclude_credentials=_described(passkeys_of(db.session(), user.id)),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    _remember(options.challenge)
    return {**options_to_json_dict(options), "extensions": {"credProps": True}}


def ask_for_answer(user: User | None) -> dict[str, Any]:
    """What a browser needs to sign in with a passkey: with any, or with one of ``user``'s."""
    alone = user is None
    options = generate_authentication_options(
        rp_id=settings().public_host,
        allow_credentials=None if user is None else _described(passkeys_of(db.session(), user.id)),
        user_verification=UserVerificationRequirement.REQUIRED
        if alone
        else UserVerificationRequirement.PREFERRED,
    )
    _remember(options.challenge)
    return options_to_json_dict(options)


def read_new(credential: str) -> NewPasskey | None:
    """The passkey that a browser has made; None if it is not the one that was asked for."""
    try:
        parsed = parse_registration_credential_json(credential)
        made = verify_registration_response(
            credential=parsed,
            expected_challenge=_challenge(),
            expected_rp_id=settings().public_host,
            expected_origin=settings().public_url,
        )
    except WRONG:
        return None
    return NewPasskey(
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=[str(one.value) for one in parsed.response.transports or []],
        backed_up=made.credential_backed_up,
        device_type=str(made.credential_device_type.value),
        alone=made.user_verified and _is_kept_by_authenticator(credential),
    )


def read_answer(credential: str, user: User | None) -> User | None:
    """Who has answered with a passkey of theirs: ``user``, if one is given; None if the answer does not hold.

    Without a ``user`` the passkey alone has to be enough, so it must have asked who is there.
    """
    try:
        parsed = parse_authentication_credential_json(credential)
        passkey = find_passkey(db.session(), parsed.raw_id)
        if passkey is None or not _may_answer(passkey, user, parsed.response.user_handle):
            return None
        answer = verify_authentication_response(
            credential=parsed,
            expected_challenge=_challenge(),
            expected_rp_id=settings().public_host,
            expected_origin=settings().public_url,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=user is None,
        )
    except WRONG:
        return None
    owner = passkey.user
    used = second_factors.use_passkey(
        passkey_id=passkey.id, seen_count=passkey.sign_count, sign_count=answer.new_sign_count
    )
    return owner if used and owner.active else None


def _may_answer(passkey: Passkey, user: User | None, handle: bytes | None) -> bool:
    if handle is not None and handle != (passkey.user.fs_webauthn_user_handle or "").encode():
        return False
    return passkey.usage == ALONE if user is None else passkey.user_id == user.id


def _described(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in passkeys]


def _is_kept_by_authenticator(credential: str) -> bool:
    """Whether it can be found without naming the account; those that do not say so are taken to be."""
    results = json.loads(credential).get("clientExtensionResults") or {}
    return (results.get("credProps") or {}).get("rk") is not False


def _remember(challenge: bytes) -> None:
    session[CHALLENGE] = [bytes_to_base64url(challenge), int(time.time())]


def _challenge() -> bytes:
    """What the browser was asked; it is asked that once. Raises ValueError if it was not, or long ago."""
    challenge, asked_at = session.pop(CHALLENGE, ("", 0))
    if not challenge or time.time() - asked_at > ANSWERED_IN:
        raise ValueError("nothing was asked")
    return base64url_to_bytes(challenge)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
