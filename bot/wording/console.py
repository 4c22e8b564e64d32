"""The frame of the console: navigation, signing out, the list of checks."""

from __future__ import annotations

WORDS = {
    "console.title": ("管理画面", "Console"),
    "console.nav": ("メニュー", "Menu"),
    "console.nav_checks": ("安否確認", "Checks"),
    "console.nav_people": ("社員", "People"),
    "console.nav_contacts": ("連絡先", "Contacts"),
    "console.nav_settings": ("設定", "Settings"),
    "console.nav_me": ("自分の連絡先", "My contacts"),
    "console.signed_in_as": ("{name} さん", "{name}"),
    "console.sign_out": ("ログアウト", "Sign out"),
    "console.sign_out_everywhere": ("すべての端末でログアウト", "Sign out on all devices"),
    "console.sign_out_everywhere_note": (
        "端末をなくしたときや、共用のパソコンでログアウトを忘れたときに押してください。",
        "For a lost phone, or a shared computer on which you forgot to sign out.",
    ),
    "console.checks": ("安否確認の一覧", "Checks"),
    "console.check_number": ("番号 {number}", "No. {number}"),
    "console.no_checks": ("まだ安否確認はありません。", "There has been no check yet."),
    "console.answer_now": ("あなたの回答を待っています：{title}", "Your answer is awaited: {title}"),
    "console.employee_note": (
        "ここでは、安否確認が届く連絡先を確かめて直せます。",
        "Here you can see and correct the contacts your safety checks go to.",
    ),
    "console.refused_title": ("この操作はできませんでした", "This could not be done"),
    "console.form_expired": (
        "画面が古くなっていたため、何も変更していません。下のボタンで開き直して、もう一度操作してください。",
        "This page was out of date, so nothing was changed. Open it again below and try once more.",
    ),
    "console.session_over": (
        "ログインが切れていたため、まだ何も行っていません。ログインし直して、もう一度操作してください。",
        "You were signed out meanwhile, so nothing was done. Sign in again and try once more.",
    ),
    "console.typed_before": ("入力した内容（コピーして使えます）", "What you had typed, to be copied"),
    "console.open_again": ("開き直す", "Open it again"),
    "console.back": ("一覧に戻る", "Back to the list"),
}
