"""Links and routes, written by managers in Slack's forms without a browser."""

from __future__ import annotations

from typing import Any

from bot.manager_buttons import OpenForm, OpenFormPress
from bot.vocabulary import Hazard, InfoPage, MapService
from flows.company_info import show_info
from flows.work import Begin, Lane, Operator
from sandbox.slack.view_rules import require_view
from storage.models import info_links, routes
from tests.adapters.slack.slack_door import SlackDoor, texts_in
from tests.support.company import Company
from tests.support.outbox import rows


def pressed_in(door: SlackDoor, view: dict[str, Any], action_id: str, value: str, user: str = "U0HANAKO") -> None:
    """A button in the window with the list."""
    payload = door.press_payload(user, value)
    for name in ("channel", "response_url"):
        del payload[name]
    metadata = view.get("private_metadata", "")
    payload["view"] = {
        "id": "V0LIST",
        "hash": "1.a",
        "type": "modal",
        "callback_id": "entries",
        "private_metadata": metadata,
    }
    payload["actions"][0]["action_id"] = action_id
    assert door.interact(payload).status_code == 200


def list_of(door: SlackDoor, listing: str) -> dict[str, Any]:
    before = len(door.slack.to("/api/views.update"))
    door.press_at_home("U0HANAKO", OpenFormPress(OpenForm.CONTACTS))
    window = require_view(door.slack.wait_for("/api/views.open")[-1].body["view"], "modal")
    pressed_in(door, window, f"tab:{listing}", listing)
    return require_view(door.slack.wait_for("/api/views.update", before + 1)[-1].body["view"], "modal")


def form_of(door: SlackDoor, listed: dict[str, Any], entry_id: int) -> dict[str, Any]:
    before = len(door.slack.to("/api/views.push"))
    pressed_in(door, listed, f"ent:{entry_id or 'new'}", str(entry_id))
    return require_view(door.slack.wait_for("/api/views.push", before + 1)[-1].body["view"], "modal")


def test_a_link_is_written_for_the_page_for_preparing_and_deleted(
    door: SlackDoor, begin: Begin, company: Company
) -> None:
    listed = list_of(door, "links")
    form = form_of(door, listed, 0)
    filled = {"name": "備え <b>", "number": "javascript:1", "page": "prepare"}
    assert list(door.submit("U0HANAKO", form, filled).get_json()["errors"]) == ["number"]
    said = door.submit("U0HANAKO", form, filled | {"number": "https://example.jp/"}).get_json()["view"]
    assert "保存しました：備え <b>" in texts_in(said)
    [kept] = rows(begin, info_links)
    assert (kept.name, kept.url, kept.page) == ("備え <b>", "https://example.jp/", InfoPage.PREPARE)
    again = form_of(door, list_of(door, "links"), kept.id)
    [page] = [block["element"] for block in again["blocks"] if block.get("block_id") == "page"]
    assert page["initial_option"]["value"] == "prepare"
    door.submit("U0HANAKO", again, {"delete": ["yes"]})
    assert rows(begin, info_links) == []


def test_a_route_is_written_with_its_map_and_hazards_and_what_was_ticked_stays_ticked(
    door: SlackDoor, begin: Begin, company: Company
) -> None:
    form = form_of(door, list_of(door, "routes"), 0)
    filled = {
        "name": "高台へ",
        "destination": "高台",
        "destination_at": "青葉公園",
        "map": "gsi",
        "hazards": ["tsunami"],
    }
    assert list(door.submit("U0HANAKO", form, filled).get_json()["errors"]) == ["destination_at"]
    door.submit("U0HANAKO", form, filled | {"destination_at": "35.6, 139.7"})
    with begin(Operator(), Lane.READ) as work:
        [route] = show_info(work).routes
    assert (route.map, route.hazards, route.start) == (MapService.GSI, (Hazard.TSUNAMI,), None)
    assert route.destination.point == (35.6, 139.7)
    listed = list_of(door, "routes")
    assert "高台へ" in texts_in(listed)
    [kept] = rows(begin, routes)
    again = form_of(door, listed, kept.id)
    fields = {block["block_id"]: block["element"] for block in again["blocks"] if block["type"] == "input"}
    assert [option["value"] for option in fields["hazards"]["initial_options"]] == ["tsunami"]
    assert fields["destination_at"]["initial_value"] == "35.600000, 139.700000"
    fitting = filled | {"destination_at": "35.6, 139.7"}
    assert "だけです" in texts_in(door.submit("U0TARO", again, fitting).get_json()["view"])
