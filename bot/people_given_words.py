"""What is wrong with people as another system tells of them, where the people file has other words or no such case."""

from __future__ import annotations

from bot.people_file_words import Words

OF_GIVEN: Words = {
    "double_employee_no": (
        "社員番号「{value}」は {first} 番目にもあります。どちらか一方だけを送ってください。",
        'The employee number "{value}" is in row {first} already; send one of them.',
    ),
    "bad_unit": (
        "組織「{value}」が正しくありません。「本社/開発部」のように / で区切り、"
        "{depth} 階層、各 {limit} 文字までにしてください。; は使えません。",
        'The unit "{value}" is not a path; write it like "Head office/Development", '
        "at most {depth} levels of at most {limit} characters each, without semicolons.",
    ),
    "bad_emergency_emails": (
        "メールアドレス「{value}」が正しくありません。hanako@example.jp の形にしてください。",
        'The email address "{value}" is not valid; write it like hanako@example.jp.',
    ),
    "bad_phones": (
        "電話番号「{value}」が正しくありません。数字と + - ( ) だけにしてください。",
        'The phone number "{value}" is not valid; use digits and + - ( ) only.',
    ),
    "too_many_values": (
        "{limit} 個を超えています。減らしてください。",
        "There are more than {limit} values; remove some.",
    ),
    "contacts_of_a_manager": (
        "管理者の連絡先です。変えられるのは、本人と機能管理者だけです。ほかの項目だけを送ってください。",
        "This is a manager: how they are reached is changed by themselves or by a safety admin. Send the rest alone.",
    ),
    "last_safety_admin": (
        "最後の機能管理者のため、退職にできません。先に管理画面で別の人を機能管理者にしてください。",
        "This is the last safety admin, who cannot leave. Make somebody else safety admin in the console first.",
    ),
    "account_of_another": (
        "この人の Slack か LINE のアカウントは、いまはほかの社員のものです。管理画面で確かめてください。",
        "A Slack or LINE account of theirs is somebody else's by now. Please look into it in the console.",
    ),
}
