"""When two spellings are one address."""

import pytest

from regapp.models import emails


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna@example.org", "Anna@EXAMPLE.org"),
        ("иван@пример.рф", "ИВАН@ПРИМЕР.РФ"),
        ("ivan@пример.рф", "ivan@xn--e1afmkfd.xn--p1ai"),
        ("jose\u0301@example.org", "jos\u00e9@example.org"),
        ("айгүл@example.kz", "АЙГҮЛ@example.kz"),
    ],
    ids=["case", "cyrillic case", "a-labels", "composition", "kazakh case"],
)
def test_spellings_of_one_address_have_one_key(one: str, other: str) -> None:
    assert emails.key(one) == emails.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna@example.org", "anna+table@example.org"),
        ("anna.b@example.org", "annab@example.org"),
        ("anna@example.org", "anna@example.com"),
        ("иван@example.org", "ivan@example.org"),
    ],
    ids=["tag", "dot", "domain", "script"],
)
def test_addresses_that_may_be_two_mailboxes_have_two_keys(one: str, other: str) -> None:
    assert emails.key(one) != emails.key(other)


def test_the_domain_of_a_key_is_in_a_labels() -> None:
    assert emails.key("Ivan@Пример.рф") == "ivan@xn--e1afmkfd.xn--p1ai"


def test_a_checked_address_has_no_space_around_it() -> None:
    assert emails.checked("  anna@example.org ") == "anna@example.org"


def test_organisers_may_rehearse_with_names_that_do_not_exist() -> None:
    assert emails.checked("anna@rehearsal.test") == "anna@rehearsal.test"


NO_ADDRESSES = (
    *("", "anna", "anna@", "@example.org", "a b@example.org", "anna@example", "anna@[127.0.0.1]"),
    *("anna@example.org\nBcc: x@y.org", f"anna@{'x' * 64}.org", "anna@" + "x." * 130 + "org"),
)


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_no_letter_could_reach_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        emails.checked(text)
