"""Stylesheets of our own: kept by browsers for a year, under an address that changes with them."""

from hashlib import sha256
from pathlib import Path

from flask import Flask


def init_app(app: Flask) -> None:
    """Give templates ``static_version``, a digest of everything in the static folder."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600  # seconds
    folder = Path(app.static_folder or "")
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    app.jinja_env.globals["static_version"] = digest.hexdigest()[:12]
