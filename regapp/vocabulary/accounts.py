from enum import StrEnum


class Role(StrEnum):
    """What a member of an organisation may do, from all to least."""

    OWNER = "owner"
    MANAGER = "manager"
    DOOR = "door"
    VIEWER = "viewer"


class AccountChange(StrEnum):
    """What became different about an account, so that its owner is told."""

    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105 - what was changed
    AUTHENTICATOR_ADDED = "authenticator-added"
    AUTHENTICATOR_REMOVED = "authenticator-removed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    RECOVERY_CODES = "recovery-codes"


class SignInMethod(StrEnum):
    """With what somebody signed in to an account, or tried to."""

    PASSWORD = "password"  # noqa: S105 - the name of a way
    AUTHENTICATOR = "authenticator"
    RECOVERY_CODE = "recovery-code"
    PASSKEY = "passkey"
    SET_UP_LINK = "set-up-link"
