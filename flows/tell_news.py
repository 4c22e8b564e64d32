"""What somebody in need writes after their cry for help, told to those who take care of them."""

from __future__ import annotations

from datetime import timedelta

from flows.alert_managers import TO_MANAGERS, help_case_row
from flows.work import Work
from storage.queries import help as cases
from storage.queries import help_messages as queries
from storage.queries.help_messages import News

#: One case is told of at most so often: somebody who types line by line must not bury the other alarms.
AT_MOST_EVERY = timedelta(seconds=30)
_PARAMS = {**TO_MANAGERS, "news": True}


def tell_news(work: Work, help_case_id: int, comment: str, place: str) -> int:
    """New words (empty: none) of somebody whose case is open; how many messages. NotFoundError(no_help_case).

    To the taker, else to every manager responsible, and to nobody's shared channel. What waits to be sent is worded
    when its turn comes, so that it tells the newest words. To be called where the words were written, in that
    transaction; words that arrive after newer ones are not told.
    """
    case = help_case_row(work, help_case_id)
    if not (comment and comment == case.comment) and not (place and place == case.place):
        return 0
    # Two messages of one person at the same moment are told one after the other.
    cases.lock_standing(work.connection, case)
    last = queries.newest_news(work.connection, case)
    due_at = max(work.now, last.due_at + AT_MOST_EVERY) if last else work.now
    news = News(last.number + 1 if last else 1, due_at)
    written = queries.tell_news(work.connection, case, work.policy.channels, work.now, _PARAMS, news)
    work.wakes_cycle = work.wakes_cycle or written > 0
    return written
