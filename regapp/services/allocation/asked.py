"""What somebody asks for in the form, as plain values."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from regapp.models.form import Answers
from regapp.vocabulary import Language, Together


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody whom the contact registers beside themself; the address may be empty."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One filled-in form.

    The tickets are ticket types' keys, answers go by their questions' keys, sessions are ids. ``meanwhile``
    is the ticket to be held while waiting for ``ticket``; ``code`` is an invitation's.
    """

    name: str
    email: str
    ticket: str
    answers: Answers
    language: Language
    consent_version: str
    consent_text: str
    companions: tuple[Companion, ...] = ()
    together: Together = Together.ALL
    meanwhile: str = ""
    sessions: tuple[int, ...] = ()
    code: str = ""

    @property
    def people(self) -> int:
        """How many people this form registers."""
        return 1 + len(self.companions)

    def as_json(self) -> dict[str, Any]:
        """The same as a JSON object, for a receipt to keep."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """What :meth:`as_json` wrote."""
        typed = {
            "language": Language(stored["language"]),
            "together": Together(stored.get("together", Together.ALL)),
            "companions": tuple(Companion(**companion) for companion in stored.get("companions", ())),
            "sessions": tuple(stored.get("sessions", ())),
        }
        return cls(**{**stored, **typed})


def asked_by_hand(
    *, name: str, email: str, ticket: str, language: Language, others: Sequence[str] = ()
) -> Asked:
    """What an organiser asks for in somebody's place: nobody agreed to anything, so no consent is kept.

    ``others`` are the names of those who come along: as many of them as there is room for.
    """
    companions = tuple(Companion(one) for one in others)
    return Asked(
        name,
        email,
        ticket,
        {},
        language,
        consent_version="by-hand",
        consent_text="",
        companions=companions,
        together=Together.FIT,
    )
