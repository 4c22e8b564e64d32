"""Keeps everybody's menu in LINE the right one: looks now and then, and at once when somebody in the chat asks."""

from __future__ import annotations

import logging
import threading

from adapters.line.menus import LineMenus
from flows.menus_at_line import MenusBusyError
from flows.ports import SendingError
from flows.work import System

log = logging.getLogger(__name__)

#: Seconds. A language chosen on a page or in a people file is seen this late.
_EVERY = 20.0
#: After LINE has refused or could not be asked.
_AFTER_TROUBLE = 300.0
_ACTOR = System("line menu")


class MenuKeeper:
    """A thread of its own. `installs`: puts the menu in by itself when it starts. `stopping`: ends waiting for LINE."""

    def __init__(self, menus: LineMenus, installs: bool, stopping: threading.Event) -> None:
        self._menus, self._installs, self._stopping = menus, installs, stopping
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._run, name="line-menu", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Somebody's menu may be another one from now on. Returns at once."""
        self._wanted.set()

    def stop(self) -> None:
        """What is under way is finished."""
        self._stopping.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wanted.clear()
            pause = _EVERY if self._looked() else _AFTER_TROUBLE
            self._wanted.wait(pause)

    def _looked(self) -> bool:
        try:
            if self._installs:
                self._menus.install(_ACTOR)
                self._installs = False
            self._menus.look()
        except MenusBusyError:
            return True
        except SendingError as error:
            log.warning("the menu in LINE could not be seen to: %s", error.reason)
            return False
        except Exception as error:  # noqa: BLE001 - the rim: nobody waits for this thread's result
            log.error("the menu in LINE could not be seen to: %s", type(error).__name__)
            return False
        return True
