"""The mail server as it is set in the console: shown, tried out, kept, and given back to the environment."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.people_columns import is_mail_address, plain
from bot.vocabulary import ChannelKind
from flows.audit import note
from flows.contact_change import reach_changed
from flows.errors import InvalidError
from flows.in_force import MAIL_NAMES, InForce
from flows.mail_server import SECRETS, Login, MailForm, MailServer, checked, form_of
from flows.rate_limits import try_again, unlimited
from flows.seal import SealError
from flows.tries import Allowance, take_try
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import kept_settings, relay_speed

#: Each try opens a connection to wherever the form says: nobody searches a network with it.
TRIALS = Allowance("mail_trial", 6, timedelta(seconds=30))
#: Microsoft gives a new refresh token with every access token, and the old one dies after 90 days. A token written
#: every week is never old, and processes seldom have to begin anew with it.
_RENEW_AFTER = timedelta(days=7)
#: By then every process has looked (`adapters.cycle.settings_look`): with the old ones a letter would be put off again.
_KNOWN_AFTER = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class MailServerView:
    """`form` has no secrets; `has` names those that are set. `kept_at` None: the environment's, or none at all."""

    form: MailForm
    has: frozenset[str]
    is_on: bool
    is_locked: bool
    kept_at: datetime | None
    kept_by: str


def show_mail_server(work: Work, in_force: InForce) -> MailServerView:
    """Lane READ. RefusedError(not_a_safety_admin)."""
    require_safety_admin(work)
    form = _in_force(in_force)
    newest = next(iter(kept_settings.changes(work.connection, MAIL_NAMES.values())), None)
    return MailServerView(
        replace(form, **dict.fromkeys(SECRETS, "")),
        frozenset(name for name in SECRETS if form.values()[name]),
        is_on=in_force.mail is not None,
        is_locked=in_force.mail is not None and in_force.mail.relay.is_locked,
        kept_at=newest.changed_at if newest else None,
        kept_by=(newest.by or "") if newest else "",
    )


def save_mail_server(work: Work, in_force: InForce, form: MailForm) -> None:
    """From now on letters go through it. InvalidError names what is wrong; RefusedError(not_a_safety_admin)."""
    who = require_safety_admin(work)
    whole = _whole(in_force, form)
    server = checked(whole)
    values = {
        name: in_force.seal.close(name, value) if field in SECRETS and value else value
        for (field, name), value in zip(MAIL_NAMES.items(), form_of(server).values().values(), strict=True)
    }
    kept_settings.keep(work.connection, values, work.now, who.person_id)
    note(work, "mail_server_set", login=whole.login, security=whole.security)
    _try_again(work)
    if in_force.mail is None:
        _switched(work, work.policy.channels | {ChannelKind.MAIL})


def forget_mail_server(work: Work, in_force: InForce) -> None:
    """The environment's holds again, or none. RefusedError(not_a_safety_admin)."""
    require_safety_admin(work)
    if kept_settings.forget(work.connection, MAIL_NAMES.values()):
        is_on = in_force.environment.mail is not None
        note(work, "mail_server_forgotten", is_on=is_on)
        _try_again(work)
        if not is_on:
            _switched(work, work.policy.channels - {ChannelKind.MAIL})


def prepare_trial(work: Work, in_force: InForce, form: MailForm, to: str) -> tuple[MailServer, str]:
    """What the form says, and to whom, for one letter; kept is only that somebody tried.

    InvalidError names what is wrong (bad_mail, too_many_tries …); RefusedError(not_a_safety_admin).
    """
    require_safety_admin(work)
    address = plain(to)
    if not is_mail_address(address):
        raise InvalidError("bad_mail")
    server = checked(_whole(in_force, form))
    if not take_try(work, TRIALS, "company"):
        raise InvalidError("too_many_trials")
    note(work, "mail_server_tried", login=form.login, security=form.security)
    return server, address


def keep_refresh_token(work: Work, in_force: InForce, used: str, new: str) -> bool:
    """The token endpoint has given a newer one in the place of `used`. True where it is kept."""
    name = MAIL_NAMES["refresh_token"]
    row = next(iter(kept_settings.changes(work.connection, [name])), None)
    if row is None or work.now - row.changed_at < _RENEW_AFTER:
        return False
    try:
        is_the_same = in_force.seal.open(name, kept_settings.read(work.connection)[name]) == used
    except SealError:
        is_the_same = False
    if is_the_same:
        kept_settings.keep(work.connection, {name: in_force.seal.close(name, new)}, work.now, None)
    return is_the_same


def hold_secrets(in_force: InForce, person_id: int, form: MailForm) -> Mapping[str, str]:
    """What was typed into secret fields, for the page to hand back: unreadable there, and it opens for them only."""
    values = form.values()
    return {name: in_force.seal.close(f"typed.{person_id}.{name}", values[name]) for name in SECRETS if values[name]}


def with_held_secrets(in_force: InForce, person_id: int, form: MailForm, held: Mapping[str, str]) -> MailForm:
    """What is typed now goes first. A text that is none of ours is nothing."""
    found = {}
    for name in SECRETS:
        if held.get(name) and not form.values()[name]:
            try:
                found[name] = in_force.seal.open(f"typed.{person_id}.{name}", held[name])
            except SealError:
                continue
    return replace(form, **found)


def _try_again(work: Work) -> None:
    """Letters that the old settings have kept waiting wait no longer."""
    try_again(work, unlimited(ChannelKind.MAIL), work.now + _KNOWN_AFTER)
    work.wakes_cycle = True


def _switched(work: Work, channels: Set[ChannelKind]) -> None:
    """Whom nothing but mail reaches is reached from now on, or no more: checks under way show it (invariant 12)."""
    reach_changed(work, relay_speed.asked_with_a_mailbox(work.connection), channels)


def _in_force(in_force: InForce) -> MailForm:
    return form_of(in_force.mail) if in_force.mail is not None else MailForm()


def _whole(in_force: InForce, form: MailForm) -> MailForm:
    """With the secrets that were left empty: as they are, and only where they are shown to whom they were before."""
    there, typed = _in_force(in_force).values(), form.values()
    needed = _needed(form.login)
    for name, shown_to in SECRETS.items():
        if name not in needed or typed[name]:
            continue
        if there[name] and any(there[place] != typed[place] for place in shown_to):
            raise InvalidError("mail_secret_elsewhere")
        form = replace(form, **{name: there[name]})
    return form


def _needed(login: str) -> tuple[str, ...]:
    return {
        Login.PASSWORD.value: ("password",),
        Login.XOAUTH2.value: ("client_secret", "refresh_token"),
        Login.POP.value: ("pop_password",),
    }.get(login, ())
