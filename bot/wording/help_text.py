"""`/safety help`."""

from __future__ import annotations

WORDS = {
    "help.heading": ("/safety の使い方", "How to use /safety"),
    "help.unknown": (
        "「{word}」は分かりませんでした。使える言葉は次のとおりです。",
        "“{word}” was not understood. These words work:",
    ),
    "help.need_help": (
        "🆘 助けが必要なときは /safety me と入力し、「助けが必要」を押してください。"
        "命の危険があるときは、先に 119 などへ電話してください。",
        "🆘 If you need help, type /safety me and press “I need help”. If your life is in danger, first call 119.",
    ),
    "help.everybody": (
        "どなたでも\n"
        "・/safety me（自分）　回答する・回答を変える\n"
        "・/safety info（連絡先）　緊急連絡先・避難経路\n"
        "・/safety status（状況）　集計を見る\n"
        "・/safety link（連携）　LINE とつなぐコードを受け取る",
        "Everybody\n"
        "• /safety me: answer, or change your answer\n"
        "• /safety info: emergency contacts and evacuation routes\n"
        "• /safety status: see the board\n"
        "• /safety link: get a code to link LINE",
    ),
    "help.managers": (
        "管理者\n"
        "・/safety start 件名（開始）　安否確認を始める\n"
        "・/safety start drill 件名（訓練）　訓練として始める\n"
        "・/safety start　画面で細かく決めて始める\n"
        "・/safety remind（再送）　未回答の人にもう一度たずねる\n"
        "・/safety correct（訂正）　送った内容を直す・取り消す\n"
        "・/safety close（終了）　終了する\n"
        "・/safety mark @人（代理）　代わりに回答する\n"
        "・/safety take（担当）　救助要請を引き受ける\n"
        "・/safety done @人 結果（完了）　救助要請を完了にする\n"
        "安否確認が複数あるときは、番号か種類で指定：/safety close 12、/safety remind drill、/safety status 12",
        "Managers\n"
        "• /safety start title: start a safety check\n"
        "• /safety start drill title: start a drill\n"
        "• /safety start: choose everything in a form\n"
        "• /safety remind: ask the silent again\n"
        "• /safety correct: put right what was sent, or cancel it\n"
        "• /safety close: close the check\n"
        "• /safety mark @person: answer for somebody\n"
        "• /safety take: take a call for help\n"
        "• /safety done @person word: close a call for help\n"
        "With several checks, name one by number or kind: /safety close 12, /safety remind drill, /safety status 12",
    ),
    "help.japanese": (
        "かっこ内の日本語でも使えます。例：/safety 訓練 地震",
        "Japanese words work too, such as /safety 状況.",
    ),
}
