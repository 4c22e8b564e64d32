"""`anpi contacts list|missing|urge|confirm|resume|import|export`."""

from __future__ import annotations

from typing import Any

import click

from adapters.cli.contacts_file import add_contacts_file_commands
from adapters.cli.program import Program
from adapters.cli.terminal import as_json_option, operator, plain_refusals, print_json, print_table
from adapters.cli.units import ids_of_units, unit_option
from bot.plain import one_line
from bot.reasons import in_words
from bot.vocabulary import ChannelKind, ContactState, Locale
from flows.list_contacts import ContactFilter, ContactLine, all_contacts, note_contacts_exported
from flows.missing_contacts import (
    KnownState,
    MissingPerson,
    all_missing_people,
    count_missing,
    note_missing_exported,
)
from flows.offer_start import offer_start
from flows.resume_contacts import ResumeContacts, resume_contacts
from flows.start_campaign import StartCampaign, start_campaign
from flows.urge_registration import urge_registration
from flows.work import Lane, Policy

_STATES = click.Choice([state.value for state in ContactState])
_CHANNELS = click.Choice([channel.value for channel in ChannelKind])
#: Of a name or an address in a table; the JSON has all of it.
_CELL_AT_MOST = 60


def add_contact_commands(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="Contacts: list, missing, urge, confirm, resume, import, export.")
    def contacts() -> None:
        """How people are reached, and who cannot be reached."""

    _add_list(contacts, program)
    _add_missing(contacts, program)
    _add_letters(contacts, program)
    _add_resume(contacts, program)
    add_contacts_file_commands(contacts, program)


def _add_list(contacts: click.Group, program: Program) -> None:
    @contacts.command("list", short_help="Contacts with their states.")
    @click.option("--state", "states", type=_STATES, multiple=True, help="Only in this state; repeatable.")
    @click.option("--channel", "channels", type=_CHANNELS, multiple=True, help="Only of this kind; repeatable.")
    @click.option("--search", default="", metavar="TEXT", help="In names, employee numbers and addresses.")
    @as_json_option
    def list_(states: tuple[str, ...], channels: tuple[str, ...], search: str, as_json: bool) -> None:
        """Contacts of active people with their states, such as everyone suppressed. Noted in the audit log."""
        begin, policy = program.open()
        wanted = ContactFilter(
            states=tuple(map(ContactState, states)), channels=tuple(map(ChannelKind, channels)), text=search
        )
        with plain_refusals(policy.locale):
            # Apart from the note: reading a long list must hold up no answer.
            with begin(operator(), Lane.READ) as work:
                lines = list(all_contacts(work, wanted))
            with begin(operator()) as work:
                note_contacts_exported(work, len(lines))
        if as_json:
            print_json([line_as_json(line) for line in lines])
        elif lines:
            head = ("no.", "name", "channel", "address", "state", "since", "reason")
            print_table([head, *(_cells(line, policy) for line in lines)])
        else:
            click.echo("There is no such contact.")


def _cells(line: ContactLine, policy: Policy) -> tuple[str, ...]:
    since = line.since.astimezone(policy.zone).strftime("%Y-%m-%d")
    name, address = (one_line(text, _CELL_AT_MOST) for text in (line.name, line.address))
    return (line.employee_no, name, line.channel, address, line.state, since, in_words(line.reason, Locale.EN))


def line_as_json(line: ContactLine) -> dict[str, Any]:
    """One row of `anpi contacts list --json`."""
    return {
        "employee_no": line.employee_no,
        "name": line.name,
        "channel": line.channel,
        "address": line.address,
        "state": line.state,
        "reason": line.reason,
        "since": line.since,
        "label": line.label,
        "confirmed_at": line.confirmed_at,
        "unanswered_since": line.unanswered_since,
    }


def _add_missing(contacts: click.Group, program: Program) -> None:
    @contacts.command(short_help="People no message reaches.")
    @as_json_option
    def missing(as_json: bool) -> None:
        """People no message reaches: nothing registered, or nothing that works on the channels switched on."""
        begin, policy = program.open()
        with plain_refusals(policy.locale):
            with begin(operator(), Lane.READ) as work:
                people, page = list(all_missing_people(work)), count_missing(work)
            with begin(operator()) as work:
                note_missing_exported(work, len(people))
        if as_json:
            print_json([person_as_json(person) for person in people])
            return
        if people:
            head = ("no.", "name", "units", "contacts")
            print_table([head, *(_person_cells(person) for person in people)])
        click.echo(
            f"{page.missing} of {page.everybody} people cannot be reached; {page.unregistered} of them have "
            "registered nothing to send to."
        )


def _person_cells(person: MissingPerson) -> tuple[str, ...]:
    states = ", ".join(_known(one) for one in person.contacts)
    units = one_line(", ".join(person.units), _CELL_AT_MOST)
    return (person.employee_no, one_line(person.name, _CELL_AT_MOST), units, states or "none")


def _known(contact: KnownState) -> str:
    why = f" ({in_words(contact.reason, Locale.EN)})" if contact.reason else ""
    return f"{contact.channel} {contact.state}{why}"


def person_as_json(person: MissingPerson) -> dict[str, Any]:
    """One row of `anpi contacts missing --json`."""
    return {
        "employee_no": person.employee_no,
        "name": person.name,
        "units": list(person.units),
        "email": person.email,
        "contacts": [{"channel": one.channel, "state": one.state, "reason": one.reason} for one in person.contacts],
    }


def _add_letters(contacts: click.Group, program: Program) -> None:
    @contacts.command(short_help="Mail them to register a contact.")
    @unit_option
    def urge(units: tuple[str, ...]) -> None:
        """Mail everybody whom no message reaches, at the address of the staff list, to register a contact."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
            done = urge_registration(work, ids_of_units(offer_start(work).units, units, policy.locale))
        click.echo(f"{done.mailed} of {done.missing} are mailed; the others were lately, or have no working address.")

    @contacts.command(short_help="Ask every contact to be confirmed.")
    @unit_option
    def confirm(units: tuple[str, ...]) -> None:
        """Ask every contact whether this arrives; a press of its owner confirms it. `anpi serve` sends it."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
            wanted = StartCampaign(ids_of_units(offer_start(work).units, units, policy.locale))
            started = start_campaign(work, wanted)
        click.echo(f"Campaign {started.campaign_id}: the contacts of {started.people} people are asked.")


def _add_resume(contacts: click.Group, program: Program) -> None:
    @contacts.command(short_help="Send again to addresses that were stopped.")
    @click.argument("address", nargs=-1)
    @click.option("--all-suppressed", is_flag=True, help="Every contact anybody has stopped.")
    def resume(address: tuple[str, ...], all_suppressed: bool) -> None:
        """Send again to addresses their owners had stopped. One that bounced, was blocked or is gone stays as it is."""
        if bool(address) == all_suppressed:
            raise click.UsageError("Name addresses, or give --all-suppressed.")
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.FANOUT) as work:
            done = resume_contacts(work, ResumeContacts(addresses=address, all_suppressed=all_suppressed))
        click.echo(f"{done.resumed} resumed, {done.working} were not stopped, {done.failing} do not work.")
