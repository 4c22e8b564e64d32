"""Taking care of a person, and writing to them: what managers and the person read of it."""

from __future__ import annotations

WORDS = {
    "manager_note.heading": ("{sender}からの連絡", "Message from {sender}"),
    "manager_note.somebody": ("管理者", "your managers"),
    "manager_note.words": ("「{words}」", "“{words}”"),
    "manager_note.answer": (
        "このメッセージへの返信は読まれません。答えは下のボタンで送ってください。急ぐときは電話してください。",
        "Nobody reads replies to this message. Answer with the buttons below. If it is urgent, call.",
    ),
    "manager_note.answer_on_page": (
        "このメッセージへの返信は読まれません。答えは下のページから送ってください。急ぐときは電話してください。",
        "Nobody reads replies to this message. Answer on the page below. If it is urgent, call.",
    ),
    "message.manager_note": ("管理者からの連絡", "Message from a manager"),
    "note_written.person": ("{name}に送ります", "On its way to {name}"),
    "note_written.people": ("{people}人に送ります", "On its way to {people:# person|# people}"),
    "note_written.already": ("送信済みです", "Already sent"),
    "note_written.how": (
        "登録されているすべての連絡先に、あなたの名前で届きます。答えは集計ボードに出ます。",
        "It goes to all their contacts, with your name. Their answers show on the board.",
    ),
    "note_written.out_of_reach": (
        "⚠️ 届く連絡先がない人：{people}人。電話してください。",
        "⚠️ No contact works for {people}. Please call them.",
    ),
    "claim.claimed": ("あなたが{name}の担当になりました", "You now take care of {name}"),
    "claim.mine": ("あなたが{name}の担当です", "You already take care of {name}"),
    "claim.taken": ("{name}の担当は、すでに{by}です", "{by} already takes care of {name}"),
    "claim.answered": ("{name}はすでに回答しています", "{name} has already answered"),
    "claim.released": ("{name}の担当を外しました", "Nobody is assigned to {name} any more"),
    "claim.nobody": ("{name}に担当者はいません", "Nobody is assigned to {name}"),
    "claim.next": (
        "電話するか、知っている人にたずねてください。わかったことは「代わりに回答」で記録できます。",
        "Call them, or ask people who know. Record what you learn with “answer for them”.",
    ),
    "refusal.empty_note": ("文章を書いてください。", "Please write a few words."),
    "refusal.written_too_often": (
        "短い間に何度も送られています。10分ほど待ってから送ってください。",
        "Several messages were sent just now. Please wait ten minutes.",
    ),
    "refusal.nobody_in_need": (
        "いま助けを求めている人は、あなたの担当にはいません。",
        "None of your people is calling for help now.",
    ),
}
