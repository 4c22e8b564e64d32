"""`/console/checks/ID/people/PERSON`: one person in a check, and what a manager does for them; the list on paper."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import UnpressedError, aged, asked, error_page
from adapters.web.status_address import query_of, wanted_of
from bot.vocabulary import ChannelKind, CheckState, ContactState, Status, Via
from flows.carry_out import carry_out
from flows.claim_person import Claim, ClaimPerson, PersonClaimed, claim_person, release_person
from flows.errors import InvalidError, NotFoundError
from flows.find_person import PersonRef
from flows.help_cases import CloseHelp, TakeHelp, close_help, show_help, take_help
from flows.manager_board import guests as guests_of
from flows.mark_person import MarkPerson, mark_person
from flows.person_story import person_story
from flows.print_list import print_list
from flows.send_again import Again, SendAgain, send_again
from flows.show_contacts import PersonContacts, show_contacts
from flows.work import Begin, Lane, Work
from flows.write_to_person import NOTE_AT_MOST, WriteToPerson, write_to_person

#: What a press has done, as the address of the page says it: key of the words, whether it is good news.
DONE: dict[str, tuple[str, bool]] = {
    **{str(one): (f"again.{one}", one is Again.SENT) for one in Again},
    **{f"claim-{one}": (f"claim.{one}", one in (Claim.CLAIMED, Claim.MINE, Claim.RELEASED)) for one in Claim},
    "recorded": ("person_done.answered", True),
    "taken": ("person_done.taken", True),
    "taken-before": ("person_done.taken_before", False),
    "case-closed": ("person_done.case_closed", True),
    "written": ("person_done.written", True),
    "not-reached": ("person_done.unreached", False),
}


def create_console_in_check(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("in_check", __name__)

    @pages.get("/console/checks/<int:check_id>/people/<int:person_id>")
    @console.page
    def person(reader: Reader, check_id: int, person_id: int) -> Response:
        return shown(reader, check_id, person_id, None)

    @pages.post("/console/checks/<int:check_id>/people/<int:person_id>")
    @console.page
    def act(reader: Reader, check_id: int, person_id: int) -> Response:
        """Carries out the button that was pressed, and back to where it stands."""
        try:
            key = console.event_key(reader)
            done = carry_out(begin, reader.actor, lambda work: _done(work, check_id, person_id, key))
        except UnpressedError:
            return error_page(console.locale(reader.who.locale), "error_choice", 400)
        except InvalidError as error:
            if not request.form.get("action"):
                raise
            # What was typed is kept, and what is wrong with it stands on top.
            return shown(reader, check_id, person_id, error)
        narrowed = asked("list") or None
        if not request.form.get("action"):
            return redirect(
                url_for("people.person", person_id=person_id, check=check_id, sent=done, list=narrowed), 303
            )
        return redirect(url_for(".person", check_id=check_id, person_id=person_id, done=done, list=narrowed), 303)

    def shown(reader: Reader, check_id: int, person_id: int, problem: InvalidError | None) -> Response:
        with begin(reader.actor, Lane.READ) as work:
            story = person_story(work, check_id, person_id)
        words, is_good = DONE.get(asked("done"), ("", False))
        return console.render(
            reader,
            "console/person_in_check.html",
            nav="checks",
            status=400 if problem else 200,
            story=story,
            aged=aged(story.as_of, console.locale(reader.who.locale)),
            is_active=story.state is CheckState.ACTIVE,
            phones=_phones(contacts_of(reader, person_id)),
            done=words,
            is_good=is_good,
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form,
            list=asked("list"),
            note_at_most=NOTE_AT_MOST,
        )

    def contacts_of(reader: Reader, person_id: int) -> PersonContacts | None:
        """In a unit of work of its own: that they were seen is noted. Who has left has none to look at."""
        try:
            return carry_out(begin, reader.actor, lambda work: show_contacts(work, person_id))
        except NotFoundError:
            return None

    @pages.route("/console/checks/<int:check_id>/cases/<int:case_id>", methods=["GET", "POST"])
    @console.page
    def case(reader: Reader, check_id: int, case_id: int) -> Response:
        """A call for help by its number: of a guest, who has no page of their own."""
        problem = None
        if request.method == "POST":
            try:
                carry_out(begin, reader.actor, lambda work: _act_on_case(work, case_id))
                return redirect(url_for(".case", check_id=check_id, case_id=case_id), 303)
            except UnpressedError:
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
            except InvalidError as error:
                problem = error
        view = carry_out(begin, reader.actor, lambda work: show_help(work, case_id))
        return console.render(
            reader,
            "console/guest_case.html",
            nav="checks",
            status=400 if problem else 200,
            view=view,
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form,
        )

    @pages.get("/console/checks/<int:check_id>/guests")
    @console.page_of_check
    def guests(reader: Reader, check_id: int) -> Response:
        """Who answered without being on the roll."""
        with begin(reader.actor, Lane.READ) as work:
            found = guests_of(work, check_id)
        return console.render(reader, "console/guests.html", nav="checks", check_id=check_id, people=found)

    @pages.get("/console/checks/<int:check_id>/people/print")
    @console.page
    def printed(reader: Reader, check_id: int) -> Response:
        wanted = wanted_of(check_id)
        found = carry_out(begin, reader.actor, lambda work: print_list(work, wanted))
        return console.render(
            reader,
            "console/printed.html",
            nav="checks",
            page=found.page,
            phones=found.phones,
            printed_at=found.printed_at,
            wanted=wanted,
            query=query_of(wanted),
        )

    return pages


def _done(work: Work, check_id: int, person_id: int, key: str | None) -> str:
    """Key of DONE. What is written to somebody is so once for its key. UnpressedError, and what the flows raise."""
    form = request.form
    match form.get("action", "again"):
        case "again":
            return str(send_again(work, SendAgain(check_id, person_id)))
        case "answer" if (status := form.get("status")) in list(Status):
            words = form.get("comment", "")
            mark_person(
                work, MarkPerson(PersonRef(person_id), Status(status or ""), work.now, Via.WEB, check_id, words)
            )
            return "recorded"
        case "claim":
            return _claimed(claim_person(work, ClaimPerson(check_id, person_id)))
        case "release":
            return _claimed(release_person(work, ClaimPerson(check_id, person_id)))
        case "write":
            written = write_to_person(work, WriteToPerson(check_id, person_id, form.get("words", ""), key))
            return "written" if written.people or written.already else "not-reached"
        case "take" | "close" if (case_id := id_in(form.get("case", ""))) is not None:
            return _act_on_case(work, case_id)
        case _:
            raise UnpressedError


def _claimed(done: PersonClaimed) -> str:
    return f"claim-{done.outcome}"


def _act_on_case(work: Work, case_id: int) -> str:
    match request.form.get("action"):
        case "take":
            return "taken-before" if take_help(work, TakeHelp(case_id)).already else "taken"
        case "close":
            close_help(work, CloseHelp(request.form.get("word", ""), case_id))
            return "case-closed"
        case _:
            raise UnpressedError


def _phones(contacts: PersonContacts | None) -> list[tuple[str, str]]:
    """(number, label) of those that may work."""
    if contacts is None:
        return []
    phones = (one for one in contacts.contacts if one.channel is ChannelKind.PHONE)
    return [(one.address, one.label) for one in phones if one.state is not ContactState.GONE]
