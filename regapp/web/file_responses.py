"""A file that somebody gave us is handed out so that nothing in it can run as a page of ours."""

from io import BytesIO

from flask import Response, request, send_file

from regapp.models import File

ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
PICTURES = frozenset({"image/jpeg", "image/png"})  # drawn by ourselves; see documents/pictures.py
FOR_EVER = "max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def file_response(file: File, *, public: bool) -> Response:
    """The content of ``file``; all but pictures as a download.

    ``public``: other machines on the way may keep it. A picture's address never gets another content. An
    attachment may be taken back, so browsers ask each time whether it is still there; for what they have
    the content is not read.
    """
    etag = file.digest[:32]
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
        response.set_etag(etag)
    else:
        response = send_file(
            BytesIO(file.content),
            mimetype=file.media_type,
            as_attachment=file.media_type not in PICTURES,
            download_name=file.name,
            etag=etag,
        )
    response.headers["Content-Security-Policy"] = ALONE
    age = FOR_EVER if public and file.media_type in PICTURES else ASK_AGAIN
    response.headers["Cache-Control"] = f"{'public' if public else 'private'}, {age}"
    return response
