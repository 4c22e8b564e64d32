"""The home tab: what an employee and a manager find there, pressed, drawn again, in anybody's words."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from slack_sdk.models.blocks import Block
from sqlalchemy import insert, update

from adapters.slack.homes import Homes, Wish
from adapters.slack.turns import Turns
from bot.buttons import AnswerPress, ChangePress, CommentPress, ResumePress, TakeHelpPress, decode
from bot.manager_buttons import CheckDeed, CheckDeedPress, OpenFormPress
from bot.vocabulary import ChannelKind, ContactState, Standing, Status
from flows.ports import RateLimit, RateLimited
from flows.show_check import show_names
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, Operator, Sender, System
from storage.models import contacts, emergency_contacts, people
from tests.adapters.slack.slack_door import SlackDoor, texts_in, values_in
from tests.adapters.slack.slack_fake import Answer
from tests.support.clock import MovableClock
from tests.support.company import Company

HOSTILE = "<!channel> <@U0HANAKO> *太字* <https://evil.example|ここ> &amp;"


def presses(view: dict[str, Any]) -> list[object]:
    return [decode(value) for value in values_in(view["blocks"])]


def opened(door: SlackDoor, user: str, count: int = 1) -> dict[str, Any]:
    assert door.open_home(user).status_code == 200
    return door.home(count)


def test_an_employee_finds_the_question_their_contacts_and_what_to_know(
    door: SlackDoor, check: CheckStarted, begin: Begin, company: Company
) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        desk = {"position": 1, "name": "災害対策本部", "number": "03-1111-2222"}
        work.connection.execute(insert(emergency_contacts).values(desk))
        stop = update(contacts).where(contacts.c.address == "taro@example.jp")
        work.connection.execute(stop.values(state=ContactState.SUPPRESSED))
    view = opened(door, "U0TARO")
    shown = texts_in(view)
    for words in ("東京で地震", "taro@example.jp", "配信停止中", "災害対策本部", "119"):
        assert words in shown
    assert "管理者メニュー" not in shown
    answers = [
        AnswerPress(check.check_id, 0, status) for status in (Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP)
    ]
    assert presses(view) == [*answers, ResumePress()]
    assert Block.parse_all(view["blocks"])


def test_a_press_is_an_answer_and_the_tab_says_so(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    assert door.press_at_home("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE)).status_code == 200
    view = door.home()
    call = door.slack.to("/api/views.publish")[0]
    assert (call.body["user_id"], call.body["hash"]) == ("U0TARO", "1.home")
    assert "無事" in texts_in(view)
    with begin(Operator(), Lane.READ) as work:
        [taro] = [line for line in show_names(work, check.check_id).people if line.name == "太郎"]
    assert taro.standing is Standing.SAFE
    # Opened again the thanks are gone, the answer stays.
    again = opened(door, "U0TARO", 2)
    assert presses(again) == [ChangePress(check.check_id, 0), CommentPress(check.check_id)]
    door.press_at_home("U0TARO", ChangePress(check.check_id, 0))
    assert AnswerPress(check.check_id, 0, Status.HELP) in presses(door.home(3))


def test_a_manager_finds_the_checks_and_the_calls_for_help_on_top(door: SlackDoor, check: CheckStarted) -> None:
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.HELP))
    door.answered()
    view = opened(door, "U0HANAKO")
    first, *others = presses(view)
    assert isinstance(first, TakeHelpPress)
    deeds = [press.deed for press in others if isinstance(press, CheckDeedPress)]
    assert deeds == [CheckDeed.PEOPLE, CheckDeed.REMIND, CheckDeed.WRITE_IN_NEED, CheckDeed.CLOSE]
    assert next(press.form for press in others if isinstance(press, OpenFormPress)) == "new"
    assert "太郎さんが助けを求めています" in texts_in(view)
    # 次郎 is not responsible for everybody who is asked: the list is his, reminding all is not.
    theirs = [press.deed for press in presses(opened(door, "U0JIRO", 2)) if isinstance(press, CheckDeedPress)]
    assert not {CheckDeed.REMIND, CheckDeed.CLOSE} & {*theirs}
    door.press_at_home("U0HANAKO", first)
    assert "担当" in texts_in(door.home(3)["blocks"][0:6])
    assert TakeHelpPress(first.help_case_id) not in presses(opened(door, "U0HANAKO", 4))


def test_it_speaks_the_readers_language_and_strangers_learn_nothing(
    door: SlackDoor, check: CheckStarted, begin: Begin, company: Company
) -> None:
    company.person("Bob", slack="U0BOB", locale="en")
    assert "Your contacts" in texts_in(opened(door, "U0BOB"))
    shown = texts_in(opened(door, "U0STRANGER", 2))
    assert "結びついていません" in shown
    assert "東京で地震" not in shown


def test_only_the_home_tab_is_drawn_and_a_repeated_event_draws_the_same(door: SlackDoor) -> None:
    assert door.open_home("U0TARO", tab="messages").status_code == 200
    drawn = []
    for count in (1, 2):
        door.open_home("U0TARO", event_id="Ev1")
        drawn.append(door.home(count))
    assert drawn[0] == drawn[1]
    assert len(door.slack.to("/api/views.publish")) == 2


def test_what_has_changed_meanwhile_is_read_again_and_put_in_its_place(door: SlackDoor, check: CheckStarted) -> None:
    door.slack.script.append(Answer({"ok": False, "error": "hash_conflict"}))
    door.press_at_home("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE), view_hash="1.old")
    first, second = door.slack.wait_for("/api/views.publish", 2)
    assert (first.body["hash"], "hash" in second.body) == ("1.old", False)


def test_hostile_words_are_shown_as_they_are_written(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.name == "太郎").values(name=HOSTILE))
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.HELP))
    door.answered()
    view = opened(door, "U0HANAKO")
    assert HOSTILE in texts_in(view)
    marked = [block["text"]["text"] for block in view["blocks"] if block.get("text", {}).get("type") == "mrkdwn"]
    assert not any("<!" in text or "<@" in text or "evil" in text for text in marked)


class Refusals(Turns):
    """Says when somebody was told to wait."""

    def __init__(self, begin: Begin) -> None:
        super().__init__(begin)
        self.came = threading.Event()

    def wait_for(self, limit: RateLimit, unused: RateLimit | None = None) -> timedelta | None:
        wait = super().wait_for(limit, unused)
        if wait is not None:
            self.came.set()
        return wait


class Patience:
    """Homes with a clock that stands still: only the burst is granted."""

    def __init__(self, begin: Begin) -> None:
        self.drawn: list[Wish] = []
        self.fails: list[Exception] = []
        self._went = threading.Condition()
        self.turns = Refusals(begin)
        self.homes = Homes(self.turns, per_minute=60)
        self.homes.draw_with(self._draw)

    def _draw(self, wish: Wish) -> None:
        with self._went:
            self.drawn.append(wish)
            self._went.notify_all()
        if self.fails:
            raise self.fails.pop(0)

    def wait_for(self, count: int) -> list[str]:
        with self._went:
            assert self._went.wait_for(lambda: len(self.drawn) >= count, timeout=5)
        return [wish.sender.address for wish in self.drawn]


def wish(address: str) -> Wish:
    return Wish(Sender(ChannelKind.SLACK, address))


def test_tabs_are_drawn_no_faster_than_slack_allows_and_a_press_comes_first(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    patience = Patience(begin)
    patience.homes.opened(wish("U0FIRST"))
    assert patience.wait_for(1) == ["U0FIRST"]
    # The first of these waits for its turn with the thread; of the others the press is next.
    for address in ("U0A", "U0B", "U0C", "U0B"):
        patience.homes.opened(wish(address))
    patience.homes.pressed(wish("U0C"))
    assert patience.turns.came.wait(5)
    assert len(patience.drawn) == 1
    for count in (2, 3, 4):
        clock.forward(timedelta(seconds=10))
        patience.homes.opened(wish("U0B" if count < 4 else "U0LAST"))
        order = patience.wait_for(count)
    assert set(order[1:]) == {"U0A", "U0B", "U0C"}
    assert order.index("U0C") < order.index("U0B")
    patience.homes.close()


def test_who_never_opened_it_has_nothing_drawn_and_a_busy_slack_is_asked_again(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    patience = Patience(begin)
    patience.fails.append(RateLimited("rate_limited", timedelta(seconds=30)))
    patience.homes.changed(wish("U0TARO").sender)
    patience.homes.opened(wish("U0EMMA"))
    patience.wait_for(1)
    while len(patience.drawn) < 2:
        clock.forward(timedelta(seconds=31))
        patience.homes.opened(wish("U0LAST"))
    assert patience.wait_for(2)[:2] == ["U0EMMA", "U0EMMA"]
    patience.homes.close()
