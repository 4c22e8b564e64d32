"""LINE and Slack: linking an account, how to use `/safety`, the company's information in a chat."""

from __future__ import annotations

WORDS = {
    "welcome.heading": "友（とも）だちに なって くれて、ありがとうございます",
    "welcome.code": (
        "ここで 安否確認（あんぴ かくにん）を 受（う）け取（と）るには、コード（8文字（もじ））を ここに "
        "書（か）いて ください。"
    ),
    "welcome.where": (
        "Slack で /safety link と 書（か）くと、コードを もらえます。担当（たんとう）の 人（ひと）からも もらえます。"
    ),
    "welcome.back_heading": "おかえりなさい。もう つながって います",
    "welcome.back": (
        "安否確認（あんぴ かくにん）は ここに 届（とど）きます。\n"
        "「れんらくさき」と 書（か）くと、会社（かいしゃ）の 電話番号（でんわ ばんごう）と 逃（に）げる 道（みち）が "
        "見（み）られます。"
    ),
    "welcome.linked_heading": "つながりました",
    "welcome.linked": (
        "これは {name}の LINE です。\nあなたの 名前（なまえ）では ない ときは、担当（たんとう）の 人（ひと）に "
        "言（い）って ください。"
    ),
    "welcome.wrong_heading": "コードが ちがいます",
    "welcome.wrong": (
        "コードが まちがって いるか、古（ふる）いか、もう 使（つか）った コードです。\n"
        "もう一度（いちど） 書（か）いて ください。新（あたら）しい コードを もらっても いいです。"
    ),
    "welcome.too_many": (
        "何回（なんかい）も まちがえました。15分（ふん） 待（ま）って ください。"
        "そして、新（あたら）しい コードを 書（か）いて ください。"
    ),
    "welcome.can_cry": (
        "つながって いなくても、ここで こたえる ことが できます。「助（たす）けて」も 送（おく）れます。"
    ),
    "code.subject": "LINE の コード",
    "code.heading": "LINE の コード",
    "code.field": "コード",
    "code.steps": (
        "1. LINE で、{company}の 安否確認（あんぴ かくにん）を 友（とも）だちに して ください。\n"
        "2. その トークを ひらいて ください。\n3. この コードを 書（か）いて、送（おく）って ください。"
    ),
    "code.of_company": "「{company}」",
    "code.of_nobody": "会社（かいしゃ）",
    "code.rules": (
        "{time}の あいだに、1回（かい）だけ 使（つか）えます。ほかの 人（ひと）に 教（おし）えないで ください。"
    ),
    "line_link.by_button": (
        "下（した）の ボタンからも つなぐ ことが できます（10分（ぷん）まで）。\n"
        "コードが ない ときは、その ページから メールで もらえます。"
    ),
    "line_link.button": "LINE を つなぐ",
    "line_link.failed_heading": "つながりませんでした",
    "line_link.failed": (
        "時間（じかん）が すぎたか、べつの LINE で ひらきました。\n"
        "ここに「link」と 書（か）いて ください。新（あたら）しい ボタンから もう一度（いちど） やって ください。"
    ),
    "line_link.title": "LINE を つなぐ",
    "line_link.why": "つなぐと、この LINE に 安否確認（あんぴ かくにん）が 届（とど）きます。",
    "line_link.code": "コード（8文字（もじ））",
    "line_link.code_from": (
        "Slack で /safety link と 書（か）くと、もらえます。担当（たんとう）の 人（ひと）からも もらえます。"
    ),
    "line_link.press": "この コードで つなぐ",
    "line_link.no_code": "コードが ない とき",
    "line_link.address": "会社（かいしゃ）が 知（し）って いる あなたの メールアドレス",
    "line_link.mail_me": "コードを メールで もらう",
    "line_link.mailed": (
        "会社（かいしゃ）が 知（し）って いる アドレスなら、コードを 送（おく）りました。"
        "何分（なんぷん）か 待（ま）っても 来（こ）ない ときは、担当（たんとう）の 人（ひと）に きいて ください。"
    ),
    "line_link.bad_code": "コードが まちがって いるか、古（ふる）いか、もう 使（つか）った コードです。",
    "line_link.too_many_tries": "何回（なんかい）も まちがえました。15分（ふん） 待（ま）って ください。",
    "line_link.old_link": (
        "この ページは 古（ふる）いです。LINE の トークに「link」と 書（か）いて ください。"
        "新（あたら）しい ボタンから ひらいて ください。"
    ),
    "line_friend.title": "LINE で 安否確認（あんぴ かくにん）を 受（う）け取（と）る",
    "line_friend.steps": (
        "1. スマートフォンの カメラか LINE で、QR コードを 読（よ）んで ください。友（とも）だちに して ください。\n"
        "2. トークに メッセージが 来（き）ます。それを 見（み）て、つないで ください。"
    ),
    "line_friend.qr": "友（とも）だちに なる QR コード",
    "line_friend.open": "LINE で ひらく",
    "line_friend.later": "今（いま）は LINE に つながりません。あとで もう一度（いちど） ひらいて ください。",
    "line_state.linked": "つながって います",
    "line_state.blocked": "ブロックして います",
    "line_state.unlinked": "つながって いません",
    "help.heading": "/safety の 使（つか）いかた",
    "help.unknown": "「{word}」は わかりませんでした。この ことばが 使（つか）えます。",
    "help.need_help": (
        "🆘 助（たす）けが いる ときは、/safety me と 書（か）いて ください。"
        "そして「助（たす）けて ください」を おして ください。\n"
        "とても あぶない ときは、先（さき）に 119に 電話（でんわ）を して ください。"
    ),
    "help.everybody": (
        "みんなが 使（つか）えます\n"
        "・/safety me　こたえる、こたえを かえる\n"
        "・/safety info　電話番号（でんわ ばんごう）・逃（に）げる 道（みち）\n"
        "・/safety status　みんなの こたえの 数（かず）を 見（み）る\n"
        "・/safety link　LINE を つなぐ コードを もらう"
    ),
    "help.japanese": "日本語（にほんご）の ことばも 使（つか）えます。たとえば：/safety じぶん",
    "info.heading": "電話番号（でんわ ばんごう）・逃（に）げる 道（みち）",
    "info.of_company": "{company}　電話番号（でんわ ばんごう）・逃（に）げる 道（みち）",
    "info_group.contacts": "会社（かいしゃ）の 電話番号（でんわ ばんごう）",
    "info_group.links": "ページ（リンク）",
    "info_group.routes": "逃（に）げる 道（みち）（地図（ちず）で ひらきます）",
    "info.noted": "{label}（{note}）",
    "info.listed": "・{text}",
    "info.empty": (
        "会社（かいしゃ）の 電話番号（でんわ ばんごう）と 逃（に）げる 道（みち）は、まだ ありません。"
        "担当（たんとう）の 人（ひと）に 言（い）って ください。"
    ),
    "info.page": "ぜんぶ 見（み）る",
    "info.map_warning": (
        "地図（ちず）には、通（とお）れない 道（みち）が 出（で）ません。"
        "まわりを よく 見（み）て ください。係（かかり）の 人（ひと）の 話（はなし）を 聞（き）いて ください。"
    ),
    "info.more": "「ぜんぶ 見（み）る」に もっと あります。",
}
