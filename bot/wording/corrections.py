"""Corrections and cancellations of a check already sent: to whoever got it, and for the manager who sends them."""

from __future__ import annotations

WORDS = {
    "correction.marked": ("【訂正】{text}", "[Correction] {text}"),
    "correction.wrong_before": (
        "先ほどのお知らせに誤りがありました。次のとおり訂正します。",
        "Our message before was wrong. This is what is right.",
    ),
    "correction.wrong": ("（誤）{words}", "Wrong: {words}"),
    "correction.right": ("（正）{words}", "Right: {words}"),
    "correction.nothing": ("（なし）", "(nothing)"),
    "correction.answered_before": (
        "回答が済んでいる方は、状況が変わったときだけ回答し直してください。",
        "If you have answered, answer again only if things have changed.",
    ),
    "cancellation.marked": ("【取消】{title}", "[Cancelled] {title}"),
    "cancellation.lead": ("先ほどの安否確認を取り消します。", "The safety check you got before is cancelled."),
    "cancellation.reason": ("理由：{reason}", "Reason: {reason}"),
    "cancellation.no_answer": ("回答は要りません。", "You need not answer."),
    "cancellation.help": (
        "助けが必要なときは、先ほどのお知らせから、今までどおり助けを求められます。",
        "If you need help, you can still call for it from the message before.",
    ),
    "correct.open": ("訂正・取消…", "Correct or cancel…"),
    "correct.on_page": (
        "管理画面で内容を直し、届く人数を確かめてから送ります。",
        "On the console’s page you change the words and see how many it goes to before it is sent.",
    ),
    "correct.title": ("訂正・取消", "Correct or cancel"),
    "correct.lead": (
        "送った内容です。誤りを直してください。変わったところだけを（誤）（正）で知らせます。",
        "This is what was sent. Put right what is wrong: only what differs is told, as wrong and right.",
    ),
    "correct.second": (
        "この安否確認は、すでに訂正しています。2回目の訂正は混乱のもとです。危険が迫るときだけにしてください。",
        "This check has been corrected before. A second correction confuses: only where danger is near.",
    ),
    "correct.level": ("警戒レベル", "Warning level"),
    "correct.no_level": ("なし", "None"),
    "correct.action": ("してほしいこと（短く）", "What to do, in a few words"),
    "correct.look": ("訂正の内容を確かめる", "See what will be sent"),
    "correct.look_title": ("この訂正を送りますか", "Send this correction?"),
    "correct.send": ("訂正を送る", "Send the correction"),
    "correct.edit": ("戻って直す", "Back to the words"),
    "correct.count": ("{people}人に届けます", "It goes to {people:# person|# people}"),
    "correct.by_channel": ("{channel} {count}件", "{channel}: {count}"),
    "correct.others": (
        "前の内容が届いた人だけに、届いたところへ送ります。まだの人には、はじめから正しい内容を送ります。",
        "Only to those who got the words before, where they got them. All others get the right words from the start.",
    ),
    "correct.still_heard": (
        "前の内容が届いた人だけに知らせます。再送は止まります。回答と救助要請は、これからも受け付けます。",
        "Only those who got the question are told. Reminders stop. Answers and calls for help are still taken.",
    ),
    "correct.cancel_title": ("安否確認を取り消しますか", "Cancel the check?"),
    "correct.cancel_lead": (
        "誤報や相手の間違いなど、安否確認そのものが誤りだったときだけ取り消してください。",
        "Only where the check itself was a mistake: a false report, the wrong people.",
    ),
    "correct.reason": ("理由（任意・1行）", "Reason (one line, if you like)"),
    "correct.reason_hint": ("例：誤報でした", "Such as: it was a false report"),
    "correct.cancel_look": ("取消の内容を確かめる", "See what will be told"),
    "correct.cancel_send": ("取り消す", "Cancel the check"),
    "correct.history": ("訂正・取消の記録", "Corrections"),
    "correct.by_command": ("コマンド", "command line"),
    "board_done.corrected": ("訂正を送ります", "The correction is on its way"),
    "board_done.called_off": ("取り消しました", "Cancelled"),
    "message.correction": ("訂正", "Correction"),
    "message.cancellation": ("取消", "Cancellation"),
    "refusal.nothing_corrected": (
        "送った内容と同じです。誤りを直してから送ってください。",
        "These are the words that were sent. Put right what was wrong first.",
    ),
    "refusal.corrected_meanwhile": (
        "この間に、ほかの人が訂正しました。今の内容を確かめて、もう一度直してください。",
        "Somebody else has corrected it meanwhile. Look at the words as they are now, and correct them again.",
    ),
    "refusal.was_called_off": (
        "取り消したことを対象者に知らせたので、再開できません。新しい安否確認を始めてください。",
        "Those who were asked have been told that it is cancelled, so it cannot run again. Start a new check.",
    ),
    "reason.first_not_sent": ("前の内容が送られていないため", "The words before never went out to them"),
    "reason.channel_off": ("この送信手段は今使っていないため", "This channel is switched off"),
    "not_started.called_off": ("誤りだったため、取り消しました", "cancelled: it was a mistake"),
    "audit_action.check_corrected": ("安否確認を訂正した", "Check corrected"),
    "audit_action.check_called_off": ("安否確認を取り消した", "Check cancelled"),
    "audit_detail.version": ("第{value}版", "version {value}"),
    "audit_value.title": ("題名", "title"),
    "audit_value.message": ("本文", "text"),
    "audit_value.level": ("警戒レベル", "warning level"),
    "audit_value.action": ("行動", "call to action"),
}
