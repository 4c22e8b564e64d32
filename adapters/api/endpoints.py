"""Every endpoint of the API: the one list from which routes, rights and the description are made."""

from __future__ import annotations

from adapters.api import asked, checks, people, told
from adapters.api.endpoint import PEOPLE_MAX_BYTES, Endpoint
from bot.api_words import Scope
from flows.work import Lane

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        *("listChecks", "GET", "/checks", Scope.CHECKS_READ, "Checks, newest first"),
        *(checks.checks, told.ChecksTold, asked.ChecksAsked),
    ),
    Endpoint(
        *("startCheck", "POST", "/checks", Scope.CHECKS_WRITE, "Start a check: people are asked at once"),
        *(checks.start, told.CheckStarted, asked.StartAsked),
        status=201,
        lane=Lane.FANOUT,
        key_needed=True,
        location="/checks/{id}",
    ),
    Endpoint(
        *("showCheck", "GET", "/checks/{check_id}", Scope.CHECKS_READ, "One check in numbers"),
        *(checks.check, told.CheckTold),
    ),
    Endpoint(
        *("showBoard", "GET", "/checks/{check_id}/board", Scope.CHECKS_READ, "The board: counts, by unit too"),
        *(checks.board, told.BoardTold),
    ),
    Endpoint(
        *("remindSilent", "POST", "/checks/{check_id}/remind", Scope.CHECKS_WRITE, "Ask the silent again"),
        *(checks.remind, told.Reminded, asked.RemindAsked),
        lane=Lane.FANOUT,
    ),
    Endpoint(
        *(
            "closeCheck",
            "POST",
            "/checks/{check_id}/close",
            Scope.CHECKS_WRITE,
            "Close a check; answers go on being kept",
        ),
        *(checks.close, told.CheckClosed, asked.CloseAsked),
        lane=Lane.FANOUT,
    ),
    Endpoint(
        *("listStandings", "GET", "/checks/{check_id}/people", Scope.ANSWERS_READ, "Who stands where, worst first"),
        *(checks.people, told.StandingsTold, asked.StandingsAsked),
        note=checks.note_people,
    ),
    Endpoint(
        *("answerFor", "POST", "/checks/{check_id}/answers", Scope.ANSWERS_WRITE, "Answer for somebody"),
        *(checks.answer, told.AnswerTold, asked.AnswerAsked),
        status=201,
        lane=Lane.ANSWER,
    ),
    Endpoint(
        *(
            "listDeliveries",
            "GET",
            "/checks/{check_id}/deliveries",
            Scope.DELIVERIES_READ,
            "What became of messages",
        ),
        *(checks.deliveries, told.DeliveriesTold, asked.DeliveriesAsked),
        note=checks.note_deliveries,
    ),
    Endpoint(
        *("listPeople", "GET", "/people", Scope.PEOPLE_READ, "People, by employee number"),
        *(people.people, told.PeopleTold, asked.PeopleAsked),
    ),
    Endpoint(
        *("keepPeople", "POST", "/people", Scope.PEOPLE_WRITE, "Create and change many people; row by row"),
        *(people.keep_many, told.PeopleKept, asked.PeopleGiven),
        lane=Lane.FANOUT,
        body_max_bytes=PEOPLE_MAX_BYTES,
    ),
    Endpoint(
        *("showPerson", "GET", "/people/{employee_no}", Scope.PEOPLE_READ, "One person"),
        *(people.person, told.PersonEntry),
        has_versions=True,
    ),
    Endpoint(
        *("keepPerson", "PUT", "/people/{employee_no}", Scope.PEOPLE_WRITE, "Create or change one person"),
        *(people.keep, told.PersonKept, asked.PersonAsked),
        lane=Lane.FANOUT,
        has_versions=True,
        others=(201,),
    ),
    Endpoint(
        *("leave", "DELETE", "/people/{employee_no}", Scope.PEOPLE_WRITE, "Somebody has left; nothing else is lost"),
        *(people.leave, told.PersonLeft),
        lane=Lane.FANOUT,
        has_versions=True,
    ),
    Endpoint(
        *("showContacts", "GET", "/people/{employee_no}/contacts", Scope.CONTACTS_READ, "How one person is reached"),
        *(people.contacts, told.ContactsTold),
        lane=Lane.ANSWER,
    ),
)
