"""People who press the whole time, whoever dies meanwhile: what was acknowledged with 200 is never lost."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from flows.work import Lane
from sandbox.town import Town
from storage.database import Database
from storage.models import answers, guests


class Presses:
    """Strangers press 無事です in LINE: they are guests, so what is sent to the people asked stays as it is."""

    def __init__(self, town: Town, check_id: int) -> None:
        self._town = town
        self._value = f"a1:ans:{check_id}:0:safe"
        self._check_id = check_id
        self._made: list[str] = []
        self._pending: list[str] = []
        self._stop = threading.Event()
        self.acknowledged = 0

    @contextlib.contextmanager
    def under_way(self) -> Iterator[None]:
        self._stop.clear()
        thread = threading.Thread(target=self._press, name="presses")
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _press(self) -> None:
        while not self._stop.is_set():
            user = f"U{self._check_id:08x}{len(self._made):024x}"
            self._made.append(user)
            self._town.line.add_friend(user)
            if self._town.line.postback(user, self._value).ok:
                self.acknowledged += 1
            else:
                self._pending.append(user)
                self._stop.wait(0.01)

    def deliver_the_rest(self) -> None:
        for user in self._pending:
            assert self._town.line.postback(user, self._value).ok

    def judge(self, database: Database) -> None:
        answered = (
            select(guests.c.address).join(answers, answers.c.guest_id == guests.c.id)
        ).where(guests.c.check_id == self._check_id)  # fmt: skip
        with database.transaction(Lane.READ) as connection:
            found = Counter(connection.scalars(answered))
        lost = [user for user in self._made if not found[user]]
        assert not lost, f"{len(lost)} answers lost"
