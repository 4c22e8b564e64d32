"""The page of one's own answers."""

from __future__ import annotations

WORDS = {
    "my_answers.title": ("自分の回答", "My answers"),
    "my_answers.lead": (
        "これまでの安否確認に、いつ、何と答えたかです。実施中のものは、回答を変えられます。",
        "What you answered in each safety check, and when. While a check runs you can change your answer.",
    ),
    "my_answers.none": (
        "まだ安否確認はありません。始まると、あなたの連絡先に届きます。",
        "There has been no safety check for you yet. When one starts, it comes to your contacts.",
    ),
    "my_answers.silent": ("まだ回答していません", "You have not answered"),
    "my_answers.deleted": (
        "回答は、保存期間が過ぎたため削除されました。",
        "What was answered has been deleted after its retention time.",
    ),
    "my_answers.details": ("くわしい状況", "More details"),
    "my_answers.by": ("{name}さんが代わりに回答", "answered for you by {name}"),
    "my_answers.late": ("終了後の回答", "late"),
    "my_answers.more": ("もっと前の安否確認", "Earlier checks"),
}
