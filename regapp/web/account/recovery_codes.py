"""Recovery codes: made by a button, shown once."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from regapp.errors import NotPossible
from regapp.models import User
from regapp.services.accounts import second_factors
from regapp.web.account import account
from regapp.web.account.entering import proved, refused
from regapp.web.context import nudge, settings
from regapp.web.errors import error_page
from regapp.web.forms import PlainForm
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _


@account.post("/recovery-codes")
@proved
def make_recovery_codes(user: User) -> Response:
    """New codes. They stand in this answer alone, so it is a page and leads to none."""
    if not PlainForm().validate():
        return error_page(422)
    try:
        codes = second_factors.make_recovery_codes(user_id=user.id)
    except NotPossible:
        words = _("Set up an authenticator or a passkey first: recovery codes stand in for them.")
        return refused("account.second_factor", words)
    nudge()
    stands_at("/account/second-factor")
    body = render_template("account/recovery_codes.html", codes=codes, user=user, site=settings().public_url)
    return make_response(body)
