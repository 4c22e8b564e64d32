"""What a request may say: the parameters of lists and the bodies of POSTs. What is not named here is refused."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from bot.people_columns import NO_MAIL, Column
from bot.plain import COMMENT_AT_MOST, MESSAGE_AT_MOST
from bot.short_form import ACTION_AT_MOST
from bot.vocabulary import ChannelKind, CheckKind, CheckState, Locale, Reach, Status
from flows.list_deliveries import Delivery
from flows.roster import PEOPLE_AT_MOST
from flows.start_check import TITLE_AT_MOST
from flows.status_list import Only

#: Half a year: whoever wants a check to stay open for longer leaves the closing time out.
_CLOSES_AT_MOST_MINUTES = 60 * 24 * 183
_UNITS_AT_MOST = 500
_LINE = 200


def _writable(text: str) -> str:
    """Without NUL and halves of characters, which no database keeps."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


Words = Annotated[str, AfterValidator(_writable)]


class Asked(BaseModel):
    """Immutable; a name that is not ours is an error, not a wish unheard."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, hide_input_in_errors=True)


class Page(Asked):
    limit: int = Field(50, ge=1, le=500, description="How many at most.")
    cursor: Words = Field("", max_length=500, description="`next` of the page before.")


class ChecksAsked(Page):
    state: CheckState | None = None
    kind: CheckKind | None = None


class StandingsAsked(Page):
    only: Only | None = Field(None, description="`opened` and `unopened`: of the silent alone.")
    text: Words = Field("", max_length=_LINE, description="A part of a name, its reading or an employee number.")


class DeliveriesAsked(Page):
    outcome: Delivery | None = None
    channel: ChannelKind | None = None
    round: int | None = Field(None, ge=0, le=10_000, description="0 is the question itself.")


class PeopleAsked(Page):
    text: Words = Field("", max_length=_LINE, description="A part of a name, its reading or an employee number.")


class PersonAsked(Asked):
    """An entry of the staff list. What is left out or null stays as it is (of somebody new: empty).

    How somebody with a role is reached (`email`, `emergency_emails`, `phones`) must be left out or be as it is.
    """

    name: Words
    kana: Words | None = None
    units: list[Words] | None = Field(
        None, description="All of theirs, as paths; those that are not there are made.", examples=[["本社/開発部"]]
    )
    site: Words | None = Field(None, description="Made where it is not there; empty: none.")
    locale: Locale | None = Field(None, description="Of messages to them; they may change it themselves.")
    email: Words | None = Field(None, description="Of the company. Asked there too unless others are given.")
    emergency_emails: list[Words] | None = Field(
        None, description="Where they are asked; `[]`: nowhere, not even at `email`. New ones are unverified."
    )
    phones: list[Words] | None = None
    active: bool = Field(True, description="false: has left the company. Nothing else of theirs is lost.")

    def given(self, employee_no: str) -> dict[Column, str | Sequence[str]]:
        """As the staff list has it."""
        said = {name: value for name, value in self.model_dump(exclude={"active"}).items() if value is not None}
        entry: dict[Column, str | Sequence[str]] = {Column(name): value for name, value in said.items()}
        if entry.get(Column.EMERGENCY_EMAILS) == []:
            entry[Column.EMERGENCY_EMAILS] = [NO_MAIL]
        return {**entry, Column.EMPLOYEE_NO: employee_no, Column.ACTIVE: "1" if self.active else "0"}


class PersonRow(PersonAsked):
    employee_no: Words


class PeopleGiven(Asked):
    people: list[PersonRow] = Field(min_length=1, max_length=PEOPLE_AT_MOST)
    dry_run: bool = Field(False, description="Nothing is written; the reply says what would be.")


class StartAsked(Asked):
    """Who is on leave is not asked. Without `units` the whole company is."""

    kind: CheckKind
    title: Words = Field(min_length=1, max_length=TITLE_AT_MOST)
    message: Words = Field("", max_length=MESSAGE_AT_MOST)
    level: Literal[0, 3, 4, 5] = Field(0, description="The warning level (警戒レベル); 0 is none.")
    action: Words = Field(
        "", max_length=ACTION_AT_MOST, description="What to do, in a few words: shown in notices and subjects."
    )
    units: list[Words] = Field(
        default_factory=list,
        max_length=_UNITS_AT_MOST,
        description="Paths, each with all below.",
        examples=[["本社/開発部"]],
    )
    reach: Reach = Reach.ALL
    closes_after_minutes: int | None = Field(None, ge=1, le=_CLOSES_AT_MOST_MINUTES)
    confirmed: bool = Field(False, description="Start although a similar check is active (409 otherwise).")


class CloseAsked(Asked):
    tell: bool = Field(False, description="Everybody who was asked is told once that it is over.")


class RemindAsked(Asked):
    """Nothing is to be said: `{}`."""


class AnswerAsked(Asked):
    """An answer about somebody, by the system that holds the token (a proxy's)."""

    employee_no: Words = Field(min_length=1, max_length=_LINE)
    status: Status
    comment: Words = Field("", max_length=COMMENT_AT_MOST)
    given_at: AwareDatetime | None = Field(None, description="When it was said; now where it is left out.")

    def at(self, now: datetime) -> datetime:
        return self.given_at or now


class BadCursorError(Exception):
    """Not a cursor of ours."""


def to_cursor(position: str | int | None) -> str | None:
    """Opaque: what it holds may be another thing in the next release. None where there is no next page."""
    if position in (None, "", 0):
        return None
    return base64.urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def from_cursor(cursor: str) -> str:
    """Empty for the first page. BadCursorError."""
    try:
        position = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise BadCursorError from error
    if "\0" in position:
        raise BadCursorError
    return position


def number_in(cursor: str) -> int:
    """0 for the first page. BadCursorError."""
    position = from_cursor(cursor) or "0"
    if not (position.isascii() and position.isdecimal() and len(position) <= 18):
        raise BadCursorError
    return int(position)
