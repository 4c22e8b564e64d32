"""`anpi message check|split`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from adapters.cli.program import Program
from adapters.cli.terminal import as_json_option, plain_file_errors, print_json
from bot.plain import one_line

if TYPE_CHECKING:
    from bot.alert_messages.data_files import Edition
    from bot.alert_messages.vocabulary import Audience, Limits, Report

_Command = TypeVar("_Command", bound=Callable[..., Any])

_LENGTH = click.IntRange(1, 10_000)
_MARKS = {"error": "✗", "warning": "!"}
#: Far above any message; keeps a wrong file out of memory.
_BYTES_AT_MOST = 1_000_000
#: Of a place that is shown.
_SHOWN_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class _Asked:
    """One message and by what it is judged. `at`: when it would be sent."""

    text: str
    audience: Audience
    edition: Edition
    limits: Limits
    at: datetime | None


def add_message_commands(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="Messages people understand at once: check, split.")
    def message() -> None:
        """Texts for an emergency, by the rules of the Japanese guide for alert mail (緊急速報メール 配信の手引き)."""

    _add_check(message, program)
    _add_split(message, program)


def _options(command: _Command) -> _Command:
    """FILE and what decides which rules hold."""
    for add in (
        click.option(
            "--body-at-most", type=_LENGTH, metavar="N", help="Characters of the body; without it as set (200)."
        ),
        click.option(
            "--title-at-most", type=_LENGTH, metavar="N", help="Characters of the title; without it as set (15)."
        ),
        click.option(
            "--edition",
            default="",
            metavar="YEAR",
            help="The wording of 2020, 2021 or 2026; without it the one in force.",
        ),
        click.option(
            "--audience",
            type=click.Choice(["area-mail", "company"]),
            default="area-mail",
            show_default=True,
            help="The guide to the letter, or a company's own people.",
        ),
        click.argument("file", type=click.Path(path_type=Path, allow_dash=True)),
    ):
        command = add(command)
    return command


def _add_check(message: click.Group, program: Program) -> None:
    @message.command(short_help="What is wrong with a message, and where.")
    @_options
    @click.option(
        "--at",
        type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
        metavar="WHEN",
        help="When it would be sent, such as 2026-11-28T23:30: some may not be sent at night.",
    )
    @as_json_option
    @click.pass_context
    def check(context: click.Context, /, file: Path, at: datetime | None, as_json: bool, **given: Any) -> None:
        """Check the message in FILE (- reads standard input): its first line is the title, the rest the body.

        Exit 1 where an error stands. Nothing is forbidden: in a real emergency you decide.
        """
        from bot.alert_messages.check import check as check_message

        asked = _asked(program, file, at, **given)
        report = check_message(asked.text, asked.edition, asked.audience, asked.limits, asked.at)
        locale = program.settings.locale
        found = [
            {
                "rule": one.rule.value,
                "severity": one.severity.value,
                "section": one.section,
                "message": one.message(locale),
                "start": one.span.start,
                "end": one.span.end,
            }
            for one in report.findings
        ]
        advice = [
            {"tip": one.tip.value, "section": one.section, "message": one.message(locale)} for one in report.advice
        ]
        if as_json:
            lengths = {"title_length": report.title_length, "body_length": report.body_length}
            judged = {"audience": asked.audience.value, "edition": report.edition}
            print_json({**lengths, "ok": report.ok, "findings": found, "advice": advice, **judged})
        else:
            _tell(asked, report, found, advice)
        context.exit(0 if report.ok else 1)


def _add_split(message: click.Group, program: Program) -> None:
    @message.command(short_help="A message that is too long, in several.")
    @_options
    @as_json_option
    def split(file: Path, as_json: bool, **given: Any) -> None:
        """Split the message in FILE (- reads standard input) so that each part is within the limits and says so."""
        from bot.alert_messages.counting import count
        from bot.alert_messages.splitting import CannotSplitError
        from bot.alert_messages.splitting import split as split_message

        asked = _asked(program, file, None, **given)
        try:
            parts = split_message(asked.text, asked.edition, asked.audience, asked.limits)
        except CannotSplitError as error:
            raise click.ClickException(f"{error}; allow more with --body-at-most") from error
        lengths = [(count(part.title, asked.limits), count(part.body, asked.limits)) for part in parts]
        if as_json:
            print_json(
                [
                    {"title": part.title, "body": part.body, "title_length": title, "body_length": body}
                    for part, (title, body) in zip(parts, lengths, strict=True)
                ]
            )
            return
        for number, (part, (title, body)) in enumerate(zip(parts, lengths, strict=True), start=1):
            click.echo(f"--- {number} of {len(parts)}: title {title}, body {body}\n{part.title}\n{part.body}")


def _asked(
    program: Program, file: Path, at: datetime | None, audience: str, edition: str, **given: int | None
) -> _Asked:
    # Imported by those who check a message: everybody else does not wait for the rules.
    from bot.alert_messages.data_files import edition_on, editions
    from bot.alert_messages.vocabulary import Audience, Limits

    policy = program.settings.policy()
    zone, limits = policy.zone, policy.message_limits
    known = editions()
    if edition and edition not in known:
        raise click.BadParameter(f"choose from {', '.join(known)}", param_hint="--edition")
    sent_at = at.replace(tzinfo=zone) if at is not None else None
    return _Asked(
        text=_text(file),
        audience=Audience(audience),
        edition=known[edition] if edition else edition_on((sent_at or datetime.now(zone)).date()),
        limits=Limits(given["title_at_most"] or limits.title, given["body_at_most"] or limits.body),
        at=sent_at,
    )


def _text(file: Path) -> str:
    """UTF-8, or CP932 as older programs write it."""
    with plain_file_errors(file):
        if str(file) == "-":
            content = sys.stdin.buffer.read(_BYTES_AT_MOST + 1)
        else:
            with file.open("rb") as opened:
                content = opened.read(_BYTES_AT_MOST + 1)
    if len(content) > _BYTES_AT_MOST:
        raise click.ClickException(f"{file}: larger than {_BYTES_AT_MOST:,} bytes")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise click.ClickException(f"{file}: neither UTF-8 nor CP932; save it as UTF-8")


def _tell(asked: _Asked, report: Report, found: list[dict[str, Any]], advice: list[dict[str, Any]]) -> None:
    limits = asked.limits
    click.echo(
        f"Title {report.title_length} of {limits.title}, body {report.body_length} of {limits.body} "
        f"({asked.audience}, edition {report.edition})"
    )
    for one in found:
        start, end = one["start"], one["end"]
        place = f"line {asked.text.count(chr(10), 0, start) + 1}"
        quoted = f" “{one_line(asked.text[start:end], _SHOWN_AT_MOST)}”" if end > start else ""
        click.echo(f"{_MARKS[one['severity']]} {place}{quoted}: {one['message']} (section {one['section']})")
    for tip in advice:
        click.echo(f"· {tip['message']} (section {tip['section']})")
    errors = sum(one["severity"] == "error" for one in found)
    warnings = len(found) - errors
    click.echo(f"{_number(errors, 'error')}, {_number(warnings, 'warning')}." if found else "Nothing found.")


def _number(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"
