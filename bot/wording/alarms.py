"""The console's page of alarms: what an administrator must put right."""

from __future__ import annotations

WORDS = {
    "settings.alarms": ("警報", "Alarms"),
    "settings.alarms_note": (
        "メールが届かないなど、管理者が直すこと",
        "What an administrator must put right, such as mail that is refused",
    ),
    "alarms.none": ("警報はありません。", "There is no alarm."),
    "alarms.waiting": ("警報が {count} 件あります", "{count} to put right: see the alarms"),
    "alarms.times": ("最初 {first} ・ 最後 {last}", "first {first}, last {last}"),
    "alarms.what_to_do": ("直し方", "What to do"),
    "alarms.done": ("直しました", "Done"),
    "alarms.done_note": (
        "また起きたら、新しい警報が出ます。1週間起きなければ、自動で消えます。",
        "Should it happen again, there will be a new alarm. It goes by itself when it has not come up for a week.",
    ),
    "alarms.closed": ("警報を閉じました", "The alarm is closed"),
    "alarms.receiver": ("{domain} などの受信側", "servers such as that of {domain}"),
    "alarms.no_status": ("理由は不明", "no reason given"),
    "alarms.some_receiver": ("受信側のサーバー", "a receiver's server"),
    "alarm.mail_policy": (
        "{receiver}が、こちらのメールを拒否しています（{about}）",
        "Our letters are refused by {receiver} ({about})",
    ),
    "alarm_do.mail_policy": (
        "送信元ドメインのSPF・DKIM・DMARCを直してください。手順は docs/mail.ja.md の「2. 届くようにする」です。"
        "直したら、「設定」のメールサーバーから試し送りをして、届くことを確かめてください。",
        "Put SPF, DKIM and DMARC of the sending domain right: see docs/mail.md, section 2. Then send a test letter and "
        "see that it arrives.",
    ),
    "alarm.other": ("{code}（{about}）", "{code} ({about})"),
}
