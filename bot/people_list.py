"""The people of a check as a list to act on, in a window of Slack: filters, lines, what may be done for each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.boards import BoardPerson, person_line
from bot.buttons import encode
from bot.forms import Choice
from bot.frame import mark_of
from bot.labels import standing_label
from bot.manager_buttons import PersonDeed, PersonDeedPress
from bot.plain import TITLE_AT_MOST, one_line, shorten
from bot.vocabulary import CheckKind, Locale, Standing
from bot.wording import say

#: Slack: text of an option object.
_OPTION_AT_MOST = 75
_LINE_AT_MOST = 600
ALL = "all"


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """`opened_at` is a local time, empty: not opened."""

    person_id: int
    person: BoardPerson
    opened_at: str
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class ListFacts:
    """`counts`: by the values of `flows.status_list.Only`. `units`: (value, label)."""

    check_id: int
    kind: CheckKind
    title: str
    is_active: bool
    locale: Locale
    people: tuple[ListedPerson, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class PeopleView:
    heading: str
    submit: str
    close: str
    about: str
    text: str
    text_hint: str
    only: str
    onlies: tuple[Choice, ...]
    unit: str
    any_unit: str
    nobody: str
    first: str
    later: str
    guests: str
    private: str


def people_view(facts: ListFacts) -> PeopleView:
    """Its labels; the heading is at most 24 characters long."""
    locale = facts.locale
    return PeopleView(
        heading=mark_of(facts.kind) + say("people_view.heading", locale),
        submit=say("people_view.show", locale),
        close=say("names_view.close", locale),
        about=mark_of(facts.kind) + say("choose.check", locale, title=one_line(facts.title, TITLE_AT_MOST)),
        text=say("people_view.text", locale),
        text_hint=say("people_view.text_hint", locale),
        only=say("people_view.only", locale),
        onlies=((ALL, say("status.everybody", locale)), *_onlies(facts)),
        unit=say("people_view.unit", locale),
        any_unit=say("status.any_unit", locale),
        nobody=say("status.nobody", locale),
        first=say("people_view.first", locale),
        later=say("names_view.later", locale),
        guests=say("status.guests", locale),
        private=say("names.private", locale),
    )


def _onlies(facts: ListFacts) -> tuple[Choice, ...]:
    standings = {str(standing): standing_label(standing, facts.locale) for standing in Standing}
    return tuple(
        (
            value,
            say(
                "board.count",
                facts.locale,
                label=standings.get(value) or say(f"only.{value}", facts.locale),
                number=f"{number:,}",
            ),
        )
        for value, number in facts.counts.items()
    )


def listed_line(listed: ListedPerson, locale: Locale) -> str:
    """🆘 助けが必要 花子 さん（本社/開発部）…, and for who is silent whether they opened the page, or nothing works."""
    parts = [person_line(listed.person, locale)]
    if listed.person.standing is Standing.SILENT:
        opened = listed.opened_at
        parts.append(say("status.opened", locale, when=opened) if opened else say("status.unopened", locale))
        parts += [] if listed.is_reachable else [f"⚠️ {say('status.unreachable', locale)}"]
    return shorten("  ".join(parts), _LINE_AT_MOST)


def deeds_for(facts: ListFacts, listed: ListedPerson) -> tuple[Choice, ...]:
    """What may be done for this person, as (button value, label): at least one."""
    standing = listed.person.standing
    is_claimed = bool(listed.person.taken_by)
    deeds = [PersonDeed.MARK]
    if standing is Standing.SILENT:
        deeds += [PersonDeed.AGAIN] if facts.is_active else []
        deeds.append(PersonDeed.RELEASE if is_claimed else PersonDeed.CLAIM)
    elif standing is Standing.HELP and not is_claimed:
        deeds.append(PersonDeed.CLAIM)
    deeds.append(PersonDeed.WRITE)
    return tuple(
        (
            encode(PersonDeedPress(deed, facts.check_id, listed.person_id)),
            shorten(say(f"deed.{deed}", facts.locale), _OPTION_AT_MOST),
        )
        for deed in deeds
    )
