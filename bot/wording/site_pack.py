"""The sheet of a site to print."""

from __future__ import annotations

WORDS = {
    "pack.lead": (
        "通信が止まった日のために、拠点ごとに印刷して、防災の担当者が手元に置けます。",
        "For the day when nothing works: print it for each site and keep it there.",
    ),
    "pack.open": ("印刷用の紙面を開く", "Open the sheet"),
    "pack.edit": ("集合場所を書く", "Set the meeting point"),
    "pack.meeting": ("集合場所", "Meeting point"),
    "pack.not_set": ("まだ決まっていません", "Not set yet"),
    "pack.position": ("拠点の緯度・経度", "Coordinates of the site"),
    "pack.position_hint": (
        "書くと、近くの避難場所を表示できます。例：35.6812, 139.7671",
        "With them, official places nearby can be shown. Such as 35.6812, 139.7671",
    ),
    "pack.no_sites": (
        "拠点がありません。機能管理者が「設定」の「拠点」で足せます。",
        "There is no site. A safety admin adds them under Settings, Sites.",
    ),
    "pack.title": ("{site}　災害時の手引き", "{site}: sheet for the day itself"),
    "pack.how": (
        "ブラウザーの「印刷」で紙かPDFにしてください。名前と電話番号が載ります。開いたことは監査記録に残ります。",
        "Print it, or save it as PDF, with your browser. It holds names and numbers; opening it is in the audit log.",
    ),
    "pack.print": ("印刷する", "Print"),
    "pack.made": ("{when} 作成", "Made {when}"),
    "pack.secret": ("社外秘", "Confidential"),
    "pack.171": (
        "171 災害用伝言ダイヤル：1で録音、2で再生（自宅の電話番号を入れる）",
        "171 disaster message dial: 1 to record, 2 to listen (enter your home number)",
    ),
    "pack.answer": ("安否の回答はこちら（ログインします）", "Answer here (you sign in first)"),
    "pack.info": ("緊急連絡先・避難経路・お知らせ", "Contacts, routes and bulletins"),
    "pack.roster": ("名簿（{count}人）", "Roster ({count})"),
    "pack.seen": ("確認", "Seen"),
    "pack.phone": ("電話", "Telephone"),
    "pack.nobody": ("この拠点に担当の人はいません。", "None of your people belong to this site."),
    "refusal.bad_position": (
        "緯度・経度は「35.6812, 139.7671」のように書いてください。",
        "Write coordinates such as 35.6812, 139.7671.",
    ),
}
