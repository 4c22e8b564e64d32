"""What a check would do if it started now: how many people by which channel, who cannot be reached, how long it takes.

It asks the database once and changes nothing. What only the platforms know, such as how many messages LINE still takes
this month, the adapter has asked before: a flow never waits for the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.vocabulary import SENDING_CHANNELS, ChannelKind, Reach
from flows.in_force import InForce
from flows.relay_speed import letters_need
from flows.units_to_ask import units_to_ask
from flows.who import require_manager
from flows.work import Work
from storage.queries import preflight as queries

#: `most_after` is when so many of those who can be reached have been asked.
MOST = 0.9
#: Halvings until the moment is known to the second, of months.
_HALVINGS = 32


@dataclass(frozen=True, slots=True)
class Pace:
    """`per_second`: messages; None: nobody knows. `left`: so many are taken this month; None: without a limit, or not
    told."""

    per_second: float | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was chosen so far; no units: everybody the actor may ask."""

    unit_ids: tuple[int, ...] = ()
    reach: Reach = Reach.ALL


@dataclass(frozen=True, slots=True)
class ThroughChannel:
    """`needs`: until the last message is with the platform; None: nobody knows."""

    channel: ChannelKind
    people: int
    messages: int
    #: Those of the people whom no other channel reaches.
    only: int
    needs: timedelta | None
    left: int | None = None

    @property
    def short_of(self) -> int:
        """So many messages more than the platform takes this month."""
        return 0 if self.left is None else max(self.messages - self.left, 0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """`people`: who would be asked; `unreachable` of them no contact reaches, `on_leave` more are not asked.

    `most_after`: when MOST of the others will have been asked, of what is known; None: nobody can say.
    """

    people: int
    unreachable: int
    on_leave: int
    channels: tuple[ThroughChannel, ...]
    most_after: timedelta | None
    #: Everybody in the company: a real check to them is confirmed once more.
    is_everybody: bool


@dataclass(slots=True)
class _Group:
    """People who are reached through the same channels."""

    through: tuple[ChannelKind, ...]
    people: int
    messages: dict[ChannelKind, int] = field(default_factory=dict)


def preflight(
    work: Work, wanted: Preflight, paces: Mapping[ChannelKind, Pace], in_force: InForce | None = None
) -> Outlook:
    """Lane READ: one query over the people in question and their contacts. `in_force`: whose mail server is measured.

    RefusedError(unknown_person, not_a_manager, outside_units), InvalidError(no_units).
    """
    who = require_manager(work)
    unit_ids = units_to_ask(work, who, wanted.unit_ids)
    today = work.now.astimezone(work.policy.zone).date()
    stepwise = wanted.reach is Reach.STEPWISE
    rows = queries.groups(work.connection, unit_ids, work.policy.channels, today, first_only=stepwise)
    on_leave, groups = _groups(rows)
    channels = tuple(
        _through(work, kind, groups, paces.get(kind, Pace()), in_force)
        for kind in SENDING_CHANNELS
        if kind in work.policy.channels
    )
    return Outlook(
        people=sum(group.people for group in groups),
        unreachable=sum(group.people for group in groups if not group.through),
        on_leave=on_leave,
        channels=channels,
        most_after=_most_after(groups, {one.channel: one for one in channels}),
        is_everybody=unit_ids is None,
    )


def _groups(rows: Sequence[Sequence[int]]) -> tuple[int, list[_Group]]:
    """Those on leave, and who is asked."""
    on_leave, groups = 0, []
    width = len(SENDING_CHANNELS)
    for is_away, *row in rows:
        has, people, counts = row[:width], row[width], row[width + 1 :]
        if is_away:
            on_leave += people
            continue
        through = tuple(kind for kind, one in zip(SENDING_CHANNELS, has, strict=True) if one)
        messages = {kind: int(count) for kind, count in zip(SENDING_CHANNELS, counts, strict=True)}
        groups.append(_Group(through, people, messages))
    return on_leave, groups


def _through(
    work: Work, kind: ChannelKind, groups: Sequence[_Group], pace: Pace, in_force: InForce | None
) -> ThroughChannel:
    messages = sum(group.messages[kind] for group in groups)
    needs = timedelta(seconds=messages / pace.per_second) if pace.per_second else None
    if kind is ChannelKind.MAIL and in_force is not None:
        needs = letters_need(work, in_force, messages)
    return ThroughChannel(
        channel=kind,
        people=sum(group.people for group in groups if kind in group.through),
        messages=messages,
        only=sum(group.people for group in groups if group.through == (kind,)),
        needs=needs if messages else timedelta(),
        left=pace.left,
    )


def _most_after(groups: Sequence[_Group], channels: Mapping[ChannelKind, ThroughChannel]) -> timedelta | None:
    """Everybody is asked by the first of their channels; within one, places in the queue are taken as chance."""
    known = {kind: one for kind, one in channels.items() if one.needs is not None}
    wanted = MOST * sum(group.people for group in groups if group.through)
    longest = max((one.needs for one in known.values() if one.needs is not None), default=timedelta())

    def asked(after: timedelta) -> float:
        return sum(group.people * (1 - _not_yet(group, known, after)) for group in groups)

    if not wanted or asked(longest) < wanted:
        return None
    low, high = timedelta(), longest
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if asked(middle) >= wanted else (middle, high)
    return high


def _not_yet(group: _Group, known: Mapping[ChannelKind, ThroughChannel], after: timedelta) -> float:
    """The part of the group that no channel has come to."""
    part = 1.0
    for kind in group.through:
        one = known.get(kind)
        if one is not None and one.needs is not None:
            come_to = 1.0 if after >= one.needs else after / one.needs
            part *= 1 - come_to * (1 - one.short_of / one.messages)
    return part
