"""An authenticator in software (W3C Web Authentication, level 2), and our script that asks it."""

import json
import secrets
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask.testing import FlaskClient
from webauthn.helpers import bytes_to_base64url
from werkzeug.test import TestResponse

from tests.web.visits import form

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
ORIGIN = "http://localhost:8000"


class Key:
    """One credential. ``verifies``: whether it asks who is there, by a PIN or a finger."""

    def __init__(self, *, verifies: bool = True, origin: str = ORIGIN) -> None:
        self.verifies, self.origin = verifies, origin
        self.id = secrets.token_bytes(16)
        self.count = 0
        self.handle = ""
        self._secret = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any]) -> str:
        """What a browser sends of a new credential (navigator.credentials.create)."""
        self.handle = options["user"]["id"]
        data = self._data(options["rp"]["id"], WITH_KEY)
        data += bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public_key()
        told = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential(
            {
                "clientDataJSON": _text(self._client_data("webauthn.create", options)),
                "attestationObject": _text(told),
                "transports": ["internal"],
            }
        )

    def answer(self, options: dict[str, Any]) -> str:
        """What a browser sends of an answer (navigator.credentials.get)."""
        self.count += 1
        data = self._data(options["rpId"])
        client_data = self._client_data("webauthn.get", options)
        signed = self._secret.sign(data + sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            {
                "clientDataJSON": _text(client_data),
                "authenticatorData": _text(data),
                "signature": _text(signed),
                "userHandle": self.handle,
            }
        )

    def _data(self, rp_id: str, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _public_key(self) -> bytes:
        numbers = self._secret.public_key().public_numbers()
        return cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )

    def _credential(self, response: dict[str, Any]) -> str:
        return json.dumps(
            {
                "id": _text(self.id),
                "rawId": _text(self.id),
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": response,
            }
        )


def ask(client: FlaskClient, shown: TestResponse, action: str) -> tuple[str, dict[str, Any], dict[str, str]]:
    """What our script does first: the form's address, what the browser is to ask, and the form's fields."""
    found = form(shown, action)
    fields = found.values()
    asked = client.post(found.get("data-options") or "", data={"csrf_token": fields["csrf_token"]})
    assert asked.status_code == 200, asked.text
    return found.get("action") or "", asked.get_json(), fields


def press(client: FlaskClient, shown: TestResponse, action: str, key: Key, **fields: str) -> TestResponse:
    """Press the button of a form about passkeys, with that authenticator at hand."""
    address, options, filled = ask(client, shown, action)
    told = key.make(options) if "rp" in options else key.answer(options)
    return client.post(address, data={**filled, **fields, "credential": told})


def add_key(client: FlaskClient, key: Key, name: str = "Phone") -> TestResponse:
    """Add a passkey to the account that is signed in."""
    return press(client, client.get("/account/passkeys/new"), "/passkeys/new", key, name=name)


def _text(octets: bytes) -> str:
    return bytes_to_base64url(octets)
