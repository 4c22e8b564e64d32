"""One clear sentence for every code a flow may raise: what is wrong, and what to do."""

from __future__ import annotations

WORDS = {
    "refusal.unknown_person": (
        "あなたのアカウントは社員名簿と結びついていません。管理者に登録を頼んでください。",
        "Your account is not matched to the staff list. Please ask your administrator to add you.",
    ),
    "refusal.not_a_manager": (
        "この操作ができるのは、機能管理者と防災管理者だけです。",
        "Only safety admins and unit managers can do this.",
    ),
    "refusal.not_a_safety_admin": (
        "この操作ができるのは、機能管理者だけです。",
        "Only safety admins can do this.",
    ),
    "refusal.outside_units": (
        "担当する組織の外なので、この操作はできません。その組織の防災管理者か機能管理者に頼んでください。",
        "This is outside the units given to you. Please ask their unit manager or a safety admin.",
    ),
    "refusal.expired": (
        "期限が切れています。もう一度はじめからお願いします。",
        "This has expired. Please start again.",
    ),
    "refusal.no_check": (
        "その安否確認は見つかりません。番号やリンクを確かめてください。",
        "There is no such safety check. Please check the number or the link.",
    ),
    "refusal.no_active_check": (
        "実施中の安否確認はありません。",
        "No safety check is running.",
    ),
    "refusal.several_checks": (
        "実施中の安否確認が複数あります：{checks}。/safety {verb} {example} のように、番号で指定してください。",
        "Several safety checks are running: {checks}. Name the one you mean by its number, such as "
        "/safety {verb} {example}.",
    ),
    "refusal.check_real": ("番号 {number}「{title}」（本番）", "No. {number} “{title}” (real)"),
    "refusal.check_drill": ("番号 {number}「{title}」（訓練）", "No. {number} “{title}” (drill)"),
    "refusal.more_checks": ("ほか {number}件", "and {number} more"),
    "refusal.no_person": (
        "その人は社員名簿に見つかりません。名前や番号を確かめてください。",
        "That person is not on the staff list. Please check the name or number.",
    ),
    "refusal.no_such_address": (
        "{email} というメールアドレスの人は、社員名簿にいません。アドレスを確かめてください。",
        "Nobody on the staff list has the address {email}. Please check it.",
    ),
    "refusal.no_help_case": (
        "対象の救助要請はありません。すでに終わっている可能性があります。",
        "There is no such call for help. It may already be closed.",
    ),
    "refusal.no_reply": ("その返信は見つかりません。", "There is no such reply."),
    "refusal.no_contact": (
        "その連絡先は見つかりません。",
        "There is no such contact.",
    ),
    "refusal.no_unit": (
        "その組織は見つかりません。「本社/開発部」のように、上から順に書いてください。",
        "There is no such unit. Write it from the top, such as “Head office/Development”.",
    ),
    "refusal.empty_title": (
        "件名を入れてください。",
        "Please enter a title.",
    ),
    "refusal.nobody_to_ask": (
        "選んだ組織に、確認する相手がいません。組織を選び直してください。",
        "There is nobody to ask in the units chosen. Please choose other units.",
    ),
    "refusal.nobody_registered": (
        "確認する相手が社員名簿にいません。名簿を anpi people import で取り込むか、システム担当者に頼んでください。",
        "There is nobody to ask on the staff list. Fill it with anpi people import, or ask your administrator to.",
    ),
    "refusal.nobody_silent": (
        "未回答の人はいません。全員から回答を受け取っています。",
        "Nobody is left to remind: everybody has answered.",
    ),
    "refusal.nobody_reachable": (
        "再送できる相手がいません。未回答の{people}人には、使える連絡先がありません。電話などで確かめてください。",
        "Nobody can be reminded: no contact works for the {people} who have not answered. Please call them.",
    ),
    "refusal.no_campaign": (
        "その連絡先確認は見つかりません。",
        "There is no such confirmation of contacts.",
    ),
    "refusal.campaign_just_started": (
        "たった今、連絡先確認を始めています。結果の一覧を見てください。",
        "You have just started a confirmation of contacts. Please look at its list.",
    ),
    "refusal.leave_of_a_manager": (
        "管理者の休暇・休職を決められるのは、本人と機能管理者だけです。",
        "The leave of a manager is set by themselves or by a safety admin.",
    ),
    "refusal.leave_backwards": (
        "休みの最終日は、最初の日と同じか、それより後にしてください。",
        "The last day of the leave must not be before its first day.",
    ),
    "refusal.bad_code": (
        "コードを確認できませんでした。打ち間違いか、期限切れ・使用済みの可能性があります。",
        "That code did not work. It may be mistyped, expired or already used.",
    ),
    "refusal.too_many_tries": (
        "間違いが続いたため、しばらく受け付けません。15分ほど待ってからお試しください。",
        "There were too many wrong tries. Please wait about 15 minutes.",
    ),
    "refusal.already_closed": (
        "すでに終了しています。",
        "It is already closed.",
    ),
    "refusal.no_units": (
        "担当する組織が割り当てられていません。機能管理者に頼んでください。",
        "No units have been given to you. Please ask a safety admin.",
    ),
    "refusal.no_proposal": (
        "その提案はもうありません。一覧を読み込み直してください。",
        "That proposal is gone. Please load the list again.",
    ),
    "refusal.bad_employee_no": (
        "社員番号を50文字以内で入れてください。",
        "Please enter an employee number of at most 50 characters.",
    ),
    "refusal.employee_no_taken": (
        "社員番号 {employee_no} はすでに使われています。",
        "The employee number {employee_no} is taken.",
    ),
    "refusal.address_taken": (
        "このメールアドレスは、すでに社員名簿の別の人のものです。",
        "This mail address already belongs to somebody on the staff list.",
    ),
    "refusal.data_deleted": (
        "この安否確認の回答は、保存期間が過ぎたため削除されています。状況の集計だけを残しています。",
        "The answers of this check have been deleted after their retention time; only the counts are kept.",
    ),
    "refusal.bad_days": (
        "保存する日数は、0（削除しない）から {at_most} までの数にしてください。",
        "Days to keep must be a number from 0 (for ever) to {at_most}.",
    ),
    "refusal.unit_needed": (
        "防災管理者にするには、担当する組織の指定が必要です。",
        "A unit manager needs a unit. Please name one.",
    ),
    "refusal.unit_without_manager": (
        "組織を指定できるのは防災管理者だけです。権限を防災管理者にするか、組織の指定を外してください。",
        "Only a unit manager can be given a unit. Choose that role, or leave the unit out.",
    ),
    "refusal.several_people": (
        "同じメールアドレスの人が複数います。社員名簿を直してからお試しください。",
        "Several people have this address. Please correct the staff list first.",
    ),
    "refusal.not_a_managers_link": (
        "{name}さんは管理者ではないため、名前の出るボードを開けません。先に anpi admin grant で権限を付けてください。",
        "{name} is no manager, so no names would be shown. Give the role first: anpi admin grant.",
    ),
    "refusal.line_off": (
        "LINE が設定されていないため、コードを送っても使えません。"
        "先に ANPI_LINE_CHANNEL_ACCESS_TOKEN と ANPI_LINE_CHANNEL_SECRET を設定してください。",
        "LINE is off, so a code would lead nowhere: set ANPI_LINE_CHANNEL_ACCESS_TOKEN and ANPI_LINE_CHANNEL_SECRET "
        "first.",
    ),
    "refusal.mail_off": (
        "メールの送信が設定されていません。ANPI_SMTP_URL と ANPI_MAIL_FROM を設定してください。"
        "Slack では /safety link が使えます。",
        "Mail is off: set ANPI_SMTP_URL and ANPI_MAIL_FROM. In Slack people type /safety link instead.",
    ),
    "refusal.no_mail_contact": (
        "コードを送れるメールアドレスが登録されていません。",
        "There is no mail address to which the code could be sent.",
    ),
    "refusal.empty_word": (
        "結果をひとこと入れてください。例：合流して無事を確認",
        "Please add a word about the outcome, such as “met them, they are fine”.",
    ),
    "refusal.name_missing": (
        "だれのことか分かりませんでした。「@」で相手を選んでください。例：/safety {verb} @花子",
        "We could not tell who is meant. Please pick the person with @, such as /safety {verb} @Hanako",
    ),
    "refusal.unclear": (
        "この操作はできませんでした。内容を確かめて、もう一度お試しください。",
        "This could not be done. Please check it and try again.",
    ),
    "refusal.broken": (
        "うまく処理できませんでした。少し待って、もう一度お試しください。"
        "急ぐときは 119（消防・救急）・110（警察）へ電話してください。",
        "Something went wrong. Please try again in a moment. "
        "If it is urgent, call 119 (fire, ambulance) or 110 (police).",
    ),
}
