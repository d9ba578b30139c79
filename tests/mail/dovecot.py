"""A real IMAP server of the tests' own: Dovecot, as an ordinary user, on a free port of this machine."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from regapp.mail.imap import ImapSettings

from .servers import Certificate

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
USERNAME, PASSWORD = "reply@events.example.org", "naïve señor"
PATIENCE = 20.0  # seconds

# An ordinary user may neither change the root folder nor become somebody else.
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
ssl = yes
ssl_cert = <{folder}/certificate
ssl_key = <{folder}/key
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {ssl_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """The server with its one mailbox, whose messages are files."""

    folder: Path
    port: int
    ssl_port: int

    def settings(self, **changes: Any) -> ImapSettings:
        plain = ImapSettings("127.0.0.1", self.port, USERNAME, PASSWORD, use_ssl=False, timeout=PATIENCE)
        return replace(plain, **changes)

    def deliver(self, *messages: bytes) -> None:
        """Put messages into the mailbox, as a mail server does."""
        maildir = self.folder / "home" / "Maildir"
        for number, octets in enumerate(messages):
            name = f"{time.time_ns()}.{number}.test"
            aside = maildir / "tmp" / name
            aside.write_bytes(octets)
            shutil.chown(aside, *_owner())
            aside.rename(maildir / "new" / name)

    def flags(self) -> list[str]:
        """The flags of each message, in the order of delivery: S for one that was read."""
        maildir = self.folder / "home" / "Maildir"
        files = [path.name for name in ("cur", "new") for path in (maildir / name).iterdir()]
        return [name.partition(":2,")[2] for name in sorted(files)]

    def clear(self) -> None:
        maildir = self.folder / "home" / "Maildir"
        shutil.rmtree(maildir, ignore_errors=True)
        for name in ("tmp", "new", "cur"):
            (maildir / name).mkdir(parents=True)
        for path in (maildir, *maildir.iterdir()):
            shutil.chown(path, *_owner())


@contextmanager
def server(certificate: Certificate) -> Iterator[Dovecot]:
    """Run it, with a certificate for TLS."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(prefix="imap-") as folder:
        made = Dovecot(Path(folder), _free_port(), _free_port())
        _configure(made, certificate)
        made.clear()
        process = subprocess.Popen(_as_user(PROGRAM, "-F", "-c", f"{folder}/conf"), cwd="/")
        try:
            _wait(made, process)
            yield made
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)


def _configure(made: Dovecot, certificate: Certificate) -> None:
    folder, (user, group) = made.folder, _owner()
    (folder / "home").mkdir()
    shutil.copy(certificate.certificate, folder / "certificate")
    shutil.copy(certificate.key, folder / "key")
    text = CONFIGURATION.format(folder=folder, user=user, group=group, port=made.port, ssl_port=made.ssl_port)
    (folder / "conf").write_text(text, encoding="utf-8")
    (folder / "users").write_text(f"{USERNAME}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, user, group)


def _owner() -> tuple[str, str]:
    """As whom it runs: root, as in a container, is not allowed to have mail."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return user.pw_name, grp.getgrgid(user.pw_gid).gr_name


def _as_user(*command: str) -> list[str]:
    user, group = _owner()
    become = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
    return [*become, *command] if os.geteuid() == 0 else list(command)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(made: Dovecot, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", made.port), timeout=1) as connection:
                if connection.recv(64).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.05)
    log = made.folder / "log"
    raise RuntimeError(f"Dovecot did not start: {log.read_text() if log.exists() else 'no log'}")
