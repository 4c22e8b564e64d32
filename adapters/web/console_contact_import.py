"""`/console/contacts/import`: contacts from a CSV file, looked at before anything is changed; the file to fill in."""

from __future__ import annotations

import base64
import binascii
import zlib

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.page import error_page
from bot.contacts_file import example
from flows.carry_out import carry_out
from flows.errors import RefusedError
from flows.import_contacts import (
    ContactsImported,
    ContactsToImport,
    export_contacts_file,
    import_contacts,
    note_contacts_tried,
    try_contacts,
)
from flows.work import Begin, Lane

#: Bytes of a file: some 60,000 contacts. Larger ones go through `anpi contacts import`.
FILE_AT_MOST = 4_000_000
#: Of a request: the file comes back packed, in letters.
_BODY_AT_MOST = 2 * FILE_AT_MOST
#: Errors on the page; whoever has more mends these first.
_SHOWN = 100
_DONE = ("added", "changed", "removed")


def create_console_contact_import(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("contact_import", __name__)

    @pages.before_request
    def make_room() -> None:
        """Before the form is read, which happens only for whoever has signed in."""
        request.max_content_length = _BODY_AT_MOST

    def shown(
        reader: Reader, wanted: ContactsToImport | None = None, tried: ContactsImported | None = None
    ) -> Response:
        done = {name: request.args.get(name, "") for name in _DONE}
        return console.render(
            reader,
            "console/contact_import.html",
            nav="contacts",
            status=400 if tried and tried.errors else 200,
            done=done if all(count.isdecimal() and len(count) < 8 for count in done.values()) else None,
            tried=tried,
            faults=tried.errors[:_SHOWN] if tried else (),
            replace=wanted is not None and wanted.replace,
            kept=_packed(wanted.content) if wanted and tried and tried.people else "",
        )

    @pages.get("/console/contacts/import")
    @console.page
    def page(reader: Reader) -> Response:
        _require_manager(reader)
        return shown(reader)

    @pages.post("/console/contacts/import")
    @console.page
    def bring(reader: Reader) -> Response:
        locale = console.locale(reader.who.locale)
        is_for_good = request.form.get("action") == "import"
        content = _unpacked(request.form.get("kept", "")) if is_for_good else _uploaded()
        if not content:
            return error_page(locale, "error_choice", 400)
        if len(content) > FILE_AT_MOST:
            return error_page(locale, "error_large", 413)
        wanted = ContactsToImport(content, request.form.get("replace") == "yes", locale)
        if is_for_good:
            done = carry_out(begin, reader.actor, lambda work: import_contacts(work, wanted), Lane.FANOUT)
            if not done.errors:
                figures = {name: getattr(done, name) for name in _DONE}
                return redirect(url_for(".page", **figures), 303)
            # What was right when it was looked at is so no longer.
            return shown(reader, wanted, done)
        with begin(reader.actor, Lane.READ) as work:
            tried = try_contacts(work, wanted)
        carry_out(begin, reader.actor, lambda work: note_contacts_tried(work, tried))
        return shown(reader, wanted, tried)

    @pages.get("/console/contacts/import/example.csv")
    @console.page
    def example_file(reader: Reader) -> Response:
        _require_manager(reader)
        return _file("contacts-example", example(console.locale(reader.who.locale)))

    @pages.get("/console/contacts/import/current.csv")
    @console.page
    def current_file(reader: Reader) -> Response:
        locale = console.locale(reader.who.locale)
        return _file(
            "contacts", carry_out(begin, reader.actor, lambda work: b"".join(export_contacts_file(work, locale)))
        )

    return pages


def _require_manager(reader: Reader) -> None:
    if not reader.manages:
        raise RefusedError("not_a_manager")


def _uploaded() -> bytes:
    """Of one that is too large the beginning; nothing where no file was chosen."""
    file = request.files.get("file")
    if file is None:
        return b""
    with file.stream as stream:
        return stream.read(FILE_AT_MOST + 1)


def _packed(content: bytes) -> str:
    """The page holds the file between the look and the press: what was looked at is what is imported."""
    return base64.urlsafe_b64encode(zlib.compress(content)).decode()


def _unpacked(kept: str) -> bytes:
    """Nothing where it is none of ours."""
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.urlsafe_b64decode(kept), FILE_AT_MOST)
    except (binascii.Error, ValueError, zlib.error):
        return b""
    return content if unpacking.eof else b""


def _file(name: str, content: bytes) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
