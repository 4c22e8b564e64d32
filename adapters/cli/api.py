"""`anpi api token create|list|replace|revoke`."""

from __future__ import annotations

import click

from adapters.cli.program import Program
from adapters.cli.terminal import as_json_option, operator, plain_refusals, print_json, print_table
from bot.api_words import Scope
from flows.api_tokens import LIFETIMES, NewToken, TokenLine, list_tokens, make_token, replace_token, revoke_token
from flows.work import Lane


def add_api_commands(anpi: click.Group, program: Program) -> None:
    @anpi.group(short_help="The API for other systems: token.")
    def api() -> None:
        """The API under /api/v1, for the company's other systems: see docs/api.md."""

    @api.group(short_help="Tokens: create, list, replace, revoke.")
    def token() -> None:
        """Tokens with which other systems come in."""

    _add_create(token, program)
    _add_list(token, program)
    _add_replace(token, program)
    _add_revoke(token, program)


def _add_create(token: click.Group, program: Program) -> None:
    @token.command()
    @click.argument("name")
    @click.option(
        "--scope",
        "scopes",
        multiple=True,
        required=True,
        type=click.Choice([scope.value for scope in Scope]),
        help="What it may do; repeatable.",
    )
    @click.option(
        "--days",
        default="365",
        show_default=True,
        type=click.Choice([str(days) for days in LIFETIMES]),
        help="0: for ever.",
    )
    @as_json_option
    def create(name: str, scopes: tuple[str, ...], days: str, as_json: bool) -> None:
        """Make a token for the system NAME, which stands in the audit log. It is printed now and never again."""
        begin, policy = program.open()
        wanted = NewToken(name, [Scope(scope) for scope in scopes], int(days))
        with plain_refusals(policy.locale), begin(operator()) as work:
            made = make_token(work, wanted)
        if as_json:
            print_json({"id": made.token_id, "token": made.secret})
        else:
            click.echo(made.secret)


def _add_list(token: click.Group, program: Program) -> None:
    @token.command("list")
    @as_json_option
    def list_(as_json: bool) -> None:
        """Tokens, those that still count first."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator(), Lane.READ) as work:
            tokens = list_tokens(work)
        if as_json:
            print_json([_as_json(one) for one in tokens])
        elif tokens:
            print_table([_row(one) for one in tokens])
        else:
            click.echo("There is no token yet: anpi api token create NAME --scope checks:read")


def _add_replace(token: click.Group, program: Program) -> None:
    @token.command()
    @click.argument("token_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
    @as_json_option
    def replace(token_id: int, as_json: bool) -> None:
        """Make another one in its place. It is printed now and never again; the old one is good for another day."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator()) as work:
            made = replace_token(work, token_id)
        if as_json:
            print_json({"id": made.token_id, "token": made.secret})
        else:
            click.echo(made.secret)


def _add_revoke(token: click.Group, program: Program) -> None:
    @token.command()
    @click.argument("token_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
    def revoke(token_id: int) -> None:
        """From the next request on it lets nobody in."""
        begin, policy = program.open()
        with plain_refusals(policy.locale), begin(operator()) as work:
            revoked = revoke_token(work, token_id)
        click.echo(f"Token {token_id} {'is revoked' if revoked else 'had been revoked before'}.")


def _as_json(one: TokenLine) -> dict[str, object]:
    return {
        "id": one.token_id,
        "name": one.name,
        "ends_in": one.hint,
        "scopes": [scope.value for scope in one.scopes],
        "created_at": one.created_at,
        "expires_at": one.expires_at,
        "last_used_at": one.last_used_at,
        "revoked_at": one.revoked_at,
        "counts": one.counts,
    }


def _row(one: TokenLine) -> tuple[str, ...]:
    state = "" if one.counts else "revoked" if one.revoked_at else "expired"
    used = f"{one.last_used_at:%Y-%m-%d %H:%M} UTC" if one.last_used_at else "never used"
    return str(one.token_id), one.name, f"…{one.hint}", used, state, " ".join(one.scopes)
