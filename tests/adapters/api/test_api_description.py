"""The description says what is there, and what is there says what the description says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as promises

from adapters.api.endpoint import PREFIX
from adapters.api.endpoints import ENDPOINTS
from adapters.api.openapi import EVENT_DATA, describe
from bot.api_words import HookEvent
from bot.vocabulary import MessageState, Status
from flows.close_check import CloseCheck, close_check
from flows.webhooks.events import SETTLE
from flows.webhooks.settings import try_webhook
from flows.work import Begin, Operator
from tests.adapters.api.conftest import System, told
from tests.flows.test_webhooks import hook, sent, start
from tests.support.checks import given_check, given_message
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.rescue import STRANGER, TARO, say

#: What every reply must be, whatever was asked.
PROMISES = [
    not_a_server_error,
    promises.status_code_conformance,
    promises.content_type_conformance,
    promises.response_headers_conformance,
    promises.response_schema_conformance,
    promises.negative_data_rejection,
]
#: Of what is meant well, and of what is not, for each endpoint.
EXAMPLES = 8


def test_it_is_shown_to_everybody_and_names_every_endpoint(door: FlaskClient) -> None:
    document = told(door.get(f"{PREFIX}/openapi.json"), 200)
    assert document == describe()
    described = {
        (method.upper(), path, operation["operationId"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert described == {(one.method, one.path, one.operation) for one in ENDPOINTS}
    routes = {
        (method, rule.rule, rule.endpoint.removeprefix("api."))
        for rule in door.application.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint not in ("api.nothing", "api.openapi")
        for method in rule.methods or ()
        if method != "HEAD"
    }
    assert routes == {(one.method, PREFIX + one.rule, one.operation) for one in ENDPOINTS}
    assert all(one.summary and one.scope in str(document["paths"][one.path]) for one in ENDPOINTS)


def test_events_are_what_the_description_says(begin: Begin, company: Company, clock: MovableClock) -> None:
    number, _ = hook(begin)
    check_id = start(begin)
    say(begin, TARO, check_id, Status.HELP)
    say(begin, STRANGER, check_id, Status.HELP)
    clock.forward(SETTLE)
    with begin(Operator()) as work:
        close_check(work, CloseCheck(check_id))
        try_webhook(work, number)
    bodies = sent(begin)
    assert {body["type"] for body in bodies} == set(EVENT_DATA) == set(HookEvent)
    document = describe()
    for body in bodies:
        webhook = document["webhooks"][body["type"]]["post"]
        schema = webhook["requestBody"]["content"]["application/json"]["schema"]
        jsonschema.validate(body, {**schema, "components": document["components"]})


@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_asked_the_reply_is_one_of_those_described(
    mode: GenerationMode,
    door: FlaskClient,
    system: Callable[..., System],
    begin: Begin,
    company: Company,
    clock: MovableClock,
) -> None:
    check_id = given_check(begin, list(company.ids.values()))
    given_message(begin, check_id, company.ids["taro"], MessageState.ACCEPTED)
    described = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", door.application)
    headers = {"Authorization": f"Bearer {system().secret}"}
    asked: list[Any] = []
    for found in described.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            clock.forward(SETTLE)
            case.call_and_validate(headers=headers, checks=PROMISES)
            asked.append(case.operation.label)

        ask()
    assert len(set(asked)) >= len(ENDPOINTS) - 2, "to a few of them nothing wrong can be said"
