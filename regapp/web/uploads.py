"""Files that come with a form: how much a request may hold, and the field that looks at them.

How a page takes a file:

1. The view carries ``@takes_files`` below its right, so that only who may send something may send much. A
   request that is larger still is answered with 413 and words about files. What has no room any more among
   the organisation's files is said at the field, too.
2. The form's class has an ``UploadField``; in the template ``upload_field`` of macros/uploads.html shows it,
   and the form has ``enctype="multipart/form-data"``. Without it no file comes.
3. When the form is valid, ``form.<name>.data`` is a ``FitFile`` that services/events/files.py keeps (``keep``
   as a use case of its own, ``put`` inside of another), or None where nothing was chosen. What is wrong with
   a file is said at the field; what was typed into the others is kept.
4. Its address is ``url_for("public.file", token=file.token, name=file.name)``, for what
   ``queries.files.public_file`` gives to everybody; other pages answer with ``file_response``.
"""

from collections.abc import Callable, Collection
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar, cast

import flask
from flask import Flask, g, request
from flask_wtf import FlaskForm
from wtforms import FileField
from wtforms.validators import StopValidation

from regapp.database import db
from regapp.documents.examining import EVERYTHING, MEGABYTE, PICTURES, FileKind, FitFile, examine, largest
from regapp.documents.pictures import LARGEST_SIDE, MOST_PIXELS
from regapp.errors import FileProblem, UnfitFile
from regapp.models import Event, Organisation
from regapp.models.file import MOST_STORED
from regapp.queries.files import has_room
from regapp.web.translations import gettext as _

View = TypeVar("View", bound=Callable[..., Any])

LARGEST_REQUEST = 128 * MEGABYTE  # that is read to its end, so that the field can answer
LARGEST_TEXTS = 16 * MEGABYTE  # of all other fields together
_IN_MEMORY = 512 * 1024  # octets; beyond that a temporary file
_MOST_KEPT = largest(EVERYTHING) + 1  # one octet too many is enough to know

SUFFIXES = {
    FileKind.PICTURE: ".jpg,.jpeg,.png,.webp,.gif",
    FileKind.PDF: ".pdf",
    FileKind.OFFICE: ".docx,.pptx,.xlsx,.odt,.odp,.ods",
}


class _Capped(SpooledTemporaryFile[bytes]):
    """Keeps no more of what is written than we would ever take."""

    def write(self, octets: Any) -> int:
        super().write(octets[: max(0, _MOST_KEPT - self.tell())])
        return len(octets)


class Request(flask.Request):
    """A request whose files never take more room than the largest that we keep."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - what the sender says is not asked
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return cast("IO[bytes]", _Capped(max_size=_IN_MEMORY))


def init_app(app: Flask) -> None:
    """Take files as :class:`Request` does."""
    app.request_class = Request


def takes_files(view: View) -> View:
    """Let requests for this view of an event or organisation be as large as files and long texts need."""

    @wraps(view)
    def roomy(owner: Event | Organisation, **kwargs: Any) -> Any:
        let_files_in(owner.id if isinstance(owner, Organisation) else owner.organisation_id)
        return view(owner, **kwargs)

    return cast("View", roomy)


def let_long_texts_in() -> None:
    """Let the present request hold more text than any of our forms takes, so that the field can answer."""
    request.max_content_length = request.max_form_memory_size = 2 * LARGEST_TEXTS


def let_files_in(organisation_id: int, count: int = 1) -> None:
    """Let the present request hold ``count`` files, which become the organisation's.

    For views that know only by and by whether they take files.
    """
    g.files_of = organisation_id
    request.max_content_length = max(LARGEST_REQUEST, count * largest(EVERYTHING) + LARGEST_TEXTS)
    request.max_form_memory_size = LARGEST_TEXTS


class UploadField(FileField):  # type: ignore[misc]
    """A file: ``data`` is a FitFile, or None where none was chosen.

    ``accept``: what kinds are taken; ``side``: to how many pixels pictures are made smaller.
    """

    data: FitFile | None

    def __init__(
        self,
        label: str,
        validators: Any = (),
        *,
        accept: Collection[FileKind] = PICTURES,
        side: int = LARGEST_SIDE,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.accept, self.side = frozenset(accept), side
        self.problem: FileProblem | None = None

    def process_formdata(self, _valuelist: list[Any]) -> None:
        """Look at the file that came along, whose name in the form is that of the field."""
        self.data = None
        sent = request.files.get(self.name)
        if sent is None or not sent.filename:
            return
        content = sent.stream.read(_MOST_KEPT)
        try:
            self.data = examine(sent.filename, content, self.accept, side=self.side)
        except UnfitFile as error:
            too_large = error.problem is FileProblem.TYPE and len(content) > largest(self.accept)
            self.problem = FileProblem.LARGE if too_large else error.problem

    def pre_validate(self, _form: FlaskForm) -> None:
        """Say what is wrong with the file, and what to do."""
        if self.problem is not None:
            raise StopValidation(_words(self.problem, self.accept))
        organisation_id = g.get("files_of")
        if self.data is None or organisation_id is None:
            return
        if not has_room(db.session(), organisation_id, len(self.data.content)):
            raise StopValidation(no_room_words())

    @property
    def suffixes(self) -> str:
        """For the browser's own choice of files."""
        return ",".join(SUFFIXES[kind] for kind in FileKind if kind in self.accept)

    @property
    def rules(self) -> str:
        """What may be chosen, in words."""
        return limit_words(self.accept)


def limit_words(accept: Collection[FileKind]) -> str:
    """What kinds of files are taken, and how large."""
    sizes = {"small": largest(PICTURES) // MEGABYTE, "large": largest(EVERYTHING) // MEGABYTE}
    if set(accept) == PICTURES:
        return _("A picture (JPEG, PNG or WebP) of at most %(small)s MB.", **sizes)
    if FileKind.OFFICE not in accept:
        return _("A PDF of at most %(large)s MB, or a picture of at most %(small)s MB.", **sizes)
    return _(
        "A PDF or an office document (docx, pptx, xlsx, odt, odp, ods) of at most %(large)s MB,"
        " or a picture of at most %(small)s MB.",
        **sizes,
    )


def no_room_words() -> str:
    """That an organisation has no room for more files, and what its hosts or their guests can do."""
    if request.blueprint == "organise":
        return _(
            "There is no room for this file: the files of your organisation may have %(most)s GB in all."
            " Take away some that nobody needs any more.",
            most=MOST_STORED // 1024**3,
        )
    return _("The host has no room for more files. Write to the host, or go on without the file if you can.")


def _words(problem: FileProblem, accept: Collection[FileKind]) -> str:
    words = {
        FileProblem.EMPTY: _("This file is empty. Choose another one."),
        FileProblem.LARGE: _("This file is too large."),
        FileProblem.TYPE: _("This kind of file is not taken here."),
        FileProblem.PIXELS: _(
            "This picture is too large: choose one of at most %(most)s megapixels.",
            most=MOST_PIXELS // 1_000_000,
        ),
        FileProblem.BROKEN: _("This file cannot be read. Save it anew and choose it again."),
        FileProblem.PROGRAM: _(
            "This document holds macros or other programs. Save it without them, or as PDF."
        ),
    }
    is_limit = problem in {FileProblem.LARGE, FileProblem.TYPE}
    return f"{words[problem]} {limit_words(accept)}" if is_limit else words[problem]
