"""Send a message's words to oneself, before anybody else gets them."""

from __future__ import annotations

from bot.message_texts import TextKind, channels_of
from bot.vocabulary import ChannelKind, Locale
from flows.audit import note
from flows.errors import InvalidError
from flows.message_texts import require_usable
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import message_texts as queries


def try_message(work: Work, kind: TextKind, locale: Locale, title: str, body: str) -> tuple[ChannelKind, ...]:
    """To all working contacts of the actor, through the channels such a message takes; which. Nothing is saved.

    In the audit log. RefusedError, InvalidError (no_contact_for_trial; see `bot.message_texts.checked`).
    """
    who = require_safety_admin(work)
    text = require_usable(kind, title, body)
    if who.person_id is None:
        raise InvalidError("no_contact_for_trial")
    channels = work.policy.channels & set(channels_of(kind))
    params = {"kind": str(kind), "title": text.title, "body": text.body}
    used = queries.add_trials(work.connection, who.person_id, channels, locale, params, work.now)
    if not used:
        raise InvalidError("no_contact_for_trial")
    note(work, "text_tried", text=kind, locale=locale)
    work.wakes_cycle = True
    return tuple(ChannelKind(channel) for channel in used)
