"""What to do about a part that the doctor found unfit, for whoever reads it in the console."""

from __future__ import annotations

_CLOCK = ("サーバーの時計をNTPで合わせてください。", "Set the server's clock by NTP.")
_ALARM = ("「設定」の「警報」に、起きたことと直し方があります。", "What happened and what to do stands under Alarms.")

WORDS = {
    "finding.slack_channel": ("Slackのチャンネル {channel}", "Slack channel {channel}"),
    "finding_do.database": (
        "データベースにつながるかを確かめ、anpi db upgrade を実行してください。",
        "Check that the database can be reached, and run anpi db upgrade.",
    ),
    "finding_do.cycle": (
        "何も送られません。サーバーで anpi serve（または anpi worker）を動かしてください。",
        "Nothing is sent: run anpi serve or anpi worker on the server.",
    ),
    "finding_do.clock": _CLOCK,
    "finding_do.channels": (
        "Slack・LINE・メールのどれかを設定してください。",
        "Set up Slack, LINE or mail.",
    ),
    "finding_do.links": (
        "社員の端末から開けるアドレスを、「設定」の「リンクのアドレス」に入れてください。",
        "Set an address that opens on people's phones, under Addresses of the links.",
    ),
    "finding_do.slack_account": (
        "Slackのボットトークンを確かめ、必要ならアプリを入れ直してください。",
        "Check Slack's bot token; reinstall the app if need be.",
    ),
    "finding_do.slack_scopes": (
        "足りない権限をSlackのアプリに足し、入れ直してください。",
        "Add the missing scopes to the app in Slack and reinstall it.",
    ),
    "finding_do.slack_clock": _CLOCK,
    "finding_do.slack_channel": (
        "チャンネルIDを確かめ、そのチャンネルで /invite @Anpi を実行してください。",
        "Check the channel's id, and type /invite @Anpi there.",
    ),
    "finding_do.slack_events": (
        "署名シークレットかアプリトークンを、サーバーの環境変数に設定してください。",
        "Set the signing secret or the app token in the server's environment.",
    ),
    "finding_do.slack_socket_mode": (
        "アプリトークンと、社外への通信を確かめてください。",
        "Check the app token, and that the server reaches the internet.",
    ),
    "finding_do.line_account": (
        "LINEのチャネルアクセストークンと、社外への通信を確かめてください。",
        "Check LINE's channel access token, and that the server reaches the internet.",
    ),
    "finding_do.line_clock": _CLOCK,
    "finding_do.line_menu": (
        "サーバーで anpi line menu install を実行してください。",
        "Run anpi line menu install on the server.",
    ),
    "finding_do.line_quota": (
        "今月の残りが足りません。LINE Official Account Manager でプランを上げてください。",
        "Too little is left of the month: choose a larger plan in LINE Official Account Manager.",
    ),
    "finding_do.line_webhook": (
        "LINE DevelopersでWebhook URLを設定し、「Webhookの利用」をオンにしてください。",
        "Set the webhook URL in LINE's console and switch on “Use webhook”.",
    ),
    "finding_do.mail_server": (
        "「設定」の「メールサーバー」を確かめ、送信テストをしてください。",
        "Look at Mail server under Settings, and send a test.",
    ),
    "finding_do.mailbox": (
        "返信を読むメールボックスの設定（ANPI_IMAP_URL）を確かめてください。",
        "Check the mailbox that answers come to (ANPI_IMAP_URL).",
    ),
    "finding_do.mail_door": (
        "返信の受け口が動いていません。サーバーで anpi serve を動かしてください。",
        "Nothing listens for answers: run anpi serve on the server.",
    ),
    "finding_do.mail_policy": _ALARM,
    "finding_do.webhook": _ALARM,
}
