"""People who register all at once: plain sockets, so that they cost the machine as little as can be.

Each person is a new visitor: opens a connection, gets the form, sends it on the same connection, goes.
"""

import re
import secrets
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote_plus

CLIENTS = 64
PATIENCE = 60.0  # seconds a person waits for an answer
SEE_OTHER = 303
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
COOKIE = re.compile(rb"\r\nset-cookie: ([^;\r]+)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
RECEIPT = re.compile(rb"\r\nlocation: (\S*/receipts/\S+)", re.IGNORECASE)


@dataclass
class Answers:
    """What all people got; times are in seconds, each from the request's first octet to the answer's last."""

    seconds: float = 0.0  # from the first form to the last receipt
    processor: float = 0.0  # seconds of the processor that the people themselves took
    forms: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)
    receipts: set[bytes] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Registrations a second."""
        return len(self.posts) / self.seconds


def register_all(port: int, path: str, ticket: str, count: int, clients: int = CLIENTS) -> Answers:
    """Let ``clients`` at a time register ``count`` people through the form at ``path``."""
    answers, numbers = Answers(), iter(range(count))
    threads = [
        threading.Thread(target=_keep_registering, args=(port, path, ticket, numbers, answers))
        for _ in range(clients)
    ]
    start, processor = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.seconds = time.perf_counter() - start
    answers.processor = time.process_time() - processor
    return answers


def _keep_registering(port: int, path: str, ticket: str, numbers: "Iterator[int]", answers: Answers) -> None:
    for _ in numbers:  # each step is one under the interpreter's lock
        try:
            register_one(port, path, ticket, answers)
        except OSError as error:
            answers.refused[type(error).__name__] += 1


def register_one(port: int, path: str, ticket: str, answers: Answers) -> None:
    """One person's visit, added to ``answers``."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = time.perf_counter()
        page = _exchange(connection, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answers.forms.append(time.perf_counter() - start)
        request = _form(path, ticket, page)
        start = time.perf_counter()
        answer = _exchange(connection, request)
        answers.posts.append(time.perf_counter() - start)
    receipt = RECEIPT.search(answer)
    if _status(answer) == SEE_OTHER and receipt:
        answers.receipts.add(receipt[1])
    else:
        answers.refused[str(_status(answer))] += 1


def _form(path: str, ticket: str, page: bytes) -> bytes:
    token, cookies = TOKEN.search(page), b"; ".join(COOKIE.findall(page))
    if token is None:
        raise RuntimeError(f"the form was answered by {_status(page)}, without a CSRF token")
    name = secrets.token_hex(8)
    body = (
        f"csrf_token={quote_plus(token[1].decode())}&form={secrets.token_urlsafe(12)}&name=Runner+{name}"
        f"&email={name}%40example.org&ticket={ticket}&consent=y"
    ).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies.decode()}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _exchange(connection: socket.socket, request: bytes) -> bytes:
    """Send a request; the whole answer."""
    connection.sendall(request)
    answer, end = b"", -1
    while end < 0 or len(answer) < end:
        some = connection.recv(65536)
        if not some:
            raise ConnectionResetError("the server hung up within an answer")
        answer += some
        head = answer.find(b"\r\n\r\n")
        if end < 0 <= head:
            length = LENGTH.search(answer, 0, head + 2)
            end = head + 4 + (int(length[1]) if length else 0)
    return answer


def _status(answer: bytes) -> int:
    return int(answer[9:12])
