"""Numbers in addresses: none is larger than a database can hold."""

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**63 - 1  # nothing that we store has it


class Identifier(IntegerConverter):
    """``<int:...>`` of all addresses."""

    def to_python(self, value: str) -> int:
        """Read a number; one that is too large for a database is none of what is there."""
        number: int = super().to_python(value)
        return min(number, LARGEST)


def init_app(app: Flask) -> None:
    """Read numbers in all addresses so."""
    app.url_map.converters["int"] = Identifier
