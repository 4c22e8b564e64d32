"""A person's own way home."""

from __future__ import annotations

WORDS = {
    "way_home.title": "うちに 帰（かえ）る 道（みち）",
    "way_home.lead": (
        "電車（でんしゃ）が 止（と）まった とき、歩（ある）いて 帰（かえ）る 道（みち）を 地図（ちず）で 見（み）ます。"
    ),
    "way_home.destination": "どこに 帰（かえ）るか（うちの 住所（じゅうしょ）か 駅（えき））",
    "info_edit.map": "どの 地図（ちず）を 使（つか）うか",
    "way_home.keep": "この ところを 保存（ほぞん）する",
    "way_home.keep_note": (
        "えらばなかったら、保存（ほぞん）しません。保存（ほぞん）しても、あなただけが 見（み）ます。"
    ),
    "way_home.not_kept": "保存（ほぞん）して いません。",
    "way_home.show": "道（みち）を 見（み）る",
    "way_home.forget": "保存（ほぞん）した ところを 消（け）す",
    "way_home.kept": "保存（ほぞん）しました",
    "way_home.forgotten": "消（け）しました",
    "refusal.no_home": "どこに 帰（かえ）るか、書（か）いて ください。",
}
