"""Emergency contacts and bulletins, written by managers in Slack's forms."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, update

from bot.manager_buttons import OpenForm, OpenFormPress
from flows.company_info import show_info
from flows.work import Begin, Lane, Operator, System
from sandbox.slack.view_rules import require_view
from storage.models import bulletin_pushes, bulletins, emergency_contacts, people, sites
from tests.adapters.slack.slack_door import SlackDoor, texts_in
from tests.support.company import Company
from tests.support.outbox import rows


def opened(door: SlackDoor, form: OpenForm, user: str = "U0HANAKO") -> dict[str, Any]:
    before = len(door.slack.to("/api/views.open"))
    door.press_at_home(user, OpenFormPress(form))
    return require_view(door.slack.wait_for("/api/views.open", before + 1)[-1].body["view"], "modal")


def entry_form(door: SlackDoor, entry_id: int, user: str = "U0HANAKO") -> dict[str, Any]:
    before = len(door.slack.to("/api/views.push"))
    payload = door.press_payload(user, str(entry_id))
    for name in ("channel", "response_url"):
        del payload[name]
    payload["view"] = {"id": "V0LIST", "hash": "1.a", "type": "modal", "callback_id": "entries"}
    payload["actions"][0]["action_id"] = f"ent:{entry_id}"
    assert door.interact(payload).status_code == 200
    return require_view(door.slack.wait_for("/api/views.push", before + 1)[-1].body["view"], "modal")


def test_a_contact_is_added_changed_and_deleted_and_the_list_follows(
    door: SlackDoor, begin: Begin, company: Company
) -> None:
    assert "まだありません" in texts_in(opened(door, OpenForm.CONTACTS))
    form = entry_form(door, 0)
    answer = door.submit("U0HANAKO", form, {"name": "本部 <b>", "number": "でんわ"}).get_json()
    assert list(answer["errors"]) == ["number"]
    door._count = 500
    twice = [
        door.submit("U0HANAKO", form, {"name": "本部 <b>", "number": "03-1111-2222"}, view_hash="1.a"),
        door.interact(dict(_repeated(door, form))),
    ]
    assert all(response.status_code == 200 for response in twice)
    [kept] = rows(begin, emergency_contacts)
    assert (kept.name, kept.number) == ("本部 <b>", "03-1111-2222")
    assert "本部 <b>" in texts_in(door.slack.wait_for("/api/views.update")[-1].body["view"])
    change = entry_form(door, kept.id)
    assert "保存しました" in texts_in(door.submit("U0HANAKO", change, {"number": "03-3333-4444"}).get_json()["view"])
    with begin(Operator(), Lane.READ) as work:
        assert [(one.name, one.number) for one in show_info(work).contacts] == [("本部 <b>", "03-3333-4444")]
    delete = entry_form(door, kept.id)
    assert "削除しました" in texts_in(door.submit("U0HANAKO", delete, {"delete": ["yes"]}).get_json()["view"])
    assert rows(begin, emergency_contacts) == []


def _repeated(door: SlackDoor, form: dict[str, Any]) -> dict[str, Any]:
    """The same sending off once more: the same view, the same hash."""
    values = {
        "name": {"name": {"type": "plain_text_input", "value": "本部 <b>"}},
        "number": {"number": {"type": "plain_text_input", "value": "03-1111-2222"}},
    }
    view = {
        "id": "V501",
        "hash": "1.a",
        "type": "modal",
        "callback_id": "entry",
        "private_metadata": form["private_metadata"],
        "state": {"values": values},
    }
    return {
        "type": "view_submission",
        "team": {"id": "T0AOBA"},
        "user": {"id": "U0HANAKO", "name": "h"},
        "view": view,
    }


def test_a_bulletin_is_published_and_sent_once(door: SlackDoor, begin: Begin, company: Company) -> None:
    form = opened(door, OpenForm.BULLETIN)
    filled = {"title": "出社しないでください", "words": "電車が止まっています。", "push": ["yes"]}
    door._count = 700
    first = door.submit("U0HANAKO", form, filled, view_hash="1.b")
    door._count = 700
    door.submit("U0HANAKO", form, filled, view_hash="1.b")
    assert "4人に送り始めました" in texts_in(first.get_json()["view"])
    [written] = rows(begin, bulletins)
    assert (written.title, written.kind, written.written_by) == ("出社しないでください", "real", company.ids["hanako"])
    assert len(rows(begin, bulletin_pushes)) == 1
    door.open_home("U0TARO")
    published = door.slack.wait_until(
        lambda: [call for call in door.slack.to("/api/views.publish") if call.body["user_id"] == "U0TARO"], 1
    )
    assert "出社しないでください" in texts_in(published[0].body["view"])


def test_a_unit_manager_writes_for_their_own_alone(door: SlackDoor, begin: Begin, company: Company) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        site = work.connection.execute(insert(sites).values(name="東京本社", address="").returning(sites.c.id)).scalar()
        work.connection.execute(update(people).where(people.c.name == "太郎").values(site_id=site))
    form = opened(door, OpenForm.BULLETIN, "U0JIRO")
    [whom] = [block["element"] for block in form["blocks"] if block.get("block_id") == "whom"]
    assert [option["text"]["text"] for option in whom["options"]] == ["本社/開発部", "東京本社"]
    refused = door.submit("U0JIRO", form, {"title": "全社へ", "words": "偽", "whom": "all"}).get_json()
    assert "だけです" in texts_in(refused["view"])
    assert rows(begin, bulletins) == []
    door.submit("U0JIRO", form, {"title": "開発部へ", "words": "集合", "whom": whom["options"][0]["value"]})
    [written] = rows(begin, bulletins)
    assert (written.title, written.unit_id) == ("開発部へ", company.unit("本社/開発部"))


def test_employees_write_nothing(door: SlackDoor, begin: Begin, company: Company) -> None:
    form = opened(door, OpenForm.BULLETIN)
    entry = entry_form(door, 0)
    said = [
        door.submit("U0TARO", form, {"title": "偽", "words": "偽"}),
        door.submit("U0TARO", entry, {"name": "偽", "number": "0120"}),
    ]
    assert all("だけです" in texts_in(response.get_json()["view"]) for response in said)
    assert rows(begin, bulletins) == rows(begin, emergency_contacts) == []
    for number, asked in enumerate(OpenForm, start=1):
        door.press_at_home("U0TARO", OpenFormPress(asked))
        assert "だけです" in texts_in(door.home(number)["blocks"][:2])
