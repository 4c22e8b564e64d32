"""Answers while everything else is busy: a start for 100,000 people, a fan-out that runs flat out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import create_engine, text

from bench import bare_senders, requests
from bench.answering import Presses
from bench.databases import BRANCH_MANAGER, Crowd, Looking, looking
from bench.load import Answered, connect, steady
from bench.place import Bench, Place, command
from bench.programs import BenchError, FarEnd, Program, far_end, line_settings, mail_settings, product, slack_settings
from bench.results import Figure, at_least, at_most

#: People of the branch, whose own check is the one that is answered.
_BRANCH = 3_000
_ANSWERS_PER_SECOND = 300.0
_ALL_WITHIN = 180.0


@dataclass(slots=True)
class Scene:
    """A product with a running check of the branch, and a second check for everybody yet to be started."""

    place: Place
    look: Looking
    far: FarEnd
    anpi: Program
    presses: Presses

    @property
    def api_url(self) -> str:
        return f"{self.far.url}/api/"

    def none_lost(self, answered: Answered) -> bool:
        return answered.acknowledged == len(answered.statuses) == self.look.answers_kept(self.presses.check_id)

    def answered_while(self, happening: Callable[[], Awaitable[None]]) -> Answered:
        """300 answers a second for as long as it happens."""

        async def both() -> Answered:
            over = asyncio.Event()
            load = asyncio.create_task(steady(self.anpi.port, iter(self.presses), _ANSWERS_PER_SECOND, over))
            await happening()
            over.set()
            return await load

        return asyncio.run(both())


def _open(stack: ExitStack, place: Place, kind: str, crowd: Crowd) -> Scene:
    url = place.databases.new(kind, crowd)
    far = stack.enter_context(far_end(place.folder))
    key_file = place.folder / "dkim.pem"
    bare_senders.new_key(key_file)
    settings = slack_settings(f"{far.url}/api/") | line_settings(far.url) | mail_settings(far.smtp_port, key_file)
    anpi = stack.enter_context(product(url, place.folder, settings))
    look = stack.enter_context(looking(url))
    api_url = f"{far.url}/api/"
    command(anpi, api_url, "start drill 訓練", BRANCH_MANAGER)
    look.wait_until_sent()
    presses = Presses(
        lambda check_id, person, number: requests.slack_press(check_id, person, number, api_url),
        look.newest_check(),
        crowd.branch,
        first=BRANCH_MANAGER,
    )
    return Scene(place, look, far, anpi, presses)


def start_100k(kind: str) -> Bench:
    """How long `/safety start` for everybody takes to be acknowledged, and what answers notice of it."""

    def bench(place: Place) -> Sequence[Figure]:
        crowd = Crowd(place.size(100_000, 500), line=True, mail=True, branch=place.size(_BRANCH, 50))
        with ExitStack() as stack:
            scene = _open(stack, place, kind, crowd)
            quiet = scene.answered_while(lambda: asyncio.sleep(place.size(3, 1)))
            acknowledged: list[float] = []

            async def start() -> None:
                """And five seconds of the fan-out it sets in motion."""
                await asyncio.sleep(0.5)
                acknowledged.append(await _command(scene, "start 地震"))
                await asyncio.sleep(place.size(5, 1))

            busy = scene.answered_while(start)
            floor = _bare_roll(scene.look.url, crowd.people)
            asked = scene.look.number(
                "SELECT count(*) FROM roll WHERE check_id = :check", check=scene.look.newest_check()
            )
            answers = Answered(quiet.statuses + busy.statuses)
            none_lost = scene.none_lost(answers)
        name = f"start_100k_{kind}"
        ack = acknowledged[0]
        return [
            Figure(name, ack * 1000, "ms", floor * 1000,
                   (at_most(ack * 1000, 1000, "ms"), ("everybody asked", asked == crowd.people))),
            Figure(f"{name}_answers", busy.p99_ms(), "ms p99", quiet.p99_ms(),
                   (at_most(busy.p99_ms(), 300, "ms"), ("none lost", none_lost))),
        ]  # fmt: skip

    return bench


def answers_under_fanout(kind: str) -> Bench:
    """Two checks of the same size, one sent alone, one beside 300 answers a second."""

    def bench(place: Place) -> Sequence[Figure]:
        crowd = Crowd(place.size(6_000, 300), line=True, mail=True, branch=place.size(_BRANCH, 50))
        with ExitStack() as stack:
            scene = _open(stack, place, kind, crowd)
            quiet = scene.answered_while(lambda: asyncio.sleep(place.size(3, 1)))
            alone: list[float] = []
            beside: list[float] = []
            heard = [quiet]
            for _ in range(1 if place.quick else 2):
                asyncio.run(_sent(scene, crowd, alone))
                busy = scene.answered_while(lambda: _sent(scene, crowd, beside))
                heard.append(busy)
            statuses = [status for answered in heard for status in answered.statuses]
            none_lost = scene.none_lost(Answered(statuses))
        seconds = [second for answered in heard[1:] for second in answered.seconds]
        p99 = Answered(seconds=seconds).p99_ms()
        speed, floor = len(beside) / sum(beside), len(alone) / sum(alone)
        receivers = crowd.people * 3
        name = f"answers_under_fanout_{kind}"
        return [
            Figure(name, p99, "ms p99", quiet.p99_ms(), (at_most(p99, 300, "ms"), ("none lost", none_lost))),
            Figure(f"{name}_speed", speed * receivers, "receivers/s", floor * receivers,
                   (at_least(speed / floor, 0.5, "ratio"),)),
        ]  # fmt: skip

    return bench


async def _sent(scene: Scene, crowd: Crowd, seconds: list[float]) -> None:
    """A check for everybody, until the last of its messages has arrived; then it is closed."""
    await asyncio.to_thread(scene.far.reset)
    await _command(scene, "start 地震")
    began = time.monotonic()
    check_id = await asyncio.to_thread(scene.look.newest_check)
    while await asyncio.to_thread(_open_messages, scene.look, check_id):
        if time.monotonic() - began > _ALL_WITHIN:
            raise BenchError("the fan-out does not end")
        await asyncio.sleep(0.1)
    arrived = await asyncio.to_thread(scene.far.receivers)
    prompts = [moment for moment, to in arrived if not to.startswith(("C", "D"))]
    if len(prompts) < crowd.people * 3:
        raise BenchError(f"only {len(prompts)} of {crowd.people * 3} messages arrived")
    seconds.append(max(prompts) - began)
    await _command(scene, f"close {check_id}")


def _open_messages(look: Looking, check_id: int) -> int:
    unwritten = "SELECT count(*) FROM checks WHERE id = :check AND outbox_after IS NOT NULL"
    open_ones = (
        "SELECT count(*) FROM messages WHERE check_id = :check AND kind = 'prompt' "
        "AND state IN ('queued', 'claimed', 'sending')"
    )
    return look.number(unwritten, check=check_id) + look.number(open_ones, check=check_id)


async def _command(scene: Scene, words: str) -> float:
    """As `bench.place.command`, beside a load that runs."""
    wire = await connect(scene.anpi.port)
    began = time.monotonic()
    status = await wire.ask(requests.slash_command(1, words, scene.api_url))
    took = time.monotonic() - began
    wire.transport.close()
    if status != 200:
        raise BenchError(f"/safety {words}: {status}")
    return took


def _bare_roll(url: str, people: int) -> float:
    """Seconds for 100,000 bare rows with one index, in the same database, durable: no start can be faster."""
    engine = create_engine(url)
    series = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :people) "
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bench_roll (check_id BIGINT, person_id BIGINT, standing TEXT, "
                                "PRIMARY KEY (check_id, person_id))"))  # fmt: skip
    began = time.monotonic()
    with engine.begin() as connection:
        connection.execute(
            text(series + "INSERT INTO bench_roll SELECT 1, n, 'silent' FROM series"), {"people": people}
        )
    took = time.monotonic() - began
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE bench_roll"))
    engine.dispose()
    return took
