"""Bulletins (お知らせ): written, changed and withdrawn by safety admins, and by unit managers for their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.bulletin import WORDS_AT_MOST
from bot.plain import TITLE_AT_MOST, clean, length, one_line
from bot.short_form import ACTION_AT_MOST, ShortForm
from bot.vocabulary import CheckKind
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.info_rights import Editor, info_editor, require_audience
from flows.judge_message import Words, note_findings, require_level
from flows.work import Work
from storage.queries import bulletins as queries
from storage.queries import rounds

#: The list in the console: the newest.
SHOWN_AT_MOST = 100
#: Of a text too long only so much is looked at.
_READ_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """`whom` empty: everybody. `may_edit`: the reader may change it."""

    bulletin_id: int
    kind: CheckKind
    title: str
    words: str
    title_en: str
    words_en: str
    pinned: bool
    site_id: int | None
    unit_id: int | None
    whom: str
    writer: str
    written_at: datetime
    changed_at: datetime | None
    withdrawn_at: datetime | None
    may_edit: bool
    #: The short form (`bot.short_form`).
    level: int = 0
    action: str = ""
    action_en: str = ""
    #: It grows with every change.
    version: int = 1


@dataclass(frozen=True, slots=True)
class SaveBulletin:
    """`bulletin_id` None: a new one. For a site, or a unit and all below; neither: the whole company.

    `version`: of the words that were looked at; None: whatever they are now.
    """

    bulletin_id: int | None
    title: str
    words: str
    title_en: str = ""
    words_en: str = ""
    kind: CheckKind = CheckKind.REAL
    pinned: bool = False
    site_id: int | None = None
    unit_id: int | None = None
    #: The short form (`bot.short_form`): a warning level or 0, what to do in a few words.
    level: int = 0
    action: str = ""
    action_en: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class UnitChoice:
    unit_id: int
    path: str


def list_bulletins(work: Work) -> tuple[BulletinLine, ...]:
    """Lane READ, for managers. Pinned first, then the newest. RefusedError."""
    editor = info_editor(work)
    return tuple(_line(work, editor, row) for row in queries.newest_first(work.connection, SHOWN_AT_MOST))


def show_bulletin(work: Work, bulletin_id: int) -> BulletinLine:
    """Lane READ, for managers. RefusedError, NotFoundError(no_bulletin)."""
    return _line(work, info_editor(work), _found(work, bulletin_id))


def own_units(work: Work) -> tuple[UnitChoice, ...]:
    """Lane READ. The units a unit manager may write for by name; a safety admin writes for all. RefusedError."""
    editor = info_editor(work)
    managed = editor.who.managed_unit_ids
    rows = rounds.unit_choices(work.connection, managed) if managed else ()
    return tuple(UnitChoice(row.id, row.path) for row in rows if row.id in managed)


def save_bulletin(work: Work, request: SaveBulletin) -> int:
    """Its id. In the audit log, with what the guide says against it. What waits to be sent goes out as it is now.

    RefusedError(not_a_safety_admin, outside_sites, outside_units), NotFoundError(no_bulletin),
    InvalidError(bulletin_no_title, bulletin_no_words, bulletin_too_long, bulletin_withdrawn, no_such_site,
    no_such_level, bulletin_changed_meanwhile).
    """
    if request.bulletin_id is not None:
        standing_bulletin(work, request.bulletin_id)
    editor = require_audience(work, request.site_id, request.unit_id)
    values = _values(request)
    if request.bulletin_id is None:
        written = {**values, "written_at": work.now, "written_by": editor.who.person_id}
        bulletin_id = queries.add(work.connection, written)
        note(work, "bulletin_written", bulletin_id=bulletin_id, kind=request.kind.value)
    else:
        bulletin_id = request.bulletin_id
        if not queries.change(work.connection, bulletin_id, values, request.version, work.now):
            raise InvalidError("bulletin_changed_meanwhile")
        note(work, "bulletin_changed", bulletin_id=bulletin_id, kind=request.kind.value)
    english = _written(values, "_en")
    is_beside = english.short.title or english.message
    note_findings(work, _written(values), work.now, beside=english if is_beside else None, bulletin_id=bulletin_id)
    return bulletin_id


def withdraw_bulletin(work: Work, bulletin_id: int) -> None:
    """It is kept and marked; nobody is sent it any more. In the audit log.

    RefusedError as `save_bulletin`, NotFoundError(no_bulletin), InvalidError(bulletin_withdrawn).
    """
    standing_bulletin(work, bulletin_id)
    queries.withdraw(work.connection, bulletin_id, work.now)
    note(work, "bulletin_withdrawn", bulletin_id=bulletin_id)


def standing_bulletin(work: Work, bulletin_id: int, hold: bool = True) -> Any:
    """The row of one that has not been withdrawn, for whoever may change it. Refuses as `withdraw_bulletin`.

    `hold`: until the commit, so that a withdrawal and a push follow one another.
    """
    info_editor(work)
    row = _found(work, bulletin_id)
    require_audience(work, row.site_id, row.unit_id)
    withdrawn_at = queries.hold(work.connection, bulletin_id) if hold else row.withdrawn_at
    if withdrawn_at is not None:
        raise InvalidError("bulletin_withdrawn")
    return row


def _found(work: Work, bulletin_id: int) -> Any:
    row = queries.find(work.connection, bulletin_id)
    if row is None:
        raise NotFoundError("no_bulletin")
    return row


def _values(request: SaveBulletin) -> dict[str, Any]:
    title, words = _title(request.title), _words(request.words)
    if not title:
        raise InvalidError("bulletin_no_title")
    if not words:
        raise InvalidError("bulletin_no_words")
    require_level(request.level)
    return {
        "kind": request.kind,
        "title": title,
        "title_en": _title(request.title_en),
        "words": words,
        "words_en": _words(request.words_en),
        "level": request.level,
        "action": one_line(request.action, ACTION_AT_MOST),
        "action_en": one_line(request.action_en, ACTION_AT_MOST),
        "pinned": request.pinned,
        "site_id": request.site_id,
        "unit_id": request.unit_id,
    }


def _written(values: dict[str, Any], tail: str = "") -> Words:
    """What is judged of one language."""
    short = ShortForm(values[f"title{tail}"], values["level"], values[f"action{tail}"])
    return Words(short, values[f"words{tail}"], values["kind"])


def _title(typed: str) -> str:
    return _fitting(one_line(typed[:_READ_AT_MOST], _READ_AT_MOST), TITLE_AT_MOST)


def _words(typed: str) -> str:
    return _fitting(clean(typed[:_READ_AT_MOST], _READ_AT_MOST), WORDS_AT_MOST)


def _fitting(text: str, at_most: int) -> str:
    if (found := length(text)) > at_most:
        raise InvalidError("bulletin_too_long", length=found, limit=at_most)
    return text


def _line(work: Work, editor: Editor, row: Any) -> BulletinLine:
    return BulletinLine(
        row.id,
        CheckKind(row.kind),
        *(row.title, row.words, row.title_en, row.words_en),
        row.pinned,
        row.site_id,
        row.unit_id,
        *(row.whom, row.writer, row.written_at, row.changed_at, row.withdrawn_at),
        may_edit=_may(work, editor, row),
        level=row.level,
        action=row.action,
        action_en=row.action_en,
        version=row.version,
    )


def _may(work: Work, editor: Editor, row: Any) -> bool:
    if row.unit_id is None or editor.may_company:
        return editor.may(row.site_id)
    managed = editor.who.managed_unit_ids
    return row.unit_id in rounds.units_below(work.connection, managed, among=(row.unit_id,))
