"""Words around proving a contact."""

from __future__ import annotations

WORDS = {
    "proof.subject": ("【連絡先確認】{title}", "[Contact check] {title}"),
    "proof.heading": ("連絡先の確認です。{title}", "Contact check: {title}"),
    "proof.no_emergency": (
        "災害は起きていません。災害のときに連絡が届くかの確認です。",
        "Nothing has happened. We check that our messages reach you in a disaster.",
    ),
    "proof.why": (
        "この連絡先に届いて、あなたのものであれば、ボタンを1回押してください。",
        "If this has reached you and the contact is yours, press the button once.",
    ),
    "proof.page_title": ("連絡先の確認", "Contact check"),
    "proof.press": ("届きました", "It has arrived"),
    "proof.not_mine": (
        "心当たりがなければ、何もしないでください。",
        "If you do not know what this is, please do nothing.",
    ),
    "register.subject": ("【連絡先の登録】{title}", "[Contacts] {title}"),
    "register.press": ("連絡先を登録する", "Register my contacts"),
    "register.yours_alone": (
        "このリンクはあなただけのものです。転送しないでください。14日間使えます。",
        "This link is yours alone: please do not pass it on. It works for 14 days.",
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
