"""Asking for proof: campaigns for chosen units, the standing check, and what was not asked by them."""

from __future__ import annotations

WORDS = {
    "reach.unanswered": ("たずねたが未確認", "Asked, no press yet"),
    "reach.urge_units": ("組織を選んで登録をお願いする", "Mail only some units"),
    "reach.urge_counts": (
        "人数は、届く連絡先のない人の数です。",
        "The numbers are of people no contact reaches.",
    ),
    "campaign.whole": ("全社", "The whole company"),
    "pick.whom": ("送る相手", "Whom to ask"),
    "pick.whom_note": (
        "組織を選ぶと、その下の組織も含みます。何も選ばなければ、担当する全員です。",
        "A unit means all below it too. With none chosen, all your people are asked.",
    ),
    "pick.search": ("組織を探す", "Search for a unit"),
    "pick.chosen": ("選んだ組織", "Chosen units"),
    "pick.people": ("{count}人", "{count:# person|# people}"),
    "pick.top": ("一番上", "Top"),
    "pick.below": ("下の組織", "Below"),
    "pick.open": ("{unit} の下の組織を見る", "Units below {unit}"),
    "pick.none": ("組織はありません。", "There are no units."),
    "pick.more": (
        "ほかにもあります。文字を増やして探してください。",
        "There are more; search with more letters.",
    ),
    "contact_import.title": ("連絡先をCSVで取り込む", "Import contacts from a CSV file"),
    "contact_import.lead": (
        "連絡先1件を1行で書いたCSVを選んでください。確かめてから取り込みます。1行でも誤りがあれば、何も変えません。",
        "Choose a CSV file, one line a contact. You see what would change first; with one bad line nothing is changed.",
    ),
    "contact_import.file": ("CSVファイル", "CSV file"),
    "contact_import.replace": ("ファイルのとおりに入れ替える", "Replace by the file’s contacts"),
    "contact_import.replace_note": (
        "ファイルにある人の、ファイルにない連絡先を削除します。ファイルにない人は変わりません。",
        "Of people in the file, contacts that are not in it are removed. Nobody else is changed.",
    ),
    "contact_import.try": ("内容を確かめる", "See what would change"),
    "contact_import.would": (
        "追加 {added}件 ・ 変更 {changed}件 ・ 削除 {removed}件 ・ そのまま {unchanged}件",
        "{added} to add, {changed} to change, {removed} to remove, {unchanged} as they are",
    ),
    "contact_import.removed": ("削除する連絡先：{count}件", "Contacts to remove: {count}"),
    "contact_import.press": ("取り込む", "Import"),
    "contact_import.another": ("別のファイルにする", "Another file"),
    "contact_import.nothing": ("変わるところはありません。", "Nothing would change."),
    "contact_import.faults": (
        "誤りが{count}件あるため、何も変えていません。",
        "Nothing was changed; errors: {count}.",
    ),
    "contact_import.more_faults": ("はじめの{count}件だけを示しています。", "Only the first {count} are shown."),
    "contact_import.line": ("{line}行目", "Line {line}"),
    "contact_import.done": (
        "取り込みました：追加 {added}件 ・ 変更 {changed}件 ・ 削除 {removed}件",
        "Imported: {added} added, {changed} changed, {removed} removed",
    ),
    "contact_import.example": ("記入例のファイル", "An example file"),
    "contact_import.current": ("今の連絡先（同じ形式）", "The contacts as they are, as such a file"),
    "reason.asked_lately": ("別の確認で、すでにたずねています", "Another question has just gone there"),
    "reason.saved_for_checks": (
        "LINEの残り通数を安否確認のために取っておくため",
        "What LINE still takes this month is saved for a check",
    ),
}
