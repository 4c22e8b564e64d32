"""The words of messages as they are before a company changes them, and the pages on which it does."""

from __future__ import annotations

WORDS = {
    "original.prompt_title": ("{title}", "{title}"),
    "original.prompt_body": (
        "ご無事ですか？ まず身の安全を確保してください。",
        "Are you safe? First get out of danger.",
    ),
    "original.drill_title": ("{title}", "{title}"),
    "original.drill_body": (
        "ご無事ですか？ まず身の安全を確保してください。",
        "Are you safe? First get out of danger.",
    ),
    "original.reminder_title": ("再送 {number}回目：{title}", "Reminder {number}: {title}"),
    "original.reminder_body": (
        "まだ回答を受け取っていません（再送 {number}回目）。",
        "We have not heard from you yet (reminder {number}).",
    ),
    "original.last_reminder_title": ("最後のお願い：{title}", "Last reminder: {title}"),
    "original.last_reminder_body": (
        "まだ回答を受け取っていません。自動のお知らせは今回で最後です（再送 {number}回目）。このあとでも回答できます。",
        "We have not heard from you yet. This is the last automatic reminder ({number}). You can still answer later.",
    ),
    "original.thanks_title": ("{received}", "{received}"),
    "original.thanks_body": (
        "ありがとうございます。回答はこれで完了です。\nよろしければ、下のボタンで詳しく教えてください（任意）。",
        "Your answer is complete.\nIf you like, tell us more with the buttons below.",
    ),
    "original.closed_title": ("終了：{title}", "Closed: {title}"),
    "original.closed_body": (
        "この安否確認を終了しました。ご協力ありがとうございました。",
        "This safety check is closed. Thank you.",
    ),
    "closing.still_heard": (
        "まだ回答していない方や状況が変わった方は、これからでも回答できます（終了後の回答として記録します）。",
        "If you have not answered, or things have changed, you can still answer; it is marked as late.",
    ),
    "original.contact_proof_title": ("届いていたら押してください", "Please press the button"),
    "original.contact_proof_body": (
        "{company}の安否確認です。この連絡先に届いて、あなたのものであれば、ボタンを1回押してください。",
        "This is the safety check of {company}. If it has reached you and the contact is yours, press the button once.",
    ),
    "original.contact_urge_title": (
        "災害のときの連絡先を登録してください",
        "Please register how to reach you in a disaster",
    ),
    "original.contact_urge_body": (
        "{company}の安否確認です。あなたには届く連絡先がありません。ふだん見るメールアドレスなどを登録してください。"
        "1分で終わります。",
        "This is the safety check of {company}. Nothing can reach you yet. Register a mail address you really read. "
        "It takes a minute.",
    ),
    "text.company_unnamed": ("会社", "your company"),
    "text.trial_mark": ("【テスト送信】{text}", "[Test] {text}"),
    "text.trial_note": (
        "これは文面のテスト送信です。災害も訓練も起きていません。回答はいりません。ボタンとリンクは省いてあります。",
        "This only tests the words of a message. There is no emergency and no drill, and no answer is needed. "
        "Buttons and links are left out.",
    ),
    "text.sample_title": ("東京で震度6強の地震", "Strong earthquake in Tokyo"),
    "text.sample_message": (
        "（開始するときに書くひとことは、ここに入ります）",
        "(Here stands the message written when the check is started)",
    ),
    "text_kind.prompt": ("安否確認", "Safety check"),
    "text_kind.drill": ("安否確認（防災訓練）", "Safety check (drill)"),
    "text_kind.reminder": ("再送（未回答の人へ）", "Reminder (to the silent)"),
    "text_kind.last_reminder": ("最後の再送", "Last reminder"),
    "text_kind.thanks": ("回答へのお礼", "Thank-you for an answer"),
    "text_kind.closed": ("終了のお知らせ", "Notice of the close"),
    "text_kind.contact_proof": ("緊急連絡先通知（連絡先確認）", "Contact check"),
    "text_kind.contact_urge": ("緊急連絡先設定確認通知", "Please register your contacts"),
    "text_note.prompt": ("本番の安否確認で送ります。", "Sent when a real check starts."),
    "text_note.drill": (
        "訓練で送ります。【訓練】の印と「これは訓練です」は必ず付きます。",
        "Sent when a drill starts. 【訓練】 and “This is a drill” are always added.",
    ),
    "text_note.reminder": (
        "質問の前に付けて、もう一度送ります。質問の文は「安否確認」のものです。",
        "Stands before the question, which is sent again as it is set for the check.",
    ),
    "text_note.last_reminder": (
        "自動の再送の最後の回に、質問の前に付けます。",
        "Stands before the question in the last automatic reminder.",
    ),
    "text_note.thanks": (
        "「無事」「影響なし」への返事です。けが・救助要請への返事は、命にかかわるため変えられません。",
        "The reply to “safe” and “not affected”. What the injured and those who need help are told stays as it is.",
    ),
    "text_note.closed": (
        "anpi check close 番号 --tell で終了したとき、たずねた人に1通ずつ送ります。終了後の回答ページにも出ます。",
        "Sent once to everybody asked, when a check is closed with anpi check close NUMBER --tell; and shown on answer "
        "pages from then on.",
    ),
    "text_note.contact_proof": (
        "連絡先確認の一斉配信で送ります。「災害は起きていません」は必ず付きます。",
        "Sent by a contact check. “Nothing has happened” is always added.",
    ),
    "text_note.contact_urge": (
        "連絡先のない人に、プロフィールのメールアドレスへ送ります。",
        "Mailed to the profile address of people no contact reaches.",
    ),
    "text_place.title": ("安否確認の件名", "the title of the check"),
    "text_place.company": ("会社名", "the company"),
    "text_place.started": ("開始した日時", "when the check started"),
    "text_place.number": ("再送の回数", "which reminder it is"),
    "text_place.received": ("受け取った回答の文", "what was answered, as a sentence"),
    "text_place.answer": ("受け取った回答", "the answer"),
    "text_place.name": ("受け取る人の氏名", "the receiver's name"),
    "message.check_closed": ("終了のお知らせ", "Notice of the close"),
    "message.text_trial": ("文面のテスト", "Test of a message"),
    "texts.lead": (
        "送るメッセージの件名と本文を、会社の言葉に変えられます。"
        "印・ボタン・リンク・返信のしかた・119 などの案内は、いつも付きます。",
        "Titles and bodies in your company's words. Marks, buttons, links, how to reply and the emergency numbers "
        "are always added.",
    ),
    "texts.original": ("元の文のまま", "Original words"),
    "texts.changed": ("変更 {when} {name}", "Changed {when} {name}"),
    "text_locale.ja": ("日本語", "Japanese"),
    "text_locale.en": ("英語", "English"),
    "text_locale.ja-easy": ("やさしい日本語", "Easy Japanese"),
    "texts.title": ("件名", "Title"),
    "texts.body": ("本文", "Body"),
    "texts.places": ("差し込めるもの", "Places that are filled in"),
    "texts.save": ("保存する", "Save"),
    "texts.preview": ("プレビュー", "Preview"),
    "texts.try": ("自分にテスト送信", "Send a test to myself"),
    "texts.reset": ("元の文に戻す", "Back to the original words"),
    "texts.saved": ("保存しました。これから送るものに使います。", "Saved. Used from the next message on."),
    "texts.reset_done": ("元の文に戻しました", "The original words are back"),
    "texts.tried": (
        "テストを送っています：{channels}（まだ保存していません）",
        "A test is on its way: {channels} (nothing has been saved)",
    ),
    "texts.no_channel": (
        "送信の設定がまだないため、プレビューはありません。",
        "No channel is set up, so there is no preview.",
    ),
    "texts.back": ("文面の一覧へ", "All messages"),
    "settings.texts": ("配信メッセージの文面", "Words of messages"),
    "settings.texts_note": (
        "安否確認・訓練・再送・お礼・連絡先確認の件名と本文",
        "Titles and bodies of checks, drills, reminders, thank-yous and contact checks",
    ),
    "refusal.text_empty_title": ("件名を入れてください。", "Please write a title."),
    "refusal.text_title_too_long": (
        "件名が長すぎます（{length}文字）。{at_most}文字までにしてください。",
        "The title is too long ({length} characters). At most {at_most}, please.",
    ),
    "refusal.text_body_too_long": (
        "本文が長すぎます（{length}文字）。{at_most}文字までにしてください。",
        "The body is too long ({length} characters). At most {at_most}, please.",
    ),
    "refusal.text_unknown_place": (
        "使えない差し込みがあります：{places}　このメッセージで使えるもの（半角）：{known}",
        "This cannot be filled in: {places}. In this message you can use {known}.",
    ),
    "refusal.text_brace": (
        "かっこ {{ }} の対が合っていません。このあたりです：{near}",
        "A brace has no partner. It is near: {near}",
    ),
    "refusal.text_lacks_place": (
        "件名に {place} を入れてください。どの安否確認か、何と答えたかが分からなくなります。",
        "The title needs {place}: without it nobody knows which check it is, or what was answered.",
    ),
    "refusal.no_contact_for_trial": (
        "テストを送れる、あなたの連絡先がありません。「自分の連絡先」で登録してください。",
        "You have no contact this could be sent to. Add one under “My contacts”.",
    ),
}
