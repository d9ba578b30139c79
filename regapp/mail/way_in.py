from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from regapp.models import Event
from regapp.vocabulary import Visibility


@dataclass(frozen=True, slots=True)
class WayIn:
    """How to join a meeting, as far as it may be told: what is not in here, no template can tell.

    ``told_from`` is when the rest is told, on the clock of the event's zone; None if all is told.
    """

    provider: str
    meeting_id: str = ""
    address: str = ""
    passcode: str = ""
    dial_in: str = ""
    told_from: datetime | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is anything by which one joins."""
        return bool(self.address or self.meeting_id or self.dial_in)

    @property
    def told(self) -> bool:
        """Whether all that there is may be told."""
        return self.told_from is None


def way_in(event: Event, moment: datetime, *, told: bool) -> WayIn:
    """What those who have a place online may know at ``moment``; with ``told`` it is being told now."""
    release = event.join_release_at
    if release is None or told or event.join_told(moment):
        return WayIn(
            event.meeting_provider, event.meeting_id, event.join_address, event.passcode, event.dial_in
        )
    is_public = event.meeting_id_visibility is Visibility.PUBLIC
    told_from = release.astimezone(ZoneInfo(event.zone))
    return WayIn(event.meeting_provider, event.meeting_id if is_public else "", told_from=told_from)
