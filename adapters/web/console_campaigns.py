"""`/console/campaigns`: asking people to prove their contacts, and what has become of it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.download import Cell, Table, download
from adapters.web.unit_choice import kept, look_again, wanted_units
from bot.reasons import in_words, reason
from bot.vocabulary import Locale
from bot.wording import say
from flows.carry_out import carry_out
from flows.choose_units import choose_units
from flows.errors import InvalidError
from flows.list_campaigns import list_campaigns
from flows.show_campaign import CampaignView, Proof, ProofLine, note_campaign_seen, show_campaign
from flows.start_campaign import StartCampaign, start_campaign
from flows.work import Begin, Lane, Policy

_COLUMNS = ("employee_no", "name", "channel", "address", "state", "reason", "to_do", "confirmed_at", "code")
#: Lines of one list on the page; the file has all.
_SHOWN = 300


def create_console_campaigns(begin: Begin, console: Console, policy: Policy) -> Blueprint:
    pages = Blueprint("campaigns", __name__)

    def seen(reader: Reader, campaign_id: int) -> CampaignView:
        carry_out(begin, reader.actor, lambda work: note_campaign_seen(work, campaign_id))
        with begin(reader.actor, Lane.READ) as work:
            return show_campaign(work, campaign_id)

    @pages.route("/console/campaigns", methods=["GET", "POST"])
    @console.page
    def campaigns(reader: Reader) -> Response:
        problem, wanted = "", wanted_units()
        if request.method == "POST":
            if (elsewhere := look_again(".campaigns")) is not None:
                return elsewhere
            request_ = StartCampaign(wanted.chosen)
            try:
                begun = carry_out(begin, reader.actor, lambda work: start_campaign(work, request_), Lane.FANOUT)
                return redirect(url_for(".campaign", campaign_id=begun.campaign_id), 303)
            except InvalidError as error:
                problem = console.words_of(reader, error)
        with begin(reader.actor, Lane.READ) as work:
            started, choice = list_campaigns(work), choose_units(work, wanted)
        return console.render(
            reader,
            "console/campaigns.html",
            nav="contacts",
            status=400 if problem else 200,
            problem=problem,
            campaigns=started,
            wanted=wanted,
            choice=choice,
            kept=kept(),
        )

    @pages.get("/console/campaigns/<int:campaign_id>")
    @console.page
    def campaign(reader: Reader, campaign_id: int) -> Response:
        view = seen(reader, campaign_id)
        wanted = request.args.get("proof", Proof.UNDELIVERABLE)
        proof = Proof(wanted) if wanted in list(Proof) else Proof.UNDELIVERABLE
        lines = [line for line in view.lines if line.proof is proof]
        return console.render(
            reader,
            "console/campaign.html",
            nav="contacts",
            view=view,
            proof=proof,
            lines=lines[:_SHOWN],
            more=len(lines) > _SHOWN,
        )

    @pages.get("/console/campaigns/<int:campaign_id>.<any(csv, xlsx):ending>")
    @console.page
    def campaign_file(reader: Reader, campaign_id: int, ending: str) -> Response:
        locale = console.locale(reader.who.locale)
        title = f"{say('campaign.title', locale)}-{campaign_id}"
        rows = (_cells(line, locale) for line in seen(reader, campaign_id).lines)
        return download(Table(title, _COLUMNS, rows), ending, locale, policy.zone)

    return pages


def _cells(line: ProofLine, locale: Locale) -> tuple[Cell, ...]:
    return (
        *(line.employee_no, line.name, say(f"channel.{line.channel}", locale), line.address),
        *(say(f"campaign.{line.proof}", locale), in_words(line.reason, locale), reason(line.reason, locale).to_do),
        *(line.confirmed_at, line.reason),
    )
