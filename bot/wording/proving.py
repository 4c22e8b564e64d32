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
    "register.subject": (
        "【連絡先の登録】災害のときの連絡先を登録してください",
        "[Contacts] Please register your contacts",
    ),
    "register.heading": ("災害のときの連絡先を登録してください", "Please register how to reach you in a disaster"),
    "register.why": (
        "あなたには、安否確認が届く連絡先がありません。ふだん見るメールアドレスなどを登録してください。1分で終わります。",
        "No safety check can reach you yet. Register a mail address you really read. It takes a minute.",
    ),
    "register.why_of_company": (
        "{company}の安否確認です。あなたには届く連絡先がありません。ふだん見るメールアドレスなどを登録してください。"
        "1分で終わります。",
        "This is the safety check of {company}. Nothing can reach you yet. Register a mail address you really read. "
        "It takes a minute.",
    ),
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
