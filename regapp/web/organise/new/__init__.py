"""From nothing to the draft of an event: a template, one short form."""

from regapp.web.organise.new import form_page, starts

__all__ = ["form_page", "starts"]
