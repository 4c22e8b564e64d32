"""Who speaks for themself: the account or link an answer, a detail or a typed line comes from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.plain import NAME_AT_MOST, one_line
from bot.vocabulary import Locale, Via, locale_or_default
from flows.work import Sender, SignedIn, TokenHolder, Work
from storage.queries import checks


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """`person_id` None: an account the company does not know. `channel` and `address` name the account of a guest."""

    person_id: int | None
    locale: Locale
    channel: str
    address: str
    #: As the platform calls them; what the company calls them stands in its people.
    platform_name: str = ""


def speaker_of(work: Work) -> SpeakerFacts:
    """TypeError for the command line and the system, who are nobody to be asked."""
    match work.actor:
        case Sender(channel, address, name):
            person = checks.speaker_at(work.connection, channel, address)
            account = (str(channel), address, one_line(name, NAME_AT_MOST))
        case TokenHolder(person_id) | SignedIn(person_id):
            person = checks.speaker_by_id(work.connection, person_id)
            account = (str(Via.WEB), f"person:{person_id}", "")
        case _:
            raise TypeError("the command line and the system have no answer of their own")
    locale = locale_or_default(person.locale if person else None, work.policy.locale)
    return SpeakerFacts(person.person_id if person else None, locale, *account)
