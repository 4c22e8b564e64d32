"""The company's contacts, links and routes are replaced as a whole and shown to everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

import sandbox.company
from bot.info_file import read_info
from bot.vocabulary import ChannelKind, Locale
from flows.company_info import CompanyInfo, EmergencyContact, InfoLink, Place, Route, import_info, show_info
from flows.errors import RefusedError
from flows.work import Begin, Lane, Operator, Sender
from storage.models import audit
from tests.support.company import Company

INFO = CompanyInfo(
    contacts=(
        EmergencyContact("総務", "03-0000-0002", "平日", "General affairs", "Weekdays"),
        EmergencyContact("本部", "03-0000-0001"),
    ),
    links=(InfoLink("気象庁", "https://www.jma.go.jp/bosai/", name_en="JMA"),),
    routes=(
        Route("公園へ", Place("公園", 35.5, 139.25), Place("玄関", 35.0, 139.0), "徒歩10分", "To the park", "10 min"),
        Route("高台へ", Place("高台", 0.0, -0.5)),
        Route("赤道から", Place("公園", 35.5, 139.25), Place("原点", 0.0, 0.0)),
    ),
)


def test_before_an_import_there_is_nothing(begin: Begin) -> None:
    with begin(Operator(), Lane.READ) as work:
        assert show_info(work) == CompanyInfo()


def test_what_was_imported_is_shown_to_everybody_in_its_order(begin: Begin, company: Company) -> None:
    with begin(Operator()) as work:
        import_info(work, INFO)
    with begin(Sender(ChannelKind.SLACK, "U0STRANGER"), Lane.READ) as work:
        assert show_info(work) == INFO


def test_a_second_import_replaces_the_first(begin: Begin) -> None:
    only_links = CompanyInfo(links=(InfoLink("NHK", "https://www3.nhk.or.jp/news/"),))
    for info in (INFO, only_links):
        with begin(Operator()) as work:
            import_info(work, info)
    with begin(Operator(), Lane.READ) as work:
        assert show_info(work) == only_links


def test_an_import_stands_in_the_audit_log_by_its_numbers(begin: Begin, company: Company) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        import_info(work, INFO)
    with begin(Operator(), Lane.READ) as work:
        row = work.connection.execute(select(audit)).one()
    assert (row.action, row.person_id) == ("info_imported", company.ids["hanako"])
    assert row.details == {"contacts": 2, "links": 1, "routes": 3}


@pytest.mark.parametrize(
    ("account", "code"),
    [("U0STRANGER", "unknown_person"), ("U0TARO", "not_a_manager"), ("U0JIRO", "not_a_safety_admin")],
)
def test_only_a_safety_admin_may_import(account: str, code: str, begin: Begin, company: Company) -> None:
    with pytest.raises(RefusedError, match=code), begin(Sender(ChannelKind.SLACK, account)) as work:
        import_info(work, INFO)
    with begin(Operator(), Lane.READ) as work:
        assert show_info(work) == CompanyInfo()


def test_the_sample_companys_information_is_taken_over(begin: Begin) -> None:
    content = (Path(sandbox.company.__file__).parent / "info.toml").read_bytes()
    info = read_info(content, Locale.JA)
    with begin(Operator()) as work:
        import_info(work, info)
        assert show_info(work) == info
    assert "171" in {contact.number for contact in info.contacts}
    entries: tuple[EmergencyContact | InfoLink | Route, ...] = (*info.contacts, *info.links, *info.routes)
    assert all(entry.name_en for entry in entries)
    assert all(bool(entry.note) == bool(entry.note_en) for entry in entries)
