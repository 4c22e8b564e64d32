"""A few at once, in the order of arrival."""

from __future__ import annotations

import threading

import pytest

from storage.turnstile import Turnstile

SOON = 20.0


def test_no_more_than_its_places_are_inside() -> None:
    turnstile = Turnstile(2)
    inside, most = 0, 0
    counting = threading.Lock()
    both_in = threading.Barrier(2)

    def go() -> None:
        nonlocal inside, most
        for visit in range(3):
            with turnstile.place():
                with counting:
                    inside += 1
                    most = max(most, inside)
                if visit == 0:  # later on the last two visits may be one thread's
                    both_in.wait(SOON)
                with counting:
                    inside -= 1

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert (inside, most) == (0, 2)


def test_who_came_first_goes_first() -> None:
    turnstile = Turnstile(1)
    order: list[int] = []

    def go(number: int) -> None:
        with turnstile.place():
            order.append(number)

    with turnstile.place():
        threads = []
        for number in range(5):
            threads.append(threading.Thread(target=go, args=(number,)))
            threads[-1].start()
            while len(turnstile._waiting) <= number:
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join(SOON)
    assert order == [0, 1, 2, 3, 4]


def test_a_place_is_free_again_after_an_error() -> None:
    turnstile = Turnstile(1)
    with pytest.raises(ZeroDivisionError), turnstile.place():
        raise ZeroDivisionError
    with turnstile.place():
        assert turnstile._free == 0
    assert turnstile._free == 1


def test_who_is_interrupted_while_waiting_holds_nobody_up() -> None:
    turnstile = Turnstile(1)
    waiting, called = threading.Event(), threading.Event()
    with turnstile.place():
        turnstile._waiting.extend((waiting, called))
        turnstile._give_up(waiting)
    assert called.is_set()
    turnstile._give_up(called)
    assert turnstile._free == 1
