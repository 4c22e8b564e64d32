"""What was wrong in a question, and a question that was a mistake."""

from __future__ import annotations

WORDS = {
    "correction.marked": "【なおします】{text}",
    "correction.wrong_before": "さっきの メッセージに まちがいが ありました。正（ただ）しいのは これです。",
    "correction.wrong": "まちがい：{words}",
    "correction.right": "正（ただ）しい：{words}",
    "correction.nothing": "（なし）",
    "correction.answered_before": (
        "もう こたえた 人（ひと）は、なにか かわった ときだけ、もう一度（いちど） こたえて ください。"
    ),
    "cancellation.marked": "【やめます】{title}",
    "cancellation.lead": "さっきの 安否確認（あんぴ かくにん）は まちがいでした。やめます。",
    "cancellation.reason": "どうして：{reason}",
    "cancellation.no_answer": "こたえなくて いいです。",
    "cancellation.help": (
        "助（たす）けが いる ときは、さっきの メッセージから 教（おし）えて ください。今（いま）も できます。"
    ),
}
