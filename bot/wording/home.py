"""Slack's home tab and the lists behind it."""

from __future__ import annotations

WORDS = {
    "home.desk": ("管理者メニュー", "For managers"),
    "home.quiet": ("実施中の安否確認はありません。", "No safety check is running."),
    "home.open_start": ("安否確認を始める", "Start a check"),
    "home.open_bulletin": ("お知らせを書く", "Write a bulletin"),
    "home.open_contacts": ("連絡先・リンク・経路を編集", "Edit contacts, links and routes"),
    "home.console": ("管理画面を開く", "Open the console"),
    "home.deed_lst": ("一覧を開く", "Open the list"),
    "home.deed_rem": ("未回答者に再送", "Remind the silent"),
    "home.deed_wrh": ("助けが必要な人に連絡", "Write to those in need"),
    "home.more_checks": (
        "ほかに実施中の安否確認が {number}件あります。管理画面で見られます。",
        "{number} more checks are running. See them in the console.",
    ),
    "home.case": ("🆘 {name}が助けを求めています（{opened}）", "🆘 {name} calls for help ({opened})"),
    "home.mine": ("あなたの安否", "Your answer"),
    "home.nothing_asked": (
        "いま、あなたへの安否確認はありません。",
        "No safety check is asking you at the moment.",
    ),
    "home.contacts": ("あなたの連絡先", "Your contacts"),
    "home.no_contacts": ("連絡先がまだありません。", "You have no contacts yet."),
    "home.contacts_page": ("連絡先を変える", "Change my contacts"),
    "home.contact": ("{icon} {words}", "{icon} {words}"),
    "outlook.channel": ("・{channel} {size}：{told}", "• {channel} {size}: {told}"),
    "people_view.heading": ("安否の一覧", "Who stands where"),
    "people_view.show": ("表示", "Show"),
    "people_view.text": ("名前・社員番号", "Name or number"),
    "people_view.text_hint": ("一部だけでも探せます", "A part of it is enough"),
    "people_view.only": ("だれを", "Who"),
    "people_view.unit": ("組織", "Unit"),
    "people_view.first": ("はじめから", "From the start"),
    "people_view.open": ("探す・個別に対応する", "Search, and act for each"),
    "deed.mrk": ("代わりに回答する", "Answer for them"),
    "deed.agn": ("この人に再送する", "Send the question again"),
    "deed.clm": ("担当になる", "Take care of them"),
    "deed.rls": ("担当を外す", "Give them back"),
    "deed.wrt": ("連絡を送る", "Write to them"),
    "note_form.heading": ("連絡を送る", "Write to them"),
    "note_form.words": ("文章（あなたの名前で届きます）", "Words (they come with your name)"),
    "note_form.words_hint": (
        "例：いま迎えに行きます。動かないでください。",
        "Such as: We are coming. Stay where you are.",
    ),
    "note_form.to_person": ("宛先：{name}", "To: {name}"),
    "note_form.to_those_in_need": (
        "宛先：いま助けを求めている、あなたの担当の人全員",
        "To: all of your people who call for help now",
    ),
    "note_form.one_way": (
        "相手の返信は読めません。相手には、答えのボタンと電話番号が一緒に届きます。",
        "You cannot read a reply. The buttons to answer and the numbers to call come with it.",
    ),
}
