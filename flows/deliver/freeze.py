"""Between claim and send: members, body, key and date are written down before the network is touched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.vocabulary import MessageState
from flows.deliver.claim import Claimed, limit_of
from flows.deliver.drop import drop, follow_up
from flows.deliver.render import Draft
from flows.ports import Attempt, Channel, Member
from flows.rate_limits import adjust
from flows.work import Work
from storage.queries import corrections, frozen, outbox


def freeze(work: Work, channel: Channel, claimed: Claimed, drafts: Sequence[Draft]) -> tuple[Attempt, ...]:
    """The attempts to send now, under the claim's token. Who has answered or closed since the claim is left out.

    A message whose lease has passed to another process is left to it.
    """
    kept = _still_wanted(work, claimed, drafts)
    bodies = _write_bodies(work, kept)
    of_all = frozen.OfAll(channel.kind, work.now, work.now, claimed.claimed_at, claimed.token, claimed.lease_until)
    rows = [
        frozen.NewAttempt(draft.key, body_id, draft.priority, draft.says and draft.says[1])
        for draft, (body_id, _) in zip(kept, bodies, strict=True)
    ]
    ids = frozen.add(work.connection, of_all, rows)
    pairs = [
        (attempt_id, [member.message_id for member in draft.members])
        for attempt_id, draft in zip(ids, kept, strict=True)
    ]
    frozen.attach(work.connection, pairs)
    reserved = math.ceil(len(claimed.messages) / channel.batch_size)
    adjust(work, limit_of(channel), reserved - len(kept))
    return tuple(
        Attempt(attempt_id, draft.kind, draft.key, content, draft.members, 0)
        for attempt_id, draft, (_, content) in zip(ids, kept, bodies, strict=True)
    )


def fail_unrenderable(work: Work, claimed: Claimed, message_ids: Sequence[int]) -> None:
    """Messages for which no words could be found: a fault of ours, shown, and not in the others' way."""
    held = outbox.held(work.connection, message_ids, claimed.token)
    outbox.settle(work.connection, sorted(held), MessageState.FAILED, "not_rendered")
    follow_up(work, dict.fromkeys(held, "not_rendered"))


def _still_wanted(work: Work, claimed: Claimed, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without members nobody wants any more; a mailing to nobody is left out."""
    drafts = _said_rightly(work, claimed, drafts)
    held = outbox.held(
        work.connection, [member.message_id for draft in drafts for member in draft.members], claimed.token
    )
    drop(work, {message_id: why for message_id, why in held.items() if why})

    def is_wanted(member: Member) -> bool:
        return held.get(member.message_id, "not ours") == ""

    trimmed = (replace(draft, members=tuple(filter(is_wanted, draft.members))) for draft in drafts)
    return [draft for draft in trimmed if draft.members]


def _said_rightly(work: Work, claimed: Claimed, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Those whose check has not been corrected since they were claimed: the others are put into words anew.

    Whoever corrects a check afterwards finds what is frozen here (see docs/adr/0020).
    """
    said = {draft.says for draft in drafts if draft.says}
    if not said:
        return drafts
    newest = corrections.versions(work.connection, {check_id for check_id, _ in said})
    wrong = said - set(newest.items())
    stale = [member.message_id for draft in drafts if draft.says in wrong for member in draft.members]
    if stale:
        outbox.give_back(work.connection, claimed.token, stale)
    return [draft for draft in drafts if draft.says not in wrong]


def _write_bodies(work: Work, drafts: Sequence[Draft]) -> list[tuple[int, bytes]]:
    """Id and bytes of each draft's body, in order. A shared one that stands already is used as it stands."""
    shared = frozen.shared_bodies(
        work.connection, {draft.share_key: draft.body for draft in drafts if draft.share_key}, work.now
    )
    personal = [draft.body for draft in drafts if not draft.share_key]
    own = iter(zip(frozen.add_personal_bodies(work.connection, personal, work.now), personal, strict=True))
    return [shared[draft.share_key] if draft.share_key else next(own) for draft in drafts]
