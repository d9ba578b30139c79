"""An organiser's browser: signs in as a person does, and asks on one connection that stays open."""

import http.client
import re
from time import perf_counter
from urllib.parse import urlencode

from bench.crowd import PASSWORD

LONGEST = 900.0  # seconds of an answer
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


class Organiser:
    """Somebody who is signed in at the server of that port."""

    def __init__(self, port: int, email: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
        self._cookies: dict[str, str] = {}
        status, page = self._ask("GET", "/login")
        token = TOKEN.search(page)
        if token is None:
            raise RuntimeError(f"the sign-in was answered by {status}")
        fields = {"email": email, "password": PASSWORD, "csrf_token": token[1].decode()}
        status, page = self._ask("POST", "/login", urlencode(fields))
        if status != http.client.SEE_OTHER:
            raise RuntimeError(f"the sign-in was answered by {status}")

    def get(self, address: str) -> tuple[float, bytes]:
        """Seconds until all of it was there, and the answer. Raises RuntimeError unless it is a page."""
        begin = perf_counter()
        status, page = self._ask("GET", address)
        if status != http.client.OK:
            raise RuntimeError(f"{address} was answered by {status}")
        return perf_counter() - begin, page

    def _ask(self, method: str, address: str, body: str = "") -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, body or None, headers)
        response = self._connection.getresponse()
        page = response.read()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, page
