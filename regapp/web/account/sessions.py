"""Where the account is signed in, and who signed in or tried to."""

from flask import make_response, redirect, render_template
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound
from regapp.models import User
from regapp.queries.accounts import MOST_SIGN_INS, open_sessions, sign_in_history
from regapp.services.accounts import sign_ins
from regapp.services.accounts.sign_ins import KEPT
from regapp.vocabulary import SignInMethod
from regapp.web.account import account
from regapp.web.account.entering import done, own
from regapp.web.account.zones import zone_of
from regapp.web.errors import error_page
from regapp.web.forms import PlainForm
from regapp.web.signin import sessions as browser
from regapp.web.translations import gettext as _


@account.get("/sessions")
@own
def sessions(user: User) -> Response:
    """Both lists, the latest first."""
    body = render_template(
        "account/sessions.html",
        open_sessions=open_sessions(db.session(), user.id, now()),
        history=sign_in_history(db.session(), user.id),
        most=MOST_SIGN_INS,
        days=KEPT.days,
        this=browser.sign_in_id(),
        zone=zone_of(user),
        moment=now(),
        method_word=method_word,
    )
    return make_response(body)


@account.post("/sessions/<int:sign_in_id>/end")
@own
def end_session(user: User, sign_in_id: int) -> Response:
    """Sign one browser out, perhaps this one."""
    if not PlainForm().validate():
        return error_page(422)
    is_this = sign_in_id == browser.sign_in_id()
    try:
        sign_ins.end_one(user_id=user.id, sign_in_id=sign_in_id)
    except NotFound:
        return error_page(404)
    if is_this:
        browser.end()
        return redirect("/", 303)
    return done("account.sessions", _("That browser is signed out."))


@account.post("/sessions/end-others")
@own
def end_other_sessions(user: User) -> Response:
    """Sign all browsers out but this one."""
    if not PlainForm().validate():
        return error_page(422)
    sign_ins.end_others(user_id=user.id, token=browser.token())
    return done("account.sessions", _("All other browsers are signed out."))


def method_word(method: SignInMethod) -> str:
    """With what somebody signed in."""
    words = {
        SignInMethod.PASSWORD: _("Password"),
        SignInMethod.AUTHENTICATOR: _("Password and authenticator"),
        SignInMethod.RECOVERY_CODE: _("Password and recovery code"),
        SignInMethod.PASSKEY: _("Passkey"),
        SignInMethod.SET_UP_LINK: _("Link in a letter"),
    }
    return words[method]
