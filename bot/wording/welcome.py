"""Words around linking a LINE account."""

from __future__ import annotations

WORDS = {
    "welcome.heading": ("友だち追加ありがとうございます", "Thank you for adding us"),
    "welcome.code": (
        "安否確認をここで受け取るには、連携コード（英数字8文字）をこのトークに入力してください。",
        "To get safety checks here, type your linking code (8 letters and digits) in this chat.",
    ),
    "welcome.where": (
        "コードは Slack で /safety link と入力するか、管理者から受け取れます。",
        "Get the code with /safety link in Slack or from your administrator.",
    ),
    "welcome.back_heading": ("おかえりなさい。連携済みです", "Welcome back. You are linked"),
    "welcome.back": (
        "安否確認はこのトークに届きます。「連絡先」と入力すると、緊急連絡先と避難経路を表示します。",
        "Safety checks will come to this chat. Type “contacts” for emergency contacts and evacuation routes.",
    ),
    "welcome.linked_heading": ("連携しました", "Linked"),
    "welcome.linked": (
        "{name}の LINE として登録しました。心当たりがない名前のときは、管理者に知らせてください。",
        "This LINE account now belongs to {name}. If that is not you, please tell your administrator.",
    ),
    "welcome.wrong_heading": ("コードを確認できませんでした", "That code did not work"),
    "welcome.wrong": (
        "コードの打ち間違いや、期限切れ・使用済みの可能性があります。もう一度入力するか、新しいコードを受け取ってください。",
        "It may be mistyped, expired or already used. Type it again, or get a new one.",
    ),
    "welcome.too_many": (
        "間違いが続いたため、しばらく受け付けません。15分ほど待ってから、新しいコードでお試しください。",
        "There were too many wrong tries. Please wait about 15 minutes, then use a new code.",
    ),
    "welcome.can_cry": (
        "連携していなくても、安否の回答や助けを求める連絡はここで受け付けます。",
        "Even before you are linked, you can answer a safety check or ask for help here.",
    ),
    "code.subject": ("LINE 連携コードのお知らせ", "Your LINE linking code"),
    "code.heading": ("LINE 連携コード", "Your LINE linking code"),
    "code.field": ("コード", "Code"),
    "code.steps": (
        "1. LINE で{company}の安否確認アカウントを友だちに追加します。\n"
        "2. そのトークを開きます。\n3. このコードを入力して送ります。",
        "1. Add {company} as a friend in LINE.\n2. Open that chat.\n3. Type this code and send it.",
    ),
    "code.of_company": ("「{company}」", "{company}'s safety account"),
    "code.of_nobody": ("会社", "your company's safety account"),
    "code.rules": (
        "{time}以内に1回だけ使えます。ほかの人に教えないでください。",
        "Works once, within {time}. Do not share it.",
    ),
}
