"""What is wrong in a people file, one sentence each: what it is and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from bot.vocabulary import Locale

#: problem → (Japanese, English).
Words = Mapping[str, tuple[str, str]]

_WORDS = {
    "too_big": (
        "ファイルが {limit} を超えています。分割して取り込んでください。",
        "The file is larger than {limit}; import it in parts.",
    ),
    "utf16": (
        "UTF-16 のファイルです。「CSV UTF-8」形式で保存し直してください。",
        'The file is UTF-16; save it as "CSV UTF-8".',
    ),
    "not_text": (
        "UTF-8 としても CP932（Shift_JIS）としても読めない文字（16 進数 {byte}）があります。"
        "直すか、「CSV UTF-8」形式で保存し直してください。",
        "There is a byte here ({byte}, hexadecimal) that is neither UTF-8 nor CP932; correct it, or save the file as "
        '"CSV UTF-8".',
    ),
    "separated_by_semicolon": (
        "列がセミコロン（;）で区切られています。コンマ区切りの「CSV UTF-8」形式で保存し直してください。",
        'The columns are separated by semicolons; save the file with commas, as "CSV UTF-8".',
    ),
    "separated_by_tab": (
        "列がタブで区切られています。コンマ区切りの「CSV UTF-8」形式で保存し直してください。",
        'The columns are separated by tabs; save the file with commas, as "CSV UTF-8".',
    ),
    "empty": (
        "社員の行がありません。ヘッダーの下に 1 人 1 行で書いてください。",
        "There are no people in the file; write one line per person below the header.",
    ),
    "no_required_column": (
        "必須の列「{key}」がありません。ヘッダーに追加してください。",
        'The required column "{key}" is missing; add it to the header.',
    ),
    "unknown_column": (
        "「{key}」という列はありません。綴りを直すか、列を削除してください。",
        'There is no column "{key}"; correct the header or remove the column.',
    ),
    "double_column": (
        "「{key}」の列が 2 つあります。1 つにしてください。",
        'The column "{key}" stands there twice; keep one.',
    ),
    "needs_role": (
        "この列には「権限」の列も必要です。role（権限）をヘッダーに追加してください。",
        'This column needs the column "role" beside it; add it to the header.',
    ),
    "too_many_errors": (
        "誤りが {limit} 件を超えたため、ここで止めました。まず上の誤りを直してください。",
        "There are more than {limit} errors, so reading stopped here; correct the ones above first.",
    ),
    "row_too_long": (
        "1 行が {limit} を超えています。引用符の閉じ忘れがないか確認してください。",
        "The line is longer than {limit}; look for a quotation mark that is not closed.",
    ),
    "broken_quotes": (
        '引用符（"）の使い方が正しくありません。閉じ忘れがないか確認し、文字としての " は "" と書いてください。',
        'The quotation marks are wrong; close every one, and write "" for a quotation mark within a value.',
    ),
    "too_many_cells": (
        "値（{found} 個）がヘッダー（{expected} 列）より多くあります。コンマを含む値は引用符で囲んでください。",
        "There are more values ({found}) than headers ({expected}); put a value with a comma into quotation marks.",
    ),
    "control_character": (
        "改行や制御文字が入っています。取り除いてください。",
        "There is a line break or control character in the value; remove it.",
    ),
    "missing": ("空です。値を入れてください。", "The value is missing; fill it in."),
    "too_long": (
        "{limit} 文字を超えています。短くしてください。",
        "The value is longer than {limit} characters; shorten it.",
    ),
    "too_many_values": (
        "値が {limit} 個を超えています。減らしてください。",
        "There are more than {limit} values in the field; remove some.",
    ),
    "double_employee_no": (
        "社員番号「{value}」は {first} 行目にもあります。どちらかを直してください。",
        'The employee number "{value}" stands in line {first} already; correct one of them.',
    ),
    "double_account": (
        "アカウント「{value}」は {first} 行目の社員にもあります。どちらかを直してください。",
        'The account "{value}" was given to the person in line {first} already; correct one of them.',
    ),
    "account_taken": (
        "アカウント「{value}」は社員番号「{employee_no}」の人が使っています。先にそちらから外してください。",
        'The account "{value}" belongs to employee number "{employee_no}"; take it away there first.',
    ),
    "bad_locale": (
        "言語「{value}」は使えません。ja、ja-easy、en のどれかにしてください。",
        'The language "{value}" is not known; use ja, ja-easy or en.',
    ),
    "bad_role": (
        "権限「{value}」は使えません。空欄、機能管理者、防災管理者のいずれかにしてください。",
        'The role "{value}" is not known; leave it empty or use safety_admin or unit_manager.',
    ),
    "bad_active": (
        "「{value}」は使えません。在籍か退職（1 か 0）にしてください。",
        '"{value}" is not known here; use 1 or 0.',
    ),
    "bad_unit": (
        "組織「{value}」が正しくありません。「本社/開発部」のように / で区切り、"
        "{depth} 階層、各 {limit} 文字までにしてください。",
        'The unit "{value}" is not a path; write it like "Head office/Development", '
        "at most {depth} levels of at most {limit} characters each.",
    ),
    "manages_without_role": (
        "管理組織は権限が防災管理者の人だけに書けます。権限を直すか、この欄を空にしてください。",
        "Only a unit_manager can have managed units; correct the role or empty this field.",
    ),
    "manager_without_units": (
        "防災管理者に管理組織がありません。管理組織を書くか、権限を空にしてください。",
        "The unit_manager has no managed units; name at least one, or leave the role empty.",
    ),
    "no_admin_left": (
        "この取り込みで、機能管理者が一人もいなくなります。だれかを機能管理者にしてください。",
        "No safety admin would be left after this import; make somebody one.",
    ),
    "no_unit": (
        "組織「{value}」はありません。組織は所属の列から作られます。綴りを直すか、所属に書いてください。",
        'There is no unit "{value}"; units are made by the units column. Correct the path, or name it there.',
    ),
    "bad_email": (
        "メールアドレス「{value}」が正しくありません。hanako@example.jp の形にしてください。",
        'The email address "{value}" is not valid; write it like hanako@example.jp.',
    ),
    "bad_emergency_emails": (
        "メールアドレス「{value}」が正しくありません。hanako@example.jp の形にし、複数のときは ; で区切ってください。",
        'The email address "{value}" is not valid; write it like hanako@example.jp, several separated by ;.',
    ),
    "bad_phones": (
        "電話番号「{value}」が正しくありません。数字と + - ( ) だけにし、複数のときは ; で区切ってください。",
        'The phone number "{value}" is not valid; use digits and + - ( ) only, several separated by ;.',
    ),
    "bad_slack_id": (
        "Slack ID「{value}」が正しくありません。U か W で始まるメンバー ID（例 U0123ABCD）にしてください。",
        'The Slack ID "{value}" is not valid; use the member ID that begins with U or W (such as U0123ABCD).',
    ),
    "bad_line_id": (
        "LINE ID「{value}」が正しくありません。U に続く 32 桁の 16 進数（ユーザー ID）にしてください。",
        'The LINE ID "{value}" is not valid; use the user ID: U and 32 hexadecimal digits.',
    ),
}

_NO_MORE: Words = {}
#: A value is quoted in an error no longer than this.
_QUOTED = 60


def say(locale: Locale, problem: str, params: Mapping[str, object], more: Words = _NO_MORE) -> str:
    """`more`: problems of another kind of file, or with other words there."""
    japanese, english = more.get(problem) or _WORDS[problem]
    return (english if locale is Locale.EN else japanese).format(**{key: _quoted(params[key]) for key in params})


def _quoted(param: object) -> object:
    return param[:_QUOTED] + "…" if isinstance(param, str) and len(param) > _QUOTED else param
