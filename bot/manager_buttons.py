"""What managers press in Slack's home tab and lists: about a check, about one person of it, or to open a form.

Shown in Slack alone; who may do it is decided by the flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckDeed(StrEnum):
    """`rem` ask the silent again; `lst` the list of people; `wrh` write to those who call for help; `cls` close it.

    `cnl` cancel what is planned.
    """

    REMIND = "rem"
    PEOPLE = "lst"
    WRITE_IN_NEED = "wrh"
    CLOSE = "cls"
    CANCEL = "cnl"


class PersonDeed(StrEnum):
    """`mrk` answer for them; `agn` ask them again; `clm` take care of them; `rls` no longer; `wrt` write to them."""

    MARK = "mrk"
    AGAIN = "agn"
    CLAIM = "clm"
    RELEASE = "rls"
    WRITE = "wrt"


class OpenForm(StrEnum):
    """`new` start a check; `edi` the company's emergency contacts; `bul` a bulletin."""

    START = "new"
    BULLETIN = "bul"
    CONTACTS = "edi"


class ManagersPress:
    """What no employee is shown."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class CheckDeedPress(ManagersPress):
    deed: CheckDeed
    check_id: int


@dataclass(frozen=True, slots=True)
class PersonDeedPress(ManagersPress):
    deed: PersonDeed
    check_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class OpenFormPress(ManagersPress):
    form: OpenForm


def words_of(press: ManagersPress) -> tuple[str, ...]:
    """The verb and its arguments."""
    match press:
        case CheckDeedPress(deed, check_id):
            return (deed, str(check_id))
        case PersonDeedPress(deed, check_id, person_id):
            return (deed, str(check_id), str(person_id))
        case OpenFormPress(form):
            return (form,)
    raise TypeError(type(press).__name__)


def managers_press(verb: str, numbers: list[int]) -> ManagersPress | None:
    """None: no press of these."""
    match numbers:
        case [] if verb in list(OpenForm):
            return OpenFormPress(OpenForm(verb))
        case [check_id] if verb in list(CheckDeed):
            return CheckDeedPress(CheckDeed(verb), check_id)
        case [check_id, person_id] if verb in list(PersonDeed):
            return PersonDeedPress(PersonDeed(verb), check_id, person_id)
    return None
