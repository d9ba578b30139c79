"""A mail server that takes every letter and forgets it, as a process of its own: ``python -m bench.sink``."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

END = b"\r\n.\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250 SIZE 50000000\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
LONGEST_END = 10.0  # seconds


class _Sink(asyncio.Protocol):
    """One connection: each command gets the answer that a server in good health gives."""

    def __init__(self) -> None:
        self._taken = b""
        self._in_letter = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError
        self._transport = transport
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer what is complete by now."""
        self._taken += data
        while True:
            end = END if self._in_letter else b"\r\n"
            command, found, rest = self._taken.partition(end)
            if not found:
                if self._in_letter:
                    self._taken = self._taken[-len(END) :]  # what goes before cannot end the letter any more
                return
            self._taken = rest
            self._answer(b"" if self._in_letter else command[:4].upper())

    def _answer(self, verb: bytes) -> None:
        self._in_letter = verb == b"DATA"
        answers = {
            b"EHLO": b"250-sink\r\n250 SIZE 50000000\r\n",
            b"DATA": b"354 go on\r\n",
            b"QUIT": b"221 bye\r\n",
        }
        self._transport.write(answers.get(verb, b"250 OK\r\n"))
        if verb == b"QUIT":
            self._transport.close()


@contextmanager
def sink() -> Iterator[int]:
    """A running one; its port."""
    process = subprocess.Popen([sys.executable, "-m", "bench.sink"], stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None:
            raise RuntimeError("the sink says nothing")
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=LONGEST_END)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
