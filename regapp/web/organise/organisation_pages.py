"""What every page about one organisation has: its head with tabs."""

from typing import Any

from flask import make_response, render_template
from werkzeug.wrappers import Response

from regapp.models import Organisation
from regapp.web.access import Right, may_in
from regapp.web.words import member_role_hint, member_role_word


def organisation_page(
    template: str, organisation: Organisation, tab: str, *, status: int = 200, **context: Any
) -> Response:
    """A page about ``organisation``, the tab of that name being the present one."""
    body = render_template(
        template,
        organisation=organisation,
        tab=tab,
        owns=may_in(Right.MEMBERS, organisation),
        member_role_word=member_role_word,
        member_role_hint=member_role_hint,
        **context,
    )
    return make_response(body, status)
