"""A program beside the tests, started once: a JSON value a line in, a JSON answer a line out."""

import json
import select
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from .seen import UnavailableError

SLOWEST_ANSWER = 20  # seconds


class Program:
    """It says `"ready"` when it has loaded what it needs, and answers `{"error": text}` where it fails."""

    def __init__(self, name: str, *command: str | Path) -> None:
        self.name = name
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - close() does it
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
            )
        except FileNotFoundError as error:
            self._errors.close()
            raise UnavailableError(f"{name} needs {error.filename}, which is not here") from error
        if self._line() != b'"ready"\n':
            complaint = self._last_words()
            self.close()
            raise UnavailableError(f"{name} could not start: {complaint}")

    def ask(self, question: object) -> Any:
        """Its answer. A refusal, or none in time, fails the test."""
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        line = self._line()
        assert line, f"{self.name} said nothing: {self._last_words()}"
        answer = json.loads(line)
        assert not (isinstance(answer, dict) and "error" in answer), f"{self.name}: {answer['error']}"
        return answer

    def close(self) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=5)
        self._process.stdout.close()
        self._errors.close()

    def _line(self) -> bytes:
        # One question is under way at most, so nothing that was said can stand in the buffer.
        ready, _, _ = select.select([self._process.stdout], [], [], SLOWEST_ANSWER)
        return self._process.stdout.readline() if ready else b""

    def _last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip()[-300:]
