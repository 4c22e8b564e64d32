"""Emergency contacts, links and routes."""

from __future__ import annotations

WORDS = {
    "info.heading": ("緊急連絡先・避難経路", "Emergency contacts and evacuation routes"),
    "info.of_company": ("{company}　緊急連絡先・避難経路", "{company}: emergency contacts and evacuation routes"),
    "info_group.contacts": ("会社の緊急連絡先", "The company's emergency contacts"),
    "info_group.links": ("リンク", "Links"),
    "info_group.routes": ("避難経路（地図アプリで開きます）", "Evacuation routes (open in a map)"),
    "info.noted": ("{label}（{note}）", "{label} ({note})"),
    "info.listed": ("・{text}", "• {text}"),
    "info.empty": (
        "会社の緊急連絡先と避難経路は、まだ登録されていません。管理者に伝えてください。",
        "No emergency contacts or evacuation routes have been entered yet. Please tell your administrator.",
    ),
    "info.page": ("すべて見る", "See everything"),
    "info.map_warning": (
        "地図は通行止めや倒壊を知りません。現地の様子と係の指示を優先してください。",
        "The map does not know which roads are closed. Trust what you see and what officials say.",
    ),
    "info.more": ("ほかは「すべて見る」にあります。", "There is more under “See everything”."),
}
