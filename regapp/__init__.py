"""Event and round-table registration. See ARCHITECTURE.md for what stands where."""

from flask import Flask

import config
from regapp import cli, database, web
from regapp.clockwork import Clockwork
from regapp.extensions import migrate


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application for ``settings``, or for those of the environment."""
    settings = settings or config.read()
    app = Flask(
        __name__, template_folder=str(config.ROOT / "templates"), instance_path=str(settings.instance)
    )
    app.extensions["settings"] = settings
    app.extensions["clockwork"] = Clockwork(settings.database_url, settings.instance)
    app.secret_key = settings.secret_key
    database.connect(app, settings.database_url, processes=settings.web_processes)
    migrate.init_app(app, database.db, directory=str(config.ROOT / "migrations"))
    web.init_app(app, settings)
    cli.init_app(app)
    return app
