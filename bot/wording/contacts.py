"""What may be wrong with a contact somebody registers or changes."""

from __future__ import annotations

WORDS = {
    "refusal.no_such_contact": (
        "{address} という連絡先は、担当する社員の中に登録されていません。アドレスを確かめてください。",
        "None of your people has the contact {address}. Please check it.",
    ),
    "refusal.bad_mail": (
        "メールアドレスとして読めません。「name@example.jp」のように入れてください。",
        "This is no mail address. Write it like name@example.com.",
    ),
    "refusal.bad_phone": (
        "電話番号として読めません。「090-1234-5678」のように、数字とハイフンで入れてください。",
        "This is no phone number. Write digits and hyphens, such as +81-90-1234-5678.",
    ),
    "refusal.bad_slack_account": (
        "Slack のメンバー ID ではありません。「U」か「W」で始まる ID を入れてください。",
        "This is no Slack member ID. It begins with U or W.",
    ),
    "refusal.account_taken": (
        "そのアカウントは、ほかの社員のものとして登録されています。",
        "This account is registered for somebody else.",
    ),
    "refusal.account_by_manager": (
        "Slack のアカウントを登録・削除できるのは管理者だけです。管理者に頼んでください。",
        "Slack accounts are added and removed by managers. Please ask one.",
    ),
    "refusal.line_by_code": (
        "LINE は ID の入力では登録できません。LINE とつなぐ手順（/safety link のコードなど）を使ってください。",
        "LINE cannot be registered by typing an ID. Please link it, for example with a code from /safety link.",
    ),
    "refusal.contact_there_already": (
        "その連絡先は、すでに登録されています。",
        "This contact is registered already.",
    ),
    "refusal.too_many_contacts": (
        "連絡先は一人{limit}件までです。使わないものを削除してからお試しください。",
        "A person can have {limit} contacts. Please remove one that is not used.",
    ),
    "refusal.contacts_of_a_manager": (
        "管理者の連絡先を変えられるのは、本人と機能管理者だけです。",
        "The contacts of a manager are changed by themselves or by a safety admin.",
    ),
}
