"""users.list read page by page against the stand-in: whose accounts are ours, and never faster than Slack allows."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from adapters.slack.directory import PAGE, SlackDirectory
from adapters.slack.setup import SlackSetup, open_directory
from adapters.slack.turns import Turns
from adapters.slack.wire import KeepAliveClient
from adapters.slack.workspaces import Workspaces
from flows.ports import DirectoryEntry, DirectoryError
from flows.work import Begin
from sandbox.slack.stand_in import SlackStandIn
from storage.models import rate_limits
from tests.adapters.slack.slack_fake import Answer, Call, SlackFake, slack_fake
from tests.support.clock import MovableClock
from tests.support.outbox import rows

OTHER = "T0OTHER"
#: Calls a minute that Slack allows at least (docs.slack.dev/apis/web-api/rate-limits).
TIER_2 = 20


@pytest.fixture
def workspace(clock: MovableClock) -> Iterator[SlackStandIn]:
    with SlackStandIn(clock=clock.now) as stand_in:
        stand_in.add_user("U0TARO", real_name="太郎", email="Taro@example.jp")
        yield stand_in


class Reader:
    """Opens directories; whoever is told to wait moves the clock."""

    def __init__(self, begin: Begin, clock: MovableClock) -> None:
        self.begin = begin
        self.clock = clock
        self.waited = 0.0
        self.clients: list[KeepAliveClient] = []

    def __call__(self, api_url: str, also: tuple[str, ...] = ()) -> SlackDirectory:
        client = KeepAliveClient("xoxb-stand-in", api_url, timeout=5)
        self.clients.append(client)
        workspaces = Workspaces(client, lambda what, task: task(), also)
        return SlackDirectory(client, Turns(self.begin), workspaces, self._wait)

    def _wait(self, seconds: float) -> None:
        self.waited += seconds
        self.clock.forward(timedelta(seconds=seconds))


@pytest.fixture
def directory(begin: Begin, clock: MovableClock) -> Iterator[Reader]:
    reader = Reader(begin, clock)
    yield reader
    for client in reader.clients:
        client.close()


def entries(source: SlackDirectory) -> list[DirectoryEntry]:
    return [one for page in source.pages() for one in page]


def ids(source: SlackDirectory) -> list[str]:
    return [one.slack_id for one in entries(source)]


def test_people_come_with_name_address_and_whether_they_are_active(workspace: SlackStandIn, directory: Reader) -> None:
    workspace.add_user("U0GONE", real_name="退職", deleted=True)
    assert entries(directory(workspace.api_url)) == [
        DirectoryEntry("U0TARO", "太郎", "Taro@example.jp", True),
        DirectoryEntry("U0GONE", "退職", "", False),
    ]


def test_bots_slackbot_and_people_of_other_companies_are_left_out(workspace: SlackStandIn, directory: Reader) -> None:
    workspace.add_user("U0BOT", is_bot=True)
    workspace.add_user("USLACKBOT", "slackbot")
    workspace.add_user("U0CONNECT", team_id=OTHER, email="taro@example.jp")
    workspace.add_user("U0STRANGER", team_id=workspace.world.team_id, stranger=True)
    workspace.add_user("U0LEFTCONNECT", team_id=OTHER, deleted=True)
    assert ids(directory(workspace.api_url)) == ["U0TARO"]
    # ANPI_SLACK_TEAMS (docs/adr/0008).
    also = directory(workspace.api_url, also=(OTHER,))
    assert ids(also) == ["U0TARO", "U0CONNECT", "U0LEFTCONNECT"]


def test_every_page_is_asked_for_once_and_waits_its_turn(workspace: SlackStandIn, directory: Reader) -> None:
    for number in range(2 * PAGE):
        workspace.add_user(f"U0P{number:04}")
    # What Slack would answer to whoever asks more than 20 times a minute.
    workspace.limit("users.list", per_minute=20, burst=1)
    found = ids(directory(workspace.api_url))
    assert len(found) == len(set(found)) == 2 * PAGE + 1
    calls = [call for call in workspace.book.calls if call.method == "users.list"]
    assert [(call.arguments["limit"], call.status) for call in calls] == [(str(PAGE), 200)] * 3
    assert directory.waited == pytest.approx(6.0, abs=0.1)
    assert ("slack", "users.list") in {(row.team, row.method) for row in rows(directory.begin, rate_limits)}


def test_a_429_is_waited_for_as_long_as_slack_says(workspace: SlackStandIn, directory: Reader) -> None:
    workspace.fail("users.list", "429", retry_after=42)
    assert ids(directory(workspace.api_url)) == ["U0TARO"]
    assert directory.waited >= 42


@pytest.mark.parametrize("how", ["500", "503", "drop", "error:internal_error"])
def test_a_page_that_fails_for_a_moment_is_asked_for_again(
    workspace: SlackStandIn, directory: Reader, how: str
) -> None:
    workspace.fail("users.list", how, times=3)
    assert ids(directory(workspace.api_url)) == ["U0TARO"]


@pytest.mark.parametrize(
    ("how", "words"), [("500", "http_500"), ("429", "try again in a minute"), ("error:token_revoked", "was revoked")]
)
def test_what_goes_on_failing_is_told(workspace: SlackStandIn, directory: Reader, how: str, words: str) -> None:
    workspace.fail("users.list", how, times=4)
    with pytest.raises(DirectoryError, match=words):
        ids(directory(workspace.api_url))


def test_what_an_administrator_must_put_right_is_not_tried_again(workspace: SlackStandIn, directory: Reader) -> None:
    workspace.fail("users.list", "error:invalid_auth", times=1)
    with pytest.raises(DirectoryError, match="ANPI_SLACK_BOT_TOKEN"):
        ids(directory(workspace.api_url))


@pytest.mark.parametrize("scope", ["users:read.email", "users:read"])
def test_without_the_scope_for_addresses_nothing_is_read(
    workspace: SlackStandIn, directory: Reader, scope: str
) -> None:
    workspace.world.scopes.discard(scope)
    if scope == "users:read":
        workspace.world.scopes.discard("users:read.email")
    with pytest.raises(DirectoryError, match="slack-app-manifest"):
        ids(directory(workspace.api_url))


@pytest.mark.parametrize("answer", [{"ok": False, "error": "invalid_auth"}, {"ok": True}])
def test_nobody_is_called_ours_before_slack_has_said_who_we_are(directory: Reader, answer: dict[str, object]) -> None:
    with slack_fake() as fake:
        fake.usual = lambda call: Answer(answer)
        with pytest.raises(DirectoryError):
            ids(directory(fake.api_url))
        assert [call.path.rpartition("/")[2] for call in fake.calls] == ["auth.test"]


def answering(fake: SlackFake, *pages: object) -> None:
    """users.list answers with these; Slack is an organisation of many workspaces where it says nothing of itself."""
    left = list(pages)

    def answer(call: object) -> Answer:
        if "auth.test" in str(getattr(call, "path", "")):
            return Answer({"ok": True, "team_id": "T0US"})
        return Answer(left.pop(0))

    fake.usual = answer


class DocumentedSlack:
    """users.list of a big workspace as docs.slack.dev describes it: cursors, tier 2, 429 with Retry-After.

    `refusals`: how-manieth call → seconds of Retry-After, besides the 429 to whoever is faster than 20 a minute.
    """

    def __init__(self, members: int, clock: MovableClock, refusals: dict[int, int]) -> None:
        self._members, self._clock, self._refusals = members, clock, refusals
        self._not_before = clock.now()
        #: When each call came and how many members it was given, 0 where it was refused.
        self.calls: list[tuple[datetime, int]] = []

    def answer(self, call: Call) -> Answer:
        if call.path.endswith("auth.test"):
            return Answer({"ok": True, "team_id": "T0US"})
        now, cursor, limit = self._clock.now(), call.body.get("cursor", ""), int(call.body["limit"])
        assert now >= self._not_before, "called within Retry-After"
        assert limit <= 200, "Slack recommends no more than 200 results at a time"
        recent = sum(now - then < timedelta(minutes=1) for then, _ in self.calls)
        if wait := self._refusals.get(len(self.calls), 60 if recent >= TIER_2 else 0):
            self._not_before = now + timedelta(seconds=wait)
            self.calls.append((now, 0))
            return Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})
        first = int(b64decode(cursor).decode().removeprefix("user:")) if cursor else 0
        numbers = range(first, min(first + limit, self._members))
        self.calls.append((now, len(numbers)))
        following = b64encode(f"user:{numbers.stop}".encode()).decode() if numbers.stop < self._members else ""
        members = [{"id": f"U0{number:07}", "team_id": "T0US", "profile": {}} for number in numbers]
        return Answer({"ok": True, "members": members, "response_metadata": {"next_cursor": following}})


def test_twenty_thousand_members_never_cost_more_calls_than_slack_allows(
    directory: Reader, clock: MovableClock
) -> None:
    refusals = {7: 30, 8: 1, 50: 120, 101: 5}
    slack = DocumentedSlack(20_000, clock, refusals)
    with slack_fake() as fake:
        fake.usual = slack.answer
        found = ids(directory(fake.api_url))
    assert found == [f"U0{number:07}" for number in range(20_000)]
    refused = {number: 0 for number, (_, given) in enumerate(slack.calls) if not given}
    assert refused.keys() == refusals.keys(), "never too fast by ourselves"
    assert len(slack.calls) == 20_000 / PAGE + len(refusals), "every page once, and once more where it was refused"
    times = [then for then, _ in slack.calls]
    busiest = max(sum(begin <= then < begin + timedelta(minutes=1) for then in times) for begin in times)
    assert busiest <= TIER_2
    # As fast as allowed, all the same: five minutes and what Slack asked to wait.
    assert times[-1] - times[0] < timedelta(minutes=5, seconds=sum(refusals.values()) + 30)


def test_members_nobody_can_read_are_passed_over(directory: Reader) -> None:
    odd = [None, "x", {}, {"id": 3}, {"id": "../x"}, {"id": "U0ODD", "profile": 5, "name": 7, "team_id": None}]
    with slack_fake() as fake:
        answering(fake, {"ok": True, "members": odd})
        assert entries(directory(fake.api_url)) == [DirectoryEntry("U0ODD", "U0ODD", "", True)]


def test_an_answer_without_members_is_told(directory: Reader) -> None:
    with slack_fake() as fake:
        answering(fake, {"ok": True, "members": None})
        with pytest.raises(DirectoryError, match="not Slack's"):
            ids(directory(fake.api_url))


def test_a_cursor_that_stands_still_ends_the_reading(directory: Reader) -> None:
    page = {"ok": True, "members": [], "response_metadata": {"next_cursor": "same"}}
    with slack_fake() as fake:
        answering(fake, page, page)
        assert list(directory(fake.api_url).pages()) == [[], []]


def test_it_is_opened_from_settings_alone(workspace: SlackStandIn, begin: Begin) -> None:
    setup = SlackSetup(workspace.bot_token, workspace.api_url, "", "", 230, tuple, ())
    source, close = open_directory(begin, setup)
    assert ids(source) == ["U0TARO"]
    close()
