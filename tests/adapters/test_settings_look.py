"""Every process looks which settings hold, at its start and from then on."""

from __future__ import annotations

import threading

from adapters.cycle.settings_look import SettingsLook
from bot.vocabulary import ChannelKind
from flows.begin import make_begin
from flows.in_force import InForce, OfEnvironment
from flows.seal import Seal
from flows.set_mail_server import forget_mail_server, save_mail_server
from flows.work import Begin, Lane, Operator, Policy, System
from storage.database import Database
from tests.flows.test_set_mail_server import FORM, KEY
from tests.support.clock import MovableClock


def test_what_another_process_has_set_is_in_force_within_seconds(begin: Begin) -> None:
    ours, theirs = InForce(OfEnvironment(), Seal(KEY)), InForce(OfEnvironment(), Seal(KEY))
    with begin(Operator()) as work:
        save_mail_server(work, theirs, FORM)
    look = SettingsLook(begin, ours)
    look.start()
    assert ours.mail is not None, "known before anything else begins"
    with begin(Operator()) as work:
        forget_mail_server(work, theirs)
    waiting = threading.Event()
    for _ in range(500):
        if ours.mail is None:
            break
        waiting.wait(0.01)
    look.stop()
    assert ours.mail is None


def test_no_channel_is_switched_on_within_a_unit_of_work(database: Database, clock: MovableClock) -> None:
    in_force = InForce(OfEnvironment(), Seal(KEY))
    begin = make_begin(database, clock, Policy(channels=in_force.channels), lambda: None)
    with begin(System("test"), Lane.FANOUT) as work:
        save_mail_server(work, in_force, FORM)
        in_force.look(work)
        assert work.policy.channels == frozenset()
    with begin(System("test"), Lane.READ) as work:
        assert work.policy.channels == {ChannelKind.MAIL}
