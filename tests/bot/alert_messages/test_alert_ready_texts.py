"""What the product offers ready passes its own check: nobody is told off for the words they were given."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.alert_messages.composing import compose
from bot.alert_messages.data_files import edition_on, editions
from bot.alert_messages.judging import Written, judge
from bot.alert_messages.templates import Template, templates
from bot.alert_messages.vocabulary import Audience, Limits, Tip
from bot.plain import length
from bot.ready_checks import ReadyCheck, ready_checks
from bot.short_form import ACTION_AT_MOST, ShortForm, short_line
from bot.vocabulary import CheckKind, Locale
from tests.bot.alert_messages.own_messages import checked, rules

AT = datetime(2026, 11, 28, 14, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
READY = [(locale, one) for locale in Locale for one in ready_checks(locale)]


@pytest.mark.parametrize("kind", CheckKind)
@pytest.mark.parametrize(("locale", "ready"), READY, ids=lambda one: getattr(one, "name", str(one)))
def test_ready_wording_of_a_check_has_no_finding_at_all(locale: Locale, ready: ReadyCheck, kind: CheckKind) -> None:
    for action in (ready.action, ""):
        written = Written(ShortForm(ready.title, 0, action), ready.message, kind, "青葉製作所", AT)
        judged = judge(written, edition_on(AT.date()), Limits())
        assert (judged.found, judged.advice) == ((), ())
    assert length(ready.action) <= ACTION_AT_MOST
    assert short_line(ShortForm(ready.title, 0, ready.action), ready.message, locale).endswith(ready.action)


@pytest.mark.parametrize("template", templates(Audience.COMPANY), ids=lambda one: one.key)
def test_a_companys_template_has_nothing_left_but_its_blanks(template: Template) -> None:
    for locale in (Locale.JA, Locale.EN):
        report = checked(compose(template.draft(locale), editions()["2026"]).text, audience=Audience.COMPANY)
        assert rules(report) == set()
        assert {one.tip for one in report.advice} <= {Tip.PLACEHOLDERS}


@pytest.mark.parametrize("template", templates(Audience.COMPANY), ids=lambda one: one.key)
def test_a_companys_template_claims_nothing_that_nobody_may_have_seen_to(template: Template) -> None:
    """It may be sent as it is, in a hurry: no strength of an earthquake, no call to the police."""
    for locale in (Locale.JA, Locale.EN):
        text = compose(template.draft(locale), editions()["2026"]).text
        assert not re.search(r"震度\d|済みです|have been called|has been called", text)
