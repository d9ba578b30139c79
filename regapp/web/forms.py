"""The base of every form: what a browser sends from one of our pages, and nothing else."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto


class PostedForm(FlaskForm):  # type: ignore[misc]
    """A form that reads its texts from the posted form alone.

    The library also takes files and JSON, whose values are no texts and would reach filters that expect them.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """The library's settings of a form."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:  # noqa: ARG002
            """The posted texts; or what was given, where a view gives them."""
            if formdata is not _Auto:
                return formdata
            return request.form if request.method == "POST" else None


class PlainForm(PostedForm):
    """A form with nothing but the proof that our own page sent it."""
