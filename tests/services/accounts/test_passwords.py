"""Which passwords are good enough."""

import pytest

from regapp.services.accounts.passwords import LONGEST, PasswordProblem, problem_of

GOOD = "verschneite Brücke am Ischim"


@pytest.mark.parametrize(
    "password", [GOOD, "тоғыз ақ тырна ұшты", "x7Qm2Vt9Lp4s", "orchard kettle ninety bridge"]
)
def test_it_takes_what_is_long_and_in_no_list(password: str) -> None:
    assert problem_of(password, "aigul@example.org", "Aigul") is None


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("x7Qm2Vt9Lp4", PasswordProblem.SHORT),
        ("", PasswordProblem.SHORT),
        (f"{GOOD}{'x' * LONGEST}", PasswordProblem.LONG),
        ("aaaabbbbaaaabbbb", PasswordProblem.PLAIN),
        ("            ", PasswordProblem.PLAIN),
        ("password1234", PasswordProblem.KNOWN),
        ("PASSWORD1234", PasswordProblem.KNOWN),
        ("qwertyuiop123", PasswordProblem.KNOWN),
        ("correcthorsebatterystaple", PasswordProblem.KNOWN),
        ("aigul@example.org", PasswordProblem.PERSONAL),
        ("AigulNurgozhaeva!", PasswordProblem.PERSONAL),
        ("nurgozhaeva-7", PasswordProblem.PERSONAL),
    ],
)
def test_it_refuses_what_is_easily_guessed(password: str, problem: PasswordProblem) -> None:
    assert problem_of(password, "aigul@example.org", "Aigul Nurgozhaeva") is problem


def test_a_name_within_a_long_password_is_no_harm() -> None:
    assert problem_of("aigul likes frozen bridges", "aigul@example.org", "Aigul") is None
