"""The application as a production server or the flask command finds it."""

from regapp import create_app

app = create_app()
