"""The menu at the foot of the chat in LINE: its tiles, what they open, how it stands with it."""

from __future__ import annotations

WORDS = {
    "menu.bar": ("安否・連絡先・避難", "Safety menu"),
    "menu.bar_both": ("安否 Safety", "安否 Safety"),
    "menu.answer": ("安否を答える", "Tell us how you are"),
    "menu.answer_small": ("無事です・けがをした・助けが必要", "I’m safe · I’m injured · I need help"),
    "menu.contacts": ("連絡先", "Contacts"),
    "menu.routes": ("避難", "Evacuation"),
    "menu.news": ("お知らせ", "Bulletins"),
    "menu.language": ("ことば", "Language"),
    "menu.language_both": ("English やさしい日本語", "日本語 やさしい日本語"),
    "menu.link": ("LINEを連携", "Link my account"),
    "menu.answer_page": ("自分の回答画面を開く", "Open my answer page"),
    "menu.no_contacts": (
        "会社の緊急連絡先は、まだ登録されていません。",
        "No emergency contacts have been entered yet.",
    ),
    "menu.no_routes": (
        "避難経路は、まだ登録されていません。",
        "No evacuation routes have been entered yet.",
    ),
    "menu.no_news": ("今、お知らせはありません。", "There are no bulletins now."),
    "menu.which_language": (
        "メッセージと画面のことばを選んでください。",
        "Choose the language of your messages and pages.",
    ),
    "menu.own_name": ("日本語（にほんご）", "English"),
}
