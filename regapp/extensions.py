"""Flask extensions that are bound to an application when it is created."""

from flask_migrate import Migrate

migrate = Migrate(compare_type=True, render_as_batch=True)
