"""Calendar files as other programs read them: none of these was written by us.

`icalendar` and `vobject` (Python), `ical.js` (Thunderbird's) and `node-ical` (JavaScript), `libical` (GNOME's
and KDE's, in C), `sabre/vobject` (PHP), and Radicale, a server that stores files and finds them by time.
What is not on this machine raises UnavailableError, with the reason and, if there is one, the remedy.
"""

from .in_c import Libical
from .in_javascript import IcalJs, Javascript, NodeIcal
from .in_php import Sabre
from .in_python import read_with_icalendar, read_with_vobject, vobject_complaints
from .seen import Reader, Seen, UnavailableError
from .server import Radicale

__all__ = [
    "IcalJs",
    "Javascript",
    "Libical",
    "NodeIcal",
    "Radicale",
    "Reader",
    "Sabre",
    "Seen",
    "UnavailableError",
    "read_with_icalendar",
    "read_with_vobject",
    "vobject_complaints",
]
