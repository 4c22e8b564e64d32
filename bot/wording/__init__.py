"""Every word a person sees, in Japanese and English side by side, by topic.

A topic is a table `key -> (Japanese, English)`: a sentence cannot exist in one language only, and whoever changes one
sees the other. What employees see stands in easy Japanese too (`bot/wording/easy`); elsewhere Japanese serves.
Placeholders are `{name}`, or with their noun `{name:# person|# people}` (`bot.counted`); their values are put in as
they are, so braces in users' words do no harm.
"""

from __future__ import annotations

from bot.counted import fill
from bot.vocabulary import Locale
from bot.wording import (
    alarms,
    api,
    audit,
    boards,
    bulletins,
    campaigns,
    care,
    common_settings,
    composer,
    confirmations,
    console,
    console_board,
    console_contacts,
    contacts,
    corrections,
    forms,
    glance,
    help_text,
    home,
    info_console,
    info_forms,
    information,
    line_link,
    line_menu,
    mail_server,
    message_rules,
    message_texts,
    my_answers,
    organisation,
    own_language,
    prompts,
    proving,
    proving_advice,
    ready_checks,
    reasons,
    refusals,
    replies,
    rescue,
    short_form,
    sign_in,
    site_pack,
    start_page,
    status_list,
    stopped,
    thanks,
    trial,
    vocabulary,
    way_home,
    welcome,
)
from bot.wording.easy import EASY

#: `key -> (Japanese, English)`.
WORDS: dict[str, tuple[str, str]] = {
    **vocabulary.WORDS,
    **message_rules.WORDS,
    **prompts.WORDS,
    **proving.WORDS,
    **proving_advice.WORDS,
    **reasons.WORDS,
    **thanks.WORDS,
    **trial.WORDS,
    **rescue.WORDS,
    **short_form.WORDS,
    **sign_in.WORDS,
    **site_pack.WORDS,
    **stopped.WORDS,
    **ready_checks.WORDS,
    **start_page.WORDS,
    **status_list.WORDS,
    **alarms.WORDS,
    **api.WORDS,
    **audit.WORDS,
    **corrections.WORDS,
    **boards.WORDS,
    **bulletins.WORDS,
    **way_home.WORDS,
    **welcome.WORDS,
    **line_link.WORDS,
    **line_menu.WORDS,
    **mail_server.WORDS,
    **information.WORDS,
    **info_console.WORDS,
    **info_forms.WORDS,
    **refusals.WORDS,
    **replies.WORDS,
    **forms.WORDS,
    **glance.WORDS,
    **confirmations.WORDS,
    **console.WORDS,
    **console_board.WORDS,
    **console_contacts.WORDS,
    **contacts.WORDS,
    **campaigns.WORDS,
    **care.WORDS,
    **common_settings.WORDS,
    **composer.WORDS,
    **help_text.WORDS,
    **home.WORDS,
    **message_texts.WORDS,
    **my_answers.WORDS,
    **organisation.WORDS,
    **own_language.WORDS,
}

_COLUMN = {Locale.JA: 0, Locale.EN: 1, Locale.JA_EASY: 0}


def say(key: str, locale: Locale, **params: object) -> str:
    """The words of `key` in that language. KeyError where there are no such words or a placeholder is not filled."""
    return fill(unfilled(key, locale), params)


def unfilled(key: str, locale: Locale) -> str:
    """The words of `key` as they stand, places included."""
    if locale is Locale.JA_EASY and key in EASY:
        return EASY[key]
    return WORDS[key][_COLUMN[locale]]
