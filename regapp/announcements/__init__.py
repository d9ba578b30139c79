"""What an announcement of an event says, read by rules: each value with the words it came from.

The texts are those that organisers paste: English, Russian, Kazakh or German, from a page, a letter, a PDF or
a messenger. Nothing here knows Flask, the database or the network.
"""

from regapp.announcements.found import Announcement, Doubt, DoubtKind, Field, Found, Reason

__all__ = ["Announcement", "Doubt", "DoubtKind", "Field", "Found", "Reason"]
