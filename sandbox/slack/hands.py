"""What a person does in Slack, told to the app as Slack tells it."""

from __future__ import annotations

import json
import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.deliveries import Delivery
from sandbox.slack.errors import ApiError
from sandbox.slack.eyes import Eyes
from sandbox.slack.inputs import (
    EXTERNAL,
    Given,
    State,
    fields_of,
    fill,
    find_field,
    names_of,
    option_words,
    options_of,
    require_complete,
)
from sandbox.slack.payloads import (
    event_payload,
    press_payload,
    slash_payload,
    submission_payload,
    suggestion_payload,
    view_closed_payload,
)
from sandbox.slack.response_urls import show_answer
from sandbox.slack.transport import Event, Transport
from sandbox.slack.view_json import view_json
from sandbox.slack.view_rules import require_view
from sandbox.slack.world import Message, ResponseUrl, View

#: Slack waits 3 s for every acknowledgement.
ACK_TIMEOUT = 3.0
#: Slack repeats an event at once, after 1 minute and after 5 minutes.
EVENT_RETRIES = 3


class Hands(Eyes, ABC):
    """Every verb returns what the app answered and how long it took."""

    ack_timeout: float
    base_url: str

    @abstractmethod
    def transport(self) -> Transport:
        """HTTP or Socket Mode."""

    def slash_command(self, user: str, channel: str, text: str, command: str = "/safety") -> Delivery:
        """Type a command in a channel (id or name) or, with the person's own id, in the app's direct messages."""
        with self.book.lock:
            place = self.world.channels[self.channel_id(channel)]
            path = self.world.new_response_url(user, place.id, None)
            payload = slash_payload(self.world, self.world.users[user], place, command, text, self.base_url + path)
        delivery = self._deliver(Event("slash_commands", payload))
        self._show_reply(delivery, self.world.response_urls[path], f"{command} failed with the error")
        return delivery

    def press(self, user: str, on: Message | View, name: str, choice: Given = None,
              values: Mapping[str, Given] | None = None) -> Delivery:  # fmt: skip
        """Press a button or choose in a menu, named by label, action_id or value; `choice` is for menus and dates.

        `values` are the other fields of the form or message, filled in before.
        """
        with self.book.lock:
            view = on if isinstance(on, View) else None
            message = on if isinstance(on, Message) else None
            blocks = on.definition["blocks"] if isinstance(on, View) else on.blocks
            earlier = on.state if isinstance(on, View) else on.chosen.get(user)
            state = fill(blocks, values or {}, earlier, on.offered if isinstance(on, View) else None)
            url = ""
            if isinstance(on, View):
                on.state = state
            else:
                on.chosen[user] = state
                url = self.base_url + self.world.new_response_url(user, on.channel, on)
            payload = press_payload(self.world, self.world.users[user], message, view, name, choice, state, url)
        return self._deliver(Event("interactive", payload))

    def submit(self, user: str, view: View, values: Mapping[str, Given] | None = None) -> Delivery:
        """Send a form. Fields are named by action_id, block_id or label; choices by value or label.

        A menu whose options come from the app is asked for the choice first.
        Raises FormIncompleteError where Slack's client would hold it back. Afterwards the form is closed, or shows
        `view.errors`, or another form, as the app answered.
        """
        self._look_up(user, view, values or {})
        with self.book.lock:
            blocks = view.definition["blocks"]
            view.state = fill(blocks, values or {}, view.state, view.offered)
            require_complete(blocks, view.state)
            payload = submission_payload(self.world, self.world.users[user], view)
        delivery = self._deliver(Event("interactive", payload))
        with self.book.lock:
            self._obey(view, delivery)
        return delivery

    def filled(self, view: View, values: Mapping[str, Given]) -> State:
        """The form's state with these fields filled in, nothing sent."""
        return fill(view.definition["blocks"], values, view.state, view.offered)

    def suggest(self, user: str, view: View, name: str, typed: str = "") -> list[dict[str, Any]]:
        """The options the app offers in one of the form's external menus for what the person has typed."""
        with self.book.lock:
            block, element = find_field(view.definition["blocks"], name)
            payload = suggestion_payload(
                self.world, self.world.users[user], view, block["block_id"], element["action_id"], typed
            )
        answer = self._deliver(Event("interactive", payload)).json()
        offered = options_of(answer) if isinstance(answer, dict) else []
        with self.book.lock:
            known = view.offered.setdefault(element["action_id"], [])
            known.extend(option for option in offered if option not in known)
        return offered

    def close_view(self, user: str, view: View) -> Delivery | None:
        """Cancel a form; the app is told only if it asked to be."""
        with self.book.lock:
            self.world.close_view(view)
            if not view.definition.get("notify_on_close"):
                return None
            payload = view_closed_payload(self.world, self.world.users[user], view)
        return self._deliver(Event("interactive", payload))

    def type_in_dm(self, user: str, text: str) -> Delivery:
        """Write to the app: an `message.im` event, repeated up to 3 times until the app answers 200."""
        with self.book.lock:
            channel = self.world.dm(user)
            message = self.world.post(channel.id, user, text, [])
            event = {
                "type": "message",
                "channel": channel.id,
                "channel_type": "im",
                "user": user,
                "text": text,
                "ts": message.ts,
                "event_ts": message.ts,
                "team": self.world.team_id,
                "client_msg_id": secrets.token_hex(16),
            }
        return self.send_event(event)

    def open_home(self, user: str, tab: str = "home") -> Delivery:
        """Open the app's home tab (or its `messages`): an `app_home_opened` event, with what is shown there so far."""
        with self.book.lock:
            shown = self.world.homes.get(user)
            event: dict[str, Any] = {
                "type": "app_home_opened",
                "user": user,
                "channel": self.world.dm(user).id,
                "tab": tab,
                "event_ts": self.world.event_time(),
            }
            if shown is not None and tab == "home":
                event["view"] = view_json(self.world, shown, shown.state)
        return self.send_event(event)

    def send_event(self, event: dict[str, Any]) -> Delivery:
        """Any event of the Events API, with Slack's repetitions."""
        with self.book.lock:
            payload = event_payload(self.world, event)
        delivery = self._deliver(Event("events_api", payload))
        for retry in range(1, EVENT_RETRIES + 1):
            if delivery.ok:
                break
            reason = "http_timeout" if delivery.error == "timeout" else "http_error"
            delivery = self._deliver(Event("events_api", payload, retry, delivery.error or reason))
            delivery = replace(delivery, attempts=retry + 1)
        return delivery

    def repeat(self, delivery: Delivery) -> Delivery:
        """The same event once more (for events as Slack's repetition), freshly signed."""
        event: Event = delivery.details["event"]
        retry = event.retry + 1 if event.kind == "events_api" else 0
        return self._deliver(replace(event, retry=retry, retry_reason="http_timeout" if retry else ""))

    def verify_url(self) -> bool:
        """What Slack does when the request URL is entered: the challenge must come back."""
        challenge = secrets.token_hex(16)
        payload = {"type": "url_verification", "challenge": challenge, "token": "verification"}
        delivery = self._deliver(Event("events_api", payload))
        answer = delivery.json()
        echoed = answer.get("challenge") if isinstance(answer, dict) else delivery.body.decode("utf-8", "replace")
        return delivery.ok and echoed == challenge

    def _look_up(self, user: str, view: View, values: Mapping[str, Given]) -> None:
        """Ask the app for every choice in an external menu that it has not offered yet."""
        for block, element in fields_of(view.definition["blocks"]):
            if element["type"] not in EXTERNAL:
                continue
            name = next((one for one in names_of(block, element) if one in values), "")
            given = values.get(name) or ()
            known = {word for one in view.offered.get(element["action_id"], ()) for word in option_words(one)}
            for choice in [given] if isinstance(given, str) else given:
                if choice not in known:
                    self.suggest(user, view, f"{block['block_id']}/{element['action_id']}", choice)

    def _deliver(self, event: Event) -> Delivery:
        delivery = self.transport().deliver(event, self.ack_timeout)
        return replace(delivery, details={"event": event, "payload": event.payload})

    def _show_reply(self, delivery: Delivery, target: ResponseUrl, failed: str) -> None:
        """A command's own answer appears in the conversation; a failure is told to the person alone."""
        with self.book.lock:
            if not delivery.ok:
                reason = "operation_timeout" if delivery.error == "timeout" else "dispatch_failed"
                self.world.post(target.channel, "USLACKBOT", f'{failed} "{reason}"', [], only_for=target.user)
                return
            words = delivery.body.decode("utf-8", "replace").strip()
            if not words or words == '""':
                return
            answer = delivery.json()
            try:
                show_answer(self.world, target, answer if isinstance(answer, dict) else {"text": words})
            except ApiError as error:
                self.world.post(target.channel, "USLACKBOT", f'{failed} "{error.code}"', [], only_for=target.user)

    def _obey(self, view: View, delivery: Delivery) -> None:
        """What a form does after the app's answer to its submission."""
        if not delivery.ok:
            view.errors = {"": "We had some trouble connecting. Try again?"}
            self.book.change()
            return
        answer = delivery.json() if delivery.body else None
        action = answer.get("response_action", "") if isinstance(answer, dict) else ""
        try:
            self._obey_action(view, action, answer or {})
        except ApiError as error:
            view.errors = {"": json.dumps(error.body())}
            self.book.change()

    def _obey_action(self, view: View, action: str, answer: dict[str, Any]) -> None:
        if action == "errors":
            view.errors = _errors_of(view, answer.get("errors"))
            self.book.change()
        elif action == "update":
            self.world.change_view(view, require_view(answer.get("view"), "modal"))
        elif action == "push":
            self.world.show_view(view.user, require_view(answer.get("view"), "modal"), view.root_id, view.id)
        elif action in ("", "clear"):
            self.world.close_view(view, whole_stack=action == "clear")
        else:
            raise ApiError("invalid_response_action")


def _errors_of(view: View, errors: object) -> dict[str, str]:
    """Slack takes errors for input blocks only; anything else is the app's mistake."""
    inputs = {block["block_id"] for block in view.definition["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise ApiError("invalid_errors")
    return {str(block): str(words) for block, words in errors.items()}
