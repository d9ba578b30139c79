"""What the account asks for beside the password."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.models import User
from regapp.queries.accounts import lacks_second_factor, passkeys_of
from regapp.services.accounts.second_factors import RECOVERY_CODES
from regapp.web.account import account
from regapp.web.account.entering import own
from regapp.web.account.zones import zone_of
from regapp.web.signin.passkeys import place_for_passkeys


@account.get("/second-factor")
@own
def second_factor(user: User) -> Response:
    """Authenticator, passkeys and recovery codes: what there is, and what to do."""
    body = render_template(
        "account/second_factor.html",
        user=user,
        passkeys=passkeys_of(db.session(), user.id),
        asked_for=lacks_second_factor(db.session(), user),
        codes_left=len(user.mf_recovery_codes or []),
        codes=RECOVERY_CODES,
        passkeys_at=place_for_passkeys(),
        zone=zone_of(user),
        moment=now(),
    )
    return make_response(body)
