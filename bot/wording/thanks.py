"""What is said back to a press or a typed line."""

from __future__ import annotations

WORDS = {
    "thanks.heading_safe": ("🟢 無事との回答を受け取りました", "🟢 Thank you. We know you are safe"),
    "thanks.heading_away": ("⚪ 影響なしとの回答を受け取りました", "⚪ Thank you. We know you are not affected"),
    "thanks.heading_injured": ("🟠 けがをしたとの回答を受け取りました", "🟠 We know you are injured"),
    "thanks.heading_help": ("🆘 救助要請を受け取りました", "🆘 We have your call for help"),
    "thanks.done_short": (
        "ありがとうございます。回答はこれで完了です。状況が変わったら、回答を変えられます。",
        "Your answer is complete. If things change, change your answer.",
    ),
    "thanks.injured": (
        "回答は管理者の画面に表示されます。\n手当てが要るときは、この連絡だけを頼りにせず、119 へ電話してください。\n"
        "動けないときは「🆘 助けが必要」を押してください。",
        "Managers see your answer on their board.\nIf you need treatment, do not rely on this message: call 119.\n"
        "If you cannot move, press “🆘 I need help”.",
    ),
    "thanks.help": (
        "命の危険があるときは、今すぐ下の番号へ電話してください。\n"
        "管理者にも知らせていますが、119 などへの通報の代わりにはなりません。",
        "If your life is in danger, call a number below now.\n"
        "We are telling your managers too, but this does not replace an emergency call.",
    ),
    "thanks.help_nobody_told": (
        "今すぐ下の番号へ電話し、まわりの人にも知らせてください。\n"
        "連絡のつく担当の管理者がいないため、この救助要請はまだ誰にも届いていません。",
        "Call a number below now and tell the people around you.\n"
        "No manager responsible for you can be reached, so your call for help has not reached anybody yet.",
    ),
    "thanks.help_drill": (
        "これは訓練です。本当に助けが必要なときは、すぐに 119 などへ電話し、まわりの人に知らせてください。",
        "This is a drill. If you really need help, call 119 now and tell the people around you.",
    ),
    "thanks.help_still_open": (
        "先ほどの救助要請は続いています。管理者が確認して終えるまで、あなたは「助けが必要」として扱われます。",
        "Your earlier call for help is still open. You count as needing help until a manager closes it.",
    ),
    "thanks.late": (
        "この安否確認は終了していますが、回答は「終了後の回答」として記録しました。",
        "This safety check is closed. Your answer was recorded all the same, marked as late.",
    ),
    "thanks.guest": (
        "今回の対象者ではありませんが、回答は「名簿外」として記録しました。",
        "You were not on the list of this check. Your answer was recorded as a guest's.",
    ),
    "thanks.unknown": (
        "社員名簿と結びついていないため、回答は「名簿外」として記録しました。",
        "We could not match you to the staff list, so your answer was recorded as a guest's.",
    ),
    "link.how_line": (
        "次回から届くように、連携コードをこのトークに入力してください。"
        "コードは Slack で /safety link と入力するか、管理者から受け取れます。",
        "To be asked next time, type your linking code here. "
        "Get it with /safety link in Slack or from your administrator.",
    ),
    "link.how_other": (
        "次回から届くように、あなたの登録を管理者に頼んでください。",
        "To be asked next time, please ask your administrator to add you to the staff list.",
    ),
    "details.heading": ("受け取りました", "Received"),
    "details.thanks": ("ありがとうございます。管理者に表示されます。", "Thank you. Managers can see it."),
    "details.comment": ("コメント", "Comment"),
    "details.can_work": ("勤務", "Work"),
    "details.place": ("居場所", "Where you are"),
    "choose.not_understood": ("どれに当てはまりますか？", "Which of these is it?"),
    "choose.not_understood_why": (
        "メッセージだけでは状況をはっきり読み取れませんでした。当てはまるボタンを1つ押してください。",
        "We could not be sure from your message. Please press the button that fits.",
    ),
    "choose.heading": ("回答を選んでください", "Choose your answer"),
    "choose.check": ("安否確認：{title}", "Safety check: {title}"),
    "choose.said": ("今の回答：{answer}", "Your answer now: {answer}"),
    "choose.said_at": ("今の回答：{answer}（{moment}）", "Your answer now: {answer} ({moment})"),
    "nothing.heading": ("今、回答が必要な安否確認はありません", "No safety check is running now"),
    "nothing.detail": (
        "安否確認が始まると、ここにお知らせします。",
        "When one starts, you will be asked here.",
    ),
    "nothing.detail_unknown": (
        "まだ社員名簿と結びついていません。",
        "You are not matched to the staff list yet.",
    ),
    "nothing.help_heading": ("🆘 助けが必要なときは、すぐ電話してください", "🆘 If you need help, call now"),
    "nothing.help": (
        "今は安否確認を行っていないため、このメッセージは管理者に届いていません。"
        "下の番号へ電話し、まわりの人にも知らせてください。",
        "No safety check is running, so your message has not reached any manager. "
        "Call a number below and tell the people around you.",
    ),
    "ask.comment_heading": ("コメントを入力してください", "Type your comment"),
    "ask.comment": (
        "次に送る1通を、コメントとして記録します（10分以内）。",
        "The next message you send here is kept as your comment (within 10 minutes).",
    ),
    "ask.place_heading": ("今いる場所を教えてください", "Where are you now?"),
    "ask.place": (
        "位置情報を送るか、場所を文字で入力してください。",
        "Send your location, or type where you are.",
    ),
    "button.comment": ("💬 コメントを書く", "💬 Add a comment"),
    "button.comment_help": ("💬 状況を伝える", "💬 Tell us more"),
    "button.place": ("📍 居場所を伝える", "📍 Say where I am"),
    "button.send_place": ("📍 位置情報を送る", "📍 Send my location"),
    "button.can_work": ("💼 {answer}", "💼 {answer}"),
}
