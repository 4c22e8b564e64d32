"""What stood in a form that came too late: shown once more, so that nobody has to find the words again."""

from __future__ import annotations

from flask import request

from adapters.web.tokens import Purpose, Tokens

#: Fields in which people write words; no numbers, no passwords.
_PROSE = (
    *("title", "to_do", "words", "title_en", "to_do_en", "words_en", "message", "comment", "word", "name"),
    *("note", "note_en", "body", "m_title", "m_sender", "m_when", "m_area", "m_what", "m_reason", "m_action"),
    *("m_shelters", "m_other", "m_wrong", "m_right"),
)
#: Bytes of a form; a file is longer, and is still where it came from.
_FORM_AT_MOST = 100_000


def typed_before(tokens: Tokens, form_field: str) -> list[str]:
    """Nothing where the form is none of ours: no other site puts words on our page. `form_field`: of its token."""
    if request.method != "POST" or not 0 < (request.content_length or 0) <= _FORM_AT_MOST:
        return []
    if not tokens.was_made_for(Purpose.FORM, request.form.get(form_field, "")):
        return []
    return [words for name in _PROSE for words in request.form.getlist(name) if words.strip()]
