"""Who acts, and what they may do: the few functions every permission passes through."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import Locale, Role, locale_or_default
from flows.errors import RefusedError
from flows.work import ApiToken, Operator, Sender, SignedIn, System, TokenHolder, Work
from storage.queries import who as queries


@dataclass(frozen=True, slots=True)
class Who:
    """The person behind an actor. `person_id` is None for the command line and the system."""

    person_id: int | None
    name: str
    role: Role
    locale: Locale
    #: Units given to a unit manager (without those below).
    managed_unit_ids: tuple[int, ...] = ()

    @property
    def may_everything(self) -> bool:
        return self.role is Role.SAFETY_ADMIN


def who_is(work: Work) -> Who | None:
    """The active person behind the actor; the command line and the system count as safety admin; None for strangers.

    A token of the API counts as one too where people and checks are concerned, within its scopes
    (`flows.api_tokens.require_scope`), and never where something is set (`require_safety_admin`).
    """
    match work.actor:
        case Operator(name) | System(name) | ApiToken(name=name):
            return Who(None, name, Role.SAFETY_ADMIN, work.policy.locale)
        case Sender(channel, address):
            person = queries.person_at_address(work.connection, channel, address)
        case TokenHolder(person_id) | SignedIn(person_id):
            person = queries.person_by_id(work.connection, person_id)
    if person is None:
        return None
    role = Role(person.role)
    managed = queries.managed_units_of(work.connection, person.id) if role is Role.UNIT_MANAGER else ()
    return Who(person.id, person.name, role, locale_or_default(person.locale, work.policy.locale), managed)


def require_manager(work: Work) -> Who:
    """RefusedError(unknown_person) for strangers, (not_a_manager) for people without a role."""
    who = who_is(work)
    if who is None:
        raise RefusedError("unknown_person")
    if who.role is Role.NONE:
        raise RefusedError("not_a_manager")
    return who


def require_manager_of(work: Work, person_id: int) -> Who:
    """As `require_manager`, and RefusedError(outside_units) where the person is not among the manager's people."""
    who = require_manager(work)
    if not who.may_everything and not queries.is_below(work.connection, person_id, who.managed_unit_ids):
        raise RefusedError("outside_units")
    return who


def require_own_or_managed(work: Work, person_id: int) -> Who:
    """The person themselves, or as `require_manager_of`."""
    who = who_is(work)
    if who is not None and who.person_id == person_id:
        return who
    return require_manager_of(work, person_id)


def require_safety_admin(work: Work) -> Who:
    """As `require_manager`, and RefusedError(not_a_safety_admin) where the role covers some units only."""
    who = require_manager(work)
    if not who.may_everything or isinstance(work.actor, ApiToken):
        raise RefusedError("not_a_safety_admin")
    return who
