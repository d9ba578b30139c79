from regapp.models import Event
from regapp.web.reading import language
from regapp.web.translations import gettext as _

VERSION = "2026-11"  # to be raised with every change of the words below


def consent_text(event: Event) -> str:
    """The exact words that a participant agrees to, in the visitor's language."""
    text: str = _(
        "I agree that %(organisation)s keeps my name, e-mail address and answers to hold this event and to"
        " write to me about it. I can take this back at any time: the host then deletes my data.",
        organisation=event.organisation.name.read(language()),
    )
    return text
