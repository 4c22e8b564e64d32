"""Resident memory of the serving process and its writer of letters, a check running, for 100,000 people and 10,000."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack

from bench import bare_senders, requests
from bench.databases import Crowd, looking
from bench.load import closed
from bench.place import Place, command
from bench.programs import far_end, line_settings, mail_settings, product, slack_settings
from bench.results import Figure, at_most

_SENDING_FOR = 20.0
_LOOK_EVERY = 0.05


def memory(place: Place) -> Sequence[Figure]:
    small = _peak_mb(place, place.size(10_000, 100))
    large = _peak_mb(place, place.size(100_000, 300))
    bounds = (at_most(large, 250, "MB"), at_most(large / small, 1.15, "ratio"))
    return [Figure("memory", large, "MB", small, bounds)]


def _peak_mb(place: Place, people: int) -> float:
    """The most it ever held while a check was started, written and sent for a while, answered and shown."""
    url = place.databases.new("sqlite", Crowd(people, line=True, mail=True))
    key_file = place.folder / "dkim.pem"
    with far_end(place.folder) as far, looking(url) as look, ExitStack() as stack:
        bare_senders.new_key(key_file)
        settings = slack_settings(f"{far.url}/api/") | line_settings(far.url) | mail_settings(far.smtp_port, key_file)
        anpi = stack.enter_context(product(url, place.folder, settings))
        api_url = f"{far.url}/api/"
        command(anpi, api_url, "start 地震")
        check_id = look.newest_check()
        peak = anpi.resident_mb()
        until = time.monotonic() + (1.0 if place.quick else _SENDING_FOR)
        number = 0
        while time.monotonic() < until or look.unwritten():
            presses = [requests.slack_press(check_id, number % people + 1, number, api_url) for number in
                       range(number, number + 20)]  # fmt: skip
            number += 20
            closed(anpi.port, presses, connections=4)
            peak = max(peak, anpi.resident_mb())
            time.sleep(_LOOK_EVERY)
        command(anpi, api_url, "status")
        return max(peak, anpi.resident_mb())
