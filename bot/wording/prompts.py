"""The question, its reminders, and what both become once they are answered."""

from __future__ import annotations

WORDS = {
    "subject.real": ("【安否確認】{text}", "[Safety check] {text}"),
    "subject.drill": ("【安否確認】{text}", "[DRILL: safety check] {text}"),
    "drill.short": ("これは訓練です。", "This is a drill."),
    "drill.long": (
        "これは訓練です。実際の災害は起きていません。本番と同じように回答してください。",
        "This is a drill. There is no real emergency. Please answer as you would in a real one.",
    ),
    "prompt.press": (
        "落ち着いたら、下のボタンを1つ押してください。それだけで回答になります。",
        "Then press one button below. One press is your whole answer.",
    ),
    "prompt.press_on_page": (
        "落ち着いたら、下の「回答する」を開いて、ボタンを1つ押してください。ログインは要りません。",
        "Then open “Answer now” below and press one button. No sign-in is needed.",
    ),
    "prompt.reply": (
        "落ち着いたら、このメールに返信してください。最初の行に、次のどれか1つだけを書きます。それだけで回答になります。\n"
        "無事です\n影響ありません\nけがをしました\n助けて",
        "Then reply to this mail. Write one of these as the first line; that is your whole answer.\n"
        "I am safe\nI am not affected\nI am injured\nI need help",
    ),
    "prompt.or_reply": (
        "このメールへの返信でも回答できます。最初の行に「無事です」「影響ありません」「けがをしました」「助けて」のどれか1つだけを書いてください。",
        "You can also reply to this mail with one of these as the first line: "
        "“I am safe”, “I am not affected”, “I am injured”, “I need help”.",
    ),
    "prompt.private": (
        "押した内容はこのチャンネルには表示されません。管理者には伝わります。",
        "Your answer is not shown in this channel. Managers can see it.",
    ),
    "prompt.open_page": ("回答する", "Answer now"),
    "prompt.info": ("連絡先・避難経路", "Emergency contacts and evacuation routes"),
    "prompt.info_both": ("連絡先・避難経路 / Contacts and routes", "連絡先・避難経路 / Contacts and routes"),
    "prompt.sender": ("{company}からの安否確認です。", "This safety check comes from {company}."),
    "button.change": ("回答を変える", "Change my answer"),
    "emergency.119": ("119 消防・救急", "119 Fire, ambulance"),
    "emergency.110": ("110 警察", "110 Police"),
    "emergency.118": ("118 海上保安庁", "118 Coast guard"),
    "emergency.first": (
        "命の危険があるときは、先に 119（消防・救急）・110（警察）・118（海上保安庁）へ電話してください。",
        "If your life is in danger, first call 119 (fire, ambulance), 110 (police) or 118 (coast guard).",
    ),
}
