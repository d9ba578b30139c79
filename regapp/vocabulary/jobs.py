from enum import StrEnum


class JobKind(StrEnum):
    """What is done to many people in the background."""

    BULK = "bulk"
    IMPORT = "import"


class JobState(StrEnum):
    """Where a job is; what was done before it was stopped stays done."""

    DRAFT = "draft"  # somebody still decides about it
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class Deed(StrEnum):
    """What is done to many people of an event at once."""

    APPROVE = "approve"
    REJECT = "reject"
    CANCEL = "cancel"
    MOVE = "move"
    RESEND = "resend"
    TAG = "tag"
    UNTAG = "untag"


class PersonFate(StrEnum):
    """What becomes of somebody to whom such a thing is to be done."""

    DONE = "done"
    WAITING = "waiting"  # done, and they stand in the line now
    NO_PLACE = "no-place"  # left as they were: all places are taken
    IN_LINE = "in-line"  # likewise, and they wait for just such a place
    ALREADY = "already"  # so before
    UNFIT = "unfit"  # left as they were: it cannot be done to who has what they have
    NO_ADDRESS = "no-address"  # nobody can be written to
    FAILED = "failed"  # left as they were: a fault of ours


class RowFate(StrEnum):
    """What becomes of a row of an imported table."""

    NEW = "new"
    KNOWN = "known"  # registered already
    WRONG = "wrong"
    ABOVE = "above"  # no place is left for it
    WAITS = "waits"  # it would join the waiting list
    DONE = "done"
    SKIPPED = "skipped"
