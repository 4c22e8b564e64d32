"""What is wrong in a contacts file, where `bot.people_file_words` has no words for it."""

from __future__ import annotations

from bot.people_file_words import Words

CONTACT_WORDS: Words = {
    "empty": (
        "連絡先の行がありません。ヘッダーの下に、連絡先 1 件を 1 行で書いてください。",
        "There are no contacts in the file; write one line per contact below the header.",
    ),
    "bad_channel": (
        "種別「{value}」は使えません。slack、line、mail（メール）、phone（電話）のいずれかにしてください。",
        'The channel "{value}" is not known; use slack, line, mail or phone.',
    ),
    "bad_phone": (
        "電話番号「{value}」が正しくありません。数字と + - ( ) だけにしてください。",
        'The phone number "{value}" is not valid; use digits and + - ( ) only.',
    ),
    "bad_order": (
        "順番「{value}」が正しくありません。1 から {limit} までの数にするか、空にしてください。",
        'The order "{value}" is not valid; write a number from 1 to {limit}, or leave it empty.',
    ),
    "bad_plain": (
        "「{value}」は使えません。1（テキストのみ）か、空にしてください。",
        '"{value}" is not known here; write 1 for plain text, or leave it empty.',
    ),
    "plain_only_mail": (
        "テキストのみにできるのはメールだけです。この欄を空にしてください。",
        "Only mail can be plain text; empty this field.",
    ),
    "double_contact": (
        "同じ人の同じ連絡先が {first} 行目にもあります。どちらかを削除してください。",
        "The same contact of the same person stands in line {first} already; remove one of them.",
    ),
    "double_order": (
        "同じ人の {first} 行目と順番が同じです。どちらかを直してください。",
        "Line {first} gives a contact of the same person the same order; correct one of them.",
    ),
    "no_such_person": (
        "社員番号「{value}」の社員はいません。番号を直すか、先に社員名簿を取り込んでください。",
        'Nobody on the staff list has the employee number "{value}"; correct it, or import the person first.',
    ),
    "not_your_person": (
        "社員番号「{value}」は、担当する社員の中にいません。この行を削除してください。",
        'The employee number "{value}" is not one of your people; remove this line.',
    ),
    "of_a_manager": (
        "管理者の連絡先を変えられるのは、本人と機能管理者だけです。この人の行を削除してください。",
        "The contacts of a manager are changed by themselves or by a safety admin; remove their lines.",
    ),
    "line_by_owner": (
        "LINE のアカウントを新しく登録できるのは、本人と機能管理者だけです。この行を削除してください。",
        "A new LINE account is registered by its owner or a safety admin; remove this line.",
    ),
    "account_of_another": (
        "アカウント「{value}」は、ほかの社員のものとして登録されています。先にそちらから外してください。",
        'The account "{value}" is registered for somebody else; take it away there first.',
    ),
    "too_many_contacts": (
        "連絡先は一人 {limit} 件までです。この行から先を減らしてください。",
        "A person can have {limit} contacts; remove lines from this one on.",
    ),
}
