"""Fields for passwords: those that are known, and new ones with our rules in words."""

from typing import Any

from flask_security import hash_password
from flask_wtf import FlaskForm
from wtforms import PasswordField

from regapp.models import User
from regapp.services.accounts.passwords import LONGEST, SHORTEST, PasswordProblem, problem_of
from regapp.web.fields import Filled
from regapp.web.signin.machinery import security
from regapp.web.translations import gettext as _


def present_password_field() -> PasswordField:
    """The password that somebody has."""
    return PasswordField(
        _("Present password"),
        validators=[Filled(_("Write your present password."))],
        render_kw={"autocomplete": "current-password"},
    )


def new_password_fields() -> dict[str, Any]:
    """A new password, twice."""
    return {
        "new_password": PasswordField(
            _("New password"),
            description=_(
                "At least %(least)s characters. Several words that do not belong together are easy to keep"
                " in mind and hard to guess.",
                least=SHORTEST,
            ),
            validators=[Filled(_("Choose a password."))],
            render_kw={"autocomplete": "new-password"},
        ),
        "new_password_again": PasswordField(
            _("The new password again"),
            validators=[Filled(_("Write the new password a second time."))],
            render_kw={"autocomplete": "new-password"},
        ),
    }


def accepts_new_password(form: FlaskForm, *own_words: str) -> bool:
    """Whether the new password may be taken; if not, its field says why.

    ``own_words``: the account's address and name, which make no password.
    """
    field, again = form.new_password, form.new_password_again
    problem = problem_of(normalized(field.data), *own_words)
    if problem is not None:
        field.errors = [problem_word(problem)]
    elif field.data != again.data:
        again.errors = [_("The two are not the same. Write the new password again.")]
    return not field.errors and not again.errors


def normalized(password: str | None) -> str:
    """The password as it is hashed: the same letters may be typed in several ways."""
    found: str = security.password_util.normalize((password or "")[: LONGEST + 1])
    return found


def hashed(form: FlaskForm) -> str:
    """The new password of a form as it is kept."""
    found: str = hash_password(normalized(form.new_password.data))
    return found


def is_password_of(user: User, password: str | None) -> bool:
    """Whether this is the account's password."""
    given = normalized(password)
    return bool(user.password) and len(given) <= LONGEST and user.verify_and_update_password(given)


def problem_word(problem: PasswordProblem) -> str:
    """Why a password is not good enough, and what to do."""
    words = {
        PasswordProblem.SHORT: _("Take at least %(least)s characters.", least=SHORTEST),
        PasswordProblem.LONG: _("Take at most %(most)s characters.", most=LONGEST),
        PasswordProblem.KNOWN: _(
            "This password stands in lists of stolen passwords, which are tried first. Choose another one."
        ),
        PasswordProblem.PLAIN: _("Take more different characters."),
        PasswordProblem.PERSONAL: _("Your name or address alone is easy to guess. Choose another one."),
    }
    return words[problem]
