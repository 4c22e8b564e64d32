"""Emergency contacts, links and routes."""

from __future__ import annotations

WORDS = {
    "info.heading": ("緊急連絡先・避難経路", "Emergency contacts and evacuation routes"),
    "info.of_company": ("{company}　緊急連絡先・避難経路", "{company}: emergency contacts and evacuation routes"),
    "info_group.bulletins": ("お知らせ", "Bulletins"),
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
    "hazard.earthquake": ("地震", "earthquake"),
    "hazard.tsunami": ("津波", "tsunami"),
    "hazard.flood": ("洪水", "flood"),
    "hazard.landslide": ("土砂災害", "landslide"),
    "hazard.fire": ("大規模な火事", "large fire"),
    "hazard.storm_surge": ("高潮", "storm surge"),
    "hazard.inland_flood": ("内水氾濫", "inland flooding"),
    "hazard.volcano": ("火山", "volcano"),
    "map.google": ("Googleマップ", "Google Maps"),
    "map.apple": ("Appleマップ", "Apple Maps"),
    "map.osm": ("OpenStreetMap", "OpenStreetMap"),
    "map.yahoo": ("Yahoo!マップ", "Yahoo! Maps"),
    "map.gsi": ("地理院地図", "GSI Maps"),
    "day.site": ("拠点", "Site"),
    "day.all_sites": ("すべての拠点", "All sites"),
    "day.show": ("表示する", "Show"),
    "day.hazard": ("災害の種類", "Kind of disaster"),
    "day.any_hazard": ("すべて", "All"),
    "day.no_route": ("あてはまる避難経路はありません。", "No route matches."),
    "day.look_on": ("{map}で場所を見る", "See the place on {map}"),
    "day.own_position": (
        "今いる場所は地図アプリだけが使い、会社には送られません。",
        "Your position is used by the map only and never sent to the company.",
    ),
    "day.prepare": ("もしものときの災害に備えて", "Be prepared"),
}
