"""Punctuation, smileys and emoji, as LINE sends them and as Slack spells them."""

from __future__ import annotations

from bot.word_lists.kinds import Kind

PHRASES: dict[Kind, tuple[str, ...]] = {
    Kind.BREAK: tuple("。、,.!・:-♪☆★\n"),
    # Dots that trail off are doubt, not the end of a sentence: they stay unknown.
    # `!safe` is how a programmer says that it is not.
    Kind.UNKNOWN: (
        *("..", "...", "・・", "・・・", "。。", "。。。", "、、", "、、、", ",,"),
        *("!safe", "!ok", "!okay", "!fine"),
    ),
    Kind.QUESTION: ("?", "❓", "❔", "؟", ":question:"),
    Kind.QUOTE: tuple('「」『』“”"«»〝〟'),
    Kind.HARMLESS: (
        *"👍👌🙆✌🙏✨🌟😊🙂😀😃😄😁☺😌😃🏠🏡✅⭕🎉💪👋🙌🙇",
        *(":)", ":-)", "(^^)", "^^", "(^_^)", "^_^", "(^o^)", "(^-^)", "m(_ _)m", "m(__)m"),
        *(":+1:", ":thumbsup:", ":ok_hand:", ":ok_woman:", ":ok_man:", ":man-gesturing-ok:", ":woman-gesturing-ok:"),
        *(":smile:", ":smiley:", ":grinning:", ":blush:", ":slightly_smiling_face:", ":relieved:", ":wave:", ":pray:"),
        *(":white_check_mark:", ":raised_hands:", ":bow:", ":sparkles:", ":house:"),
    ),
    Kind.CRY: ("🆘", ":sos:", ":ambulance:", "🚑"),
}
