"""Ready wording of checks, by what has happened: it is changed at will, and fits as it stands.

Each says what, where and what to do, within the guide's lengths: `tests/bot/alert_messages/test_alert_ready_texts.py`.
"""

from __future__ import annotations

WORDS = {
    "ready.earthquake": ("地震", "Earthquake"),
    "ready.tsunami": ("津波", "Tsunami"),
    "ready.flood": ("大雨・洪水", "Rain, flood"),
    "ready.typhoon": ("台風", "Typhoon"),
    "ready.fire": ("火災", "Fire"),
    "ready.power_cut": ("停電", "Power cut"),
    "ready.intruder": ("不審者", "Intruder"),
    "ready.infection": ("感染症", "Infection"),
    "ready_title.earthquake": ("強い地震がありました", "Strong earthquake"),
    "ready_title.tsunami": ("津波のおそれがあります", "Tsunami warning"),
    "ready_title.flood": ("大雨・洪水の危険があります", "Heavy rain, danger of flooding"),
    "ready_title.typhoon": ("台風が接近しています", "A typhoon is coming"),
    "ready_title.fire": ("社内で火災が発生しました", "Fire in the building"),
    "ready_title.power_cut": ("社内で停電が起きています", "Power cut in the building"),
    "ready_title.intruder": ("社内に不審者がいます", "Intruder in the building"),
    "ready_title.infection": ("社内で感染症が出ています", "Infection at our site"),
    "ready_action.earthquake": ("まず身の安全を確保してください", "Protect yourself first"),
    "ready_action.tsunami": ("すぐに高いところへ避難してください", "Go to a high place at once"),
    "ready_action.flood": ("川や崖に近づかないでください", "Keep away from rivers and slopes"),
    "ready_action.typhoon": ("外出を控えてください", "Stay inside"),
    "ready_action.fire": ("低い姿勢で外へ避難してください", "Get out, low under the smoke"),
    "ready_action.power_cut": ("エレベーターを使わないでください", "Do not use lifts"),
    "ready_action.intruder": ("鍵のかかる部屋にいてください", "Stay in a room that locks"),
    "ready_action.infection": ("熱のある人は出社しないでください", "With a fever, stay at home"),
    "ready_message.earthquake": (
        "まず身の安全を確保してください。エレベーターは使わないでください。余震に注意してください。",
        "Protect yourself first. Do not use lifts. Aftershocks may follow.",
    ),
    "ready_message.tsunami": (
        "海や川の近くにいる人は、すぐに高いところへ避難してください。回答は避難のあとで構いません。",
        "If you are near the sea or a river, go to a high place at once. Answer when you are safe.",
    ),
    "ready_message.flood": (
        "川や低い土地、崖に近づかないでください。自治体の避難情報に従ってください。",
        "Keep away from rivers, low ground and slopes. Follow what your town says about evacuation.",
    ),
    "ready_message.typhoon": (
        "外出を控え、安全な場所にいてください。無理に出勤・帰宅しないでください。",
        "Stay inside in a safe place. Do not force your way to work or home.",
    ),
    "ready_message.fire": (
        "煙を吸わないよう低い姿勢で避難してください。建物に戻らないでください。",
        "Leave the building, low under the smoke. Do not go back inside.",
    ),
    "ready_message.power_cut": (
        "エレベーターは使わないでください。電池を節約し、暑さ・寒さに注意してください。",
        "Do not use lifts. Save your battery, and mind the heat or the cold.",
    ),
    "ready_message.intruder": (
        "近づかず、施錠できる安全な場所にいてください。危険を感じたら110番に通報してください。",
        "Keep away and stay in a safe place that can be locked. In danger, call the police (110).",
    ),
    "ready_message.infection": (
        "体調を教えてください。発熱などの症状がある人は出社せず、上司に連絡してください。",
        "Tell us how you are. With fever or other symptoms stay at home and tell your manager.",
    ),
}
