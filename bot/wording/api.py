"""The company's other systems: tokens of the API, webhooks, and what a request that cannot be done is told."""

from __future__ import annotations

WORDS = {
    "api_scope.checks_read": ("安否確認と集計を見る", "See checks and their counts"),
    "api_scope.checks_write": ("安否確認を始める・再送する・終了する", "Start, remind and close checks"),
    "api_scope.answers_read": ("一人ひとりの回答・コメント・場所を見る", "See each person's answer, comment and place"),
    "api_scope.answers_write": ("代わりに回答する", "Answer for somebody"),
    "api_scope.deliveries_read": ("配信の結果を見る", "See deliveries"),
    "api_scope.people_read": ("社員の一覧を見る（連絡先のアドレスなし）", "See people, without addresses"),
    "api_scope.contacts_read": (
        "連絡先のアドレスと電話番号を見る（監査記録に残る）",
        "See addresses and phone numbers (goes into the audit log)",
    ),
    "hook_event.started": ("安否確認の開始", "Check started"),
    "hook_event.answer": ("回答", "Answer"),
    "hook_event.help": ("救助要請", "Call for help"),
    "hook_event.closed": ("安否確認の終了", "Check closed"),
    "hook_event.test": ("テスト", "Test"),
    "alarm.webhook": ("Webhook {about} に届いていません", "Webhook {about} takes no events"),
    "alarm_do.webhook": (
        "受け取るシステムが動いているか確かめ、設定の「Webhook」からテストを送ってください。"
        "届かないものは3日間送り直し、そのあと捨てられます。",
        "See that the receiving system is running, then send a test from Settings, Webhooks. What does not arrive is "
        "sent again for three days and then given up.",
    ),
    "audit_door.api": ("API", "API"),
    "audit_action.api_token_made": ("APIのトークンを作った", "API token made"),
    "audit_action.api_token_revoked": ("APIのトークンを無効にした", "API token revoked"),
    "audit_action.webhook_made": ("Webhookを追加した", "Webhook added"),
    "audit_action.webhook_changed": ("Webhookを変えた", "Webhook changed"),
    "audit_action.webhook_deleted": ("Webhookを削除した", "Webhook deleted"),
    "audit_action.webhook_tested": ("Webhookのテストを送った", "Webhook tested"),
    "audit_detail.token": ("トークン 番号 {value}", "token no. {value}"),
    "audit_detail.scopes": ("できること：{value}", "may: {value}"),
    "audit_detail.webhook": ("Webhook 番号 {value}", "webhook no. {value}"),
    "audit_detail.host": ("送り先：{value}", "host: {value}"),
    "audit_detail.events": ("知らせること：{value}", "told of: {value}"),
    "audit_detail.active": ("送る：{value}", "active: {value}"),
    "refusal.api_token_name": ("使うシステムの名前を入れてください。", "Please name the system that will use it."),
    "refusal.api_token_scopes": ("できることを1つ以上選んでください。", "Please choose at least one thing it may do."),
    "refusal.api_token_days": ("期限を選んでください。", "Please choose a lifetime."),
    "refusal.api_too_many_tokens": (
        "トークンは{limit}個までです。使っていないものを無効にしてください。",
        "There can be {limit} tokens. Please revoke those that are not used.",
    ),
    "refusal.api_no_token": ("そのトークンはありません。", "There is no such token."),
    "refusal.api_scope": (
        "このトークンには {scope} の権限がありません。管理画面で権限のあるトークンを作ってください。",
        "This token lacks the scope {scope}. Make one that has it in the console.",
    ),
    "refusal.api_key_reused": (
        "この Idempotency-Key は、別の内容の要求で使われています。",
        "This Idempotency-Key came with another request before.",
    ),
    "refusal.webhook_url": (
        "URLを、https:// から正しく入れてください。",
        "Please enter a whole URL, beginning with https://.",
    ),
    "refusal.webhook_http": (
        "社外のアドレスには https:// を使ってください。",
        "Please use https:// for an address outside the company.",
    ),
    "refusal.webhook_events": (
        "知らせることを1つ以上選んでください。",
        "Please choose at least one thing it is told of.",
    ),
    "refusal.too_many_webhooks": ("Webhookは{limit}個までです。", "There can be {limit} webhooks."),
    "refusal.no_webhook": ("そのWebhookはもうありません。", "That webhook is gone."),
    "refusal.webhook_paused": (
        "停止中です。「送る」に印を付けて保存してから、テストしてください。",
        "It is paused. Tick “Send”, save, and then test.",
    ),
}
