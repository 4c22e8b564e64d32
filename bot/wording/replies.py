"""What is said back, by mail, to a reply by mail."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "reply.heard": ("返信を受け取りました：{answer}", "We have your reply: {answer}"),
    "reply.recorded": (
        "「{answer}」として記録しました。違うとき、状況が変わったときは、下の「回答を変える」を開いてください。",
        "Recorded as “{answer}”. If that is wrong, or things change, open “Change my answer” below.",
    ),
    "reply.recorded_plain": (
        "「{answer}」として記録しました。違うとき、状況が変わったときは、このメールにもう一度返信してください。",
        "Recorded as “{answer}”. If that is wrong, or things change, reply to this mail once more.",
    ),
    "reply.unclear_why_plain": (
        "返信の最初の行からは、ご無事かどうかを確実に読み取れませんでした。まだ回答にはなっていません。\n"
        "もう一度このメールに返信し、最初の行に、次のどれか1つだけを書いてください。前の返信は管理者が読みます。\n"
        "無事です\n影響ありません\nけがをしました\n助けて",
        "The first line of your reply did not say for certain how you are. It does not count as an answer yet.\n"
        "Reply once more, with one of these as the first line. A manager will read what you wrote before.\n"
        "I am safe\nI am not affected\nI am injured\nI need help",
    ),
    "reply.unclear": ("返信を読み取れませんでした", "We could not read your reply"),
    "reply.unclear_why": (
        "返信の最初の行からは、ご無事かどうかを確実に読み取れませんでした。まだ回答にはなっていません。\n"
        "下の「回答する」を開いて、ボタンを1つ押してください。返信の内容は管理者が読みます。",
        "The first line of your reply did not say for certain how you are. It does not count as an answer yet.\n"
        "Open “Answer now” below and press one button. A manager will read what you wrote.",
    ),
    "replies.title": ("読み取れなかった返信", "Replies that could not be read"),
    "replies.lead": (
        "メールの返信のうち、最初の行から安否を確実に読み取れなかったものです。読んで、必要なら本人に連絡し、代わりに回答してください。",
        "Replies by mail whose first line did not say for certain how somebody is. Read them; "
        "where needed, call the person, and answer for them.",
    ),
    "replies.none": ("読み取れなかった返信はありません。", "There are none."),
    "replies.open_board": ("集計ボードを開く", "Open the board"),
    "replies.settle": ("対応済みにする", "Done"),
    "replies.empty": ("（本文なし、または引用だけ）", "(nothing but the quoted question)"),
    "replies.waiting": ("読み取れなかった返信が {count} 件あります", "{count:# reply|# replies} could not be read"),
}
