"""Columns of the contacts file: their headers, and what a value may be. One row a contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot import people_columns as rules
from bot.vocabulary import ChannelKind, Locale


class ContactColumn(StrEnum):
    """In the order of an export; the value is the English header."""

    EMPLOYEE_NO = "employee_no"
    CHANNEL = "channel"
    ADDRESS = "address"
    LABEL = "label"
    ORDER = "order"
    PLAIN = "plain"


REQUIRED = (ContactColumn.EMPLOYEE_NO, ContactColumn.CHANNEL, ContactColumn.ADDRESS)
LABEL_AT_MOST = 30
#: Nobody has so many contacts.
ORDER_AT_MOST = 999

_JAPANESE = {
    ContactColumn.EMPLOYEE_NO: "社員番号",
    ContactColumn.CHANNEL: "種別",
    ContactColumn.ADDRESS: "宛先",
    ContactColumn.LABEL: "名称",
    ContactColumn.ORDER: "順番",
    ContactColumn.PLAIN: "テキストのみ",
}
#: As the console's list calls them.
_ALSO = {"種類": ContactColumn.CHANNEL, "アドレス": ContactColumn.ADDRESS}
_CHANNELS = {
    ChannelKind.SLACK: ("slack", "スラック"),
    ChannelKind.LINE: ("line", "ライン"),
    ChannelKind.MAIL: ("mail", "メール", "email", "e-mail"),
    ChannelKind.PHONE: ("phone", "電話", "電話番号"),
}
_PLAIN = {
    **dict.fromkeys(("", "0", "false", "no", "いいえ"), False),
    **dict.fromkeys(("1", "true", "yes", "はい", "○", "〇"), True),
}


@dataclass(frozen=True, slots=True)
class AddressRule:
    """`read` gives the address as it is kept."""

    read: Callable[[str], str]
    is_good: Callable[[str], bool]
    problem: str


#: As in the people file.
ADDRESS_RULES = {
    ChannelKind.MAIL: AddressRule(rules.plain, rules.is_mail_address, "bad_email"),
    ChannelKind.PHONE: AddressRule(rules.plain_phone, rules.is_phone_number, "bad_phone"),
    ChannelKind.SLACK: AddressRule(rules.plain, rules.is_slack_id, "bad_slack_id"),
    ChannelKind.LINE: AddressRule(rules.plain, rules.is_line_id, "bad_line_id"),
}


def header(locale: Locale) -> list[str]:
    return [str(column) if locale is Locale.EN else _JAPANESE[column] for column in ContactColumn]


def channel_word(channel: ChannelKind, locale: Locale) -> str:
    """As it stands in a file, and is read again."""
    has_japanese = channel in (ChannelKind.MAIL, ChannelKind.PHONE)
    return _CHANNELS[channel][1] if locale is not Locale.EN and has_japanese else str(channel)


def column_of(label: str) -> ContactColumn | None:
    return _HEADERS.get(_plain(label))


def channel_of(value: str) -> ChannelKind | None:
    return _CHANNEL_OF.get(rules.plain(value).casefold())


def order_of(value: str) -> int | None:
    """1 to ORDER_AT_MOST; None: it is no such number."""
    plain = rules.plain(value)
    is_number = plain.isascii() and plain.isdecimal() and len(plain) <= len(str(ORDER_AT_MOST))
    return int(plain) or None if is_number else None


def plain_of(value: str) -> bool | None:
    """Whether mail is to be text without links; None: it says neither yes nor no."""
    return _PLAIN.get(rules.plain(value).casefold())


def _plain(word: str) -> str:
    return rules.plain(word).casefold().replace(" ", "").replace("_", "")


_HEADERS = (
    {_plain(column): column for column in ContactColumn}
    | {_plain(word): column for column, word in _JAPANESE.items()}
    | {_plain(word): column for word, column in _ALSO.items()}
)
_CHANNEL_OF = {word: channel for channel, words in _CHANNELS.items() for word in words}
