"""What is not on the list: companions that need an evacuation item beside them, and everyday notices."""

from __future__ import annotations

from bot.alert_messages.words.words import Words

Both = tuple[str, str]

#: Sections 6 and p.44-47: only beside an evacuation item.
COMPANIONS: dict[Both, Words] = {
    ("原子力・放射線", "nuclear or radiation"): Words(
        r"原子力|原発|放射|発電所[^。]{0,15}?(?:事故|トラブル)", "nuclear|radiation"
    ),
    ("不発弾処理", "bomb disposal"): Words(r"不発弾|爆弾|砲弾|手りゅう弾", r"unexploded|\bbomb"),
    ("雪崩", "avalanche"): Words("なだれ", "avalanche"),
    ("火災", "fire"): Words(
        r"火災|火事|出火|燃え(?:て|と|広が)|焼けて|延焼|火の手|山林火|たき火による", r"\bfire\b|wildfire"
    ),
    ("道路", "roads"): Words(
        r"通行(?:止|でき|規制|禁止|不能|不可)|通れ(?:ま|な)|(?:道路|国道|県道|市道|高速|橋|"
        r"トンネル)[^。]{0,20}?(?:閉|止|冠水|崩|陥没|規制|動け(?:ま|な)|立ち往生)",
        r"roads? (?:(?:is|are) )?(?:closed|blocked)|(?:route|highway|bridge)[^.]{0,20}?(?:closed|blocked)",
    ),
    ("河川・洪水の情報", "rivers"): Words(
        r"(?:川|河川|ダム|堤防)[^。]{0,20}?(?:水位|増水|氾濫|あふれ|決壊)|洪水(?:警報|注意報)", "river"
    ),
    ("気象", "weather"): Words(
        r"(?:大雨|洪水|暴風|高潮|波浪|大雪|暴風雪|竜巻|雷|濃霧|なだれ|強風|乾燥|低温|霜|着雪|着氷|融雪|"
        r"土砂)(?:の|に関する)?"
        r"(?:特別|危険)?(?:警報|注意報|注意情報)",
        r"特別警報|(?:heavy (?:rain|snow)|storm) (?:warning|advisory)",
    ),
}

#: Weather that may as well be the cause of an everyday notice.
WEATHER = Words(
    r"台風|大雨|豪雨|暴風|強風|強い風|竜巻|突風|大雪|吹雪|積もり|濃霧|濃い霧|高波|雷|ひょう|記録的|雨が降り|"
    r"風速|風が吹",
    r"heavy (?:rain|snow)|typhoon|storm|tornado|thunder",
)
WEATHER_TOPIC: Both = ("気象", "weather")

#: NG examples 1 and 2, and their like.
NOTICES: dict[Both, Words] = {
    ("学校・保育園などの休み", "schools"): Words(
        r"休校|臨時休業|休園|登校|下校|授業|給食|学級閉鎖|保育園|幼稚園|学童|入学|卒業|学校[^。]{0,25}?(?:休|再開)",
        r"school",
    ),
    ("行事", "events"): Words(
        r"花火|祭り|まつり|マラソン|成人式|式典|イベント|催し|コンサート|講演|説明会|展示|大会|運動会|フェス",
        r"festival|event",
    ),
    ("物資の配布（命に直結しないもの）", "goods nobody's life depends on"): Words(
        r"ブルーシート|土のう|ごみ袋|石灰|消毒|毛布の|マスクの|スコップ|軍手|商品券|クーポン"
    ),
    ("ごみ・がれき", "waste"): Words(r"ごみ|ゴミ|がれき|瓦|廃棄|粗大|仮置|回収|収集|処分|畳や|家電"),
    ("証明・申請・手続き", "certificates and applications"): Words(
        r"証明|り災|罹災|申請|申込|申し込み|届け?出|手続|給付|見舞金|義援|支援金|補助|減免|納期|税|年金|保険料|"
        r"抽選|締め?切"
    ),
    ("窓口・施設の案内", "opening hours"): Words(
        r"窓口|開庁|閉庁|休館|開館|図書館|プール|入浴|浴場|銭湯|風呂|業務(?:を|は|の)|臨時のダイヤ|時刻表|バスの時刻"
    ),
    ("悪質商法・詐欺・防犯", "fraud and crime"): Words(
        r"詐欺|悪質|業者|契約|トラブル|だまされ|手口|不審|ひったくり|空き巣|車上|盗(?:み|ま|難)|痴漢|声をかけられ|防犯|暴力",
        "fraud|scam",
    ),
    ("行方不明・人捜し", "missing people"): Words(
        r"行方不明|行方が|迷子|徘徊|捜して|捜索|探して|帰宅していません|戻って(?:い)?ません|見かけ(?:た|まし)|"
        r"お心当たり",
        "missing",
    ),
    ("熱中症", "heat"): Words(r"熱中症|暑さ|暑い|猛暑|酷暑|最高気温|真夏日|高温注意|水分(?:補給|を)", r"\bheat\b"),
    ("節水・断水", "saving water"): Words(
        r"節水|断水|貯水|渇水|水不足|水(?:を|の)[^。]{0,6}?(?:大切|節約|無駄|使用を控)|水道(?:管|"
        r"の)?[^。]{0,12}?工事|水が出ま|くみ置き"
    ),
    ("下水道の使用制限", "sewers"): Words(r"下水道|トイレの?使用"),
    ("大気汚染", "air quality"): Words(r"スモッグ|pm2\.?5|大気(?:の|汚染)|黄砂|オキシダント|花粉", "smog"),
    ("動物の出没", "wild animals"): Words(r"クマ|熊|イノシシ|猪|サル|猿が|シカ|ヘビ|犬が逃|野犬|ライオン|\bbear\b"),
    ("感染症・健康", "health"): Words(
        r"予防接種|ワクチン|接種|感染者|陽性|食中毒|インフルエンザ|検診|健診|手洗|うがい|献血|医療機関の|"
        r"相談(?:会|室|窓口)|診断|鳥インフル"
    ),
    ("選挙・広報", "elections and public relations"): Words(
        r"選挙|投票|アンケート|広報|募集|参加者|ボランティア|募金|寄付|登録(?:を|の|して)|アプリ|始めました|"
        r"サービス(?:を|の)開始|市長(?:の|より)?挨拶"
    ),
    ("交通安全", "road safety"): Words(r"交通安全|交通事故|飲酒運転|シートベルト|ライトをつけ|交通規制|う回"),
    ("ダムの放流", "dam release"): Words(r"放流|サイレンが鳴"),
    ("計画停電・工事", "planned work"): Words(r"工事|点検|取り?替え|計画停電|電気を止め"),
    ("設備の故障", "faults of equipment"): Words(r"故障|不具合|防災行政無線|拡声器|スピーカー"),
    ("火の取扱い", "handling fire"): Words(r"野焼き|たき火|火の(?:取|用心|始末)|枯れ草"),
    ("住まい", "housing"): Words(r"仮設|住宅の|入居|応急修理|修理|再建|解体|空き家"),
}

#: Notices that stay notices when they mention an item, such as the power cut for which a school is closed.
_NEVER_URGENT = (
    "schools",
    "events",
    "goods nobody's life depends on",
    "waste",
    "certificates and applications",
    "opening hours",
    "fraud and crime",
    "missing people",
    "elections and public relations",
    "housing",
)
EVERYDAY = {topic: words for topic, words in NOTICES.items() if topic[1] in _NEVER_URGENT}
#: Supplements of section 5: they move nobody.
AIDS = frozenset({"power_cut", "rescue", "stranded", "supplies", "restoration"})
