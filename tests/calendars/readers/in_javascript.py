import fcntl
import shutil
import subprocess
from pathlib import Path
from typing import Any

from .program import Program
from .seen import Seen, UnavailableError, from_json

HERE = Path(__file__).parent
PREFIX = HERE.parent.parent.parent / ".cache" / "npm"
NODE_ICAL_NEEDS = 20


class Javascript:
    """The readers for Node.js, all in one process."""

    def __init__(self) -> None:
        if not shutil.which("node"):
            raise UnavailableError("the readers in JavaScript need node, which is not here")
        _install()
        self._node = Program("Node.js", "node", HERE / "read.mjs", PREFIX / "node_modules")

    def ask(self, program: str, octets: bytes) -> Any:
        return self._node.ask({"program": program, "text": octets.decode()})

    def close(self) -> None:
        self._node.close()


class _Reader:
    """One of them, for calendar files."""

    program = ""

    def __init__(self, javascript: Javascript) -> None:
        self._javascript = javascript

    def entries(self, file: bytes) -> list[dict[str, Any]]:
        """All it tells of each entry."""
        return self._javascript.ask(self.program, file)

    def __call__(self, file: bytes) -> list[Seen]:
        names = ("uid", "summary", "description", "location", "status")
        return [
            Seen(
                start=from_json(entry["start"]),
                end=from_json(entry["end"]),
                **{name: entry[name] for name in names},
            )
            for entry in self.entries(file)
        ]


class IcalJs(_Reader):
    """Thunderbird's."""

    program = "ical.js"


class NodeIcal(_Reader):
    """Of home automation and displays on walls. It takes the rules of a zone from Node.js by its name."""

    program = "node-ical"

    def __init__(self, javascript: Javascript) -> None:
        version = javascript.ask("version", b"")
        if int(version.partition(".")[0]) < NODE_ICAL_NEEDS:
            raise UnavailableError(
                f"node-ical needs Node.js {NODE_ICAL_NEEDS} or newer, and here is {version}"
            )
        super().__init__(javascript)


def _install() -> None:
    """The pinned packages, fetched with npm when they are not there yet; one process at a time does it."""
    PREFIX.mkdir(parents=True, exist_ok=True)
    wanted, installed = HERE / "package-lock.json", PREFIX / "installed.json"
    with (PREFIX / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed.exists() and installed.read_bytes() == wanted.read_bytes():
            return
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, PREFIX / name)
        _run_npm()
        shutil.copy(wanted, installed)


def _run_npm() -> None:
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(PREFIX)]
    try:
        done = subprocess.run(command, cwd=PREFIX, capture_output=True, text=True, check=False, timeout=60)
    except FileNotFoundError as error:
        raise UnavailableError("the readers in JavaScript need npm, which is not here") from error
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(
            "the readers in JavaScript could not be installed: npm took over 60 s"
        ) from error
    if done.returncode:
        raise UnavailableError(
            f"the readers in JavaScript could not be installed: {done.stderr.strip()[-300:]}"
        )
