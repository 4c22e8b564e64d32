"""やさしい日本語 (`ja-easy`): all that employees read, for people who read little Japanese.

A language of its own: one fact a sentence, everyday words, です and ます, no double negatives, spaces between groups of
words, and the reading in brackets after every kanji. Sources: 出入国在留管理庁・文化庁『在留支援のためのやさしい日本語
ガイドライン』(2020). What only managers read is not here: there Japanese serves.
"""

from __future__ import annotations

from bot.wording.easy import answering, boards, contacts, corrections, day, home, line_menu, linking, messages, way_home

#: `key -> words`, for keys of `bot.wording.WORDS`.
EASY: dict[str, str] = {
    **answering.WORDS,
    **messages.WORDS,
    **line_menu.WORDS,
    **linking.WORDS,
    **boards.WORDS,
    **contacts.WORDS,
    **corrections.WORDS,
    **day.WORDS,
    **home.WORDS,
    **way_home.WORDS,
}
