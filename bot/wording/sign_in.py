"""Signing in: the page, the letter with the link, Slack."""

from __future__ import annotations

WORDS = {
    "sign_in.subject": ("安否確認の管理画面へのログイン", "Sign in to the safety console"),
    "sign_in.heading": ("ログイン用リンク", "Your sign-in link"),
    "sign_in.steps": (
        "下のリンクを開き、「ログインする」ボタンを押してください。",
        "Open the link below and press “Sign in”.",
    ),
    "sign_in.open": ("ログインの画面を開く", "Open the sign-in page"),
    "sign_in.rules": (
        "{time}以内に1回だけ使えます。ほかの人に転送しないでください。",
        "Works once, within {time}. Do not forward it.",
    ),
    "sign_in.not_you": (
        "心当たりがないときは、何もしなくてかまいません。ボタンを押さなければ、だれもログインできません。",
        "If you did not ask for this, do nothing: nobody is signed in unless the button is pressed.",
    ),
    "sign_in.title": ("ログイン", "Sign in"),
    "sign_in.intro": (
        "会社に登録されているメールアドレスに、ログイン用のリンクを送ります。パスワードはありません。",
        "We mail a sign-in link to an address your company has registered. There is no password.",
    ),
    "sign_in.without": (
        "安否の回答にログインは要りません。SlackやLINEに届いた質問のボタンを押すか、そこに「無事です」のように書いてください。",
        "To answer a check you need not sign in: press a button under the question in Slack or LINE, or write there.",
    ),
    "sign_in.address": ("メールアドレス", "Mail address"),
    "sign_in.send": ("ログイン用リンクを送る", "Mail me a sign-in link"),
    "sign_in.signed_out": ("ログアウトしました。", "You have signed out."),
    "sign_in.or": ("または", "or"),
    "sign_in.by_slack": ("Slackでログインする", "Sign in with Slack"),
    "sign_in.slack_failed": (
        "Slackでのログインが途中で終わりました。もう一度お試しください。",
        "Signing in with Slack did not finish. Please try again.",
    ),
    "sign_in.other_workspace": (
        "そのSlackアカウントは、この会社のワークスペースのものではありません。",
        "That Slack account does not belong to this company's workspace.",
    ),
    "sign_in.slack_unknown": (
        "そのSlackアカウントは社員名簿と結びついていません。管理者に登録を頼んでください。",
        "That Slack account is not matched to the staff list. Please ask your administrator to add it.",
    ),
    "sign_in.left": (
        "ログインできませんでした。社員名簿での登録が終わっています。管理者にお問い合わせください。",
        "You could not be signed in: you are not on the staff list any more. Please ask your administrator.",
    ),
    "sign_in.no_address": (
        "メールアドレスを入力してください。例：hanako@example.jp",
        "Please type a mail address, such as hanako@example.jp",
    ),
    "sign_in.mail_off": (
        "メールの送信が設定されていないため、リンクを送れません。システム担当者に知らせてください。",
        "Mail is not set up, so no link can be sent. Please tell your administrator.",
    ),
    "sign_in.sent_title": ("メールを確認してください", "Look into your mail"),
    "sign_in.sent": (
        "入力されたアドレスが登録されていれば、ログイン用のリンクがまもなく届きます。",
        "If this address is registered, a sign-in link is on its way.",
    ),
    "sign_in.sent_hint": (
        "数分たっても届かないときは、迷惑メールのフォルダと、アドレスの打ち間違いを確かめてください。"
        "同じアドレスへ続けて何度も送ることはできません。",
        "If nothing comes within a few minutes, look into the spam folder and check the address for slips. "
        "One address is not sent many letters in a row.",
    ),
    "sign_in.again": ("もう一度入力する", "Type it again"),
    "sign_in.too_many": (
        "この回線からの操作が続いたため、しばらく受け付けません。数分待ってからお試しください。",
        "There were too many tries from your network. Please wait a few minutes.",
    ),
    "sign_in.enter_title": ("{name} さんとしてログイン", "Sign in as {name}"),
    "sign_in.enter": ("ログインする", "Sign in"),
    "sign_in.enter_hint": (
        "共用のパソコンでは、終わったら必ずログアウトしてください。",
        "On a shared computer, sign out when you have finished.",
    ),
    "sign_in.used_title": ("このリンクはもう使えません", "This link does not work any more"),
    "sign_in.used": (
        "期限が切れたか、すでに使われています。新しいリンクをお送りします。",
        "It is out of date or has been used. You can ask for a new one.",
    ),
    "sign_in.new_link": ("新しいリンクを送る", "Ask for a new link"),
}
