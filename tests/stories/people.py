"""The same people in every story."""

from __future__ import annotations

from sandbox.residents import Resident

HANAKO, JIRO, TARO, ICHIRO, OLIVER = "U1HANAKO", "U2JIRO", "U3TARO", "U6ICHIRO", "U8OLIVER"
#: In the Slack workspace, and nobody in the company's list knows them.
STRANGER = "U0STRANGER"
YUI_LINE, ICHIRO_LINE = "U4444444444444444444444444444aaaa", "U6666666666666666666666666666aaaa"
MISAKI_LINE = "U9999999999999999999999999999aaaa"
#: A friend of the account whom nobody knows.
STRANGER_LINE = "U0000000000000000000000000000bbbb"
EMMA_MAIL, HANAKO_MAIL, ICHIRO_MAIL = "emma@aoba.example", "hanako@aoba.example", "ichiro@aoba.example"
MISAKI_MAIL = "misaki@aoba.example"

#: Hanako is the safety admin, Jiro manages 開発部, Misaki 大阪支社; Mukuchi has no contact at all.
RESIDENTS = (
    Resident("1", "青木 花子", "本社/総務部", "ja", HANAKO, "", (HANAKO_MAIL,), "safety_admin"),
    Resident("2", "大塚 次郎", "本社/開発部", "ja", JIRO, "", (), "unit_manager"),
    Resident("3", "伊藤 太郎", "本社/開発部/基盤課", "ja", TARO),
    Resident("4", "山本 結衣", "本社/開発部/基盤課", "ja", "", YUI_LINE),
    Resident("5", "Emma Clark", "大阪支社", "en", "", "", (EMMA_MAIL,)),
    Resident("6", "鈴木 一郎", "大阪支社", "ja", ICHIRO, ICHIRO_LINE, (ICHIRO_MAIL,)),
    Resident("7", "佐藤 無口", "大阪支社", "ja"),
    Resident("8", "Oliver Stone", "大阪支社", "en", OLIVER),
    Resident("9", "岡田 美咲", "大阪支社", "ja", "", MISAKI_LINE, (MISAKI_MAIL,), "unit_manager"),
)
#: By employee number.
PHONES = {"3": "090-0000-0003", "4": "090-0000-0004"}

ASKED_IN_SLACK = (HANAKO, JIRO, TARO, ICHIRO, OLIVER)
ASKED_IN_LINE = (YUI_LINE, ICHIRO_LINE, MISAKI_LINE)
ASKED_BY_MAIL = (HANAKO_MAIL, EMMA_MAIL, ICHIRO_MAIL, MISAKI_MAIL)
EVERYBODY = len(RESIDENTS)


def resident(address: str) -> Resident:
    """By Slack id, LINE id or mail address."""
    return next(one for one in RESIDENTS if address in (one.slack_id, one.line_id, *one.mails))


def people_csv() -> bytes:
    """The people file of RESIDENTS."""
    lines = ["employee_no,name,units,locale,email,phones,slack_id,line_id,role,managed_units"]
    for one in RESIDENTS:
        mail = one.mails[0] if one.mails else ""
        managed = one.unit if one.role == "unit_manager" else ""
        cells = (one.number, one.name, one.unit, one.locale, mail, PHONES.get(one.number, ""))
        lines.append(",".join((*cells, one.slack_id, one.line_id, one.role, managed)))
    return "\n".join(lines).encode()
