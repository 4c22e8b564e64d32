"""Who says it, when, where, and what is to be done: the parts of section 8, by meaning rather than by label."""

from __future__ import annotations

from bot.alert_messages.words.words import Words

_BODY = (
    r"(?:市|区|町|村|都|道|府|県|省|庁|局|署|役所|役場|支所|本部|消防|消防団|警察|知事|市長|町長|村長|区長|"
    r"委員会|気象台|"
    r"課|部|室|係|班|社|会社|製作所|工場|支社|支店|営業所|事業所|センター|大学|学校|病院|組合|グループ|チーム|担当|〇)"
)
_NAME = r"[^。、,:()\s]{0,20}?"

#: Each alternative is the whole of what names the sender, so that the same words are not taken for the area.
SENDERS = Words(
    r"こちらは[^。]{1,30}?(?=です|から|より|。|$)",
    r"\(" + _NAME + _BODY + r"\)",
    r"【" + _NAME + _BODY + r"】",
    r"(?:発信(?:者|元)?|差出人|送信者|連絡元|担当)[:は]" + _NAME + r"(?=。|$)",
    r"(?:^|(?<=[。】\])]))[^。、:()]{0,18}?"
    + _BODY
    + r"(?=です(?:。|$)|(?:から|より)(?:の?お知らせ|の?連絡|。|、|$)|の発表|発表)",
    # An office asks from somewhere; a factory may be where one goes away from.
    r"(?:^|(?<=[。】\])]))[^。、:()]{0,18}?(?:市|区|町|村|県|都|府|部|課|室|庁|省|本部|役所|役場)(?=から|より)",
    r"(?:^|(?<=[。】\])]))" + _NAME + _BODY + r"(?=。|$)",
    r"(?:^|(?<=[。】\])]))[^。、:()]{1,10}?(?:市|区|町|村|県|都|府)(?=避難指示|高齢者等避難|緊急安全確保|"
    r"避難勧告|災害発生情報|大?津波|噴火警報|土砂災害警戒|氾濫)",
    r"(?:^|(?<=[。】\])、]))[^。、:()]{1,12}?(?:市|区|町|村|県|都|府|道|市長|知事|町長|村長|区長|本部)"
    r"(?=(?:で)?は[^。]{0,40}?(?:発令|発表|出し|設定|要請|お知らせ))",
    r"[^。、:()]{1,12}?(?:知事|市長|町長|村長|区長)(?=より|から)",
    r"(?:this is|comes from|issued by|(?:^|(?<=。))from) ?(?:the )?(?!a )[^。,:\s][^。,:]{1,40}?(?=。|$|[,:.])",
    r"(?:^|(?<=[。\]]))(?:\[[a-z ]+\] ?)?[a-z' ]*(?:affairs|team|department|office|city|town|village|prefecture|"
    r"security|facilities|"
    r"headquarters|division|company)(?=。|$)",
)

STATE = Words(r"気象庁|気象台|国土交通省|国交省|消防庁|内閣|政府|地方整備局|経済産業省|(?<!都)(?<!県)(?:省|庁)$|jma")
PREFECTURE = Words(r"(?:県|府|都|北海道|道)(?:庁|知事|災害対策本部|危機管理[^。]{0,4})?(?:より)?$|知事$|prefecture$")
MUNICIPALITY = Words(
    r"(?:市|区|町|村)(?:役所|役場|長|議会)?$|市役所|役場|(?:市|区|町|村)[^。]{0,12}?(?:本部|課|部|室|係|消防|"
    r"支所|局|センター)$|(?:city|town|village)$"
)
COMPANY = Words(
    r"会社|製作所|工場|支社|支店|営業所|事業所|総務|人事|設備|警備|安全管理|健康管理|情報システム|管理室|"
    r"affairs|team|facilities|security|company"
)

TIMES = Words(
    r"[0-9〇]{1,2}(?:時|:[0-9]{2})",
    r"[0-9〇]{1,2}月[0-9〇]{1,2}日",
    r"[0-9]{1,2}/[0-9]{1,2}",
    r"(?:20)?yy/mm",
    r"[一二三四五六七八九十]{1,3}時",
    r"午前|午後|正午|未明|明け方|早朝|今朝|けさ|昼ごろ|夕方|夕刻|今夜|今晩|昨夜|昨晩|深夜|夜間",
    r"本日|今日|きょう|昨日|きのう|明日|あす|あした|明朝|翌朝|今週|来週|[0-9]{1,2}日(?:から|まで|に|の|、)",
    r"ただいま|先ほど|たった今|現在|現時点|いま[、は]|今[、は](?!後)|このほど|今しがた",
    r"[0-9]{1,2}分(?:前|後)|[0-9]+時間(?:前|後)",
    r"\b[0-9]{1,2}(?::[0-9]{2}|\s?(?:am|pm)|\s?[ap]\.m\.)|today|tomorrow|yesterday|tonight|this (?:morning|"
    r"afternoon|evening)|"
    r"\bnow\b|just now|\b[0-9]{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
)

AREAS = Words(
    r"全域|(?:市|区|町|村|県|島|管|校|社|館|構|域|港|湾|圏|園)内|全島|地区|地域|丁目|番街区|街区|番地|付近|周辺|"
    r"エリア|一帯|近辺",
    r"沿岸|海岸|海沿い|沿い|川沿い|流域|半径|以内|の[東西南北]側|[東西南北]半分|[東西南北]部|以北|以南|以東|"
    r"以西|学区|校区|地方|団地|駅前|駅(?:の)?周辺|大学|ホール|小学校|中学校|高校|公民館",
    r"(?<=[^\s。、こ])(?:町|村|区|市|川|山|島|湾|台|谷|沢|浜|駅|港)(?=[のにでへ、。とはがを(・や]|$)",
    # A place without any such ending, by what was ordered there.
    r"[\u4e00-\u9fff\u30a1-\u30f6〇](?<![分時日頃急])に(?:避難(?:指示|勧告|準備)|高齢者等|緊急安全|災害発生|警戒区域|土砂|氾濫|噴火)",
    r"[0-9](?:キロ|km|メートル|m)(?:の(?:中|外)|以内|圏)|[市区町村県島]全(?:体|部|域)|全[市区町村県]",
    r"工場|本社|支社|支店|営業所|事業所|[0-9一二三四五六七八九]階|ビル|棟|館|倉庫|寮|オフィス|データセンター|"
    r"キャンパス|店舗|全社|社内|本部",
    r"(?:[a-z]+ )?(?:office|plant|factory|building|floor|branch|area|district|coast|river|town|city|village|"
    r"site|headquarters|prefecture|station|school)s?\b",
)

#: Courtesy is no call to action.
COURTESY = Words(
    r"ご(?:理解|協力|了承|容赦|安心)[^。]{0,8}?(?:ください|お願い[^。]{0,6}|いただ[^。]{0,8}|ありがとう[^。]{0,8})",
    r"よろしくお願い[^。]{0,6}",
)
ACTIONS = Words(
    r"ください|ましょう|願います|お願い|せよ(?=[!。]|$)|しろ(?=[!。]|$)|逃げろ",
    r"(?:こと|ように|べし|べきです)(?=[!。]|$)",
    r"(?:て|ないで)(?=[!。]|$)",
    r"(?<![0-9a-z)])(?:へ|に)(?=[!。]|$)",
    r"(?:避難|待機|退避|退去|開始|確保|行動|厳禁|禁止|自粛|移動|連絡|点呼|報告|回答)(?=[!。]|$)",
    r"必要があります|しないで|控え|避けて|指示に従|ことはできません|してはいけ",
    r"\bplease\b|\bevacuate\b|\bleave\b|\bmove\b|\bgo to\b|\bstay\b|\bdo not\b|\bdon't\b|\bavoid\b|\bkeep\b|"
    r"\block\b|\bhide\b|"
    r"\bswitch off\b|\bwait\b|work from home|\bmeet\b|\bget (?:out|away|ready|under|to)\b|\btake\b|\bcall\b|"
    r"\bgather\b|\bprepare\b|\banswer\b",
)
