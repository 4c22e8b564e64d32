"""What a message is about: the 17 items of section 3, the supplements of section 5, a company's own items.

Read in text without blanks; `[^。]` keeps a pattern within one sentence.
"""

from __future__ import annotations

from bot.alert_messages.words.words import Words

_ASKED = (
    r"(?:ください|こと(?![がはもを])|ましょう|せよ|(?:て|で)(?=[!。\n]|$)|お願い|願います|開始|始め|ただちに|急いで)"
)

#: Not that it stands somewhere already, as where the waste is not collected.
_IN_FORCE = r"(?!(?:が|の)?(?:出て(?:い)?(?:る|た)(?!。|$)|対象(?:だった|世帯|者)))"
_MOVED = r"(?:移動|移って|移り|移れ|移る|上が|上って|登|のぼ|走|急い)"
_TALKED_OF = (
    r"訓練|所|場所|先|経路|路|ビル|タワー|者|情報|計画|用品|袋|生活|時|指示|勧告|命令|しないで|について|"
    r"に関する|中の|(?:の|する)(?:必要は|際)|"
    r"(?:して|されて)いる|した(?:方|人|世帯)"
)

#: Somebody is asked to go away from danger, whatever it is called.
GO_AWAY = Words(
    r"避難(?!" + _TALKED_OF + r")[^。]{0,30}?" + _ASKED,
    r"(?:退避|立退|逃げ)[^。]{0,20}?" + _ASKED,
    r"逃げ(?:て|ろ|よ)",
    r"(?:海|海岸|岸|浜|川|河川|沢|がけ|斜面|山|島|区域|危険な場所)(?:の[外中])?(?:沿い|辺|べ|ぎわ|ぞい)?から"
    r"[^。]{0,12}?(?:離れ|出て|遠ざか)[^。]{0,25}?" + _ASKED,
    r"(?:島|町|村|区域|地域)(?:の外)?を(?:出て|離れて?)[^。]{0,8}?" + _ASKED,
    r"(?:高台|高い(?:所|ところ|場所|建物|階)|屋上|裏山|安全な(?:所|ところ|場所))(?:以上)?[^。]{0,14}?(?:へ|に|まで)"
    r"[^。]{0,14}?(?:" + _MOVED + r"|向か|行って)[^。]{0,14}?" + _ASKED,
    r"全員(?:ただちに)?避難",
    r"(?:家|屋内|建物の中)[^。]{0,8}?(?:とどま|入)[^。]{0,20}?(?:避難|バス|移)[^。]{0,25}?(?:支度|準備|用意)",
    r"evacuat(?:e|ing)(?!\w)|move to (?:a )?(?:high|safe)|go to (?:a )?(?:high|safe|the shelter)|"
    r"leave (?:the area|now|at once)",
)
#: The same where there is danger; elsewhere these are everyday ways.
MOVE = Words(
    r"(?:上の?階|[2-9]階|二階|三階|避難所|避難場所|指定避難|学校|小学校|中学校|高校|大学|校庭|体育館|公民館|"
    r"集会所|センター|公園|会館|ホール|"
    r"建物|小|中|高)(?:以上)?[^。]{0,14}?(?:へ|に|まで)[^。]{0,14}?" + _MOVED + r"[^。]{0,14}?" + _ASKED,
    r"(?:公民館|集会所|小学校|中学校|体育館)へ(?:すぐに?)?行って" + _ASKED,
    r"(?:外|風上|地上|屋外)(?:へ|に)(?:すぐ)?(?:出て?(?!な)|逃げ|移)[^。]{0,6}?" + _ASKED,
    r"(?:現場|建物|家|低い土地|その場|ここ)(?:の[外中])?から[^。]{0,12}?(?:離れ|出て|遠ざか)[^。]{0,25}?" + _ASKED,
)
DANGER = Words(
    r"危険|危な|おそれ|崩れ|あふれ|毒|煙|爆発|延焼|が迫|つかって|水が|揺れ|命(?:を|の)",
)
#: What is carried or driven there is not in danger.
THINGS = Words(r"(?:車|荷物|家具|家財|ごみ|書類|図書|物資|ペット|犬|猫)(?:を|は)")

#: The names under which a municipality moves people (items 1 to 4), in any edition.
EVACUATION_NAMES: dict[str, Words] = {
    "advisory": Words(r"避難勧告" + _IN_FORCE),
    "order": Words(r"避難指示" + _IN_FORCE, "避難命令", r"evacuation order"),
    "disaster": Words("災害発生情報", "緊急安全確保", r"命を守る最善の行動", r"ただちに安全(?:を)?確保"),
    "elderly": Words(
        r"高齢者等(?:は)?(?:早めに)?避難",
        r"避難(?:の)?準備",
        r"(?:高齢|お年寄り|年配|要配慮|乳幼児|避難に時間のかかる)[^。]{0,40}?(?:避難|移動|移って|移る)[^。]{0,12}?"
        r"(?:ください|開始|始め|お願い|こと)",
        r"elderly[^.]{0,40}evacuat",
    ),
}

OTHER_NAMES: dict[str, Words] = {
    "restricted": Words(
        r"(?<!土砂災害)(?<!土砂災害特別)(?<!災害)(?<!雪崩)警戒区域",
        r"立入(?:禁止|制限)(?:の)?区域",
        r"restricted area",
    ),
    "major_tsunami": Words("大津波", "major tsunami"),
    "tsunami_advisory": Words("津波注意報", "tsunami advisory"),
    "tsunami_warning": Words(
        r"(?<!大)津波警報",
        r"津波(?:が|の|は|に)?[^。]{0,14}?(?:来|襲|到達|到着|押し寄せ|発生|観測|危険|おそれ|届)",
        r"tsunami (?:warning|is coming|expected)",
    ),
    "eruption": Words(
        r"噴火(?:警報|予報|警戒|速報|しました|が(?:発生|始ま|起)|のため|の(?:おそれ|危険))",
        r"火山(?:の)?(?:警戒)?レベル",
        r"(?:火口|溶岩|火砕流|噴石|噴煙)[^。]{0,30}?(?:流|飛|危険|離れ|おそれ|お住まい|住民)",
        r"volcan|eruption",
    ),
    "river_flood": Words(
        r"氾濫(?:警戒|危険|発生|注意)情報",
        r"氾濫(?:危険|特別)?警報",
        r"(?:指定河川)?洪水予報",
        r"氾濫危険水位",
        r"(?:川|河川)の?氾濫の?おそれ(?!のため|があ)",
        r"(?:川|河)(?:の|が|で)?[^。]{0,10}?水位[^。]{0,12}?(?:危険|上回|超|達)",
        r"river flood",
    ),
    "landslide": Words(
        "土砂災害警戒情報",
        "土砂災害(?:危険|特別)警報",
        r"土砂災害の(?:危険|おそれ)[^。]{0,10}?(?:高|迫|あ)",
        r"landslide (?:warning|alert|danger)|danger of (?:a )?landslide",
    ),
    "tokai": Words(r"東海地震(?:予知|注意|観測)", "地震予知情報", r"(?:大規模地震の)?警戒宣言"),
    "missile": Words(r"ミサイル", r"飛翔体", "missile"),
    "air_attack": Words("航空攻撃", "空襲", r"(?:爆撃機|戦闘機)[^。]{0,20}?(?:攻撃|接近|来)", "air (?:attack|raid)"),
    "guerrilla": Words(r"ゲリラ(?!豪雨|雷雨|的な)", "特殊部隊", r"武装(?:集団|勢力|工作員|した)", "guerrilla"),
    "terror": Words(r"テロ(?![ップワルメ])", r"化学剤|サリン|生物剤", r"同時爆破", "terroris"),
    "stay_home": Words(
        # By its name, as a title or a line of its own.
        r"^(?:\(?訂正\)?)?外出の?自粛の?要請(?=$|。|\()",
        r"外出(?:の|を)?(?:自粛|控)[^。]{0,40}?(?:感染|知事|特措法|まん延)",
        r"(?:感染|特措法|知事|まん延|ウイルス|病)[\s\S]{0,120}?(?:外出(?:を|は)?(?:自粛|控|避け|しない)|"
        r"家にいて|不要不急)",
        r"(?:外出|不要不急)[\s\S]{0,100}?(?:感染|まん延|ウイルス|特措法)",
        r"stay(?:ing)? (?:at )?home[\s\S]{0,80}?(?:infect|spread|governor)",
        r"(?:infect|governor)[\s\S]{0,80}?stay (?:at )?home",
    ),
    "power_cut": Words(
        r"停電",
        r"電気が(?:止|使え|来て|つか)",
        r"電力(?:の)?(?:供給)?が(?:止|途絶)",
        r"power (?:cut|outage|failure)|blackout",
    ),
    "rescue": Words(
        r"(?:救助|救援|孤立)[\s\S]{0,60}?(?:ヘリ|ボート|船)",
        r"(?:ヘリ|ボート)[^。]{0,40}?(?:救助|救援|けが人|患者)",
    ),
    "stranded": Words(
        r"帰宅困難",
        r"(?:家に)?帰れない(?:方|人)",
        r"歩いて帰らず|徒歩での?帰宅(?:は|を)",
        r"(?:電車|列車|鉄道|交通機関|全線)[\s\S]{0,60}?(?:むやみに移動|無理に(?:歩|帰)|職場にとどま|駅(?:に|"
        r"へ)[^。]{0,8}?集ま)",
    ),
    "supplies": Words(
        r"給水(?:車|所|を|し|拠点|活動)",
        r"救援物資",
        r"(?:飲み水|飲料水|飲用水|水と|食料|食べ物|食事|おにぎり|パン|弁当|ミルク|医薬品|常備薬|生活用水)[^。]{0,25}?"
        r"(?:配り|配布|配給|渡し|支給|提供|届け)",
        r"炊き出し",
    ),
    "restoration": Words(
        r"(?:停電|断水|電気|電力|水道|ガス|通信|電話|送水管|ライフライン)[^。]{0,30}?(?:復旧|直|再開|通電|回復|"
        r"使えるよう)",
        r"(?:復旧)[^。]{0,20}?(?:見込|予定|見通)",
    ),
}

#: Without a disaster these are everyday notices.
DISASTER = Words(
    "地震", "台風", "豪雨", "大雨", "津波", "噴火", "災害", "洪水", "氾濫", "被災", "大雪", "暴風", "竜巻", "火災"
)
PLANNED = Words(
    r"工事|点検|取り?替え|交換|更新|計画停電|清掃|メンテナンス|電柱の|予告|訓練|練習|体験|法定",
    r"maintenance|planned",
)

COMPANY_NAMES: dict[str, Words] = {
    "fire": Words(
        r"火災|火事|出火|小火|ぼや|ボヤ|消火|火は消|火が(?:出|で|上が|迫|つい)|火の(?:手|気)|燃えて|煙(?:が|に)|"
        r"ガス漏れ|ガスの(?:にお|"
        r"漏)|爆発|の火(?:は|が)",
        r"(?:薬品|薬液|硫酸|塩酸|アンモニア|塩素|溶剤|油|化学物質)[^。]{0,12}?(?:こぼ|漏|流れ|あふれ)|有毒",
        r"\bfire\b|gas leak|smell of gas|gas smell|smoke|explosion|\bspill",
    ),
    "outage": Words(
        r"停電|断水|電気(?:が|は)[^。]{0,8}?(?:止|使え|つか)|水道(?:が|は)[^。]{0,8}?(?:止|使え|出)|水が出(?:ない|ま)",
        r"電源(?:が|は)[^。]{0,12}?(?:落|切|止|入)|(?:通信|システム|サーバ|ネットワーク|回線|"
        r"電話)[^。]{0,12}?(?:障害|停止|つなが|使え|不通|止)",
        r"(?:機械|設備|空調|暖房|冷房|エレベーター)[^。]{0,10}?(?:止|停止|故障|壊れ|動か|動きま)",
        r"(?:ネット|メール|パソコン|wi-fi|wifi|vpn)(?:が|は|も)[^。]{0,12}?(?:つなが|使え|落ち|切れ|不通)",
        r"漏水|水漏れ|水もれ|(?:水道|給水|排水|配)管[^。]{0,8}?(?:破|割|漏|詰)|(?:階|棟|室)[^。]{0,8}?水があふれ",
        r"サイバー攻撃|ランサム|不正アクセス|乗っ取|(?:情報|名簿|データ)[^。]{0,12}?(?:流出|漏|外に出た)",
        r"power (?:cut|outage|failure)|no (?:electricity|power|water)|outage|blackout|(?:system|network|"
        r"server)s? (?:is |are )?down|no (?:internet|network)|internet is|elevators?[^.]{0,25}?stop|"
        r"tap water|water leak|is leaking|burst pipe|"
        r"cyber ?attack|ransom|data (?:leak|breach)",
    ),
    "intruder": Words(
        r"不審(?:者|物|な)|侵入|刃物|ナイフ|包丁|拳銃|銃|暴漢|暴れ|人質|爆破|脅し|脅迫|爆発物|立てこも",
        r"intruder|shots? fired|knife|\bgun\b|shooter|bomb threat|suspicious (?:person|object)|armed",
    ),
    "infection": Words(
        r"感染|インフルエンザ|コロナ|ノロ|ウイルス|結核|はしか|麻しん|食中毒|発熱(?:者|した人)|吐き気|下痢|クラスター|アレルギー|異物|食べないで",
        r"infect|influenza|\bflu\b|covid|norovirus|measles|food poisoning",
    ),
    "commute": Words(
        r"出社|出勤|通勤|帰宅|退社|早退|在宅|自宅(?:で)?待機|テレワーク|リモートワーク|始業|終業|臨時休業|休業|"
        r"休みに|帰って",
        r"運休|運転見合わせ|遅延|電車(?:が|は|も)?[^。]{0,10}?(?:止|とま|遅|おくれ|動か|動きま)|家で仕事|(?:外|屋外)の作業",
        r"work from home|stay (?:at )?home|come to (?:the )?(?:office|work)|commut|go home|office is closed|trains? ",
    ),
    "safety": Words(
        r"安否|無事(?:です)?か|地震|震度|ゆれ|台風|大雨|豪雨|大雪|暴風|竜巻|洪水|氾濫|浸水|冠水|増水|川(?:が|"
        r"の)[^。]{0,8}?(?:あふれ|水)",
        r"津波|噴火|土砂|なだれ|災害|避難|落雷|熱中症|警報|事故|けが人|救急|aed|(?:倒|たお)れ(?:まし|た|て)|倒木|落石|崩れ",
        r"凍結|凍って|凍りま|積雪|猛暑|暑さ|黄砂|pm2\.?5|スモッグ|クマ|熊(?![本谷野])|イノシシ|猪|野犬|スズメバチ|火山灰|降灰|灰が[^。]{0,8}?降",
        r"safety check|are you safe|earthquake|typhoon|flood|heavy (?:rain|snow)|disaster|evacuat|accident|"
        r"tsunami|landslide|\bicy\b|snow|\bheat|storm|collapsed|injured|\baed\b|\bbear\b|wild boar",
    ),
}
