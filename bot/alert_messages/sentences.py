"""What the check of a message found, and what is worth knowing: one clear sentence each, with what to do."""

from __future__ import annotations

#: By `Rule`: (Japanese, English).
RULES = {
    "title_missing": (
        "題名がありません。1行目に題名を書いてください。",
        "There is no title. Write one on the first line.",
    ),
    "title_too_long": (
        "題名が長すぎます（{length}字相当、上限{limit}字）。短くしてください。",
        "The title is too long ({length} characters, at most {limit}). Shorten it.",
    ),
    "body_missing": (
        "本文がありません。2行目から本文を書いてください。",
        "There is no body. Write it from the second line on.",
    ),
    "body_too_long": (
        "本文が長すぎます（{length}字相当、上限{limit}字、改行は2字）。短くするか、2通に分けてください。",
        "The body is too long ({length} characters, at most {limit}; a line break counts two). "
        "Shorten it or split it into two messages.",
    ),
    "link": (
        "リンク「{text}」は書けません。一斉に開かれて回線がつながりにくくなります。「市のホームページ」のように言葉で書いてください。",
        "The link “{text}” must not be in it: everybody opens it at once. Name the page in words.",
    ),
    "phone": (
        "電話番号「{text}」は書けません。一斉に電話がかかり、つながりにくくなります。",
        "The telephone number “{text}” must not be in it: everybody calls it at once.",
    ),
    "mail_address": (
        "メールアドレス「{text}」は書けません。",
        "The mail address “{text}” must not be in it.",
    ),
    "item_unknown": (
        "何の情報か分かりません。配信できる項目（避難指示、津波警報など）を、題名と本文にはっきり書いてください。",
        "It is not clear what this is about. Say in title and body which item it is, such as an evacuation order.",
    ),
    "item_not_listed": (
        "「{topic}」は配信できる項目にありません。ホームページや広報など、ほかの手段で知らせてください。",
        "“{topic}” is not on the list of what may be sent. Use other means, such as your web site.",
    ),
    "companion_alone": (
        "「{topic}」の情報だけでは配信できません。避難を求める情報に添えるときだけ書けます。",
        "“{topic}” alone must not be sent, only beside a call to evacuate.",
    ),
    "below_the_list": (
        "「{text}」は配信できる項目から除かれています。",
        "“{text}” is expressly left out of the list of what may be sent.",
    ),
    "earthquake": (
        "地震の揺れの情報や訓練は、緊急地震速報と音が違うため配信できません。地震による避難の呼びかけなら配信できます。",
        "Shaking, real or as a drill, must not be sent: the sound differs from the earthquake early warning. "
        "A call to evacuate after an earthquake may be sent.",
    ),
    "level_missing": (
        "警戒レベルがありません。「警戒レベル{number} {action}」を本文の初めに書いてください。",
        "The level is missing. Begin the body with: level {number}, “{action}”.",
    ),
    "level_disagrees": (
        "警戒レベル{number}と言葉が合っていません（言葉はレベル{right}）。どちらかを直してください：{action}",
        "Level {number} and the words disagree (the words are of level {right}). Correct one of them: {action}",
    ),
    "level_elsewhere": (
        "警戒レベルは、洪水・土砂災害・高潮・内水氾濫だけに使います。レベルを外してください。",
        "Levels are only for floods, landslides, storm surges and inland flooding. Leave the level out.",
    ),
    "old_wording": (
        "「{word}」はこの版では使いません。「{instead}」と書いてください。",
        "“{word}” is not a word of this edition. Write “{instead}”.",
    ),
    "drill_title": ("訓練なのに、題名に【訓練】がありません。", "This is a drill, but the title has no 【訓練】."),
    "drill_body": ("訓練なのに、本文に【訓練】がありません。", "This is a drill, but the body has no 【訓練】."),
    "drill_closing": (
        "訓練なのに、「※これは訓練です」の一文がありません。",
        "This is a drill, but no line says that it is one (This mail is for drill.).",
    ),
    "drill_notice": (
        "訓練の案内や開始・終了だけの配信はできません。災害のときに送る文面を書くか、広報など、ほかの手段で知らせてください。",
        "An announcement, beginning or end of a drill must not be sent. "
        "Write what would be sent on the day, or use other means.",
    ),
    "national_drill": (
        "「{item}」の訓練は、国（内閣官房・消防庁）が主催するものでしか配信できません。",
        "Drills of “{item}” may only be sent as part of one that the state holds.",
    ),
    "test_send": (
        "試験のための配信はできません。操作や動作の確認は、通信事業者に相談してください。",
        "Nothing may be sent as a test. Ask the carriers how to test.",
    ),
    "apology": (
        "お詫びや誤配信のお知らせは配信できません。ほかの手段で知らせてください。",
        "Apologies, also for messages sent by mistake, must not be sent. Use other means.",
    ),
    "second_correction": (
        "訂正は一回だけです。2回目からは、ほかの手段で知らせてください。",
        "Only one correction may be sent. Use other means for a second one.",
    ),
    "correction_unlisted": (
        "配信できる項目の内容ではないものの訂正は、配信できません。ほかの手段で知らせてください。",
        "Only what a listed item said may be corrected. Use other means.",
    ),
    "correction_unclear": (
        "どこが誤りで何が正しいか分かりません。（誤）と（正）を並べて書いてください。",
        "It is not clear what was wrong and what is right. Write both, one below the other.",
    ),
    "cancelling": (
        "解除の情報は、ホームページや防災行政無線など、ほかの手段のほうがよいです。",
        "That something is over is better told by other means, such as your web site.",
    ),
    "night_forbidden": (
        "外出自粛要請は、深夜・早朝には配信できません。",
        "A request to stay at home must not be sent at night or in the early morning.",
    ),
    "stay_home_only_start": (
        "外出自粛要請は、要請を始めたときか変えたときしか配信できません。",
        "A request to stay at home may only be sent when it begins or changes.",
    ),
    "sender_not_allowed": (
        "「{item}」を配信できるのは、区市町村と都道府県だけです。",
        "Only municipalities and prefectures may send “{item}”.",
    ),
    "on_behalf": (
        "都道府県が「{item}」を配信できるのは代行のときだけです（法令に基づくとき、または市区町村が配信できず要請があったとき）。",
        "A prefecture sends “{item}” only on behalf of a municipality: by law, or when it cannot and asks for it.",
    ),
    "governor": (
        "市区町村が「{item}」を配信できるのは、知事の指示があるときだけです。",
        "A municipality sends “{item}” only on the governor's instruction.",
    ),
    "state_sends": (
        "「{item}」は国から配信されます。到達時刻、避難先など、地域の情報を添えてください。",
        "The state itself sends “{item}”. Add what people here need: when it comes, where to go.",
    ),
    "river_companion": (
        "国土交通省から「{item}」が配信される地域では、避難先など、地域の情報を添えてください。",
        "Where the ministry itself sends “{item}”, add what people here need, such as where to go.",
    ),
    "national_relayed": (
        "「{item}」は消防庁が配信します。そのまま流さず、市内の被害や避難先など、地域の情報を添えてください。",
        "The state itself sends “{item}”. Never pass it on as it is: add what people here need.",
    ),
    "sender_missing": (
        "誰からの情報か分かりません。「こちらは〇〇です」と書いてください。",
        "It does not say who is speaking. Write “This is …”.",
    ),
    "time_missing": (
        "いつのことか分かりません。日時を書いてください。",
        "It does not say when. Give date and time.",
    ),
    "area_missing": (
        "どこのことか分かりません。対象の地域や場所を書いてください。",
        "It does not say where. Name the area or the place.",
    ),
    "action_missing": (
        "何をすればよいか分かりません。「〜してください」と行動を書いてください。",
        "It does not say what to do. Write what people should do.",
    ),
    "continues_unsaid": (
        "続きがあることを書いてください（例：次の緊急速報メールでお知らせします）。",
        "Say that another message follows.",
    ),
}

#: By `Tip`.
TIPS = {
    "not_received": (
        "圏外、通話中、機内モードなどの人には届きません。ほかの手段でも知らせてください。",
        "Phones out of reach, in a call or in flight mode do not get it. Use other means as well.",
    ),
    "announce_drill": (
        "訓練を行うことは、前もってホームページなど、ほかの手段で知らせておいてください。",
        "Announce the drill beforehand by other means, such as your web site.",
    ),
    "night": (
        "夜間・早朝の避難は危険を伴います。暗くなる前の発令と配信を検討してください。",
        "Moving in the dark is dangerous. Consider to order and send it before nightfall.",
    ),
    "placeholders": (
        "〇〇や●●などの空欄が残っています。配信の前に埋めてください。",
        "There are blanks left. Fill them in before sending.",
    ),
    "renamed": (
        "「{word}」は今は「{instead}」と呼ばれます。",
        "“{word}” is now called “{instead}”.",
    ),
}
