"""What the page's buttons do: each POST is one verb of one stand-in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlencode

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.deliveries import Delivery
from sandbox.page.fragments import HOME
from sandbox.page.words import words
from sandbox.residents import Resident
from sandbox.slack import FormIncompleteError, Message, View
from sandbox.slack.inputs import Given
from sandbox.town import Town

#: Form fields of a Slack form are named `v/<block_id>/<action_id>`, each part quoted.
FIELD = "v/"
_KEPT = ("person", "lang", "place", "letter", "plain", "pane")
#: Umeda, Osaka.
_PLACE = (34.7025, 135.4959)

Doing = Callable[[Town, Resident], Delivery | None]


def register_doing(page: Blueprint, town: Town) -> None:
    """One route per verb, all answering alike."""
    for name, doing in _VERBS.items():
        page.add_url_rule(f"/{name}", name.replace("/", "_"), _route(town, doing), methods=["POST"])


def _route(town: Town, doing: Doing) -> Callable[[], ResponseReturnValue]:
    def do() -> ResponseReturnValue:
        person = next((one for one in town.residents if one.number == request.form.get("person")), None)
        if person is None:
            abort(404)
        said = words(request.form.get("lang", ""))
        try:
            delivery = doing(town, person)
        except FormIncompleteError as error:
            return _answer(f"{said['incomplete']}: {error}")
        except LookupError:
            return _answer(said["gone"])
        if delivery is not None and not delivery.ok:
            return _answer(f"{said['failed']} ({delivery.status or delivery.error})")
        return _answer("", delivery.elapsed if delivery is not None else None)

    return do


def _answer(notice: str, elapsed: float | None = None) -> ResponseReturnValue:
    """JSON for the script, a redirect back to the page for a plain form."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(notice=notice, elapsed=elapsed)
    kept = {name: request.form[name] for name in _KEPT if request.form.get(name)}
    return redirect(f"{url_for('sandbox.phones')}?{urlencode(kept)}", 303)


def _slack_say(town: Town, person: Resident) -> Delivery | None:
    """A command in any conversation; other words only to the app itself."""
    text, place = request.form.get("text", "").strip(), request.form.get("place", "")
    if not text:
        return None
    if text.startswith("/"):
        command, _, rest = text.partition(" ")
        return town.slack.slash_command(person.slack_id, place, rest.strip(), command)
    if place == town.slack.channel_id(person.slack_id):
        return town.slack.type_in_dm(person.slack_id, text)
    with town.slack.book.lock:
        town.slack.world.post(town.slack.channel_id(place), person.slack_id, text, [])
    return None


def _slack_press(town: Town, person: Resident) -> Delivery | None:
    on = _pressed_on(town, person)
    name = request.form["press"]
    chosen: Given = request.form.getlist("choice") or request.args.getlist("choice") or _field(name)
    values = {key: given for key, given in _fields().items() if key != name} if isinstance(on, View) else None
    return town.slack.press(person.slack_id, on, name, chosen, values)


def _slack_submit(town: Town, person: Resident) -> Delivery | None:
    return town.slack.submit(person.slack_id, _view(town, person), _fields())


def _slack_close(town: Town, person: Resident) -> Delivery | None:
    return town.slack.close_view(person.slack_id, _view(town, person))


def _slack_suggest(town: Town, person: Resident) -> Delivery | None:
    """Asks the app for options; the form shows them at the next poll."""
    view, name = _view(town, person), request.form["press"]
    view.state = town.slack.filled(view, _fields())
    town.slack.suggest(person.slack_id, view, name, request.form.get("typed", ""))
    town.slack.book.change()
    return None


def _line_say(town: Town, person: Resident) -> Delivery | None:
    text = request.form.get("text", "").strip()
    return town.line.type(person.line_id, text) if text else None


def _line_press(town: Town, person: Resident) -> Delivery | None:
    return town.line.press(person.line_id, request.form["press"])


def _line_tap(town: Town, person: Resident) -> Delivery | None:
    return town.line.tap(person.line_id, request.form["tap"])


def _line_place(town: Town, person: Resident) -> Delivery | None:
    title = words(request.form.get("lang", ""))["place_name"]
    return town.line.send_location(person.line_id, *_PLACE, title=title, address=title)


def _line_block(town: Town, person: Resident) -> Delivery | None:
    return town.line.block(person.line_id)


def _line_follow(town: Town, person: Resident) -> Delivery | None:
    return town.line.follow(person.line_id)


def _pressed_on(town: Town, person: Resident) -> Message | View:
    if request.form.get("view"):
        return _view(town, person)
    wanted = request.form.get("message", "")
    if wanted == HOME:
        return _home(town, person)
    channel, _, _ts = wanted.partition("/")
    for message in town.slack.messages(channel, seen_by=person.slack_id):
        if message.id == wanted:
            return message
    raise LookupError(wanted)


def _home(town: Town, person: Resident) -> View:
    view = town.slack.home(person.slack_id)
    if view is None:
        raise LookupError("nothing is published there")
    return view


def _view(town: Town, person: Resident) -> View:
    view = town.slack.open_view(person.slack_id)
    if view is None or view.id != request.form.get("view"):
        raise LookupError("the form is closed")
    return view


def _fields() -> dict[str, Given]:
    """Every field of the form by `block_id/action_id`; an empty one counts as emptied."""
    found: dict[str, Given] = {}
    for key in request.form:
        if key.startswith(FIELD):
            block, _, action = key[len(FIELD) :].partition("/")
            found[f"{unquote(block)}/{unquote(action)}"] = [one for one in request.form.getlist(key) if one]
    return found


def _field(name: str) -> Given:
    return _fields().get(name)


_VERBS: dict[str, Doing] = {
    "slack/say": _slack_say,
    "slack/press": _slack_press,
    "slack/submit": _slack_submit,
    "slack/close": _slack_close,
    "slack/suggest": _slack_suggest,
    "line/say": _line_say,
    "line/press": _line_press,
    "line/tap": _line_tap,
    "line/place": _line_place,
    "line/block": _line_block,
    "line/follow": _line_follow,
}
