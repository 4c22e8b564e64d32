"""The page for the day, and bulletins."""

from __future__ import annotations

WORDS = {
    "info_group.bulletins": "お知（し）らせ",
    "hazard.earthquake": "地震（じしん）",
    "hazard.tsunami": "津波（つなみ）",
    "hazard.flood": "川（かわ）の 水（みず）が あふれる（洪水（こうずい））",
    "hazard.landslide": "山（やま）や がけが くずれる（土砂災害（どしゃ さいがい））",
    "hazard.fire": "大（おお）きな 火事（かじ）",
    "hazard.storm_surge": "海（うみ）の 水（みず）が あふれる（高潮（たかしお））",
    "hazard.inland_flood": "町（まち）に 雨（あめ）の 水（みず）が たまる",
    "hazard.volcano": "火山（かざん）",
    "map.google": "Googleマップ",
    "map.apple": "Appleマップ",
    "map.osm": "OpenStreetMap",
    "map.yahoo": "Yahoo!マップ",
    "map.gsi": "国（くに）の 地図（ちず）",
    "day.site": "働（はたら）く ところ",
    "day.all_sites": "ぜんぶの ところ",
    "day.show": "見（み）る",
    "day.hazard": "どんな 災害（さいがい）か",
    "day.any_hazard": "ぜんぶ",
    "day.no_route": "逃（に）げる 道（みち）は ありません。",
    "day.look_on": "{map}で 見（み）る",
    "day.own_position": (
        "あなたの いる ところは、会社（かいしゃ）には 送（おく）りません。地図（ちず）だけが 使（つか）います。"
    ),
    "day.prepare": "災害（さいがい）の 前（まえ）に する こと",
    "bulletin.subject": "【お知（し）らせ】{title}",
    "bulletin.signed": "{company}　{when}",
    "bulletins.title": "お知（し）らせ",
    "bulletins.is_pinned": "大切（たいせつ）",
    "bulletins.changed_at": "{when} 新（あたら）しく しました",
    "bulletins.withdrawn_at": "{when} やめました",
    "bulletins.to": "だれに：{whom}",
    "bulletins.older": "前（まえ）の お知（し）らせ",
    "day.places": "近（ちか）くの 逃（に）げる ところを さがす",
    "day.places_lead": (
        "国（くに）や 市（し）が きめた ところです。災害（さいがい）が どんな ものかを えらんで ください。"
        "その 災害（さいがい）の ときに 使（つか）える ところだけが 出（で）ます。"
    ),
    "day.near_site": "ここの 近（ちか）く",
    "day.in_city": "または、市（し）や ところの 名前（なまえ）",
    "day.distance": "{km} km",
    "day.designated": "使（つか）える 災害（さいがい）：",
    "day.no_place": "ありません。ほかの 名前（なまえ）で さがして ください。",
}
