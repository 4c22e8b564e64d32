"""The company's information file is read whole or refused with everything that is wrong in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import info_file_words
from bot.company import CompanyInfo, EmergencyContact, InfoLink, Place, Route
from bot.info_file import MAX_BYTES, InfoFileError, read_info
from bot.vocabulary import Hazard, InfoPage, Locale, MapService

GOOD = """
[[contacts]]
name = "災害対策本部"
name_en = "Emergency headquarters"
number = "03-0000-0001"
note = "24時間"
note_en = "24 hours"

[[contacts]]
name = "災害用伝言ダイヤル"
number = "１７１"

[[links]]
name = "気象庁"
url = "https://www.jma.go.jp/bosai/"

[[routes]]
name = "本社から日比谷公園"
start = { name = "正面玄関", lat = 35.6812, lon = 139.7671 }
destination = { name = "日比谷公園", lat = 35.6736, lon = 139.7564 }

[[routes]]
name = "高台へ"
destination = { name = "高台", lat = -35, lon = 179.99 }
"""


def problems_of(text: str | bytes, locale: Locale = Locale.EN) -> tuple[str, ...]:
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(InfoFileError) as refused:
        read_info(content, locale)
    return refused.value.problems


def contact(**values: str) -> str:
    return "[[contacts]]\n" + "\n".join(f"{key} = {value}" for key, value in values.items())


def link(url: str) -> str:
    return f"[[links]]\nname = 'x'\nurl = '{url}'"


def route(destination: str) -> str:
    return f"[[routes]]\nname = 'x'\ndestination = {destination}"


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_a_good_file_gives_its_facts(before: bytes) -> None:
    assert read_info(before + GOOD.encode(), Locale.JA) == CompanyInfo(
        contacts=(
            EmergencyContact("災害対策本部", "03-0000-0001", "24時間", "Emergency headquarters", "24 hours"),
            EmergencyContact("災害用伝言ダイヤル", "171"),
        ),
        links=(InfoLink("気象庁", "https://www.jma.go.jp/bosai/"),),
        routes=(
            Route(
                "本社から日比谷公園",
                Place("日比谷公園", 35.6736, 139.7564),
                Place("正面玄関", 35.6812, 139.7671),
            ),
            Route("高台へ", Place("高台", -35.0, 179.99)),
        ),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "file: there is nothing in it"),
        (b"\xff\xfe", "not UTF-8"),
        ("x = ", "cannot be read as TOML"),
        ("x = " + "[" * 5_000, "cannot be read as TOML"),
        (b"#" * (MAX_BYTES + 1), "larger than 1,000,000 bytes"),
        ("[[contact]]\nname = 'x'", 'file: "contact" is not known'),
        ("contacts = 3", "must be written as [[contacts]]"),
        ("contacts = [3]", "must be written as [[contacts]]"),
        ("[[contacts]]\nname='x'\nnumber='119'\n" * 201, "more than 200"),
        (contact(name="'x'", number="'119'", nmae="'y'"), 'contact 1: "nmae" is not known'),
        (contact(number="'119'"), 'contact 1: "name" is missing'),
        (contact(name="'  '", number="'119'"), '"name" is missing'),
        (contact(name="5", number="'119'"), '"name" must be text'),
        (contact(name="'" + "x" * 101 + "'", number="'119'"), '"name" is longer than 100'),
        (contact(name="'x'", number="'119'", note="'" + "x" * 501 + "'"), '"note" is longer than 500'),
        (contact(name='"a\\nb"', number="'119'"), "a line break or an invisible character (U+000A)"),
        (contact(name="'本社\u202e部対策'", number="'119'"), "an invisible character (U+202E); remove it"),
        (contact(name="'x'", number="'119'", note="'a\u2066b'"), "(U+2066)"),
        (contact(name="'x'", number="'119'", note_en="'a\u200bb'"), "(U+200B)"),
        (contact(name="'x'", number="'119'", note="'a\u2028b'"), "(U+2028)"),
        (link("https://example.jp/\u202egnp.exe"), '"url" contains'),
        (link("https://exa\u200dmple.jp/"), '"url" must be'),
        (link("data:text/html,x"), '"url" must be'),
        (link("mailto:a@example.jp"), '"url" must be'),
        (route("{ name = 'p\u202e', lat = 0, lon = 0 }"), 'route 1, destination: "name" contains'),
        (contact(name="'x'"), '"number" is missing'),
        (contact(name="'x'", number="'call me'"), '"number" may hold digits'),
        (contact(name="'x'", number="'03;echo'"), '"number" may hold digits'),
        (contact(name="'x'", number="'---'"), '"number" may hold digits'),
        (contact(name="'x'", number="'" + "1" * 31 + "'"), '"number" may hold digits'),
        (link("javascript:alert(1)"), 'link 1: "url" must be a whole address'),
        (link("ftp://example.jp/"), '"url" must be'),
        (link("https://"), '"url" must be'),
        (link("//example.jp"), '"url" must be'),
        (link("https://www.jma.go.jp@evil.example/"), '"url" must be'),
        (link("https://example.jp/a b"), '"url" must be'),
        (link('https://example.jp/"onclick='), '"url" must be'),
        (link("https://[::1/"), '"url" must be'),
        (link("https://example.jp:99999/"), '"url" must be'),
        (link("https://example.jp/" + "x" * 1_000), "longer than 1000"),
        ("[[routes]]\nname = 'x'", 'route 1: "destination" is missing'),
        (route("'park'"), '"destination" must look like { name'),
        (route("{ name = 'p', lat = 91, lon = 0 }"), 'route 1, destination: "lat" is out of range; use -90 to 90'),
        (route("{ name = 'p', lat = 0, lon = -180.1 }"), '"lon" is out of range; use -180 to 180'),
        (route("{ name = 'p', lat = nan, lon = 0 }"), '"lat" is out of range'),
        (route("{ name = 'p', lat = inf, lon = 0 }"), '"lat" is out of range'),
        (route("{ name = 'p', lat = true, lon = 0 }"), '"lat" must be a number'),
        (route("{ name = 'p', lat = '35', lon = 0 }"), '"lat" must be a number'),
        (route("{ name = 'p', lon = 0 }"), '"lat" must be a number'),
        (route("{ lat = 0, lon = 0 }"), 'route 1, destination: "name" is missing'),
        (route("{ name = 'p', lat = 0, lon = 0, alt = 3 }"), '"alt" is not known'),
        (route("{ name = 'p', lat = 0, lon = 0 }") + "\nstart = {}", "route 1, start:"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_and_what_to_do(text: str | bytes, said: str) -> None:
    assert said in "\n".join(problems_of(text))


@pytest.mark.parametrize(
    "name",
    [
        "👨\u200d👩\u200d👧 家族窓口",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f desk",
        "می\u200cخواهم",
    ],
)
def test_emoji_families_flags_and_joined_scripts_are_no_hidden_characters(name: str) -> None:
    read = outcome(contact(name=f"'{name}'", number="'119'").encode())
    assert read == CompanyInfo((EmergencyContact(name, "119"),))


def test_everything_wrong_is_said_at_once_in_the_language_asked_for() -> None:
    text = contact(name="'x'", number="'a'") + "\n" + link("x:y") + "\n" + route("1")
    assert [problem.partition(":")[0] for problem in problems_of(text, Locale.JA)] == [
        "連絡先 1",
        "リンク 1",
        "避難経路 1",
        "避難経路 1",
    ]


def test_every_problem_has_words_in_both_languages() -> None:
    source = Path(info_file_words.__file__).with_name("info_file.py").read_text(encoding="utf-8")
    used = set(re.findall(r"complain\((?:\"file\", )?\"(\w+)\"", source))
    params = {"limit": 1, "reason": "r", "key": "k", "known": "n", "code": "U+202E"}
    assert len(used) > 12
    for problem in used:
        japanese, english = (info_file_words.say(locale, "file", problem, params) for locale in (Locale.JA, Locale.EN))
        assert japanese.isascii() is False
        assert english.isascii() or "…" in english


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert outcome(content) not in (CompanyInfo(), ())


def outcome(content: bytes) -> CompanyInfo | tuple[str, ...]:
    try:
        return read_info(content, Locale.EN)
    except InfoFileError as refused:
        return refused.problems


def test_pages_maps_hazards_and_addresses_are_taken_over() -> None:
    info = read_info(
        """
[[links]]
name = "備え"
url = "https://disaportal.gsi.go.jp/"
page = "prepare"

[[routes]]
name = "高台へ"
destination = { name = "高台", address = "東京都千代田区1-1" }
map = "apple"
hazards = ["tsunami", "earthquake"]
""".encode(),
        Locale.JA,
    )
    assert info.links[0].page is InfoPage.PREPARE
    assert info.routes[0].destination == Place("高台", address="東京都千代田区1-1")
    assert info.routes[0].map is MapService.APPLE
    assert info.routes[0].hazards == (Hazard.EARTHQUAKE, Hazard.TSUNAMI)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('map = "mappy"', '"map" must be one of google, apple, osm, yahoo, gsi.'),
        ('hazards = ["meteor"]', '"hazards" must be one of earthquake, '),
        ('map = "osm"', 'the map "osm" needs a "start"'),
        ("hazards = 1", '"hazards" must be one of earthquake, '),
    ],
)
def test_what_a_map_cannot_show_is_said(more: str, problem: str) -> None:
    [said] = problems_of(f"[[routes]]\nname = 'x'\ndestination = {{ name = 'y', lat = 35, lon = 139 }}\n{more}")
    assert said.startswith(f"route 1: {problem}")
    place = "{ name = 'y', address = 'z' }"
    [needs] = problems_of(f"[[routes]]\nname = 'x'\ndestination = {place}\nmap = 'gsi'")
    assert "needs the coordinates" in needs
