"""A person's own way home."""

from __future__ import annotations

WORDS = {
    "way_home.title": ("帰宅経路", "My way home"),
    "way_home.lead": (
        "電車が止まったときに、歩いて帰る道を地図で確かめておけます。",
        "See the way you would walk home when the trains stop.",
    ),
    "way_home.destination": ("目的地（自宅の住所や最寄り駅）", "Where to (your address or station)"),
    "way_home.keep": ("この目的地を保存する", "Keep this for me"),
    "way_home.keep_note": (
        "チェックしなければ保存しません。保存しても、見られるのはあなただけです。",
        "Without the tick nothing is kept. If it is kept, you alone can see it.",
    ),
    "way_home.not_kept": ("この目的地は保存していません。", "This was not kept."),
    "way_home.show": ("経路を表示する", "Show the way"),
    "way_home.forget": ("保存した目的地を消す", "Delete what is kept"),
    "way_home.kept": ("保存しました", "Kept"),
    "way_home.forgotten": ("消しました", "Deleted"),
    "refusal.no_home": ("目的地を書いてください。", "Please write where you want to go."),
}
