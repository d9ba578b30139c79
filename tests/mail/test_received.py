"""Raw messages taken apart: as Google, Exchange, Apple, Thunderbird and mail servers write them."""

from datetime import UTC, datetime

import pytest

from regapp.mail.received.answer import Answer
from regapp.mail.received.bounce import Bounce
from regapp.mail.received.reading import Received, read
from regapp.vocabulary import CalendarAnswer

from .incoming import MESSAGE_TOKEN, REPLY_TOKEN, SENDER, UID, note, reply, sample

HERE = f"reply+{REPLY_TOKEN}@events.example.org"
BACK = f"reply+b.{MESSAGE_TOKEN}@events.example.org"
STAMP = datetime(2027, 3, 1, 8, 30, 12, tzinfo=UTC)


def taken(octets: bytes, recipient: str = "") -> Received:
    return read(octets, recipient=recipient, sender=SENDER)


# Answers of calendars


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("google-declined", CalendarAnswer.DECLINED),
        ("exchange-declined", CalendarAnswer.DECLINED),
        ("apple-accepted", CalendarAnswer.ACCEPTED),
        ("thunderbird-tentative", CalendarAnswer.TENTATIVE),
        ("attached-only", CalendarAnswer.DECLINED),
    ],
)
def test_it_reads_the_answer_of_each_calendar(name: str, said: CalendarAnswer) -> None:
    found = taken(sample(name))
    assert found.answer is not None
    email = found.answer.email.lower()
    assert (found.answer.uid, email, found.answer.answer, found.answer.stamp, found.answer.sequence) == (
        f"{UID}@events.example.org",
        "aigul@example.org",
        said,
        STAMP,
        2,
    )
    assert found.reply_tokens == (REPLY_TOKEN,)
    assert found.bounce is None


@pytest.mark.parametrize("name", ["counter-proposal", "question", "out-of-office", "postfix-failed"])
def test_nothing_else_is_an_answer(name: str) -> None:
    assert taken(sample(name)).answer is None


def test_an_enclosed_message_answers_nothing() -> None:
    inner = reply(HERE, UID).decode()
    outer = note(HERE, body=inner, Content_Type="message/rfc822")
    assert taken(outer).answer is None


def test_a_reply_names_the_one_who_answers_and_nobody_else_as_rfc_5546_3_2_3_demands() -> None:
    other = b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@example.org\r\n"
    crowd = reply(HERE, UID).replace(b"END:VEVENT", other + b"END:VEVENT")
    assert taken(crowd).answer is None


@pytest.mark.parametrize("said", ["NEEDS-ACTION", "DELEGATED", "X-PERHAPS", ""])
def test_what_is_neither_yes_nor_no_nor_perhaps_is_no_answer(said: str) -> None:
    assert taken(reply(HERE, UID, said)).answer is None


@pytest.mark.parametrize("number", [b"many", b"9" * 5_000])
def test_an_answer_without_a_readable_stamp_or_number_is_still_an_answer(number: bytes) -> None:
    odd = reply(HERE, UID, stamp="yesterday").replace(b"SEQUENCE:0", b"SEQUENCE:" + number)
    assert taken(odd).answer == Answer(f"{UID}@localhost", "p1@example.org", CalendarAnswer.DECLINED, None, 0)


def test_folded_lines_and_quoted_names_are_read_as_rfc_5545_3_1_has_them() -> None:
    folded = reply(HERE, UID).replace(
        b"ATTENDEE;PARTSTAT=DECLINED:mailto:p1@example.org",
        b'ATTENDEE;CN="X:Y;PARTSTAT=ACCEPTED";PARTST\r\n AT=DECLINED:mailto:p1@exa\r\n mple.org',
    )
    found = taken(folded).answer
    assert found is not None
    assert (found.answer, found.email) == (CalendarAnswer.DECLINED, "p1@example.org")


def test_an_address_that_is_no_mailto_is_nobodys() -> None:
    found = taken(reply(HERE, UID).replace(b"mailto:p1@example.org", b"invalid:nomail")).answer
    assert found is not None
    assert found.email == ""


# Letters that came back


@pytest.mark.parametrize(
    ("name", "bounce"),
    [
        ("postfix-failed", Bounce(failed=True, status="5.1.1")),
        ("exchange-failed", Bounce(failed=True, status="5.2.2")),
        ("qmail-failed", Bounce(failed=True, status="5.1.1")),
        ("exim-failed", Bounce(failed=True)),
        ("postfix-delayed", Bounce(failed=False)),
    ],
)
def test_it_reads_the_report_of_each_mail_server(name: str, bounce: Bounce) -> None:
    found = taken(sample(name))
    assert (found.bounce, found.message_tokens) == (bounce, (MESSAGE_TOKEN,))


def test_an_out_of_office_note_is_no_bounce_whatever_numbers_it_names() -> None:
    found = taken(sample("out-of-office"))
    assert (found.bounce, found.message_tokens) == (None, (MESSAGE_TOKEN,))


def test_a_mail_server_that_gives_no_number_says_too_little() -> None:
    vague = note(BACK, author="MAILER-DAEMON@example.org", body="It is at 192.5.1.1, and was not delivered.")
    assert taken(vague).bounce == Bounce(failed=False)


def test_a_report_of_success_is_no_failure() -> None:
    done = sample("postfix-failed").replace(b"Action: failed", b"Action: delivered")
    assert taken(done).bounce == Bounce(failed=False)


# To whom it came


@pytest.mark.parametrize("header", ["Delivered_To", "X_Original_To", "Envelope_To", "Cc"])
def test_the_token_is_found_wherever_servers_note_the_recipient(header: str) -> None:
    found = taken(note("undisclosed-recipients:;", **{header: f"DKU <{HERE.upper()}>"}))
    assert found.reply_tokens == (REPLY_TOKEN,)


def test_the_envelope_comes_first() -> None:
    other = "f" * 20
    assert taken(note(HERE), recipient=f"reply+{other}@x.example").reply_tokens == (other, REPLY_TOKEN)


@pytest.mark.parametrize(
    "to",
    ["reply@events.example.org", f"reply+{REPLY_TOKEN[1:]}@x.example", f"noreply+{REPLY_TOKEN}@x.example"],
)
def test_other_addresses_hold_no_token(to: str) -> None:
    found = taken(note(to))
    assert (found.reply_tokens, found.message_tokens) == ((), ())


# Loops


@pytest.mark.parametrize(
    "octets",
    [
        note(HERE, author=f"DKU <{SENDER.upper()}>"),
        note(HERE, X_Loop=SENDER),
        note(HERE, author=f"reply+{'a' * 20}@elsewhere.example"),
        note(HERE).replace(b"Subject:", b"Received: from a by b\r\n" * 51 + b"Subject:"),
    ],
)
def test_what_came_from_here_is_known_again(octets: bytes) -> None:
    assert taken(octets).is_loop


def test_a_persons_mail_is_no_loop() -> None:
    assert not taken(note(HERE)).is_loop


# What nobody should send, and somebody will


def nested(depth: int, *, inside: bytes = b"") -> bytes:
    """Parts in parts in parts."""
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (number, number)
        for number in range(depth)
    )
    return b"To: " + HERE.encode() + b"\r\nMIME-Version: 1.0\r\n" + opening + inside


def test_of_a_tangle_of_parts_only_the_headers_are_read() -> None:
    answer = reply(HERE, UID)
    assert taken(nested(5, inside=answer)).answer is not None
    found = taken(nested(500, inside=answer))
    assert (found.reply_tokens, found.answer) == ((REPLY_TOKEN,), None)


def test_of_endless_parts_only_the_headers_are_read() -> None:
    several = note(HERE, Content_Type="multipart/mixed; boundary=b", body="--b\r\n\r\nx\r\n" * 2_000)
    assert taken(several + b"--b\r\n" + reply(HERE, UID)).answer is None


def test_of_endless_headers_the_first_are_read() -> None:
    assert taken(note(HERE, Keywords=" x" * 500_000)).reply_tokens == (REPLY_TOKEN,)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\0" * 2000,
        b"no header at all",
        "Кому: мне\r\n\r\nтекст".encode("utf-16"),
        note(HERE, Content_Type="text/calendar; charset=klingon; method=REPLY", body="METHOD:REPLY"),
        note(HERE, Content_Type="multipart/mixed"),
        note(HERE, Content_Type="message/delivery-status", body="Action"),
        note(HERE, Content_Type="text/calendar", Content_Transfer_Encoding="base64", body="=" * 99),
        note("=?utf-8?b?////?= <x>", Reply_To="=?klingon?q?x?= <x@y>"),
        reply(HERE, UID)[:-40],
        reply(HERE, UID).replace(b"END:VCALENDAR", b"END:VEVENT\r\n" * 40),
    ],
)
def test_rubbish_is_read_without_stumbling(octets: bytes) -> None:
    assert len(taken(octets).digest) == 64
