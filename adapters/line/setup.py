"""The LINE room out of its settings: every part joined, nothing started."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Event

from adapters.line.account_link import LinkTokens, dialog_url
from adapters.line.api import LineApi, data_url
from adapters.line.channel import CONCURRENCY, LineChannel
from adapters.line.doctor import examine
from adapters.line.friend import FriendAddress
from adapters.line.hearing import Ears
from adapters.line.keys import LineSetup
from adapters.line.menu_api import MenuApi
from adapters.line.menu_doctor import examine_menu
from adapters.line.menu_keeper import MenuKeeper
from adapters.line.menus import LineMenus
from adapters.line.replies import THREADS, Replies
from adapters.line.webhook import line_webhook
from flows.answers_together import AnswersTogether
from flows.health import read_health
from flows.ports import Clock, Finding, Links
from flows.right_of_way import RightOfWay
from flows.work import Begin


class LineRoom:
    """What `app.py` takes from here."""

    def __init__(
        self,
        begin: Begin,
        clock: Clock,
        links: Links,
        right_of_way: RightOfWay,
        setup: LineSetup,
    ) -> None:
        self._begin, self._clock, self._webhook_url = begin, clock, setup.webhook_url
        self._api = LineApi(setup.api_url, setup.access_token, pool_size=CONCURRENCY + THREADS)
        self._replies = Replies(self._api, right_of_way=right_of_way)
        self.channel = LineChannel(self._api)
        #: For the pages `/line/link` and `/line/friend`.
        self.dialog_url = dialog_url(setup.api_url)
        self.friend_url = FriendAddress(self._api, clock)
        self._data = LineApi(data_url(setup.api_url), setup.access_token, pool_size=1)
        stopping = Event()
        self._menus = LineMenus(begin, MenuApi(self._api, self._data, stopping.wait))
        self._keeper = MenuKeeper(self._menus, setup.installs_menu, stopping)
        answers = AnswersTogether(begin, right_of_way)
        ears = Ears(begin, answers, links, LinkTokens(self._api), self._keeper.wake)
        self.door = line_webhook(ears, setup.channel_secret, self._replies)

    def start(self) -> None:
        """From now on everybody's menu is kept the right one."""
        self._keeper.start()

    def close(self) -> None:
        """Replies under way are finished first."""
        self._keeper.stop()
        self._replies.close()
        self._api.close()
        self._data.close()

    def examine(self, mail_to: str) -> Iterable[Finding]:
        """For the doctor; no mail is sent from here."""
        yield from examine(self._api, self._webhook_url(), self._clock)
        # Of a database at another revision the doctor tells by itself.
        if read_health(self._begin).is_migrated:
            yield examine_menu(self._menus)


def open_menus(begin: Begin, setup: LineSetup) -> tuple[LineMenus, Callable[[], None]]:
    """For the command line, and what closes them."""
    api = LineApi(setup.api_url, setup.access_token, pool_size=1)
    data = LineApi(data_url(setup.api_url), setup.access_token, pool_size=1)

    def close() -> None:
        api.close()
        data.close()

    return LineMenus(begin, MenuApi(api, data)), close
