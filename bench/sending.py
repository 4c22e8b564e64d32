"""What goes out, through outbox, cycle and the real channels, beside the bare SDK sending the same to the same end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from bench import bare_senders, requests
from bench.databases import Crowd, line_id, looking, mail_address, slack_id
from bench.place import Place, command, in_turns
from bench.programs import FarEnd, Program, far_end, line_settings, mail_settings, product, slack_settings
from bench.results import Figure, at_least, at_most
from sandbox.recording import Call
from sandbox.slack import SlackStandIn

_ROUNDS = 3
#: adapters.slack.channel: calls under way at once.
_SLACK_THREADS = 16
#: A multicast to 500 over the internet and through LINE takes longer; the far end answers after that.
_LINE_SECONDS = 0.05
#: Slack's own figure seen is 230 a minute; a higher one is reached sooner.
_ALLOWED_PER_MINUTE = 1_200
_ALL_WITHIN = 180.0
#: Seconds: a call that had begun when the 429 came may still arrive.
_UNDER_WAY = 0.2


def line_10k(place: Place) -> Sequence[Figure]:
    """Seconds from the acknowledged start to the last multicast, beside the SDK's calls alone."""
    return [_line_10k(place, "line_10k", _LINE_SECONDS)]


def line_10k_at_once(place: Place) -> Sequence[Figure]:
    """The same with a LINE that needs no time: what the outbox costs, nothing else. No bound stands on it."""
    return [replace(_line_10k(place, "line_10k_at_once", 0.0), bounds=())]


def _line_10k(place: Place, name: str, line_seconds: float) -> Figure:
    people = place.size(10_000, 200)
    url = place.databases.new("sqlite", Crowd(people, slack=False, line=True))
    wanted = [line_id(person) for person in range(1, people + 1)]
    with (
        far_end(place.folder, line_seconds) as far,
        product(url, place.folder, slack_settings(f"{far.url}/api/") | line_settings(far.url)) as anpi,
    ):
        fan_out = _FanOut(anpi, far, "/v2/bot/message/", wanted)

        def bare() -> float:
            far.reset()
            return bare_senders.multicast(far.url, requests.prompt_bubble(), wanted)

        seconds, floor = in_turns(_rounds(place), fan_out.seconds, bare)
    bounds = (at_most(seconds / floor, 1.5, "ratio"), ("each once", fan_out.each_once))
    return Figure(name, seconds * 1000, "ms", floor * 1000, bounds)


def slack_dms(place: Place) -> Sequence[Figure]:
    people = place.size(3_000, 60)
    url = place.databases.new("sqlite", Crowd(people))
    wanted = [slack_id(person) for person in range(1, people + 1)]
    with (
        far_end(place.folder) as far,
        product(url, place.folder, slack_settings(f"{far.url}/api/")) as anpi,
    ):
        fan_out = _FanOut(anpi, far, "/api/chat.postMessage", wanted)

        def bare() -> float:
            far.reset()
            said = requests.prompt_blocks()
            return people / bare_senders.post_messages(f"{far.url}/api/", said, wanted, _SLACK_THREADS)

        value, floor = in_turns(_rounds(place), lambda: people / fan_out.seconds(), bare)
    bounds = (at_least(value / floor, 0.7, "ratio"), ("each once", fan_out.each_once))
    return [Figure("slack_dms", value, "DMs/s", floor, bounds)]


def mail(place: Place) -> Sequence[Figure]:
    """Built, DKIM-signed (rsa2048) and taken by the relay."""
    people, by_hand = place.size(1_500, 30), place.size(60, 5)
    url = place.databases.new("sqlite", Crowd(people, slack=False, mail=True))
    wanted = [mail_address(person) for person in range(1, people + 1)]
    key_file = place.folder / "dkim.pem"
    key_pem = bare_senders.new_key(key_file)
    with far_end(place.folder) as far:
        settings = slack_settings(f"{far.url}/api/") | mail_settings(far.smtp_port, key_file)
        with product(url, place.folder, settings) as anpi:
            fan_out = _FanOut(anpi, far, "smtp", wanted)

            def bare() -> float:
                far.reset()
                return by_hand / bare_senders.send_letters(far.smtp_port, key_pem, wanted[:by_hand])

            value, floor = in_turns(_rounds(place), lambda: people / fan_out.seconds(), bare)
    bounds = (at_least(value / floor, 5.0, "ratio"), ("each once", fan_out.each_once))
    return [Figure("mail", value, "letters/s", floor, bounds)]


class _FanOut:
    """Starts a check, waits until everybody is reached, closes it: again and again in the same process."""

    def __init__(self, anpi: Program, far: FarEnd, path: str, wanted: Sequence[str]) -> None:
        self._anpi, self._far, self._path, self._wanted = anpi, far, path, wanted
        self.each_once = True

    def seconds(self) -> float:
        """From the acknowledgement to the last arrival."""
        api_url = f"{self._far.url}/api/"
        self._far.reset()
        command(self._anpi, api_url, "start 地震")
        began = time.monotonic()
        arrived = self._all_arrived()
        # A closed check starts the next one without a question.
        command(self._anpi, api_url, "close")
        people = sorted(to for _, to in arrived)
        self.each_once = self.each_once and people == sorted(self._wanted)
        return max(moment for moment, _ in arrived) - began

    def _all_arrived(self) -> list[tuple[float, str]]:
        found: list[tuple[float, str]] = []
        at_least_calls = len(self._wanted) // 500 if "/v2/" in self._path else len(self._wanted)

        def is_done(calls: int) -> bool:
            nonlocal found
            if calls < at_least_calls:
                return False
            wanted = set(self._wanted)
            found = [(moment, to) for moment, to in self._far.receivers(self._path) if to in wanted]
            return len(found) >= len(self._wanted)

        self._far.wait_until(is_done, _ALL_WITHIN)
        return found


def slack_dms_limited(place: Place) -> Sequence[Figure]:
    """The real stand-in allows so many a minute and answers 429 above; once it says 429 out of the blue as well."""
    people = place.size(400, 45)
    url = place.databases.new("sqlite", Crowd(people))
    with SlackStandIn(bot_token="xoxb-bench") as slack:
        for person in range(1, people + 1):
            slack.add_user(slack_id(person))
        slack.add_channel(requests.CHANNEL, "safety")
        slack.limit("chat.postMessage", _ALLOWED_PER_MINUTE)
        settings = slack_settings(slack.api_url) | {"SLACK_POSTS_PER_MINUTE": str(_ALLOWED_PER_MINUTE)}
        with product(url, place.folder, settings) as anpi, looking(url) as look:
            command(anpi, slack.api_url, "start 地震")
            # One wrong second in the middle.
            time.sleep(people / 2 / (_ALLOWED_PER_MINUTE / 60))
            slack.fail("chat.postMessage", "429", retry_after=1)
            look.wait_until_sent()
            calls = [call for call in slack.book.calls if call.method == "chat.postMessage"]
    return [_at_the_allowed_rate(calls, [slack_id(person) for person in range(1, people + 1)])]


def _at_the_allowed_rate(calls: Sequence[Call], wanted: Sequence[str]) -> Figure:
    """Allowed: what the bucket held at first, and its rate for as long as no 429 forbade it."""
    posted = [call for call in calls if not call.error]
    refused = [call.at for call in calls if call.status == 429]
    took = (max(call.at for call in posted) - min(call.at for call in posted)).total_seconds()
    per_second = _ALLOWED_PER_MINUTE / 60
    # Refusals within one Retry-After (1 s) are one: the calls were under way together.
    forbidden = float(len({int(at.timestamp()) for at in refused}))
    allowed = (per_second + per_second * (took - forbidden)) / took
    value = len(posted) / took
    disobeyed = sum(
        1 for call in calls for at in refused if _UNDER_WAY < (call.at - at).total_seconds() < 1.0 - _UNDER_WAY
    )
    people = set(wanted)
    reached = [to for call in posted if (to := str(call.arguments["channel"])) in people]
    bounds = (
        at_least(value / allowed, 0.95, "ratio"),
        ("each once", sorted(reached) == sorted(wanted)),
        (f"429 honoured ({len(refused)})", bool(refused) and disobeyed == 0),
    )
    return Figure("slack_dms_limited", value, "DMs/s", allowed, bounds)


def _rounds(place: Place) -> int:
    return 1 if place.quick else _ROUNDS
