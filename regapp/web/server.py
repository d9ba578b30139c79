"""The production server: gunicorn, with an application that is loaded and a socket that is bound already."""

import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

THREADS = 8  # of each process: a registration waits for the disk, not for the processor
GRACE = 5  # seconds in which requests may end when the server is told to stop


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves ``app`` on ``listener`` with so many processes, which are forked from this one."""

    def __init__(self, app: Flask, listener: socket.socket, processes: int) -> None:
        self._app = app
        self._listener = listener
        self._processes = processes
        super().__init__()

    def load_config(self) -> None:
        """Our settings; no file and no command line may change them."""
        settings: dict[str, Any] = {
            "bind": f"fd://{self._listener.fileno()}",
            "workers": self._processes,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "graceful_timeout": GRACE,
            "keepalive": 5,
            "loglevel": "warning",
            # TRUSTED_PROXIES alone decides whose headers are believed.
            "forwarded_allow_ips": "",
            # Nobody needs to command the server from another process.
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until told to stop."""
        self._listener.detach()  # gunicorn owns the descriptor from here on, and closes it
        super().run()

    def load(self) -> Flask:
        """The application."""
        return self._app
