"""The people file is read as companies have it, and every fault is named by line and column."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people_columns import Column
from bot.people_file import MAX_BYTES, MAX_ERRORS, PeopleFile, PersonRow, read_people
from bot.vocabulary import Locale, Role

ENGLISH = (
    "employee_no,name,kana,units,site,locale,email,emergency_emails,phones,slack_id,line_id,role,managed_units,active"
)
JAPANESE = "社員番号,氏名,フリガナ,所属,拠点,言語,メール,緊急連絡先メール,電話番号,SlackID,LINEID,権限,管理組織,在籍"
LINE_ID = "U" + "0af9" * 8
FULL = (
    f"A001,髙橋 花子,タカハシ ハナコ,本社/開発部/基盤課;大阪支社,本社ビル,ja,hana@aoba.example,"
    f"h@home.example;a..b.@docomo.ne.jp,090-0000-0001;+81 (3) 0000-0002,U0HANAKO,{LINE_ID},"
)


def read(text: str, locale: Locale = Locale.EN) -> PeopleFile:
    return read_people(text.encode(), locale)


def one(header: str, line: str) -> PersonRow:
    file = read(f"{header}\n{line}\n")
    assert file.errors == []
    assert len(file.rows) == 1
    return file.rows[0]


def errors_of(text: str | bytes, locale: Locale = Locale.EN) -> list[tuple[int, str, str]]:
    content = text.encode() if isinstance(text, str) else text
    return [(error.line, error.column, error.message) for error in read_people(content, locale).errors]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("header", "rest"), [(ENGLISH, "unit_manager,本社/開発部,1"), (JAPANESE, "防災管理者,本社/開発部,在籍")]
)
def test_all_columns_in_either_language_and_encoding(encoding: str, line_end: str, header: str, rest: str) -> None:
    content = (header + line_end + FULL + rest + line_end).encode(encoding)
    file = read_people(content, Locale.JA)
    assert file.errors == []
    assert file.rows == [
        PersonRow(
            line=2,
            employee_no="A001",
            name="髙橋 花子",
            kana="タカハシ ハナコ",
            units=("本社/開発部/基盤課", "大阪支社"),
            site="本社ビル",
            locale=Locale.JA,
            email="hana@aoba.example",
            emergency_emails=("h@home.example", "a..b.@docomo.ne.jp"),
            phones=("090-0000-0001", "+81 (3) 0000-0002"),
            slack_ids=("U0HANAKO",),
            line_ids=(LINE_ID,),
            role=Role.UNIT_MANAGER,
            managed_units=("本社/開発部",),
            active=True,
        )
    ]


def test_only_two_columns_are_required_and_any_order_is_read() -> None:
    row = one("NAME,Employee No", "花子,1")
    assert row == PersonRow(line=2, employee_no="1", name="花子")


def test_blank_lines_and_columns_without_a_header_or_value_are_passed_over() -> None:
    file = read("employee_no,name,,\n\n1,a,,\n,,,\n2,b\n")
    assert file.errors == []
    assert [(row.line, row.name) for row in file.rows] == [(3, "a"), (5, "b")]


def test_full_width_letters_and_separators_are_made_plain() -> None:
    row = one(
        "employee_no,name,email,phones,units", "Ａ１,花子,ｈ＠ａｏｂａ．example,０３−１１１１；119,本社 / 開発部；工場"
    )
    assert (row.employee_no, row.email, row.units) == ("A1", "h@aoba.example", ("本社/開発部", "工場"))


def test_a_value_given_twice_counts_once_in_its_first_place() -> None:
    row = one("employee_no,name,emergency_emails,units", "1,a,B@x.example;c@x.example;b@x.example,b;a;b")
    assert row.emergency_emails == ("B@x.example", "c@x.example")
    assert row.units == ("b", "a")


@pytest.mark.parametrize(("field", "mails"), [("", None), ("-", ()), ("'-", ()), ("a@b.example", ("a@b.example",))])
def test_an_empty_field_of_mails_differs_from_none(field: str, mails: tuple[str, ...] | None) -> None:
    assert one("employee_no,name,emergency_emails", f"1,a,{field}").emergency_emails == mails


@pytest.mark.parametrize(
    ("word", "active"),
    [(word, True) for word in ("1", "true", "TRUE", "はい", "在籍", "", "１")]
    + [(word, False) for word in ("0", "false", "False", "いいえ", "退職", "no")],
)
def test_words_for_being_employed(word: str, active: bool) -> None:
    assert one("employee_no,name,active", f"1,a,{word}").active is active


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("", Role.NONE),
        ("safety_admin", Role.SAFETY_ADMIN),
        ("機能管理者", Role.SAFETY_ADMIN),
        ("Unit_Manager", Role.UNIT_MANAGER),
        ("防災管理者", Role.UNIT_MANAGER),
    ],
)
def test_words_for_roles(word: str, role: Role) -> None:
    assert one("employee_no,name,role", f"1,a,{word}").role is role


@pytest.mark.parametrize(
    ("word", "locale"), [("", None), ("ja", Locale.JA), ("日本語", Locale.JA), ("EN", Locale.EN), ("英語", Locale.EN)]
)
def test_words_for_languages(word: str, locale: Locale | None) -> None:
    assert one("employee_no,name,locale", f"1,a,{word}").locale is locale


@pytest.mark.parametrize(
    ("content", "column", "said"),
    [
        (b"\xff\xfee\x00", "", "UTF-16"),
        (b"a" * (MAX_BYTES + 1), "", "larger than 50 MB"),
        (b"", "employee_no", "required column"),
        (b"employee_no\n1", "name", "required column"),
        (b"name\n1", "employee_no", "required column"),
        (b"employee_no,name,shoe size\n1,a,42", "shoe size", "no column"),
        (b"employee_no,name,NAME\n1,a,b", "NAME", "twice"),
        (b"employee_no,name,managed_units\n1,a,b", "managed_units", 'needs the column "role"'),
        (b"employee_no,name\n", "", "no people"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(content: bytes, column: str, said: str) -> None:
    file = read_people(content, Locale.EN)
    assert file.rows == []
    assert (file.errors[0].line, file.errors[0].column) == (1, column)
    assert said in file.errors[0].message


@pytest.mark.parametrize(
    ("header", "value", "said"),
    [
        ("name", "", "missing"),
        ("name", "x" * 101, "longer than 100"),
        ("kana", "x" * 101, "longer than 100"),
        ("site", "x" * 101, "longer than 100"),
        ("kana", "a\x00b", "control character"),
        ("kana", "a\x1bb", "control character"),
        ("kana", '"a\nb"', "control character"),
        ("kana", "a\u2028b", "control character"),
        ("kana", "a\u202eb", "control character"),
        ("locale", "fr", '"fr" is not known'),
        ("email", "hanako", "not valid"),
        ("email", "hana ko@x.example", "not valid"),
        ("email", "h@localhost", "not valid"),
        ("email", "h@x.example;i@x.example", "not valid"),
        ("email", "花子@x.example", "not valid"),
        ("email", "h@" + "x" * 250 + ".example", "not valid"),
        ("email", '"h@x.example\r\nBcc: a@x.example"', "control character"),
        ("emergency_emails", "h@x.example;-", "not valid"),
        ("emergency_emails", ";".join(f"h{n}@x.example" for n in range(51)), "more than 50 values"),
        ("phones", "call me", "not valid"),
        ("phones", "()-", "not valid"),
        ("slack_id", "u0hanako", "not valid"),
        ("slack_id", "C0GENERAL", "not valid"),
        ("slack_id", "U1", "not valid"),
        ("line_id", "U" + "0" * 31, "not valid"),
        ("line_id", "U" + "0" * 33, "not valid"),
        ("line_id", "U" + "A" * 32, "not valid"),
        ("role", "boss", '"boss" is not known'),
        ("active", "maybe", '"maybe" is not known'),
        ("units", "本社//開発部", "not a path"),
        ("units", "/本社", "not a path"),
        ("units", "本社/", "not a path"),
        ("units", "/".join("abcdefghijk"), "not a path"),
        ("units", "x" * 101, "not a path"),
    ],
)
def test_a_bad_value_is_named_by_line_and_column(header: str, value: str, said: str) -> None:
    text = (
        f"employee_no,name,{header}\n1,ok,\n2,ok,{value}\n"
        if header != "name"
        else f"employee_no,name\n1,a\n2,{value}\n"
    )
    [(line, column, message)] = errors_of(text)
    assert (line, column) == (3, header)
    assert said in message


def test_the_column_is_named_as_the_file_names_it() -> None:
    assert [error[1] for error in errors_of("社員番号,氏名,メール\n1,,x\n", Locale.JA)] == ["氏名", "メール"]


def test_an_employee_number_stands_once() -> None:
    [(line, column, message)] = errors_of("employee_no,name\n1,a\n2,b\n１,c\n")
    assert (line, column) == (4, "employee_no")
    assert "line 2" in message


@pytest.mark.parametrize(("column", "account"), [("slack_id", "U0HANAKO"), ("line_id", LINE_ID)])
def test_an_account_belongs_to_one_person(column: str, account: str) -> None:
    [(line, named, message)] = errors_of(f"employee_no,name,{column}\n1,a,{account}\n2,b,{account}\n")
    assert (line, named) == (3, column)
    assert "line 2" in message


def test_managed_units_need_the_role_of_a_unit_manager() -> None:
    text = "employee_no,name,role,managed_units\n1,a,unit_manager,本社\n2,b,safety_admin,本社\n3,c,,本社\n"
    assert [(line, column) for line, column, _ in errors_of(text)] == [(3, "managed_units"), (4, "managed_units")]


def test_too_many_values_in_a_line_are_an_error() -> None:
    [(line, _, message)] = errors_of("employee_no,name\n1,山田,太郎\n")
    assert line == 2
    assert "more values (3) than headers (2)" in message


def test_a_unit_manager_needs_units_where_the_file_speaks_of_them() -> None:
    text = "社員番号,氏名,権限,管理組織\n1,a,防災管理者,本社\n2,b,防災管理者, ;\n3,c,,\n"
    [(line, column, message)] = errors_of(text)
    assert (line, column) == (3, "管理組織")
    assert "no managed units" in message
    assert errors_of("employee_no,name,role\n1,a,unit_manager\n") == []


def test_managed_units_that_cannot_be_read_are_not_called_missing_too() -> None:
    units = ";".join(f"課{number}" for number in range(51))
    [(_, _, message)] = errors_of(f"employee_no,name,role,managed_units\n1,a,unit_manager,{units}\n")
    assert "more than 50 values" in message


def test_a_row_without_the_commas_of_its_empty_end_is_no_fault() -> None:
    """As Excel writes it."""
    assert errors_of("employee_no,name,kana,active\n1,a\n2,b,ビー\n") == []


def test_broken_quotation_marks_cost_only_their_line() -> None:
    errors = errors_of('employee_no,name\n1,"a"b\n2,\n3,ok\n')
    assert [(line, column) for line, column, _ in errors] == [(2, ""), (3, "name")]


def test_a_quotation_mark_never_closed_is_found() -> None:
    [(line, _, message)] = errors_of('employee_no,name\n1,"a\n2,b\n')
    assert line == 2
    assert "quotation marks" in message


def test_a_line_beyond_64_kb_is_an_error_and_reading_goes_on() -> None:
    errors = errors_of("employee_no,name\n1," + "x" * 70_000 + "\n2,\n")
    assert [(line, column) for line, column, _ in errors] == [(2, ""), (3, "name")]


def test_a_quotation_mark_that_swallows_the_file_ends_after_64_kb() -> None:
    errors = errors_of('employee_no,name\n1,"a\n' + "2,bbbbbbbbbb\n" * 20_000)
    assert errors[0][0] == 2
    assert "quotation mark" in errors[0][2]


def test_five_hundred_faults_are_each_reported() -> None:
    lines = [f"{no},{'' if no % 2 else 'ok'}" for no in range(1_000)]
    errors = errors_of("employee_no,name\n" + "\n".join(lines))
    assert [line for line, _, _ in errors] == list(range(3, 1_002, 2))


def test_reading_stops_where_the_list_of_errors_would_have_no_end() -> None:
    errors = errors_of("employee_no,name\n" + "".join(f"{no},\n" for no in range(5_000)))
    assert len(errors) == MAX_ERRORS + 1
    assert "reading stopped here" in errors[-1][2]


def test_a_long_value_is_quoted_shortened() -> None:
    [(_, _, message)] = errors_of("employee_no,name,role\n1,a," + "x" * 5_000)
    assert len(message) < 200


def test_our_own_defused_fields_are_read_as_they_were() -> None:
    row = one("employee_no,name,phones", "1,'=cmd|x!A1,'+81-3-0000-0000;119")
    assert (row.name, row.phones) == ("=cmd|x!A1", ("+81-3-0000-0000", "119"))


cells = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: f"{ENGLISH}\n{text}".encode())))
def test_any_bytes_are_read_without_a_traceback(content: bytes) -> None:
    file = read_people(content, Locale.JA)
    assert file.rows or file.errors
    assert all(error.line >= 1 and error.message for error in file.errors)


@given(st.lists(st.lists(cells, min_size=14, max_size=14), min_size=1, max_size=4))
def test_any_cells_are_read_without_a_traceback(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([[*Column], *rows])
    file = read_people(text.getvalue().encode(), Locale.EN)
    assert all(error.line >= 2 or not error.column for error in file.errors)
    assert all(row.employee_no and row.name for row in file.rows)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("cp932", b"")])
def test_stray_bytes_are_named_by_line_and_column(encoding: str, mark: bytes, line_end: bytes) -> None:
    lines = [JAPANESE.encode(encoding), "1,花子".encode(encoding), b"2,\xff", "3,次郎".encode(encoding), b"4,a,\xfd"]
    errors = errors_of(mark + line_end.join(lines))
    assert [(line, column) for line, column, _ in errors] == [(3, "氏名"), (5, "フリガナ")]
    assert "byte here (FF, hexadecimal)" in errors[0][2]


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14\x00\xff\n1\n", b"\x81 ,name\n1,a\n"])
def test_a_header_that_is_no_text_is_one_error(content: bytes) -> None:
    [(line, column, message)] = errors_of(content)
    assert (line, column) == (1, "")
    assert "neither UTF-8 nor CP932" in message


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("header", ["employee_no,name,units", "社員番号,氏名,所属", "employee_no,name,department"])
def test_another_separator_gets_one_clear_hint(header: str, separator: str, name: str) -> None:
    text = f"{header}\n1,花子,本社\n2,次郎,本社\n".replace(",", separator)
    [(line, column, message)] = errors_of(text)
    assert (line, column) == (1, "")
    assert f"separated by {name}; save the file with commas" in message


def test_a_semicolon_within_a_header_is_no_separator() -> None:
    assert "no column" in errors_of("employee_no,name,note;x\n1,花子,y\n")[0][2]
