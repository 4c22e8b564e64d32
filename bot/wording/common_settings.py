"""The console's page of the company's common settings."""

from __future__ import annotations

WORDS = {
    "settings.common": ("共通設定", "Common settings"),
    "settings.common_note": (
        "会社名・言語・タイムゾーン・保存期間・Slackのチャンネル・文の長さ",
        "Company, language, time zone, retention, channels in Slack, lengths of messages",
    ),
    "common.company": ("会社名", "Company"),
    "common.company_hint": ("メッセージとページに出ます。", "Shown in messages and on pages."),
    "common.locale": ("標準の言語", "Default language"),
    "common.locale_hint": (
        "言語の分からない相手と、Slackのチャンネルに使います。",
        "For people whose language is not known, and for channels in Slack.",
    ),
    "common.zone": ("タイムゾーン", "Time zone"),
    "common.zone_hint": ("例：Asia/Tokyo", "Such as Asia/Tokyo"),
    "common.retention_days": ("回答の保存日数（0：消さない）", "Days answers are kept (0: for ever)"),
    "common.retention_days_hint": (
        "⚠ 短くすると、それより前に終了した安否確認のコメント・場所・個々の回答は1日以内に消え、元に戻せません。",
        "⚠ With fewer days, comments, places and answers of checks closed before then go within a day, for good.",
    ),
    "common.proof_days": ("連絡先を確かめる間隔（日、0：しない）", "Days in which every contact is asked (0: never)"),
    "common.proof_days_hint": (
        "この日数のあいだに、すべての連絡先に届くかを一度たずねます。",
        "Within so many days every contact is asked once whether messages arrive.",
    ),
    "common.slack_channels": ("必ず質問を出すSlackのチャンネル", "Slack channels that always get the question"),
    "common.slack_channels_hint": (
        "チャンネルID（C…）を「,」で区切ります。「実際に確かめる」で投稿できるか分かります。",
        "Ids (C…) with commas between. Prove each part says whether posts arrive there.",
    ),
    "common.slack_manager_channel": ("管理者のSlackチャンネル", "The managers’ channel in Slack"),
    "common.slack_manager_channel_hint": (
        "集計ボードと救助要請が出ます。氏名が出るので、管理者だけのチャンネルにしてください。",
        "The board and calls for help are posted there, with names: let it be the managers’ own.",
    ),
    "common.message_title_at_most": ("題名の目安（字）", "Characters of a title"),
    "common.message_title_at_most_hint": (
        "安否確認やお知らせを書くとき、超えると知らせます。止めはしません。英語は2倍。手引きでは15字。",
        "Told where a check or a bulletin is written; nothing is stopped. Twice as many in English. The guide says 15.",
    ),
    "common.message_body_at_most": ("本文の目安（字、改行は2字）", "Characters of a text (a line break counts two)"),
    "common.message_body_at_most_hint": ("同じく。手引きでは200字。", "The same. The guide says 200."),
    "common.map_service": ("標準の地図", "Map service"),
    "common.map_service_hint": (
        "避難経路と帰宅経路を書くときに、はじめに選ばれています。経路ごとに変えられます。",
        "Chosen beforehand where a route or a way home is written; each may have another.",
    ),
    "common.kept": ("この画面で設定（{when} {name}）", "Set on this page ({when} {name})"),
    "common.from_environment": ("環境変数 {variable} の値", "From the environment: {variable}"),
    "common.forget_title": ("環境変数の値に戻す", "Back to the environment’s values"),
    "refusal.bad_company": ("会社名は60文字以内にしてください。", "Let the company’s name be 60 characters at most."),
    "refusal.bad_map": ("地図を選んでください。", "Choose a map service."),
    "refusal.bad_locale": ("言語を選んでください。", "Choose a language."),
    "refusal.bad_zone": (
        "そのタイムゾーンはありません。例：Asia/Tokyo",
        "There is no such time zone. Write one such as Asia/Tokyo.",
    ),
    "refusal.bad_proof_days": (
        "連絡先を確かめる間隔は、0（しない）か {at_least} 日以上にしてください。",
        "Contacts are asked never (0) or within {at_least} days or more.",
    ),
    "refusal.bad_title_limit": (
        "題名の目安は{at_least}〜{at_most}の数にしてください。",
        "Let the characters of a title be a number from {at_least} to {at_most}.",
    ),
    "refusal.bad_body_limit": (
        "本文の目安は{at_least}〜{at_most}の数にしてください。",
        "Let the characters of a text be a number from {at_least} to {at_most}.",
    ),
    "refusal.bad_slack_channel": (
        "Slackのチャンネルは、IDを「,」で区切って20個までです。",
        "Write the ids of channels in Slack with commas between, 20 at most.",
    ),
}
