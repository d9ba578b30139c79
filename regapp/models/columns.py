"""Column types that several models share."""

from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Enum, String

E = TypeVar("E", bound=StrEnum)


def term(vocabulary: type[E]) -> Enum:
    """A column of terms, stored as their values and checked in Python.

    A database enum or CHECK would turn every new term into a migration that locks the table.
    """
    return Enum(
        vocabulary,
        values_callable=lambda terms: [str(term) for term in terms],
        native_enum=False,
        create_constraint=False,
        length=40,
    )


# Ordered by bytes, as SQLite does; PostgreSQL would order by its own locale.
SortKey = String().with_variant(String(collation="C"), "postgresql")
