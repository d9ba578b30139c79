"""The second step: a code of an authenticator, a recovery code or a passkey, after the password."""

from flask import make_response, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import StringField

from regapp.database import db
from regapp.models import User
from regapp.queries.accounts import passkeys_of
from regapp.services.accounts import second_factors
from regapp.vocabulary import SignInMethod
from regapp.web.errors import error_page
from regapp.web.fields import clean_line
from regapp.web.forms import PostedForm
from regapp.web.rates import limit_sign_in
from regapp.web.reading import stands_at
from regapp.web.signin import sessions, signin
from regapp.web.signin.authenticator import DIGITS, is_code_of
from regapp.web.signin.leading import after, halfway, to_sign_in
from regapp.web.signin.passkeys import place_for_passkeys
from regapp.web.translations import gettext as _


class CodeForm(PostedForm):
    """A code of either kind."""

    code = StringField(filters=[clean_line])


@signin.get("/login/second-step")
def second_step() -> Response:
    """What is asked beside the password."""
    user = halfway()
    return second_step_page(user, CodeForm(formdata=None)) if user else to_sign_in()


@signin.post("/login/second-step")
@limit_sign_in
def take_second_step() -> Response:
    """Sign in with a code, which works once."""
    user, form = halfway(), CodeForm()
    if not form.validate():
        words = _("The page was open for too long. Please send the code again.")
        return second_step_page(user, form, words) if user else error_page(422)
    if user is None:
        return to_sign_in()
    code = "".join(character for character in form.code.data or "" if character.isalnum())
    method = SignInMethod.RECOVERY_CODE
    if len(code) == DIGITS and code.isdecimal():
        method = SignInMethod.AUTHENTICATOR
    try_id = second_factors.begin_try(user_id=user.id, method=method, place=sessions.place())
    if try_id is None:
        return second_step_page(user, form, _("Too many wrong codes. Wait a quarter of an hour."), status=429)
    if not _holds(user, code, method):
        words = _("This code does not fit, or was used before. Wait for the next one, or check your typing.")
        return second_step_page(user, form, words)
    second_factors.forgive_try(try_id=try_id)
    sessions.begin(user, method)
    return redirect(after(), 303)


def second_step_page(user: User, form: CodeForm | None, problem: str = "", *, status: int = 422) -> Response:
    """The page of the second step, with what went wrong."""
    stands_at("/login/second-step")
    form = form or CodeForm(formdata=None)
    form.code.label.text, form.code.flags.required = _("Code"), True
    body = render_template(
        "signin/second_step.html",
        form=form,
        problem=problem,
        next=after(),
        has_authenticator=bool(user.tf_totp_secret),
        has_passkey=bool(passkeys_of(db.session(), user.id)),
        has_recovery_codes=bool(user.mf_recovery_codes),
        passkeys_at=place_for_passkeys(),
    )
    return make_response(body, status if problem else 200)


def _holds(user: User, code: str, method: SignInMethod) -> bool:
    if method is SignInMethod.AUTHENTICATOR:
        return is_code_of(user, code)
    return second_factors.use_recovery_code(user_id=user.id, code=code)
