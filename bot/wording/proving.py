"""Words around proving a contact."""

from __future__ import annotations

WORDS = {
    "proof.subject": ("【連絡先確認】届いていたら押してください", "[Contact check] Please press to confirm"),
    "proof.heading": ("連絡先の確認です。届いていたら押してください", "Contact check: please press the button"),
    "proof.no_emergency": (
        "災害は起きていません。災害のときに連絡が届くかの確認です。",
        "Nothing has happened. We check that our messages reach you in a disaster.",
    ),
    "proof.why": (
        "この連絡先に届いて、あなたのものであれば、ボタンを1回押してください。",
        "If this has reached you and the contact is yours, press the button once.",
    ),
    "proof.why_of_company": (
        "{company}の安否確認です。この連絡先に届いて、あなたのものであれば、ボタンを1回押してください。",
        "This is the safety check of {company}. If it has reached you and the contact is yours, press the button once.",
    ),
    "proof.page_title": ("連絡先の確認", "Contact check"),
    "proof.press": ("届きました", "It has arrived"),
    "proof.not_mine": (
        "心当たりがなければ、何もしないでください。",
        "If you do not know what this is, please do nothing.",
    ),
    "proof.thanks": ("確認できました。ありがとうございます", "Confirmed. Thank you"),
    "proof.works": (
        "災害のときは、この連絡先に安否確認を送ります。",
        "In a disaster the safety check will come to this contact.",
    ),
    "proof.stopped": (
        "ただし、この連絡先は配信停止中です。災害のときに受け取るには、配信を再開してください。",
        "But messages to this contact are stopped. To get them in a disaster, please have them resumed.",
    ),
}
