"""Columns of the people file: their headers, what a value may be, and what makes it harmless in a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from bot.vocabulary import Locale, Role


class Column(StrEnum):
    """In the order of an export; the value is the English header."""

    EMPLOYEE_NO = "employee_no"
    NAME = "name"
    KANA = "kana"
    UNITS = "units"
    SITE = "site"
    LOCALE = "locale"
    EMAIL = "email"
    EMERGENCY_EMAILS = "emergency_emails"
    PHONES = "phones"
    SLACK_ID = "slack_id"
    LINE_ID = "line_id"
    ROLE = "role"
    MANAGED_UNITS = "managed_units"
    ACTIVE = "active"


REQUIRED = (Column.EMPLOYEE_NO, Column.NAME)
#: Columns that hold several values, separated by `;`.
SEVERAL = frozenset(
    {
        Column.UNITS,
        Column.EMERGENCY_EMAILS,
        Column.PHONES,
        Column.SLACK_ID,
        Column.LINE_ID,
        Column.MANAGED_UNITS,
    }
)
#: In `emergency_emails`: really none, not even the profile address.
NO_MAIL = "-"

MAX_UNIT_DEPTH = 10
MAX_TEXT = 100
MAX_VALUES = 50

_JAPANESE = {
    "社員番号": Column.EMPLOYEE_NO,
    "氏名": Column.NAME,
    "フリガナ": Column.KANA,
    "所属": Column.UNITS,
    "拠点": Column.SITE,
    "言語": Column.LOCALE,
    "メール": Column.EMAIL,
    "緊急連絡先メール": Column.EMERGENCY_EMAILS,
    # Says more plainly that these are the person's own addresses, not the family's.
    "安否確認用メール": Column.EMERGENCY_EMAILS,
    "電話番号": Column.PHONES,
    "SlackID": Column.SLACK_ID,
    "LINEID": Column.LINE_ID,
    "権限": Column.ROLE,
    "管理組織": Column.MANAGED_UNITS,
    "在籍": Column.ACTIVE,
}
_ROLES = {
    "": Role.NONE,
    "safety_admin": Role.SAFETY_ADMIN,
    "機能管理者": Role.SAFETY_ADMIN,
    "unit_manager": Role.UNIT_MANAGER,
    "防災管理者": Role.UNIT_MANAGER,
}
_ACTIVE = {
    **dict.fromkeys(("", "1", "true", "yes", "active", "はい", "在籍"), True),
    **dict.fromkeys(("0", "false", "no", "inactive", "いいえ", "退職"), False),
}
_LOCALES = {
    "": None,
    "ja": Locale.JA,
    "japanese": Locale.JA,
    "日本語": Locale.JA,
    "ja-easy": Locale.JA_EASY,
    "easy japanese": Locale.JA_EASY,
    "やさしい日本語": Locale.JA_EASY,
    "やさしいにほんご": Locale.JA_EASY,
    "en": Locale.EN,
    "english": Locale.EN,
    "英語": Locale.EN,
}

# RFC 5321 section 4.5.3.1 gives 64 and 254 octets. Dots may stand anywhere before the @: Japanese carriers once gave
# out addresses such as `a..b.@docomo.ne.jp`, against RFC 5322 and still in use.
_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_DASHES = re.compile("[‐‑‒–—―−ー]")
_PHONE = re.compile(r"\+?[0-9()\- ]{3,30}")
_LINE = re.compile(r"U[0-9a-f]{32}")
_SLACK = re.compile(r"[UW][A-Z0-9]{2,20}")
# What a spreadsheet takes for a formula (OWASP, CSV Injection), after any number of apostrophes and of the blanks that
# some spreadsheets pass over.
_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")


def column_of(header: str) -> Column | None:
    return _HEADERS.get(_plain(header))


def plain(value: str) -> str:
    """Full-width letters and digits made plain, blanks around it taken away."""
    return unicodedata.normalize("NFKC", value).strip()


def plain_phone(value: str) -> str:
    """Also every dash that a Japanese keyboard gives."""
    return _DASHES.sub("-", plain(value))


def _plain(word: str) -> str:
    return plain(word).casefold().replace(" ", "").replace("_", "")


_HEADERS = {_plain(column): column for column in Column} | {_plain(word): column for word, column in _JAPANESE.items()}


def role_of(value: str) -> Role | None:
    return _ROLES.get(plain(value).casefold())


def active_of(value: str) -> bool | None:
    return _ACTIVE.get(plain(value).casefold())


def is_locale(value: str) -> bool:
    return plain(value).casefold() in _LOCALES


def locale_of(value: str) -> Locale | None:
    """None where the cell is empty."""
    return _LOCALES.get(plain(value).casefold())


def is_mail_address(value: str) -> bool:
    return len(value) <= 254 and _MAIL.fullmatch(value) is not None


def is_phone_number(value: str) -> bool:
    return _PHONE.fullmatch(value) is not None and sum(char.isdigit() for char in value) >= 3


def is_line_id(value: str) -> bool:
    return _LINE.fullmatch(value) is not None


def is_slack_id(value: str) -> bool:
    return _SLACK.fullmatch(value) is not None


#: What every single value of a column must be.
CHECKS: dict[Column, Callable[[str], bool]] = {
    Column.EMAIL: is_mail_address,
    Column.EMERGENCY_EMAILS: is_mail_address,
    Column.PHONES: is_phone_number,
    Column.SLACK_ID: is_slack_id,
    Column.LINE_ID: is_line_id,
}


def unit_path(value: str) -> str:
    """`本社 / 開発部` is `本社/開発部`."""
    return "/".join(part.strip() for part in value.split("/"))


def is_unit_path(path: str) -> bool:
    """A semicolon would separate two of them in the file."""
    parts = path.split("/")
    is_short = len(parts) <= MAX_UNIT_DEPTH and all(0 < len(part) <= MAX_TEXT for part in parts)
    return is_short and not set(";；") & set(path)


def defused(value: str) -> str:
    """An apostrophe before whatever a spreadsheet would run; `fused` takes it away again, whatever the value was."""
    return f"'{value}" if _FORMULA.match(value) else value


def fused(value: str) -> str:
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value
