"""What somebody wrote themself above the letter they reply to.

The quoted letter names every choice: whatever is not certainly the person's own is left out.
"""

from __future__ import annotations

import re
import unicodedata

#: Characters that are looked at: nobody's answer stands further down.
_LOOKED_AT = 20_000

#: Where the quoted letter, or the signature, begins.
_BEGINS = re.compile(
    r"""
      \s*(?:[>|》]|＞)                                          # a quoted line
    | --\ ?$                                                   # RFC 3676, 4.3: the signature
    | \s*[-_=*＿ー─━]{5,}                                       # a rule; -----Original Message-----
    | \s*-{2,}.{0,60}(?:message|メッセージ|返信|転送|原文).{0,20}$    # --- 元のメッセージ ---
    | \s*(?:On|Am|Le|El)\b.{5,200}(?:wrote|schrieb|écrit|escribió)\b.{0,5}$
    | \s*On\ .{0,20}\d{4}.{0,200}$                             # On Mon, 5 Jan 2026, …; its rest below
    | \s*\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}.{0,200}[::]\s*$   # 2026年1月5日(月) 10:00 安否確認 <…>:
    | \s*\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}.{0,200}(?:<|@|\d:\d\d)
    | \s*\*?(?:From|Sent|Subject|差出人|送信元|送信日時|送信者|日時|宛先|件名)\*?\s*[::]
    | .{0,200}(?:さん(?:は|が)?(?:書きました|のメール)|wrote:)\s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What phones put below by themselves.
_SENT_FROM = re.compile(r"\s*(?:Sent from|Get Outlook for|iPhoneから送信|.{1,20}から送信$)", re.IGNORECASE)


def own_words(text: str, is_flowed: bool = False) -> tuple[str, str]:
    """(the first line, all of it), both normalised (NFKC); empty where nothing stands above the quoted letter."""
    looked_at = unicodedata.normalize("NFKC", text[:_LOOKED_AT])
    own: list[str] = []
    for line in _unflowed(looked_at) if is_flowed else looked_at.split("\n"):
        if _BEGINS.match(line) or _SENT_FROM.match(line):
            break
        own.append(line.rstrip())
    whole = "\n".join(own).strip()
    return whole.partition("\n")[0].strip(), whole


def _unflowed(text: str) -> list[str]:
    """RFC 3676: a line that ends with a space goes on in the next one, except the signature's mark."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        if goes_on and not line.startswith(">") and line != "-- ":
            lines[-1] += line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- "
    return lines
