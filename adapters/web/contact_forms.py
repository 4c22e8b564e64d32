"""The forms with which contacts are kept, in the console and behind a mailed link."""

from __future__ import annotations

from flask import request

from adapters.web.form_words import id_in
from adapters.web.page import UnpressedError
from bot.vocabulary import ChannelKind
from flows.edit_contacts import AddContact, SaveContact, add_contact, order_contacts, remove_contact, save_contact
from flows.show_contacts import PersonContacts
from flows.work import Policy, Work

#: What a page says after something was done: words of ours, never what stands in the address.
DONE = frozenset(("saved", "resumed", "removed", "added"))
#: What anybody can type; Slack accounts are for managers.
KINDS = (ChannelKind.MAIL, ChannelKind.PHONE)


def is_reached(facts: PersonContacts, policy: Policy) -> bool:
    return any(contact.works and contact.channel in policy.channels for contact in facts.contacts)


def change_contacts(work: Work, person_id: int) -> str:
    """Carries out the button of the request in hand; one of DONE. UnpressedError, FlowError."""
    form = request.form
    contact_id = id_in(form.get("contact", ""))
    match form.get("action"):
        case "add":
            kind = form.get("kind", "")
            channel = ChannelKind(kind) if kind in (*KINDS, ChannelKind.SLACK) else ChannelKind.MAIL
            wanted = AddContact(person_id, channel, form.get("address", ""), form.get("label", ""))
            return "resumed" if add_contact(work, wanted).resumed else "added"
        case "save" if contact_id is not None:
            # The button that only resumes carries no fields: what it does not speak of stays as it is.
            plain = form.get("plain") == "yes" if "label" in form else None
            save = SaveContact(person_id, contact_id, form.get("address"), form.get("label"), plain)
            return "resumed" if save_contact(work, save).resumed else "saved"
        case "remove" if contact_id is not None:
            remove_contact(work, person_id, contact_id)
            return "removed"
        case "first" if contact_id is not None:
            order_contacts(work, person_id, [contact_id])
            return "saved"
    raise UnpressedError
