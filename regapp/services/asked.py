"""What somebody asks for in the form, as plain values."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from regapp.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Asked:
    """One filled-in form. The ticket is a ticket type's key, answers go by their questions' keys."""

    name: str
    email: str
    ticket: str
    answers: dict[str, str]
    language: Language
    consent_version: str
    consent_text: str

    def as_json(self) -> dict[str, Any]:
        """The same as a JSON object, for a receipt to keep."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """What :meth:`as_json` wrote."""
        return cls(**{**stored, "language": Language(stored["language"])})
