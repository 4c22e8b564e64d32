"""The official SDK works against the Slack stand-in unchanged."""

from __future__ import annotations

import http.client
import json
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox.slack import SlackStandIn
from sandbox.slack.coverage import METHODS, PLANNED_GAPS
from tests.sandbox.listening_app import ListeningApp
from tests.sandbox.slack_workspace import GONE, HANAKO, TARO, actions, button, modal, section, text_input
from tests.support.clock import MovableClock


def error_of(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(refused.value.response["error"])


def test_auth_test_names_the_team_and_shows_the_scopes(client: WebClient) -> None:
    answer = client.auth_test()
    assert answer["team_id"] == "T0SANDBOX"
    assert answer["bot_id"]
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(("token", "code"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_missing_or_wrong_token_is_refused(slack: SlackStandIn, token: str, code: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        WebClient(token or None, base_url=slack.api_url).auth_test()
    assert error_of(refused) == code


def test_the_app_token_opens_sockets_only_and_the_bot_token_never(slack: SlackStandIn, client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.apps_connections_open(app_token=slack.bot_token)
    assert error_of(refused) == "not_allowed_token_type"
    with pytest.raises(SlackApiError) as refused:
        WebClient(slack.app_token, base_url=slack.api_url).chat_postMessage(channel=TARO, text="x")
    assert error_of(refused) == "not_allowed_token_type"


def test_a_missing_scope_is_named(slack: SlackStandIn, client: WebClient) -> None:
    slack.world.scopes.discard("chat:write")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=TARO, text="x")
    assert (error_of(refused), refused.value.response["needed"]) == ("missing_scope", "chat:write")


def test_an_unknown_method_is_named(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.shout")
    assert refused.value.response.data == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}


def test_a_message_to_a_person_id_lands_in_their_direct_messages(slack: SlackStandIn, client: WebClient) -> None:
    answer = client.chat_postMessage(channel=TARO, text="無事ですか", blocks=[section()])
    assert answer["channel"].startswith("D")
    shown = slack.messages(TARO)[-1]
    assert (shown.text, shown.ts) == ("無事ですか", answer["ts"])
    assert slack.messages(HANAKO) == []


def test_every_ts_is_different_although_the_clock_stands_still(client: WebClient) -> None:
    seen = {client.chat_postMessage(channel="C0SAFETY", text="x")["ts"] for _ in range(5)}
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("channel", "code"),
    [("C0NOWHERE", "channel_not_found"), (GONE, "channel_not_found"), ("U0NOBODY", "channel_not_found"),
     ("C0ARCHIVED", "is_archived"), ("C0OUTSIDE", "not_in_channel"), ("C0SECRET", "channel_not_found"),
     ("U0SHUT", "messages_tab_disabled"), ("", "channel_not_found")],
)  # fmt: skip
def test_a_channel_that_cannot_be_written_to_is_refused(
    slack: SlackStandIn, client: WebClient, channel: str, code: str
) -> None:
    slack.add_channel("C0ARCHIVED", "old", is_archived=True)
    slack.add_channel("C0OUTSIDE", "outside", with_app=False)
    slack.add_channel("C0SECRET", "secret", with_app=False, is_private=True)
    slack.add_user("U0SHUT", takes_dms=False)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel, text="x")
    assert error_of(refused) == code


def test_a_message_is_edited_and_its_old_words_are_kept(slack: SlackStandIn, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C0SAFETY", text="1", blocks=[section("one")])
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="2", blocks=[section("two")])
    shown = slack.messages("#safety")[-1]
    assert (shown.text, shown.edits[0][0]) == ("2", "1")


def test_only_own_messages_that_exist_are_edited(slack: SlackStandIn, client: WebClient) -> None:
    slack.type_in_dm(TARO, "mine")
    theirs = slack.messages(TARO)[-1]
    for ts, code in ((theirs.ts, "cant_update_message"), ("1.000000", "message_not_found")):
        with pytest.raises(SlackApiError) as refused:
            client.chat_update(channel=theirs.channel, ts=ts, text="x")
        assert error_of(refused) == code


def test_an_ephemeral_message_is_seen_by_one_member_only(slack: SlackStandIn, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0SAFETY", user=TARO, text="only you")
    assert [one.text for one in slack.messages("#safety", seen_by=TARO)] == ["only you"]
    assert slack.messages("#safety", seen_by=HANAKO) == []
    slack.add_user("U0OUT")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postEphemeral(channel="C0SAFETY", user="U0OUT", text="x")
    assert error_of(refused) == "user_not_in_channel"


def test_a_deleted_message_is_gone(slack: SlackStandIn, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C0SAFETY", text="x")
    client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert slack.messages("#safety") == []


def test_conversations_open_gives_the_direct_messages(client: WebClient) -> None:
    assert client.conversations_open(users=TARO)["channel"]["id"] == "D0TARO"
    for user, code in ((GONE, "user_disabled"), ("U0NOBODY", "user_not_found")):
        with pytest.raises(SlackApiError) as refused:
            client.conversations_open(users=user)
        assert error_of(refused) == code


def test_a_channel_tells_its_name_its_archive_flag_and_its_members(slack: SlackStandIn, client: WebClient) -> None:
    slack.add_channel("C0ARCHIVED", "old", is_archived=True)
    assert client.conversations_info(channel="C0SAFETY")["channel"]["is_member"] is True
    assert client.conversations_info(channel="C0ARCHIVED")["channel"]["is_archived"] is True
    assert set(client.conversations_members(channel="C0SAFETY")["members"]) == {TARO, HANAKO, "U0ANPIBOT"}
    listed = client.conversations_list(exclude_archived=True)["channels"]
    assert [one["name"] for one in listed] == ["safety"]


def test_a_public_channel_can_be_joined(slack: SlackStandIn, client: WebClient) -> None:
    slack.add_channel("C0OUTSIDE", "outside", with_app=False)
    client.conversations_join(channel="C0OUTSIDE")
    assert client.chat_postMessage(channel="C0OUTSIDE", text="x")["ok"]


def test_people_are_listed_page_by_page_with_the_deactivated(slack: SlackStandIn, client: WebClient) -> None:
    pages = [page["members"] for page in client.users_list(limit=2, include_locale=True)]
    members = [one for page in pages for one in page]
    assert [len(page) for page in pages] == [2, 2]
    assert {one["id"]: one["deleted"] for one in members}[GONE] is True
    assert {one["id"]: one.get("locale") for one in members}[TARO] == "ja-JP"


def test_a_wrong_cursor_is_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.users_list(cursor="!!")
    assert error_of(refused) == "invalid_cursor"


def test_one_person_is_found_by_id_and_by_mail(client: WebClient) -> None:
    assert client.users_info(user=HANAKO)["user"]["profile"]["email"] == "hana@example.jp"
    assert client.users_lookupByEmail(email="HANA@example.jp")["user"]["id"] == HANAKO
    with pytest.raises(SlackApiError) as refused:
        client.users_info(user="U0NOBODY")
    assert error_of(refused) == "user_not_found"


def test_a_trigger_opens_one_form_within_three_seconds(
    slack: SlackStandIn, client: WebClient, clock: MovableClock, listening_app: ListeningApp
) -> None:
    slack.slash_command(TARO, "C0SAFETY", "start")
    trigger = listening_app.form()["trigger_id"]
    client.views_open(trigger_id=trigger, view=modal(text_input("title", "Title")))
    view = slack.open_view(TARO)
    assert view is not None
    assert view.definition["title"]["text"] == "Form"
    slack.slash_command(TARO, "C0SAFETY", "start")
    late = listening_app.form()["trigger_id"]
    clock.forward(timedelta(seconds=3.1))
    for used, code in (
        (trigger, "exchanged_trigger_id"),
        (late, "expired_trigger_id"),
        ("1.2.3", "invalid_trigger_id"),
    ):
        with pytest.raises(SlackApiError) as refused:
            client.views_open(trigger_id=used, view=modal(section()))
        assert error_of(refused) == code


def test_a_form_is_updated_unless_its_hash_is_old(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    slack.slash_command(TARO, "C0SAFETY", "start")
    opened = client.views_open(trigger_id=listening_app.form()["trigger_id"], view=modal(section("one")))["view"]
    client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(section("two")))
    view = slack.open_view(TARO)
    assert view is not None
    assert view.definition["blocks"][0]["text"]["text"] == "two"
    for changed, code in (
        ({"view_id": opened["id"], "hash": opened["hash"]}, "hash_conflict"),
        ({"view_id": "V1"}, "not_found"),
    ):
        with pytest.raises(SlackApiError) as refused:
            client.views_update(view=modal(section()), **changed)
        assert error_of(refused) == code


def test_a_home_tab_is_published_and_replaced(slack: SlackStandIn, client: WebClient) -> None:
    for words in ("one", "two"):
        client.views_publish(user_id=TARO, view={"type": "home", "blocks": [section(words)]})
    home = slack.home(TARO)
    assert home is not None
    assert home.definition["blocks"][0]["text"]["text"] == "two"


def test_a_response_url_takes_five_messages_within_half_an_hour(
    slack: SlackStandIn, clock: MovableClock, listening_app: ListeningApp
) -> None:
    slack.slash_command(TARO, "C0SAFETY", "status")
    webhook = WebhookClient(listening_app.form()["response_url"])
    assert [webhook.send(text=str(number)).status_code for number in range(6)] == [200] * 5 + [404]
    assert len(slack.messages("#safety", seen_by=TARO)) == 5
    slack.slash_command(TARO, "C0SAFETY", "status")
    clock.forward(timedelta(minutes=30, seconds=1))
    late = WebhookClient(listening_app.form()["response_url"]).send(text="x")
    assert (late.status_code, json.loads(late.body)["error"]) == (404, "expired_url")


def test_a_response_url_replaces_deletes_or_shows_to_all(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    client.chat_postMessage(channel=TARO, text="asked", blocks=[actions(button())])
    message = slack.messages(TARO)[-1]
    slack.press(TARO, message, "無事")
    webhook = WebhookClient(listening_app.payload()["response_url"])
    webhook.send(text="answered", replace_original=True)
    assert [one.text for one in slack.messages(TARO)] == ["answered"]
    webhook.send(text="for all", response_type="in_channel")
    webhook.send_dict({"delete_original": True})
    assert [(one.text, one.only_for) for one in slack.messages(TARO)] == [("for all", "")]


def test_a_response_url_refuses_empty_and_broken_messages(slack: SlackStandIn, listening_app: ListeningApp) -> None:
    slack.slash_command(TARO, "C0SAFETY", "status")
    webhook = WebhookClient(listening_app.form()["response_url"])
    assert webhook.send(text="").status_code == 400
    assert webhook.send(text="x", blocks=[{"type": "nonsense"}]).status_code == 400
    assert WebhookClient(f"{slack.base_url}/actions/T0/1/forged").send(text="x").status_code == 404


def raw_call(slack: SlackStandIn, method: str, body: bytes, content_type: str) -> dict[str, object]:
    parts = urlsplit(slack.api_url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": content_type}
    connection.request("POST", f"/api/{method}", body, headers)
    answer: dict[str, object] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def test_forms_and_json_are_both_read(slack: SlackStandIn) -> None:
    form = urlencode({"channel": TARO, "text": "form", "blocks": json.dumps([section()])}).encode()
    assert raw_call(slack, "chat.postMessage", form, "application/x-www-form-urlencoded")["ok"] is True
    body = json.dumps({"channel": TARO, "text": "json"}).encode()
    assert raw_call(slack, "chat.postMessage", body, "application/json; charset=utf-8")["ok"] is True
    assert [one.text for one in slack.messages(TARO)] == ["form", "json"]


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [(b"{", "application/json", "invalid_json"), (b"[1]", "application/json", "json_not_object"),
     (b"x", "text/csv", "invalid_post_type"), (b"channel=U0TARO&text=x&blocks=%5B", "application/x-www-form-urlencoded",
                                               "invalid_blocks_format")],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused(slack: SlackStandIn, body: bytes, content_type: str, code: str) -> None:
    assert raw_call(slack, "chat.postMessage", body, content_type)["error"] == code


def test_reading_methods_ignore_json_bodies_as_the_platform_does(slack: SlackStandIn) -> None:
    assert raw_call(slack, "users.info", json.dumps({"user": TARO}).encode(), "application/json")["ok"] is False


def test_every_method_is_answered_or_a_planned_gap(slack: SlackStandIn, client: WebClient) -> None:
    assert not set(METHODS) & set(PLANNED_GAPS)
    for gap in PLANNED_GAPS:
        with pytest.raises(SlackApiError) as refused:
            client.api_call(gap)
        assert error_of(refused) == "unknown_method"
    for method in METHODS:
        answer = raw_call(slack, method, b"", "application/x-www-form-urlencoded")
        assert answer.get("error") != "unknown_method", method


def test_two_workspaces_at_once_know_nothing_of_each_other(slack: SlackStandIn, client: WebClient) -> None:
    with SlackStandIn(bot_token="xoxb-other") as other:
        other.add_user(TARO)
        WebClient("xoxb-other", base_url=other.api_url).chat_postMessage(channel=TARO, text="there")
        client.chat_postMessage(channel=TARO, text="here")
        assert [one.text for one in slack.messages(TARO)] == ["here"]
        assert [one.text for one in other.messages(TARO)] == ["there"]
