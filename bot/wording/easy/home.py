"""The home tab in Slack, and a manager's words to a person."""

from __future__ import annotations

WORDS = {
    "home.mine": "あなたの こたえ",
    "home.nothing_asked": "今（いま）は、あなたへの しつもんは ありません。",
    "home.contacts": "あなたの 連絡先（れんらくさき）",
    "home.no_contacts": "連絡先（れんらくさき）が まだ ありません。",
    "home.contacts_page": "連絡先（れんらくさき）を 直（なお）す",
    "manager_note.heading": "{sender}からの メッセージ",
    "manager_note.somebody": "会社（かいしゃ）の 担当（たんとう）の 人（ひと）",
    "manager_note.answer": (
        "この メッセージに 返事（へんじ）を 書（か）いても、だれも 読（よ）みません。"
        "下（した）の ボタンで こたえて ください。急（いそ）ぐ ときは 電話（でんわ）を して ください。"
    ),
    "manager_note.answer_on_page": (
        "この メッセージに 返事（へんじ）を 書（か）いても、だれも 読（よ）みません。"
        "下（した）の ページで こたえて ください。急（いそ）ぐ ときは 電話（でんわ）を して ください。"
    ),
}
