"""The same statements as a registration makes, by clients that do nothing else.

Each client is a process: threads of one would hold the event's line while they wait for the interpreter's
lock, and so measure Python instead of the database.
"""

import multiprocessing
import sqlite3
import time
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier

from bench import statements
from bench.driver import Driver

LONGEST_START = 60.0  # seconds until all clients are connected
TRIES = 20  # of one registration, where SQLite stays locked for longer than a client waits


def per_second(url: str, work: list[statements.Statement], count: int, clients: int) -> float:
    """How many times a second ``clients`` perform ``work`` together, measured over ``count`` times."""
    context = multiprocessing.get_context("fork")
    left, barrier = context.Value("i", count), context.Barrier(clients + 1)
    processes = [context.Process(target=_client, args=(url, work, left, barrier)) for _ in range(clients)]
    for process in processes:
        process.start()
    barrier.wait(LONGEST_START)
    start = time.perf_counter()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - start
    if any(process.exitcode for process in processes):
        raise RuntimeError("a client of the bare loop failed")
    return count / seconds


def _client(url: str, work: list[statements.Statement], left: "Synchronized[int]", barrier: Barrier) -> None:
    driver = Driver(url)
    barrier.wait(LONGEST_START)
    while _one_more(left):
        _perform(driver, work)


def _one_more(left: "Synchronized[int]") -> bool:
    with left.get_lock():
        left.value -= 1
        return left.value >= 0


def _perform(driver: Driver, work: list[statements.Statement]) -> None:
    for _ in range(TRIES):
        try:
            return driver.perform(work, writes=True)
        except sqlite3.OperationalError:  # others had the lock all the time
            continue
    raise RuntimeError("the database stayed locked")
