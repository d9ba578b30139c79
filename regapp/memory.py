"""What a process that lives for long tells Python's garbage collector once the program is read in."""

import gc

SELDOM = 10_000  # new objects before the collector looks for circles among them; Python's own number is 700


def settle() -> None:
    """Take what is there for staying: the collector no longer looks through it, nor writes to it.

    So processes forked afterwards share it. And it looks at what is new less often: nearly all of that goes
    by itself, after a request or a step of the worker, which make some thousands of objects each.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)
