"""A message that came in, put into a letter whole."""

import base64
from email.message import EmailMessage
from email.policy import SMTP

# RFC 5322 2.1.1, without the line's end.
_LONGEST_LINE = 998


def enclose(message: EmailMessage, original: bytes) -> None:
    """Attach ``original``, which a mail program then opens like any message.

    As message/rfc822 it has to travel as it is (RFC 2046 5.2.1), which not every server can carry: a message
    beyond ASCII or with endless lines becomes a file of the same content.
    """
    lines = original.splitlines()
    octets = b"".join(line + b"\r\n" for line in lines)
    plain = octets.isascii() and b"\0" not in octets and all(len(line) <= _LONGEST_LINE for line in lines)
    part = EmailMessage(policy=SMTP)
    if plain:
        part["Content-Type"] = "message/rfc822"
        part.set_payload(octets.decode("ascii"))
    else:
        part["Content-Type"] = 'application/octet-stream; name="message.eml"'
        part["Content-Transfer-Encoding"] = "base64"
        part.set_payload(base64.encodebytes(original).decode("ascii"))
    part["Content-Disposition"] = 'attachment; filename="message.eml"'
    message.make_mixed()
    message.attach(part)
