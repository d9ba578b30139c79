"""What comes into people's heads: a few of them, at a few events, with all that the pages offer."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random

from sqlalchemy import select

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import AddressChange
from regapp.services import own_page, receipts
from regapp.services.lost_links import send_lost_links
from regapp.vocabulary import Language
from tests import builders as b
from tests.races.works import attempt

PEOPLE = 8


def do_anything(events: list[int], steps: int, seed: int) -> Counter[str]:
    """Take so many steps by chance; how they ended."""
    chance = Random(seed)  # noqa: S311
    held: list[str] = []
    outcomes: Counter[str] = Counter()
    for _ in range(steps):
        step, event = chance.choice(STEPS), chance.choice(events)
        one, other = (f"p{chance.randrange(PEOPLE)}@example.org" for _ in range(2))
        outcomes[attempt(partial(step, event, one, other, held))] += 1
    return outcomes


def _come(event: int, one: str, _: str, held: list[str]) -> None:
    held.append(b.register(event, one))


def _watch(event: int, one: str, _: str, held: list[str]) -> None:
    held.append(b.register(event, one, ticket="online"))


def _leave(event: int, one: str, _: str, __: list[str]) -> None:
    own_page.cancel(token=_token(event, one))


def _return(event: int, one: str, _: str, __: list[str]) -> None:
    own_page.restore(token=_token(event, one))


def _rename(event: int, one: str, other: str, __: list[str]) -> None:
    own_page.change_details(token=_token(event, one), name=other, answers={}, language=Language.GERMAN)


def _move(event: int, one: str, other: str, __: list[str]) -> None:
    own_page.ask_for_address_change(token=_token(event, one), email=other)
    proof = db.session.scalars(select(AddressChange.token).where(AddressChange.email == other)).first()
    own_page.prove_address(token=proof or "none")


def _correct(_: int, one: str, __: str, held: list[str]) -> None:
    if held:
        receipts.correct_address(token=held[-1], email=one, browser_secret=b.BROWSER)


def _ask_again(_: int, __: str, ___: str, held: list[str]) -> None:
    if held:
        receipts.send_again(token=held[0])


def _lose_links(_: int, one: str, __: str, ___: list[str]) -> None:
    send_lost_links(email=one, language=Language.KAZAKH)


def _token(event: int, email: str) -> str:
    found = b.find_registration(event, email)
    if found is None:
        raise NotFound
    return found.token


STEPS: list[Callable[[int, str, str, list[str]], None]] = [
    *(_come, _come, _watch, _leave, _leave, _return, _rename),
    *(_move, _correct, _ask_again, _lose_links),
]
