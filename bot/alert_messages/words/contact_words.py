"""Links, telephone numbers and mail addresses, however they are written (section 9)."""

from __future__ import annotations

from bot.alert_messages.words.words import Words

_NAME = r"(?<![@a-z0-9._-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_COMMON = r"(?:jp|com|net|org|info|biz|gov|edu)"
#: Also words or syllables of sentences: only with what follows in an address.
_RARE = r"(?:io|me|ee|ly|co|to|gl|be|tv|us|uk|app|dev|city|tokyo|example|site|online|page|link)"
_DOT = r"\s?\.\s?"
_DASH = r"[-\u30fc\uff70_.・]"

LINKS = Words(
    r"(?:https?|ftp|hxxps?)\s?:\s?/\s?/[^\s。、]*(?:\s?/\s?[a-z0-9._~-]+|\s?\.\s?[a-z]{2,})*",
    r"\bwww\s?\.\s?[a-z0-9-]+(?:\s?\.\s?[a-z0-9-]+)+[^\s。、]*",
    _NAME + r"(?:" + _DOT + r"[a-z0-9-]+)*?" + _DOT + _COMMON + r"(?![a-z0-9])(?:\s?/\s?[a-z0-9._~/-]+)?",
    _NAME + r"(?:\.[a-z0-9-]+)*\." + _RARE + r"/[^\s。、]+",
    _NAME + r"(?:\.[a-z0-9-]+)+\." + _RARE + r"(?![a-z0-9])",
)
MAIL_ADDRESSES = Words(
    r"mailto:[^\s。、]+",
    r"(?<![a-z0-9._%+-])[a-z0-9._%+-]+\s?(?:@|[\[(]?(?:あっと(?:まーく)?|アット(?:マーク)?)[\])]?|[\[(](?:at|あ)[\])])\s?[a-z0-9-]+(?:\s?(?:\.|"
    r"[\[(]dot[\])]|どっと|ドット)\s?[a-z0-9-]+)+",
)
PHONES = Words(
    r"(?<![0-9])\+\s?[0-9]{1,3}(?:[\s().-]*[0-9]){8,12}(?![0-9])",
    # Ten or eleven digits from 0, in groups by dashes, brackets or blanks, or in one piece.
    r"(?<![0-9])(?<![0-9]"
    + _DASH
    + r")\(?\s?0(?:(?:\s?(?:"
    + _DASH
    + r"|[()のノ])\s?|\s{0,2})[0-9]){9,10}(?!(?:\s?(?:"
    + _DASH
    + r"|[()])\s?|\s{0,2})[0-9])",
    r"(?:電話|でんわ|tel|フリーダイヤル|"
    r"fax)(?:番号)?[\s:は]*[〇零0-9一二三四五六七八九](?:[\s\-の()]*[〇零0-9一二三四五六七八九]){8,10}",
    r"(?:電話|でんわ|tel|fax|問い?合わ?せ|連絡)(?:番号|先)?[\s:はを(]*[0-9]{2,4}[-)の局]\s?[0-9]{4}(?![0-9])",
    r"(?<![0-9])[0-9]{2,4}局の?\s?[0-9]{4}(?![0-9])",
    r"[〇零][一二三四五六七八九][〇零一二三四五六七八九]{0,3}[\-のー][〇零一二三四五六七八九]{1,4}[\-のー][〇零一二三四五六七八九]{4}",
    # Numbers of emergency services and of the message boards for disasters: everybody would call those, too.
    r"(?<![0-9])(?:110|11[89])\s?番?(?=に電話|へ電話|通報|に通報|へ通報|に連絡|へ連絡|番(?:へ|まで|か|を))|伝言ダイヤル[\s(]*171",
)
