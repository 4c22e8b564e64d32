"""The company's common settings: set in the console over the environment's, in force at once, and given back."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pytest

from bot.vocabulary import ChannelKind, Locale, MapService
from flows.begin import make_begin
from flows.common_settings import READ, written
from flows.errors import InvalidError
from flows.in_force import InForce, OfEnvironment
from flows.seal import Seal
from flows.set_company import forget_common, save_common, show_common
from flows.work import Begin, Lane, Policy, SignedIn, System
from storage.database import Database
from storage.models import audit, kept_settings
from storage.queries import kept_settings as queries
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

ENVIRONMENT = Policy(company="青葉製作所", slack_channels=("C0SAFETY",), proof_days=180)
TYPED = {field: written(getattr(ENVIRONMENT, field)) for field in READ}
CHANGED = {
    "company": " 青葉ホールディングス ",
    "locale": "en",
    "zone": "Asia/Seoul",
    "retention_days": "30",
    "proof_days": "0",
    "slack_channels": "C1, C2,",
    "slack_manager_channel": "C3",
    "message_title_at_most": "20",
    "message_body_at_most": "300",
    "map_service": "osm",
}


class Process:
    """One of several on the same database."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.in_force = InForce(OfEnvironment(frozenset({ChannelKind.SLACK})), Seal("k" * 40))
        self.policy = self.in_force.over(ENVIRONMENT)
        self.begin = make_begin(database, clock, self.policy, lambda: None)

    def look(self) -> None:
        with self.begin(System("test"), Lane.READ) as work:
            self.in_force.look(work)


@pytest.fixture
def ours(database: Database, clock: MovableClock) -> Process:
    return Process(database, clock)


def save(process: Process, company: Company, typed: Mapping[str, str]) -> None:
    with process.begin(SignedIn(company.ids["hanako"])) as work:
        save_common(work, typed)
    process.look()


def test_what_is_set_holds_in_every_process_and_each_goes_back_alone(
    ours: Process, database: Database, clock: MovableClock, company: Company
) -> None:
    theirs = Process(database, clock)
    save(ours, company, CHANGED)
    theirs.look()
    with theirs.begin(System("test"), Lane.READ) as work:
        now = work.policy
    assert (now.company, now.locale, now.zone) == ("青葉ホールディングス", Locale.EN, ZoneInfo("Asia/Seoul"))
    assert (now.retention_days, now.proof_days) == (30, 0)
    assert (now.slack_channels, now.slack_manager_channel) == (("C1", "C2"), "C3")
    assert (now.message_limits.title, now.message_limits.body) == (20, 300)
    assert now.map_service is MapService.OSM
    assert theirs.policy.message_limits == now.message_limits
    assert now.channels == {ChannelKind.SLACK}
    assert theirs.policy.company == "青葉ホールディングス"
    with ours.begin(SignedIn(company.ids["hanako"])) as work:
        assert set(show_common(work, ours.in_force).kept) == set(READ)
        forget_common(work, "company")
        forget_common(work, "nothing")
    theirs.look()
    assert (theirs.policy.company, theirs.policy.retention_days) == ("青葉製作所", 30)
    assert [row.action for row in rows(ours.begin, audit)] == ["common_set", "common_forgotten"]


def test_only_what_is_another_is_kept(ours: Process, company: Company) -> None:
    save(ours, company, TYPED)
    assert rows(ours.begin, kept_settings) == []
    save(ours, company, TYPED | {"retention_days": "0"})
    assert [(row.name, row.value) for row in rows(ours.begin, kept_settings)] == [("common.retention_days", "0")]
    assert rows(ours.begin, audit)[-1].details == {"changed": ["common.retention_days"]}


def test_nothing_changes_within_a_unit_of_work(ours: Process, company: Company) -> None:
    with ours.begin(SignedIn(company.ids["hanako"])) as work:
        save_common(work, CHANGED)
        ours.in_force.look(work)
        assert work.policy.company == "青葉製作所"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("company", "青" * 61, "bad_company"),
        ("locale", "fr", "bad_locale"),
        ("zone", "Asia/Nowhere", "bad_zone"),
        ("zone", "../../etc/passwd", "bad_zone"),
        ("zone", "", "bad_zone"),
        ("retention_days", "-1", "bad_days"),
        ("retention_days", "", "bad_days"),
        ("retention_days", "9999999", "bad_days"),
        ("proof_days", "29", "bad_proof_days"),
        ("slack_channels", ",".join(f"C{number}" for number in range(21)), "bad_slack_channel"),
        ("slack_manager_channel", "C1,C2", "bad_slack_channel"),
        ("slack_manager_channel", "C1\nC2", "bad_slack_channel"),
        ("message_title_at_most", "81", "bad_title_limit"),
        ("message_body_at_most", "0", "bad_body_limit"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    begin: Begin, company: Company, field: str, value: str, code: str
) -> None:
    with pytest.raises(InvalidError, match=code), begin(SignedIn(company.ids["hanako"])) as work:
        save_common(work, TYPED | {field: value})
    assert rows(begin, kept_settings) == []


def test_what_was_not_written_by_us_does_not_hold(ours: Process, company: Company) -> None:
    with ours.begin(System("test")) as work:
        queries.keep(work.connection, {"common.zone": "Mars", "common.company": "青葉"}, work.now, None)
    ours.look()
    assert (ours.policy.company, ours.policy.zone) == ("青葉", ENVIRONMENT.zone)
