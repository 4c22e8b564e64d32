"""From an empty form or a ready message to what a check or bulletin takes: own words stay, and none is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.alert_messages.composing import Draft
from bot.alert_messages.data_files import editions
from bot.alert_messages.drafting import Desk, blank, examine, filled, fitting_item, is_begun, items_for, turned
from bot.alert_messages.templates import templates
from bot.alert_messages.vocabulary import Audience, Limits
from bot.plain import MESSAGE_AT_MOST, clean, length
from bot.vocabulary import Locale

AT = datetime(2026, 11, 28, 14, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
DESK = Desk("青葉製作所", AT, editions()["2026"], Limits())
READY = {one.key: one for one in templates()}
OWN = Draft(
    "fire", Audience.COMPANY, area="北館", what="煙が出ています", reason="漏電", action="外へ", other="落ち着いて"
)


def began(audience: Audience = Audience.COMPANY, locale: Locale = Locale.JA) -> Draft:
    return blank(DESK, audience, locale)


def test_a_form_begins_with_sender_and_now() -> None:
    assert (began().sender, began().when) == ("青葉製作所", "14時05分")
    assert (began(Audience.AREA_MAIL).sender, began(Audience.AREA_MAIL).when) == ("", "11月28日14時05分")
    assert began(locale=Locale.EN).when == "14:05 today"
    assert began(Audience.AREA_MAIL, Locale.EN).when == "28 Nov, 14:05"
    assert not any(is_begun(began(audience, locale)) for audience in Audience for locale in (Locale.JA, Locale.EN))
    assert is_begun(replace(began(), shelters=("体育館",)))


def test_the_guides_seventeen_its_supplements_and_the_companys_own() -> None:
    groups = items_for(Audience.COMPANY)
    assert [item.number for item in groups["listed"]] == list(range(1, 18))
    assert {name: len(listed) for name, listed in groups.items() if name != "listed"} == {
        "company": 6,
        "supplements": 5,
    }
    offered = {edition: items_for(Audience.AREA_MAIL, editions()[edition])["listed"] for edition in editions()}
    assert {edition: len(listed) for edition, listed in offered.items()} == {"2020": 17, "2021": 16, "2026": 16}
    assert "advisory" not in {item.key for item in offered["2026"]}, "避難勧告 is gone"
    assert fitting_item("fire", Audience.COMPANY) == "fire"
    assert fitting_item("fire", Audience.AREA_MAIL) == fitting_item("?", Audience.AREA_MAIL) == "order"


@pytest.mark.parametrize(
    ("key", "locale", "when"),
    [
        ("fire", Locale.JA, "14時05分"),
        ("outage", Locale.JA, "14時05分から"),
        ("outage", Locale.EN, "Since 14:05 today"),
        ("commute", Locale.JA, "11月28日"),
        ("heavy_rain", Locale.JA, "11月28日14時05分"),
        ("heavy_rain", Locale.EN, "28 Nov, 14:05"),
        ("stay_home", Locale.JA, "●●月●●日から●●月●●日まで"),
        ("bomb", Locale.EN, "1 Jan, 0:00 to 0:00"),
    ],
)
def test_a_templates_blank_moment_is_now_and_a_span_stays_blank(key: str, locale: Locale, when: str) -> None:
    assert filled(began(locale=locale), READY[key], DESK, began(locale=locale).when).when == when


def test_own_words_stay_and_ready_words_change_places() -> None:
    put = filled(replace(began(), area="北館", when="9時"), READY["fire"], DESK, began().when)
    assert (put.area, put.when, put.what) == ("北館", "9時", "火災が起きています")
    assert put.sender == "青葉製作所"
    anew = filled(put, READY["heavy_rain"], DESK)
    assert (anew.area, anew.what, anew.sender) == ("北館", "避難指示を発令", "〇〇市")
    again = filled(anew, READY["fire"], DESK)
    assert (again.what, again.level, again.shelters) == ("火災が起きています", 0, ())


def test_for_another_audience_or_language_own_words_stay_and_the_rest_begins_anew() -> None:
    put = filled(replace(began(), area="北館"), READY["fire"], DESK, began().when)
    english = turned(replace(put, locale=Locale.EN), DESK, put.when)
    assert (english.area, english.when, english.what) == ("北館", "14:05 today", "a fire has broken out")
    back = turned(replace(english, locale=Locale.JA), DESK, english.when)
    assert back == put
    town = turned(replace(put, audience=Audience.AREA_MAIL, when="9時", sender="消防団"), DESK, put.when)
    assert (town.sender, town.when) == ("消防団", "9時")
    assert turned(replace(put, audience=Audience.AREA_MAIL), DESK).sender == "", "a company is no town"
    rain = filled(began(Audience.AREA_MAIL), READY["heavy_rain"], DESK)
    assert turned(replace(rain, locale=Locale.EN), DESK).shelters == ("XX School",)
    assert turned(replace(rain, locale=Locale.EN), DESK).what == "evacuation order"


def test_what_a_check_takes_says_nothing_twice_and_loses_nothing() -> None:
    taken = examine(replace(OWN, title="本社で火災", level=3, sender="青葉製作所", is_drill=True), DESK)
    assert (taken.short.title, taken.short.level, taken.short.action) == ("本社で火災", 3, "外へ")
    for own in ("訓練", "警戒レベル", "青葉製作所", "外へ"):
        assert own not in taken.message, own
    for kept in ("北館", "煙が出ています", "漏電", "落ち着いて"):
        assert kept in taken.message, kept
    assert "総務部" in examine(replace(OWN, sender="総務部"), DESK).message


@pytest.mark.parametrize("action", ["外へ" * 41, "外へ" * 30])
def test_a_call_that_has_no_room_in_the_heading_stays_in_the_text(action: str) -> None:
    taken = examine(replace(OWN, title="題" * 80, action=action), DESK)
    assert action in taken.message
    assert taken.short.action in ("", action)


def test_what_is_seen_in_the_form_of_a_check_is_all_that_is_sent() -> None:
    message = examine(replace(OWN, shelters=("第二小学校" * 40,) * 50), DESK).message
    assert length(message) == MESSAGE_AT_MOST
    assert message == clean(message, MESSAGE_AT_MOST)


def test_a_text_that_is_a_call_alone_is_still_a_text() -> None:
    assert examine(Draft("fire", Audience.COMPANY, action="外へ出てください"), DESK).message == "外へ出てください"


def test_only_a_towns_text_is_split_and_no_room_is_told() -> None:
    long = replace(OWN, item="order", other="落ち着いて。" * 60)
    assert len(examine(long, DESK).parts) == 1
    town = replace(long, audience=Audience.AREA_MAIL)
    parts = examine(town, DESK).parts
    assert len(parts) > 1
    assert examine(town, replace(DESK, limits=Limits(body=20))).parts == ()
    assert examine(replace(town, locale=Locale.EN), DESK).limits.body == 200
