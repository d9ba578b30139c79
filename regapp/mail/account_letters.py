"""What letters about an organiser's own account may tell, by the names that their templates know."""

from typing import Any

from regapp.addresses import Addresses
from regapp.models import Letter, User
from regapp.vocabulary import LetterKind


def account_facts(letter: Letter, account: User | None, addresses: Addresses) -> dict[str, Any]:
    """The facts of a letter about an account; none for all other letters."""
    if account is None:
        return {}
    # Whoever asked for another address may have typed a stranger's: it is told nothing, not even a name.
    is_owner = letter.kind is not LetterKind.PROVE_ACCOUNT
    token = letter.facts.get("token", "")
    pages = {
        LetterKind.PASSWORD_RESET: addresses.password_reset,
        LetterKind.PROVE_ACCOUNT: addresses.account_address,
    }
    return {
        "addressee": account.name if is_owner else "",
        "link_page": pages[letter.kind](token) if letter.kind in pages else "",
        "change": letter.facts.get("change", ""),
        "account_page": addresses.account(),
        "forgotten_page": addresses.forgotten_password(),
    }
