"""Which settings hold: what was set in the console, and where nothing was, the environment's.

Every process looks once a second, and the one in which something was set at once: nobody restarts anything. What is
read here lies in memory: sending and answering ask the database nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from bot.vocabulary import ChannelKind, Locale, MapService
from flows.common_settings import COMMON_NAMES, READ
from flows.mail_server import FIELDS, SECRETS, MailForm, MailServer, Relay, server_of
from flows.ports import Addresses
from flows.seal import Seal, SealError
from flows.work import Policy, Work
from storage.queries import kept_settings

#: How the mail server's words are kept: all of them together, or none.
MAIL_NAMES = {field: f"mail_server.{field}" for field in FIELDS}
OUTSIDE = "address.outside"
INSIDE = "address.inside"


@dataclass(frozen=True, slots=True)
class OfEnvironment:
    """What was given from outside. `channels`: those that are switched on there. `outside`, `inside`: see Addresses."""

    channels: frozenset[ChannelKind] = frozenset()
    mail: MailServer | None = None
    outside: str = ""
    inside: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """What one look has found. `common`: the common settings set in the console, by the policy's names for them."""

    mail: MailServer | None
    outside: str
    inside: str
    common: Mapping[str, Any]


class InForce(Addresses):
    """Thread-safe: a look puts one whole state in the place of another."""

    def __init__(self, environment: OfEnvironment, seal: Seal) -> None:
        self.environment = environment
        self.seal = seal
        self.channels: Set[ChannelKind] = _SwitchedOn(self)
        self._rows: Mapping[str, str] = {}
        self.state = self._state_of({})

    def look(self, work: Work) -> None:
        """Lane READ or any other: from now on what this transaction sees is in force in this process."""
        rows = kept_settings.read(work.connection)
        if rows != self._rows:
            self.state, self._rows = self._state_of(rows), rows

    @property
    def mail(self) -> MailServer | None:
        return self.state.mail

    @property
    def outside(self) -> str:
        return self.state.outside

    @property
    def inside(self) -> str:
        return self.state.inside

    def over(self, policy: Policy) -> Policy:
        """That policy, and above it what was set in the console at whatever moment it is asked for."""
        return _PolicyInForce(policy, self)

    @property
    def mail_is_kept(self) -> bool:
        """Set in the console, so that the environment's mail server is not used."""
        return MAIL_NAMES["host"] in self._rows

    def is_kept(self, name: str) -> bool:
        return name in self._rows

    def _state_of(self, rows: Mapping[str, str]) -> _State:
        is_kept = MAIL_NAMES["host"] in rows
        return _State(
            self._kept_mail(rows) if is_kept else self.environment.mail,
            rows.get(OUTSIDE, self.environment.outside),
            rows.get(INSIDE, self.environment.inside),
            dict(_kept_common(rows)),
        )

    def _kept_mail(self, rows: Mapping[str, str]) -> MailServer:
        """With a key that does not open a secret, all of it holds but that: nothing goes out until it is set anew."""
        words, is_locked = {}, False
        for field, name in MAIL_NAMES.items():
            words[field] = rows.get(name, "")
            if field in SECRETS and words[field]:
                try:
                    words[field] = self.seal.open(name, words[field])
                except SealError:
                    words[field], is_locked = "", True
        try:
            server = server_of(MailForm.of(words))
        except ValueError:
            # Not written by us: the page shows what is there, and nothing goes out.
            return MailServer(Relay(words["host"], 0, is_locked=True), words["mail_from"])
        return replace(server, relay=replace(server.relay, is_locked=is_locked))


def _kept_common(rows: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """What was not written by us does not hold."""
    for field, name in COMMON_NAMES.items():
        if name in rows:
            try:
                yield field, READ[field](rows[name])
            except ValueError:
                continue


def _now(field: str) -> Any:
    return property(lambda policy: getattr(policy.as_of_now(), field))


class _PolicyInForce(Policy):
    """Asked for one of them it says what holds at this moment; a unit of work takes all of them at once."""

    given: Policy
    in_force: InForce
    #: Of which state, and what holds with it.
    _kept: tuple[_State, Policy] | None
    company: str = _now("company")
    locale: Locale = _now("locale")
    zone: tzinfo = _now("zone")
    retention_days: int = _now("retention_days")
    proof_days: int = _now("proof_days")
    slack_channels: tuple[str, ...] = _now("slack_channels")
    slack_manager_channel: str = _now("slack_manager_channel")
    message_title_at_most: int = _now("message_title_at_most")
    message_body_at_most: int = _now("message_body_at_most")
    map_service: MapService = _now("map_service")

    def __init__(self, given: Policy, in_force: InForce) -> None:
        others = {name: getattr(given, name) for name in ("plans", "hears_replies")}
        others["channels"] = in_force.channels
        # The policy is frozen: nobody else sets anything in it.
        for name, value in {"given": given, "in_force": in_force, "_kept": None, **others}.items():
            object.__setattr__(self, name, value)

    def as_of_now(self) -> Policy:
        """The same one until something is set: thousands of units of work a minute ask for it."""
        state, kept = self.in_force.state, self._kept
        if kept is None or kept[0] is not state:
            kept = state, replace(self.given, channels=frozenset(self.channels), **state.common)
            object.__setattr__(self, "_kept", kept)
        return kept[1]


class _SwitchedOn(Set[ChannelKind]):
    """The channels that are on at this moment."""

    def __init__(self, in_force: InForce) -> None:
        self._in_force = in_force

    def _now(self) -> frozenset[ChannelKind]:
        given = self._in_force.environment.channels
        return given | {ChannelKind.MAIL} if self._in_force.mail is not None else given

    def __contains__(self, channel: object) -> bool:
        return channel in self._now()

    def __iter__(self) -> Iterator[ChannelKind]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())
