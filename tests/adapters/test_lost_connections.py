"""The connection to the database is lost under a request of a person: it is carried out all the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import adapters
from adapters.web.links import WebLinks
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.buttons import AnswerPress, CloseHelpPress, StartAnywayPress, TakeHelpPress
from bot.vocabulary import CheckKind, Status
from flows.work import Actor, Begin, Lane, System, Work
from storage.models import audit, contacts, help_cases
from tests.adapters.slack.slack_door import SlackDoor, slack_door
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

#: Rooms whose requests come from a person who may not be able to ask twice.
ROOMS = ("slack/listeners", "web", "line")


@dataclass
class LosesOnce:
    """Begins as the real one does; the next unit of work that writes ends with its connection."""

    begin: Begin
    armed: bool = False

    @contextmanager
    def __call__(self, actor: Actor, lane: Lane = Lane.ANSWER) -> Iterator[Work]:
        with self.begin(actor, lane) as work:
            yield work
            if self.armed and lane is not Lane.READ:
                self.armed = False
                raise psycopg.OperationalError("the connection is lost")


@pytest.fixture
def losing(begin: Begin) -> LosesOnce:
    return LosesOnce(begin)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is done a second time is the same on either; that PostgreSQL's loss is told is proved elsewhere."""
    return sqlite_url


@pytest.fixture
def tokens(clock: MovableClock) -> Tokens:
    return Tokens("k" * 40, clock)


@pytest.fixture
def browser(losing: LosesOnce, tokens: Tokens, clock: MovableClock) -> FlaskClient:
    return create_web(losing, tokens, clock, DEFAULT_POLICY).test_client()


@pytest.fixture
def door(losing: LosesOnce, clock: MovableClock, company: Company) -> Iterator[SlackDoor]:
    with slack_door(losing, clock) as opened:
        yield opened


@pytest.fixture
def check_id(company: Company) -> int:
    return company.check(title="震度6弱")


@pytest.fixture
def case_id(door: SlackDoor, check_id: int, begin: Begin) -> int:
    door.press("U0TARO", AnswerPress(check_id, 0, Status.HELP))
    door.answered()
    (case,) = rows(begin, help_cases)
    return int(case.id)


def actions(begin: Begin) -> list[str]:
    return [row.action for row in rows(begin, audit)]


PAGES: dict[str, Callable[[WebLinks, int, int, Company], tuple[str, dict[str, str]]]] = {
    "opened": lambda links, check, case, people: (f"{links.answer(check, people.ids['emma'], 0)}/opened", {}),
    "unsubscribe": lambda links, check, case, people: (
        links.unsubscribe(1, "U0HANAKO"),
        {"List-Unsubscribe": "One-Click"},
    ),
    "take": lambda links, check, case, people: (links.help_case(case, people.ids["hanako"]), {"action": "take"}),
    "close": lambda links, check, case, people: (
        links.help_case(case, people.ids["hanako"]),
        {"action": "close", "word": "保護"},
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_was_pressed(
    browser: FlaskClient, losing: LosesOnce, tokens: Tokens, check_id: int, case_id: int, company: Company, page: str
) -> None:
    url, form = PAGES[page](WebLinks("", tokens), check_id, case_id, company)
    losing.armed = True
    response: TestResponse = browser.post(url, data=form)
    assert (response.status_code < 300, losing.armed) == (True, False)


def test_a_managers_look_at_a_case_with_phone_numbers_is_shown_and_noted_once(
    browser: FlaskClient, losing: LosesOnce, tokens: Tokens, case_id: int, company: Company, begin: Begin
) -> None:
    phone = {"person_id": company.ids["taro"], "channel": "phone", "address": "090-0000-0001"}
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(contacts.insert().values(**phone, state_since=work.now))
    losing.armed = True
    assert browser.get(WebLinks("", tokens).help_case(case_id, company.ids["hanako"])).status_code == 200
    assert actions(begin) == ["contacts_viewed"]


@pytest.mark.parametrize("typed", ["start 余震", "remind", "close", "link"])
def test_a_command_is_obeyed_once(door: SlackDoor, losing: LosesOnce, check_id: int, begin: Begin, typed: str) -> None:
    losing.armed = True
    response = door.command("U0HANAKO", typed)
    assert (response.status_code, losing.armed) == (200, False)
    assert len(actions(begin)) == (0 if typed == "start 余震" else 1), "a second start asks first"


def test_start_anyway_and_the_form_of_a_case_and_an_answer_for_somebody_work(
    door: SlackDoor, losing: LosesOnce, check_id: int, case_id: int, begin: Begin
) -> None:
    losing.armed = True
    assert door.press("U0HANAKO", StartAnywayPress("draft", CheckKind.REAL, "余震")).status_code == 200
    assert not losing.armed
    assert actions(begin).count("check_started") == 1
    losing.armed = True
    assert door.press("U0HANAKO", TakeHelpPress(case_id)).status_code == 200
    assert not losing.armed
    losing.armed = True
    door.press("U0HANAKO", CloseHelpPress(case_id))
    assert "保護" not in str(door.opened())
    assert not losing.armed


def test_an_answer_for_somebody_is_recorded_once(
    door: SlackDoor, losing: LosesOnce, check_id: int, begin: Begin
) -> None:
    assert door.command("U0HANAKO", "mark <@U0TARO|taro>").status_code == 200
    view = door.opened()
    losing.armed = True
    response = door.submit("U0HANAKO", view, {"status": "safe"})
    assert (response.get_json()["response_action"], losing.armed) == ("update", False)
    assert actions(begin).count("person_marked") == 1


def test_every_request_of_a_person_that_writes_is_carried_out() -> None:
    """`begin` itself is for reading: whatever writes goes through `flows.carry_out`."""
    found = []
    for room in ROOMS:
        for path in sorted((Path(adapters.__file__).parent / room).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                is_begin = isinstance(node, ast.Call) and ast.unparse(node.func) in ("begin", "room.begin")
                if is_begin and not re.search(r"Lane\.(READ|GLANCE)", ast.unparse(node)):
                    found.append(f"{room}/{path.name}: {ast.unparse(node)}")
    assert not found
