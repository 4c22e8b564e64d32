"""Words about help cases, to managers and to the person."""

from __future__ import annotations

WORDS = {
    "rescue.alert_heading": ("🆘 助けを求めています：{name}", "🆘 Calling for help: {name}"),
    "rescue.news_heading": ("追加情報：{name}", "New information from {name}"),
    "rescue.alert": (
        "対応できる方は「私が対応します」を押してから、本人に連絡してください。",
        "If you can take care of this, press “I take it”, then contact the person.",
    ),
    "rescue.alert_by_page": (
        "対応できる方は、下の「私が対応します」を開いて引き受けてから、本人に連絡してください。",
        "If you can take care of this, open “I take it” below, then contact the person.",
    ),
    "rescue.drill": (
        "これは訓練です。対応の手順も練習してください。",
        "This is a drill. Please practise taking care of it as well.",
    ),
    "rescue.call_119": (
        "命の危険がある様子なら、居場所を伝えて 119 へ通報してください。",
        "If a life may be in danger, call 119 and tell them the place.",
    ),
    "rescue.units": ("所属", "Unit"),
    "rescue.comment": ("本人の言葉", "In their words"),
    "rescue.place": ("居場所", "Place"),
    "rescue.opened_at": ("受付", "Received"),
    "rescue.taken_by": ("担当", "Taken by"),
    "rescue.closed_by": ("完了にした人", "Closed by"),
    "rescue.closing_word": ("結果", "Outcome"),
    "rescue.check": ("安否確認", "Safety check"),
    "rescue.take": ("私が対応します", "I take it"),
    "rescue.close": ("完了にする（結果をひとこと）", "Close with a word"),
    "rescue.board": ("集計ボードを開く", "Open the board"),
    "rescue.call": ("本人へ電話", "Call them"),
    "rescue.taken_heading": ("担当が決まりました：{name}", "Taken care of: {name}"),
    "rescue.taken": (
        "{taker}が対応しています。終わったら、担当者が結果をひとこと入れて完了にしてください。",
        "{taker} is taking care of this. When it is over, the taker closes it with a word about the outcome.",
    ),
    "rescue.taken_person_heading": ("{taker}が対応します", "{taker} is taking care of you"),
    "rescue.taken_person": (
        "あなたの救助要請を{taker}が引き受けました。"
        "連絡を待つ間も、命の危険があるときはすぐ 119 などへ電話してください。",
        "{taker} has taken your call for help. While you wait, call 119 at once if your life is in danger.",
    ),
    "rescue.closed_heading": ("救助要請が完了しました：{name}", "Call for help closed: {name}"),
    "rescue.closed": (
        "{closer}が完了にしました。",
        "{closer} closed it.",
    ),
    "rescue.closed_person_heading": ("救助要請は完了になりました", "Your call for help was closed"),
    "rescue.closed_person": (
        "{closer}が、あなたの救助要請を完了にしました。まだ助けが必要なときは、もう一度「🆘 助けが必要」を押すか、"
        "119 などへ電話してください。",
        "{closer} closed your call for help. If you still need help, press “🆘 I need help” again or call 119.",
    ),
    "rescue.somebody": ("担当者", "Somebody"),
}
