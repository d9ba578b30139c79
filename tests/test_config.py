"""Settings: sensible ones on a laptop, and one clear line for each that is wrong."""

from pathlib import Path

import pytest

import config

EXPOSED = {"PUBLIC_URL": "https://events.example.org", "SECRET_KEY": "sixteen letters and more"}


def read(folder: Path, **environ: str) -> config.Settings:
    return config.read({"INSTANCE_PATH": str(folder), **environ})


def test_a_laptop_needs_no_setting(tmp_path: Path):
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/regapp.db"
    assert settings.public_url == "http://localhost:8000"
    assert (settings.host, settings.port, settings.https) == ("127.0.0.1", 8000, False)
    assert settings.mail.server == ""
    assert settings.mail.sender == "events@localhost"
    assert settings.shows_mailbox
    assert settings.sample


def test_the_public_address_follows_the_port(tmp_path: Path):
    assert read(tmp_path, PORT="9123").public_url == "http://localhost:9123"


def test_the_public_address_has_no_slash_at_its_end(tmp_path: Path):
    assert read(tmp_path, PUBLIC_URL="http://events.test/").public_url == "http://events.test"


def test_the_sender_is_of_the_public_host(tmp_path: Path):
    settings = read(tmp_path, **EXPOSED, MAIL_SERVER="smtp.example.org")
    assert settings.mail.sender == "events@events.example.org"


def test_a_secret_key_is_made_once_and_kept(tmp_path: Path):
    key = read(tmp_path).secret_key
    assert len(key) >= 32
    assert read(tmp_path).secret_key == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_folder_is_made(tmp_path: Path):
    assert read(tmp_path / "new" / "folder").instance.is_dir()


@pytest.mark.parametrize(
    ("encryption", "port"), [({}, 25), ({"MAIL_USE_TLS": "1"}, 587), ({"MAIL_USE_SSL": "true"}, 465)]
)
def test_the_mail_port_follows_the_encryption(tmp_path: Path, encryption: dict[str, str], port: int):
    assert read(tmp_path, **encryption).mail.port == port


@pytest.mark.parametrize(("given", "pace"), [("", 600), ("60", 60), ("off", None)])
def test_the_pace_of_letters_is_a_number_a_minute_or_off(tmp_path: Path, given: str, pace: int | None):
    assert read(tmp_path, MAIL_PACE=given).mail.pace == pace


def test_there_is_no_reply_mailbox_unless_one_is_named(tmp_path: Path):
    assert read(tmp_path).reply_mailbox == config.ReplyMailbox()


def test_a_reply_mailbox_that_the_mail_server_pipes_in_is_its_address(tmp_path: Path):
    mailbox = read(tmp_path, REPLY_MAILBOX="Reply@Events.Example.org").reply_mailbox
    assert mailbox == config.ReplyMailbox("events.example.org")


def test_a_reply_mailbox_is_of_the_domain_of_its_user(tmp_path: Path):
    url = "imaps://reply%40example.org:p%40ss%20w%C3%B6rd@imap.example.net/Answers"
    assert read(tmp_path, REPLY_MAILBOX=url).reply_mailbox == config.ReplyMailbox(
        "example.org", "imap.example.net", 993, "reply@example.org", "p@ss wörd", "Answers", use_ssl=True
    )


def test_a_reply_mailbox_of_a_plain_user_is_of_the_domain_of_its_server(tmp_path: Path):
    mailbox = read(tmp_path, REPLY_MAILBOX="imaps://reply:secret@mail.example.org:1993").reply_mailbox
    assert (mailbox.domain, mailbox.port, mailbox.folder) == ("mail.example.org", 1993, "INBOX")


def test_a_reply_mailbox_on_this_machine_needs_no_tls(tmp_path: Path):
    mailbox = read(tmp_path, REPLY_MAILBOX="imap://reply%40example.org:secret@127.0.0.1").reply_mailbox
    assert (mailbox.use_ssl, mailbox.port) == (False, 143)


def test_the_password_of_the_reply_mailbox_is_in_no_log(tmp_path: Path):
    settings = read(tmp_path, REPLY_MAILBOX="imaps://reply:hush-hush@mail.example.org")
    assert "hush-hush" not in repr(settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"])
def test_loopback_is_this_machine(host: str):
    assert config.is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "events.example.org"])  # noqa: S104 - not bound
def test_other_hosts_are_reached_from_outside(host: str):
    assert not config.is_loopback(host)


def test_the_mailbox_is_hidden_where_others_could_reach_it(tmp_path: Path):
    settings = read(tmp_path, HOST="192.0.2.1", SECRET_KEY=EXPOSED["SECRET_KEY"], MAIL_TO_FILES="1")
    assert not settings.shows_mailbox


def test_the_mailbox_is_hidden_where_letters_really_leave(tmp_path: Path):
    assert not read(tmp_path, MAIL_SERVER="smtp.example.org").shows_mailbox


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "65536"}, "PORT"),
        ({"PORT": "٨٠٠٠"}, "PORT"),
        ({"DATABASE_URL": "mysql://localhost/regapp"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql+psycopg://localhost:port/regapp"}, "DATABASE_URL"),
        ({"PUBLIC_URL": "events.example.org"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://events.example.org/regapp"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://[events"}, "PUBLIC_URL"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PUBLIC_URL": EXPOSED["PUBLIC_URL"]}, "SECRET_KEY"),
        ({"HOST": "192.0.2.1"}, "SECRET_KEY"),
        (EXPOSED, "MAIL_SERVER"),
        ({"MAIL_USE_TLS": "1", "MAIL_USE_SSL": "1"}, "MAIL_USE_TLS"),
        ({"MAIL_USE_TLS": "maybe"}, "MAIL_USE_TLS"),
        ({"MAIL_PORT": "smtp"}, "MAIL_PORT"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL"),
        ({"LIMIT_REGISTRATIONS": "lots"}, "LIMIT_REGISTRATIONS"),
        ({"MAIL_PACE": "0"}, "MAIL_PACE"),
        ({"MAIL_PACE": "fast"}, "MAIL_PACE"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({"WEB_PROCESSES": "0"}, "WEB_PROCESSES"),
        ({"SAMPLE": "perhaps"}, "SAMPLE"),
        ({"INSTANCE_PATH": "/dev/null/folder"}, "INSTANCE_PATH"),
        ({"REPLY_MAILBOX": "events@example.org"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "reply"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "reply@192.0.2.1"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "reply@example.org\r\nBcc: x@y"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "pop3s://user:password@example.org"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "imaps://imap.example.org/INBOX"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "imaps://user:password@/INBOX"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "imaps://user:password@imap.example.org:port"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "imaps://user:password@imap.example.org/%22"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "imap://user:password@imap.example.org"}, "REPLY_MAILBOX"),
        ({"REPLY_MAILBOX": "imap://user:password@127.0.0.1"}, "REPLY_MAILBOX"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, environ: dict[str, str], name: str):
    with pytest.raises(config.SettingError) as caught:
        read(tmp_path, **environ)
    message = str(caught.value)
    assert message.startswith(f"regapp: {name} ")
    assert "\n" not in message


def test_a_wrong_setting_ends_the_start_with_status_1(tmp_path: Path):
    with pytest.raises(SystemExit) as caught:
        read(tmp_path, PORT="http")
    assert isinstance(caught.value.code, str)  # Python prints a text to stderr, and ends with status 1
