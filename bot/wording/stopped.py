"""Contacts that messages are stopped to (配信停止中), as their owner reads it in chat and on the answer page."""

from __future__ import annotations

WORDS = {
    "stopped.told": (
        "⚠️ 配信停止中：{addresses}。この連絡先には安否確認が届きません。",
        "⚠️ Stopped by you: {addresses}. Safety checks do not reach you there.",
    ),
    "stopped.resume": ("配信を再開する", "Resume messages"),
    "stopped.resumed": ("配信を再開しました", "Messages are sent again"),
    "stopped.none": ("停止中の連絡先はありません", "None of your contacts is stopped"),
    "stopped.on_page": (
        "⚠ 配信停止中の連絡先があります：{addresses}。安否確認が届きません。",
        "⚠ Messages to one of your contacts are stopped: {addresses}. Safety checks do not reach you there.",
    ),
    "stopped.how": (
        "再開するには、「自分の連絡先」を開くか、Slackで /safety me を、LINEで「連絡先」を送ってください。",
        "To resume, open your contacts, or send /safety me in Slack, or the word contacts in LINE.",
    ),
}
