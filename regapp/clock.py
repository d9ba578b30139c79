"""The one source of the present moment, and the zone data every conversion relies on."""

import zoneinfo
from datetime import UTC, datetime

# The system's zone files win over the pinned tzdata by default; a machine that is a year behind
# would then put Kazakhstan's events an hour off.
zoneinfo.reset_tzpath(to=())


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
