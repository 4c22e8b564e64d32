"""Words around LINE's account link: the button in the chat, our page, the QR code, who is linked."""

from __future__ import annotations

WORDS = {
    "line_link.by_button": (
        "下のボタンの画面でも連携できます（10分以内）。コードがなければ、その画面からメールで受け取れます。",
        "Or link with the button below, within 10 minutes. Without a code, have one mailed to you there.",
    ),
    "line_link.button": ("LINE を連携する", "Link my account"),
    "line_link.failed_heading": ("連携できませんでした", "Linking did not work"),
    "line_link.failed": (
        "時間が過ぎたか、別の LINE アカウントで開かれました。"
        "このトークに「連携」と入力して、新しいボタンからもう一度お試しください。",
        "The time was over, or it was opened with another LINE account. "
        "Type “link” in this chat and use the new button.",
    ),
    "line_link.title": ("LINE の連携", "Link your LINE"),
    "line_link.why": (
        "連携すると、安否確認がこの LINE に届きます。",
        "Once linked, safety checks come to this LINE account.",
    ),
    "line_link.code": ("連携コード（英数字8文字）", "Linking code (8 letters and digits)"),
    "line_link.code_from": (
        "Slack で /safety link と入力するか、管理者から受け取れます。",
        "Get it with /safety link in Slack or from your administrator.",
    ),
    "line_link.press": ("このコードで連携する", "Link with this code"),
    "line_link.no_code": ("コードがないとき", "If you have no code"),
    "line_link.address": ("会社に登録したメールアドレス", "Mail address your company has of you"),
    "line_link.mail_me": ("コードをメールで受け取る", "Mail me a code"),
    "line_link.mailed": (
        "登録されたアドレスであれば、コードを送りました。数分待っても届かないときは、管理者に聞いてください。",
        "If this address is registered, a code is on its way. If none comes within minutes, ask your administrator.",
    ),
    "line_link.bad_code": (
        "コードを確認できませんでした。打ち間違いや、期限切れ・使用済みの可能性があります。",
        "That code did not work. It may be mistyped, expired or already used.",
    ),
    "line_link.too_many_tries": (
        "続けて何度も試されたため、しばらく受け付けません。15分ほど待ってからお試しください。",
        "There were too many tries. Please wait about 15 minutes.",
    ),
    "line_link.old_link": (
        "この画面の時間が過ぎました。LINE のトークに「連携」と入力して、新しいボタンから開いてください。",
        "This page is out of date. Type “link” in the LINE chat and use the new button.",
    ),
    "line_friend.title": ("LINE で安否確認を受け取る", "Get safety checks in LINE"),
    "line_friend.steps": (
        "1. スマートフォンのカメラか LINE で QR コードを読み取り、友だちに追加します。\n"
        "2. トークに届く案内にしたがって連携します。",
        "1. Scan the QR code with your phone's camera or LINE, and add the account as a friend.\n"
        "2. Follow what it says in the chat to link yourself.",
    ),
    "line_friend.qr": ("友だち追加の QR コード", "QR code to add the account as a friend"),
    "line_friend.open": ("LINE で開く", "Open LINE"),
    "line_friend.later": (
        "今は LINE に確認できません。しばらくしてからもう一度開いてください。",
        "LINE cannot be asked just now. Please open this page again in a while.",
    ),
    "line_state.linked": ("連携済み", "Linked"),
    "line_state.blocked": ("ブロック中", "Blocked"),
    "line_state.unlinked": ("未連携", "Not linked"),
}
