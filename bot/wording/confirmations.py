"""Short answers to the commands and presses of managers."""

from __future__ import annotations

WORDS = {
    "started.heading": ("安否確認を始めました", "The safety check has started"),
    "started.title": ("件名：{title}", "Title: {title}"),
    "started.roll": ("対象 {roll}人に送信しています。", "Asking {roll:# person|# people}."),
    "started.channels": ("送信の内訳：{parts}", "Messages: {parts}"),
    "started.channel": ("{channel} {number}件", "{channel} {number}"),
    "started.unreachable": (
        "⚠️ 届く連絡先がない人が {number}人います。電話や直接の声かけで確認してください。",
        "⚠️ People without a working contact: {number}. Please phone them or ask around.",
    ),
    "started.on_leave": ("休暇・休職中のため対象外：{number}人", "On leave, not asked: {number}"),
    "started.after": (
        "状況は /safety status、再送は /safety remind、終了は /safety close です。",
        "See it with /safety status, ask again with /safety remind, end it with /safety close.",
    ),
    "started.board": ("集計ボードを開く", "Open the board"),
    "planned.heading": ("予約しました", "The safety check is planned"),
    "planned.about": (
        "{moment} に自動で始まります。変更と取り消しは管理画面でできます。",
        "It starts by itself at {moment}. Change or cancel it in the console.",
    ),
    "similar.heading": ("同じような安否確認が実施中です", "A similar safety check is running"),
    "similar.about": (
        "「{title}」を {moment} に始めています（未回答 {silent}人）。\n"
        "新しく始めると、同じ人にもう一度たずねることになります。",
        "“{title}” was started at {moment} (no answer yet: {silent}).\n"
        "Starting another one asks the same people again.",
    ),
    "similar.nothing_done": ("まだ何も始めていません。", "Nothing has been started yet."),
    "similar.remind_instead": (
        "未回答の人だけにたずねるなら /safety remind が使えます。",
        "To ask only the silent again, use /safety remind.",
    ),
    "similar.remind_on_board": (
        "未回答の人だけにたずねるなら、その集計ボードの「未回答の人にもう一度送る」を押してください。",
        "To ask only the silent again, press “Send again to the silent” on its board.",
    ),
    "similar.send_again": (
        "まだ何も始めていません。それでも新しく始めるには、もう一度「開始する」を押してください。",
        "Nothing has been started yet. To start all the same, press “Start now” once more.",
    ),
    "similar.anyway": ("それでも新しく始める", "Start anyway"),
    "ending.close": ("安否確認を終了する", "Close the safety check"),
    "ending.cancel": ("予約を取り消す", "Cancel the planned check"),
    "ending.cancel_press": ("取り消す", "Cancel it"),
    "ending.cancel_about": (
        "{title}（{moment} 開始予定）は始まらなくなります。記録は残ります。",
        "{title} (planned for {moment}) will not start. It stays on the list.",
    ),
    "ending.cancelled": ("取り消しました：{title}", "Cancelled: {title}"),
    "closed.heading": ("安否確認を終了しました", "The safety check is closed"),
    "closed.already": ("この安否確認は、すでに終了しています", "This safety check was closed before"),
    "closed.about": (
        "「{title}」の再送を止めました。終了後に届いた回答も記録されます。",
        "“{title}” sends no more reminders. Late answers are still recorded.",
    ),
    "closed.silent": (
        "未回答の人が {number}人います。一覧は集計ボードの「未回答の人」から開けます。",
        "Still without an answer: {number}. Their names are behind the board's button.",
    ),
    "reminded.heading": ("未回答の {people}人にもう一度たずねています", "Asking {people} silent people again"),
    "reminded.heading_one": ("未回答の 1人にもう一度たずねています", "Asking the one silent person again"),
    "reminded.already": ("この再送は、すでに受け付けています", "This reminder was already under way"),
    "reminded.just_before": ("たった今、再送したところです", "A reminder has just gone out"),
    "reminded.wait": (
        "今回は何も送っていません。1分ほど待って、まだ必要なら、もう一度送ってください。",
        "Nothing was sent this time. Wait a minute, and remind again if it is still needed.",
    ),
    "reminded.out_of_reach": (
        "使える連絡先がなく、送れない人：{people}人。電話などで確かめてください。",
        "No contact works, nothing sent: {people}. Please call them.",
    ),
    "reminded.about": ("「{title}」", "“{title}”"),
    "marked.heading": ("{name}の回答を記録しました", "Recorded for {name}"),
    "marked.about": (
        "{answer}（代理回答）。本人が後から回答すれば、そちらが優先されます。",
        "{answer} (by proxy). If the person answers later, their own answer counts.",
    ),
    "marked.help_open": (
        "救助要請が続いているため、集計では「助けが必要」のままです。終えるには /safety done を使ってください。",
        "A call for help is still open, so the person counts as needing help. Close it with /safety done.",
    ),
    "marked.alerted": (
        "救助要請を出しました。担当する管理者に知らせています。",
        "A call for help was opened. The responsible managers are being told.",
    ),
    "taken_before.heading": ("{taker}がすでに対応しています", "{taker} already takes care of this"),
    "closed_before.heading": ("この救助要請は、すでに完了しています", "This call for help was already closed"),
    "status.heading": ("集計ボード", "The board"),
    "status.about": ("「{title}」 {state}", "“{title}”, {state}"),
    "status.link_private": (
        "このリンクはあなた専用です。ほかの人に渡さないでください。",
        "This link is yours alone. Do not pass it on.",
    ),
}
