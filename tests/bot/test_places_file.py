"""Public lists of places to flee to, as they come."""

from __future__ import annotations

import pytest

from bot.places_file import PublicPlace, read_places
from bot.vocabulary import Hazard, Locale

GSI = (
    "NO,共通ID,施設・場所名,住所,洪水,崖崩れ、土石流及び地滑り,高潮,地震,津波,大規模な火事,内水氾濫,火山現象,"
    "指定避難所との住所同一,緯度,経度,備考\n"
    "1,E1310100001,日比谷公園,東京都千代田区日比谷公園1,,,,1,,1,,,,35.67366,139.7558,\n"
)
STANDARD = (
    "全国地方公共団体コード,ID,名称,名称_カナ,所在地_連結表記,所在地_都道府県,所在地_市区町村,緯度,経度,電話番号,"
    '災害種別_洪水,"災害種別_崖崩れ、土石流及び地滑り",災害種別_津波,備考\n'
    "131016,1,富士見小学校,フジミ,東京都千代田区富士見1,東京都,千代田区,３５.６９,139.74,03-1,○,有,×,雨,の日\n"
)
PARK = PublicPlace(
    "日比谷公園", "東京都千代田区日比谷公園1", "東京都千代田区", 35.67366, 139.7558, (Hazard.EARTHQUAKE, Hazard.FIRE)
)
SCHOOL = PublicPlace(
    "富士見小学校", "東京都千代田区富士見1", "東京都千代田区", 35.69, 139.74, (Hazard.FLOOD, Hazard.LANDSLIDE)
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize(("text", "place"), [(GSI, PARK), (STANDARD, SCHOOL)])
def test_both_kinds_of_lists_are_read_in_every_encoding(text: str, place: PublicPlace, encoding: str) -> None:
    file = read_places(text.encode(encoding), Locale.JA)
    assert (file.errors, file.places) == ([], [place])


def test_an_empty_or_unclear_flag_is_no_designation() -> None:
    flags = "1,１,true,,0,?,×,対象外"
    header = "名称,緯度,経度,洪水,崖崩れ、土石流及び地滑り,高潮,地震,津波,大規模な火事,内水氾濫,火山現象"
    text = f"{header}\n公園,35,139,{flags}\n"
    [place] = read_places(text.encode(), Locale.JA).places
    assert place.hazards == (Hazard.FLOOD, Hazard.LANDSLIDE, Hazard.STORM_SURGE)


@pytest.mark.parametrize(
    "row", ["公園,,,1", "公園,0,0,1", "公園,北,東,1", "公園,91,139,1", ",35,139,1", "公園,nan,inf,1"]
)
def test_a_place_that_is_nowhere_is_left_out(row: str) -> None:
    file = read_places(f"名称,緯度,経度,地震\n{row}\n役所,35,139,1\n".encode(), Locale.EN)
    assert (file.errors, [one.name for one in file.places], len(file.rows)) == ([], ["役所"], 2)


@pytest.mark.parametrize(
    "text", ["", "氏名,社員番号\n太郎,1\n", "名称,緯度,経度\n公園,35,139\n", "名称;緯度;経度;地震\n公園;35;139;1\n"]
)
def test_another_file_is_refused_as_a_whole(text: str) -> None:
    file = read_places(text.encode(), Locale.EN)
    assert file.errors
    assert file.places == []


@pytest.mark.parametrize(
    ("address", "city"),
    [
        ("三重県四日市市諏訪町1", "三重県四日市市"),
        ("奈良県大和郡山市北郡山町", "奈良県大和郡山市"),
        ("神奈川県横浜市鶴見区豊岡町", "神奈川県横浜市鶴見区"),
        ("北海道余市郡余市町1", "北海道余市郡余市町"),
        ("東京都武蔵村山市本町", "東京都武蔵村山市"),
        ("新潟県十日町市千歳町", "新潟県十日町市"),
        ("東京都大島町元町", "東京都大島町"),
        ("和歌山県東牟婁郡串本町串本", "和歌山県東牟婁郡串本町"),
        ("高台の神社", ""),
    ],
)
def test_the_municipality_is_read_from_the_address(address: str, city: str) -> None:
    [place] = read_places(f"名称,住所,緯度,経度,地震\n神社,{address},35,139,1\n".encode(), Locale.JA).places
    assert place.city == city
