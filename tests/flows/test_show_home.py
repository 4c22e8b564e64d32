"""What stands on whose home tab."""

from __future__ import annotations

from bot.vocabulary import ChannelKind, CheckKind, CheckState, Role, Standing, Status, Via
from flows.record_answer import RecordAnswer, record_answer
from flows.show_home import CHECKS_AT_MOST, Home, show_home
from flows.work import Begin, Lane, Sender, SignedIn
from tests.support.checks import given_check
from tests.support.clock import START
from tests.support.company import Company
from tests.support.rescue import TARO, cry, take


def home_of(begin: Begin, person_id: int) -> Home:
    with begin(SignedIn(person_id), Lane.READ) as work:
        return show_home(work)


def test_an_employee_sees_their_own_and_no_check_of_managers(begin: Begin, company: Company) -> None:
    company.check()
    home = home_of(begin, company.ids["taro"])
    assert home.managers is None
    assert home.mine is not None
    assert (home.mine.title, home.mine.said) == ("地震", "")
    assert [contact.channel for contact in home.contacts] == [ChannelKind.SLACK, ChannelKind.LINE, ChannelKind.MAIL]
    with begin(SignedIn(company.ids["taro"])) as work:
        record_answer(work, RecordAnswer(Status.SAFE, START, Via.SLACK, home.mine.check_id, 0, "key"))
    mine = home_of(begin, company.ids["taro"]).mine
    assert mine is not None
    assert mine.said == Status.SAFE


def test_an_account_nobody_knows_sees_the_companys_numbers_alone(begin: Begin, company: Company) -> None:
    company.check()
    with begin(Sender(ChannelKind.SLACK, "U0STRANGER"), Lane.READ) as work:
        home = show_home(work)
    assert (home.person_id, home.mine, home.contacts, home.managers) == (None, None, (), None)


def test_calls_for_help_are_shown_to_those_responsible_until_somebody_has_taken_them(
    begin: Begin, company: Company
) -> None:
    outside = company.person("大阪長", units=["大阪支社"], role=Role.UNIT_MANAGER, manages=["大阪支社"])
    check_id = given_check(begin, [*company.ids.values()])
    case_id = cry(begin, TARO, check_id)
    shown = {}
    for name, person_id in (("admin", company.ids["hanako"]), ("theirs", company.ids["jiro"]), ("outside", outside)):
        managers = home_of(begin, person_id).managers
        assert managers is not None
        shown[name] = [(case.help_case_id, case.person_name, case.phones) for case in managers.cases]
    assert shown == {"admin": [(case_id, "太郎", ())], "theirs": [(case_id, "太郎", ())], "outside": []}
    take(begin, Sender(ChannelKind.SLACK, "U0JIRO"), case_id)
    managers = home_of(begin, company.ids["hanako"]).managers
    assert managers is not None
    assert managers.cases == ()


def test_the_worst_check_stands_first_a_real_one_before_a_drill(begin: Begin, company: Company) -> None:
    company.check(title="終わった", state=CheckState.CLOSED)
    company.check(title="訓練", kind=CheckKind.DRILL)
    company.check(title="小さい", asked=["emma"])
    company.check(title="大きい")
    company.check(title="もう一つ", asked=["emma"])
    managers = home_of(begin, company.ids["hanako"]).managers
    assert managers is not None
    titles = [check.view.title for check in managers.checks]
    assert titles[0] == "大きい"
    assert "訓練" not in titles
    assert (len(titles), managers.checks_left) == (CHECKS_AT_MOST, 1)
    assert managers.checks[0].view.counts[Standing.SILENT] == 4
    assert all(check.is_responsible for check in managers.checks)
