"""Warning levels by their action words, as the newest edition of `bot.alert_messages` has them, and a short form."""

from __future__ import annotations

WORDS = {
    "short.between": ("｜", " | "),
    "short.no_level": ("なし", "None"),
    "short.level_3": (
        "警戒レベル3 危険な場所から高齢者等は避難",
        "Level 3: Elderly and others who need time: leave dangerous places",
    ),
    "short.level_4": ("警戒レベル4 危険な場所から全員避難", "Level 4: Everybody: leave dangerous places"),
    "short.level_5": ("警戒レベル5 命の危険 直ちに安全確保", "Level 5: Danger to life: save yourself now"),
}
