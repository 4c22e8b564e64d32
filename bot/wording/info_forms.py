"""Emergency contacts, links, routes and bulletins, written in Slack's forms; most of their words are the console's."""

from __future__ import annotations

WORDS = {
    "entries_view.none": ("まだありません。上のボタンで足せます。", "Nothing yet. Add one with the button above."),
    "entries_view.change": ("直す", "Edit"),
    "entries_view.more": ("ほか {number}件は管理画面で直せます。", "{number} more are edited in the console."),
    "entry_form.delete_it": ("これを削除する", "Delete this entry"),
    "entry_form.saved": ("保存しました：{name}", "Saved: {name}"),
    "entry_form.deleted": ("削除しました：{name}", "Deleted: {name}"),
    "bulletin_form.push": ("通知", "Notify"),
    "bulletin_form.push_it": ("通知も送る（1人に1通）", "Also send it, one message each"),
    "bulletin_form.real": ("通常のお知らせ", "A real one"),
    "bulletin_form.published": ("お知らせを載せました：{title}", "Published: {title}"),
    "bulletin_form.pushed": ("{people}人に送り始めました。", "On its way to {people:# person|# people}."),
}
