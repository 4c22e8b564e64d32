"""The start form tells what the check would do of the units chosen, and plans it for later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.vocabulary import ChannelKind, CheckState
from flows.paces import Paces
from flows.ports import RateLimit
from flows.show_check import list_checks
from flows.work import Begin, Lane, Operator
from tests.adapters.slack.slack_door import SlackDoor, slack_door, texts_in
from tests.support.clock import MovableClock
from tests.support.company import Company


class Line:
    """A channel whose platform says what it still takes."""

    kind = ChannelKind.LINE
    batch_size = 1

    def limit(self) -> RateLimit | None:
        return RateLimit("line", "multicast", 1 / 600)

    def left_this_month(self) -> int | None:
        return 7


def opened(door: SlackDoor, user: str = "U0HANAKO") -> dict[str, Any]:
    assert door.command(user, "start").data == b""
    return door.opened()


def renewed(door: SlackDoor, count: int = 1) -> dict[str, Any]:
    view: dict[str, Any] = door.slack.wait_for("/api/views.update", count)[count - 1].body["view"]
    return view


def test_what_it_would_do_is_told_of_the_units_chosen_with_time_and_the_rest_of_the_month(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    company.person("連絡先なし", units=["本社/開発部"])
    development = str(company.unit("本社/開発部"))
    with slack_door(begin, clock, Paces([Line()], patience=5)) as door:  # type: ignore[list-item]
        view = opened(door)
        assert "5人にたずねます" in texts_in(view)
        assert "今月の残り7通" in texts_in(view)
        filled = {"title": "停電", "message": "待機", "units": [development]}
        door.choose("U0HANAKO", view, "units", filled)
        form = renewed(door)
        told = texts_in(form)
        assert "3人にたずねます" in told
        assert "送り終えるまで約" in told
        assert "届く連絡先がない人：1人" in told
        fields = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
        # Under the same names, or Slack would take away what was typed.
        assert fields.keys() == {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        assert [option["value"] for option in fields["units"]["initial_options"]] == [development]
        assert fields["title"]["initial_value"] == "停電"


def test_a_form_is_not_taken_away_by_a_choice_that_cannot_be(door: SlackDoor, company: Company) -> None:
    view = opened(door, "U0JIRO")
    assert door.choose("U0JIRO", view, "units", {"units": [str(company.unit("大阪支社"))]}).status_code == 200
    assert door.choose("U0JIRO", view, "reach", {"reach": "stepwise"}).status_code == 200
    assert "人にたずねます" in texts_in(renewed(door))
    assert len(door.slack.wait_for("/api/views.update", 1)) == 1


def test_a_day_and_time_plans_the_check_and_the_past_is_refused_at_its_field(
    door: SlackDoor, begin: Begin, clock: MovableClock
) -> None:
    view = opened(door)
    filled = {"title": "秋の訓練", "kind": "drill", "starts_at": int((clock.now() - timedelta(hours=1)).timestamp())}
    assert list(door.submit("U0HANAKO", view, filled).get_json()["errors"]) == ["starts_at"]
    filled["starts_at"] = int((clock.now() + timedelta(days=3)).timestamp())
    said = texts_in(door.submit("U0HANAKO", view, filled).get_json()["view"])
    assert "予約しました" in said
    with begin(Operator(), Lane.READ) as work:
        [line] = list_checks(work)
    assert (line.title, line.state) == ("秋の訓練", CheckState.SCHEDULED)
    assert line.starts_at == clock.now().replace(microsecond=0) + timedelta(days=3)
