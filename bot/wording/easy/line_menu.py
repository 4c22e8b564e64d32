"""The menu in LINE. On its picture the readings stand above the kanji."""

from __future__ import annotations

WORDS = {
    "menu.bar": "あんぴ メニュー",
    "menu.bar_both": "あんぴ Safety",
    "menu.answer": "こたえる",
    "menu.answer_small": "だいじょうぶ・けが・助（たす）けて",
    "menu.contacts": "電話番号（でんわ ばんごう）",
    "menu.routes": "逃（に）げる ところ",
    "menu.news": "お知（し）らせ",
    "menu.language": "ことば",
    "menu.language_both": "日本語（にほんご） English",
    "menu.link": "LINE を つなぐ",
    "menu.answer_page": "こたえる ページを ひらく",
    "menu.no_contacts": "会社（かいしゃ）の 電話番号（でんわ ばんごう）は、まだ ありません。",
    "menu.no_routes": "逃（に）げる 道（みち）は、まだ ありません。",
    "menu.no_news": "お知（し）らせは ありません。",
    "menu.which_language": "メッセージと ページの ことばを えらんで ください。",
    "menu.own_name": "やさしい 日本語（にほんご）",
}
