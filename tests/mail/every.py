from email.message import EmailMessage

import time_machine
from flask import Flask

from regapp.vocabulary import Language

from . import scenes
from .account_letters import letters_about_accounts
from .host_letters import letters_to_hosts
from .mailings import letters_to_many
from .member_letters import letters_to_members
from .places import letters_about_places


def every_letter(app: Flask, language: Language) -> dict[str, EmailMessage]:
    """A letter of each kind in ``language``, as sent; some kinds with variants."""
    letters = scenes.every_letter(app, language)
    with time_machine.travel(scenes.TODAY, tick=False):
        return {
            **letters,
            **letters_about_places(app, language),
            **letters_to_many(app, language),
            **letters_to_hosts(app, language),
            **letters_about_accounts(app, language),
            **letters_to_members(app, language),
        }
