"""The test mail of `anpi doctor`."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "trial.subject": ("【安否確認】送信テスト", "【安否確認】Test mail"),
    "trial.heading": ("送信テストです", "This is a test mail"),
    "trial.words": (
        "安否確認メールの設定を確かめるために、管理者が送りました。回答はいりません。",
        "Your administrator sent this to check the settings for safety mails. No answer is needed.",
    ),
    "trial.seen": (
        "このメールが迷惑メールに入っていたときは、管理者に知らせてください。",
        "If you found this among spam, please tell your administrator.",
    ),
}
