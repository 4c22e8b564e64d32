"""Put messages into words and bytes: outside any transaction, once per message and language where bodies are shared."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from bot import closing, prompts, proving, replies, rescue, welcome
from bot.closing import ClosingFacts
from bot.message_texts import TextKind
from bot.prompts import PromptFacts
from bot.proving import ProofFacts
from bot.replies import ReplyFacts
from bot.sign_in import sign_in_letter
from bot.speech import Link, Speech
from bot.thanks import ThanksFacts, thank_you
from bot.vocabulary import REPLIED_TO, ChannelKind, MessageKind
from bot.wording import say
from flows.deliver.bulletin_words import bulletin_mark, bulletin_speech
from flows.deliver.claim import Claimed, ClaimedMessage
from flows.deliver.correction_words import correction_mark, correction_speech, version_of
from flows.deliver.manager_note_words import manager_note_speech
from flows.deliver.trial_words import trial_speech
from flows.line_linking import GOOD_FOR_BY_MAIL
from flows.ports import Channel, Links, Member, Receiver
from flows.sign_in import GOOD_FOR as SIGN_IN_GOOD_FOR
from flows.telling import company_numbers, is_in_need
from storage.queries.corrected import CORRECTING
from storage.queries.send_again import BY_HAND

#: What everybody is told in the same words: one body serves all, where the channel can.
_SHARED = (
    MessageKind.PROMPT,
    MessageKind.REMINDER,
    MessageKind.CHANNEL_PROMPT,
    MessageKind.PROMPT_ANSWERED,
    MessageKind.CONTACT_PROOF,
    MessageKind.CHECK_CLOSED,
    MessageKind.BULLETIN,
    *CORRECTING,
)
#: Rendered bodies kept for the next page; the oldest goes first.
_BODIES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Draft:
    """One attempt to be: nothing has been written yet. `share_key` names a body that other attempts use as well."""

    kind: MessageKind
    priority: int
    key: str
    body: bytes
    share_key: str | None
    members: tuple[Member, ...]
    #: The check whose words the body says, and their version; None: it says none.
    says: tuple[int, int] | None = None


class Renderer:
    """Composes and renders what was claimed for one channel. Used by one thread at a time."""

    def __init__(self, channel: Channel, links: Links) -> None:
        self._channel = channel
        self._links = links
        self._bodies: dict[str, bytes] = {}

    def render(self, claimed: Claimed, messages: Sequence[ClaimedMessage]) -> list[Draft]:
        """In the order of the messages; those that share a body fill attempts up to the channel's batch size."""
        batches: dict[str, list[ClaimedMessage]] = defaultdict(list)
        for message in messages:
            batches[self._share_key(claimed, message) or f"personal {message.message_id}"].append(message)
        size = self._channel.batch_size
        attempts = [batch[start : start + size] for batch in batches.values() for start in range(0, len(batch), size)]
        keys = [self._key(batch[0]) for batch in attempts]
        bodies = self._bodies_of(claimed, [batch[0] for batch in attempts], keys)
        return [self._draft(claimed, batch, key, body) for batch, key, body in zip(attempts, keys, bodies, strict=True)]

    def _draft(self, claimed: Claimed, batch: Sequence[ClaimedMessage], key: str, body: bytes) -> Draft:
        first = batch[0]
        members = tuple(Member(message.message_id, message.address) for message in batch)
        share_key, says = self._share_key(claimed, first), version_of(claimed.facts, first)
        return Draft(first.kind, first.priority, key, body, share_key, members, says)

    def _key(self, message: ClaimedMessage) -> str:
        return str(uuid4()) if self._channel.shares_bodies else _stable_key(message)

    def _bodies_of(self, claimed: Claimed, messages: Sequence[ClaimedMessage], keys: Sequence[str]) -> list[bytes]:
        """Personal ones together: a channel may have a faster way for many."""
        shared = [self._share_key(claimed, message) for message in messages]
        personal = iter(
            self._channel.render(
                [
                    self._personal(claimed, message, key)
                    for message, key, share_key in zip(messages, keys, shared, strict=True)
                    if not share_key
                ]
            )
        )
        return [
            self._shared(claimed, message, share_key) if share_key else next(personal)
            for message, share_key in zip(messages, shared, strict=True)
        ]

    def _share_key(self, claimed: Claimed, message: ClaimedMessage) -> str | None:
        if not self._channel.shares_bodies or message.kind not in _SHARED:
            return None
        said = claimed.facts.said.get((message.check_id or 0, message.person_id or 0))
        thanked = (said.status, said.standing, said.nobody_told) if said else ()
        # Words that were changed are another body, also where one of before stands already.
        changed = (claimed.facts.texts.mark,) if claimed.facts.texts.mark else ()
        by_hand = (BY_HAND,) if message.params.get(BY_HAND) else ()
        parts = (
            *(self._channel.kind, message.kind, message.check_id, message.round, message.locale),
            *(*thanked, *changed, *by_hand, *bulletin_mark(claimed.facts, message)),
            *correction_mark(claimed.facts, message),
        )
        return ".".join(str(part) for part in parts)

    def _shared(self, claimed: Claimed, message: ClaimedMessage, share_key: str) -> bytes:
        if share_key not in self._bodies:
            while len(self._bodies) >= _BODIES_KEPT:
                del self._bodies[next(iter(self._bodies))]
            [self._bodies[share_key]] = self._channel.render([(self._speech(claimed, message), None)])
        return self._bodies[share_key]

    def _personal(self, claimed: Claimed, message: ClaimedMessage, key: str) -> tuple[Speech, Receiver | None]:
        speech = self._speech(claimed, message)
        if self._channel.shares_bodies:
            return speech, None
        contact_id = message.contact_id
        unsubscribe_url = "" if contact_id is None else self._links.unsubscribe(contact_id, message.address)
        question_id = message.message_id if message.kind in REPLIED_TO else 0
        return speech, Receiver(
            *(message.address, message.name, message.locale, key, claimed.claimed_at),
            unsubscribe_url=unsubscribe_url,
            question_id=question_id,
            plain=message.plain,
        )

    def _speech(self, claimed: Claimed, message: ClaimedMessage) -> Speech:
        match message.kind:
            case MessageKind.PROMPT | MessageKind.REMINDER:
                return self._with_way_inside(prompts.prompt(self._prompt_facts(claimed, message)), message)
            case MessageKind.CHANNEL_PROMPT:
                return prompts.channel_prompt(self._prompt_facts(claimed, message))
            case MessageKind.PROMPT_ANSWERED:
                return thank_you(self._thanks_facts(claimed, message))
            case MessageKind.REPLY_HEARD | MessageKind.REPLY_UNCLEAR:
                return self._about_a_reply(claimed, message)
            case MessageKind.LINK_CODE:
                code = str(message.params["code"])
                return welcome.link_code(message.locale, code, GOOD_FOR_BY_MAIL, claimed.facts.company)
            case MessageKind.CONTACT_PROOF:
                by_mail = self._channel.kind is ChannelKind.MAIL and message.contact_id is not None
                page_url = self._links.contact(message.contact_id or 0, message.address) if by_mail else ""
                texts = claimed.facts.texts
                return proving.ask_for_proof(ProofFacts(message.locale, claimed.facts.company, page_url, texts=texts))
            case MessageKind.CONTACT_URGE:
                page_url, facts = self._links.register(message.person_id or 0), claimed.facts
                asked = ProofFacts(message.locale, facts.company, page_url, message.name, facts.texts)
                return proving.ask_to_register(asked)
            case MessageKind.SIGN_IN:
                url = self._links.sign_in(str(message.params["token"]))
                return sign_in_letter(message.locale, url, SIGN_IN_GOOD_FOR)
            case MessageKind.HELP_ALERT | MessageKind.HELP_TAKEN | MessageKind.HELP_CLOSED:
                return self._about_help(claimed, message)
            case MessageKind.HELP_EDITED:
                return self._case_now(claimed, message)
            case MessageKind.CHECK_CLOSED:
                return closing.closing_notice(self._closing_facts(claimed, message))
            case MessageKind.TEXT_TRIAL:
                info_url = self._links.info(message.locale)
                return trial_speech(claimed.facts, message, self._channel.kind, info_url, claimed.claimed_at)
            case MessageKind.MANAGER_NOTE:
                return manager_note_speech(claimed.facts, message, self._answer_url(message))
            case MessageKind.CORRECTION | MessageKind.CANCELLATION:
                said = correction_speech(claimed.facts, message, self._prompt_facts(claimed, message))
                return self._with_way_inside(said, message)
            case MessageKind.BULLETIN:
                return bulletin_speech(claimed.facts, message, self._links.info(message.locale))

    def _prompt_facts(self, claimed: Claimed, message: ClaimedMessage) -> PromptFacts:
        check = claimed.facts.checks[message.check_id or 0]
        is_reminder = message.kind is MessageKind.REMINDER
        return PromptFacts(
            check_id=message.check_id or 0,
            kind=check.kind,
            title=check.title,
            message=check.message,
            round=message.round,
            locale=message.locale,
            company=claimed.facts.company,
            info_url=self._links.info(message.locale),
            reminder_no=message.round if is_reminder else 0,
            is_last=is_reminder and check.is_last_round and not message.params.get(BY_HAND),
            answer_url=self._answer_url(message),
            hears_replies=self._channel.kind is ChannelKind.MAIL and claimed.facts.hears_replies,
            plain=message.plain,
            texts=claimed.facts.texts,
            started_at=check.started_at,
            level=check.level,
            action=check.action,
        )

    def _closing_facts(self, claimed: Claimed, message: ClaimedMessage) -> ClosingFacts:
        check = claimed.facts.checks[message.check_id or 0]
        return ClosingFacts(
            *(check.kind, check.title, message.locale, claimed.facts.company, self._links.info(message.locale)),
            answer_url=self._answer_url(message),
            texts=claimed.facts.texts,
            started_at=check.started_at,
        )

    def _thanks_facts(self, claimed: Claimed, message: ClaimedMessage) -> ThanksFacts:
        """As after a press: the edit of the very message that was pressed must not take back what it offers."""
        check = claimed.facts.checks[message.check_id or 0]
        said = claimed.facts.said[message.check_id or 0, message.person_id or 0]
        in_need = is_in_need(said.status, said.standing)
        return ThanksFacts(
            check_id=message.check_id or 0,
            kind=check.kind,
            title=check.title,
            round=message.round,
            locale=message.locale,
            status=said.status,
            standing=said.standing,
            info_url=self._links.info(message.locale),
            company_numbers=company_numbers(claimed.facts.info, message.locale) if in_need else (),
            nobody_told=said.nobody_told,
            own_words=claimed.facts.texts.own.get((TextKind.THANKS, message.locale)),
        )

    def _about_a_reply(self, claimed: Claimed, message: ClaimedMessage) -> Speech:
        check = claimed.facts.checks[message.check_id or 0]
        facts = ReplyFacts(
            *(check.kind, check.title, message.locale, self._answer_url(message), self._links.info(message.locale)),
            plain=message.plain and claimed.facts.hears_replies,
            own_words=claimed.facts.texts.own.get((TextKind.THANKS, message.locale)),
        )
        said = claimed.facts.said.get((message.check_id or 0, message.person_id or 0))
        if message.kind is MessageKind.REPLY_UNCLEAR or said is None:
            return replies.reply_unclear(facts)
        in_need = is_in_need(said.status, said.standing)
        numbers = company_numbers(claimed.facts.info, message.locale) if in_need else ()
        return replies.reply_heard(facts, said.status, said.nobody_told, numbers)

    def _answer_url(self, message: ClaimedMessage) -> str:
        """Mail has no buttons: the four answers are on a page."""
        if self._channel.kind is not ChannelKind.MAIL or message.check_id is None or message.person_id is None:
            return ""
        return self._links.answer(message.check_id, message.person_id, message.round)

    def _with_way_inside(self, question: Speech, message: ClaimedMessage) -> Speech:
        """A letter names the company's own network behind the address for everybody (docs/adr/0011)."""
        if not question.links or not self._answer_url(message):
            return question
        inside = self._links.answer_inside(message.check_id or 0, message.person_id or 0, message.round)
        way = (Link(say("prompt.open_page_inside", message.locale), inside),) if inside else ()
        return replace(question, links=(question.links[0], *way, *question.links[1:]))

    def _about_help(self, claimed: Claimed, message: ClaimedMessage) -> Speech:
        facts = replace(claimed.facts.cases[message.help_case_id or 0], locale=message.locale)
        to_managers = message.params.get("to") != "person"
        by_mail = self._channel.kind is ChannelKind.MAIL
        if to_managers and by_mail and message.person_id is not None and message.check_id is not None:
            facts = replace(
                facts,
                board_url=self._links.board(message.check_id, message.person_id),
                take_url=self._links.help_case(facts.help_case_id, message.person_id),
            )
        match message.kind, to_managers:
            case MessageKind.HELP_ALERT, _:
                return rescue.help_news(facts) if message.params.get("news") else rescue.help_alert(facts)
            case MessageKind.HELP_TAKEN, True:
                return rescue.help_taken_for_managers(facts)
            case MessageKind.HELP_TAKEN, False:
                return rescue.help_taken_for_person(facts)
            case _, True:
                return rescue.help_closed_for_managers(facts)
            case _:
                return rescue.help_closed_for_person(facts)

    def _case_now(self, claimed: Claimed, message: ClaimedMessage) -> Speech:
        """What has become of a case, in the place of what managers were told of it before."""
        facts = replace(claimed.facts.cases[message.help_case_id or 0], locale=message.locale)
        return rescue.help_closed_for_managers(facts) if facts.is_closed else rescue.help_taken_for_managers(facts)


def _stable_key(message: ClaimedMessage) -> str:
    """The same for the same message however often it is rendered; a reminder has another (Message-ID, left part)."""
    parts = (
        *(message.kind, message.check_id, message.person_id, message.contact_id, message.round),
        *(message.help_case_id, message.message_id, message.created_at.isoformat()),
    )
    return hashlib.sha256("/".join(str(part) for part in parts).encode()).hexdigest()[:40]
