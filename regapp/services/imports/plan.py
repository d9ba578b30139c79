"""What a host has decided about an import; kept in the facts of its job."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from regapp.models import Job
from regapp.vocabulary import Language


class Doing(StrEnum):
    """What the background does with the rows."""

    CHECK = "check"
    TAKE = "take"


class WhenFull(StrEnum):
    """What becomes of those for whom no place is left."""

    WAIT = "wait"
    LEAVE_OUT = "leave-out"


@dataclass(frozen=True, slots=True)
class Plan:
    """``columns`` has for each column what it holds; ticket and language are for rows that name none.

    ``used``: how many places of a quota, by its id, the rows checked so far would take.
    """

    columns: list[str] = field(default_factory=list)
    ticket: str = ""
    language: Language = Language.ENGLISH
    letters: bool = True
    when_full: WhenFull = WhenFull.WAIT
    doing: Doing = Doing.CHECK
    used: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, job: Job) -> Self:
        """What is decided about this job."""
        stored = job.facts.get("plan") or {}
        typed = {
            "language": Language(stored.get("language", Language.ENGLISH)),
            "when_full": WhenFull(stored.get("when_full", WhenFull.WAIT)),
            "doing": Doing(stored.get("doing", Doing.CHECK)),
        }
        return cls(**{**stored, **typed})

    def keep(self, job: Job) -> None:
        """Write it down in the job."""
        job.facts = {**job.facts, "plan": self.as_json()}

    def as_json(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return asdict(self)
