"""Signing in with a passkey: alone, or as the second step. Nothing else needs JavaScript."""

from flask import jsonify, redirect
from werkzeug.wrappers import Response
from wtforms import HiddenField

from regapp.vocabulary import SignInMethod
from regapp.web.errors import error_page
from regapp.web.forms import PlainForm, PostedForm
from regapp.web.rates import limit_sign_in
from regapp.web.signin import sessions, signin
from regapp.web.signin.leading import after, halfway, to_sign_in
from regapp.web.signin.login import login_page, stale_words
from regapp.web.signin.passkeys import ask_for_answer, read_answer
from regapp.web.signin.second_step import second_step_page
from regapp.web.translations import gettext as _


class PasskeyForm(PostedForm):
    """What a browser answers, as JSON; empty where no script ran."""

    credential = HiddenField()


@signin.post("/login/passkey/options")
def passkey_options() -> Response:
    """What the browser is to ask an authenticator for."""
    return jsonify(ask_for_answer(None)) if PlainForm().validate() else error_page(422)


@signin.post("/login/passkey")
@limit_sign_in
def sign_in_with_passkey() -> Response:
    """Sign in without a password."""
    form = PasskeyForm()
    if not form.validate():
        return login_page(None, stale_words())
    user = read_answer(form.credential.data or "", None)
    if user is None:
        return login_page(None, passkey_problem(form))
    sessions.begin(user, SignInMethod.PASSKEY)
    return redirect(after(), 303)


@signin.post("/login/second-step/passkey/options")
def second_step_options() -> Response:
    """The same for the passkeys of one account."""
    user = halfway()
    valid = user is not None and PlainForm().validate()
    return jsonify(ask_for_answer(user)) if valid else error_page(422)


@signin.post("/login/second-step/passkey")
@limit_sign_in
def take_second_step_with_passkey() -> Response:
    """Sign in with a passkey after the password."""
    user, form = halfway(), PasskeyForm()
    if not form.validate():
        return second_step_page(user, None, stale_words()) if user else error_page(422)
    if user is None:
        return to_sign_in()
    if read_answer(form.credential.data or "", user) is None:
        return second_step_page(user, None, passkey_problem(form))
    sessions.begin(user, SignInMethod.PASSKEY)
    return redirect(after(), 303)


def passkey_problem(form: PasskeyForm) -> str:
    """Why a passkey did not do, as far as that is known."""
    if not form.credential.data:
        return _("Passkeys need JavaScript, which does not run here. Use another way.")
    return _("This passkey was not accepted here. Try again, or use another way.")
