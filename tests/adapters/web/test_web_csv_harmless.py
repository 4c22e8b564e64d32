"""Every CSV file of the console: names that a spreadsheet would run do no harm, and stay what they are."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from adapters.web.tokens import Tokens
from bot.people_columns import fused
from bot.vocabulary import CheckKind
from flows.import_contacts import ContactsImported, ContactsToImport, import_contacts
from flows.start_campaign import StartCampaign, start_campaign, write_campaign
from flows.start_check import StartCheck, start_check
from flows.unsubscribe import unsubscribe
from flows.work import Begin, Lane, Operator, System
from storage.models import contacts
from tests.adapters.web.console import signed_in
from tests.support.company import Company
from tests.support.hostile_names import NAMES, WORSE_NAMES, table, what_runs
from tests.support.outbox import rows

#: Of contacts; as long as the contacts file allows, and without what no text may hold.
LABELS = {name for name in NAMES if len(name) <= 30}
#: What stands in the addresses of the files; a new one says here of what it tells.
_OF = {"check_id": 1, "campaign_id": 1, "ending": "csv"}


#: A file that holds no names: which of what `hostile` has written it holds.
_NAMELESS = {"/console/contacts/import/example.csv": set(), "/console/contacts/import/current.csv": LABELS}


def files(web: Flask) -> list[str]:
    rules = [rule for rule in web.url_map.iter_rules() if "csv" in rule.rule]
    addresses = web.url_map.bind("anpi.test")
    return sorted(addresses.build(rule.endpoint, {name: _OF[name] for name in rule.arguments}) for rule in rules)


@pytest.fixture
def hostile(company: Company, begin: Begin) -> set[str]:
    """In every list: asked by a check and a campaign, reached by nothing since they stopped it. Their names."""
    for number, name in enumerate(WORSE_NAMES):
        unit, mail = f"={number}/@{number}", f"={number}@evil.example"
        company.person(name, units=[unit], mails=[mail], phones=["+81-3"])
        [contact] = rows(begin, contacts, address=mail)
        with begin(System("unsubscribe page")) as work:
            unsubscribe(work, contact.id)
            if name in LABELS:
                work.connection.execute(update(contacts).where(contacts.c.id == contact.id).values(label=name))
    with begin(Operator(), Lane.FANOUT) as work:
        start_check(work, StartCheck(kind=CheckKind.DRILL, title="=1+1"))
        start_campaign(work, StartCampaign())
    with begin(System("cycle"), Lane.FANOUT) as work:
        write_campaign(work, 1)
    return set(WORSE_NAMES)


def test_no_file_runs_and_every_name_stays_itself(
    browser: FlaskClient, tokens: Tokens, company: Company, hostile: set[str]
) -> None:
    admin = signed_in(browser, tokens, company.ids["hanako"])
    wanted = files(browser.application)
    assert len(wanted) >= 4
    for path in wanted:
        answer = admin.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/csv"), path
        assert what_runs(answer.data) == [], path
        assert _NAMELESS.get(path, hostile) <= {fused(cell) for line in table(answer.data) for cell in line}, path


def test_the_file_of_contacts_comes_back_unchanged(
    browser: FlaskClient, tokens: Tokens, company: Company, hostile: set[str], begin: Begin
) -> None:
    taken = signed_in(browser, tokens, company.ids["hanako"]).get("/console/contacts/import/current.csv").data
    before = rows(begin, contacts)
    with begin(Operator(), Lane.FANOUT) as work:
        done = import_contacts(work, ContactsToImport(taken, replace=True))
    assert done == ContactsImported(unchanged=len(before))
    assert rows(begin, contacts) == before
