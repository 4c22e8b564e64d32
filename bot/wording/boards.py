"""The board, and the names behind its numbers."""

from __future__ import annotations

WORDS = {
    "board.heading": ("集計：{title}", "Board: {title}"),
    "board.state_active": (
        "番号 {number}・実施中（{started} 開始）・対象 {roll}人",
        "No. {number} · Running since {started} · {roll} asked",
    ),
    "board.state_scheduled": (
        "番号 {number}・まだ始まっていません・対象 {roll}人",
        "No. {number} · Not started yet · {roll} asked",
    ),
    "board.state_closed": (
        "番号 {number}・終了しました（{started} 開始・{closed} 終了）・対象 {roll}人",
        "No. {number} · Closed ({started} to {closed}) · {roll} asked",
    ),
    "board.state_cancelled": (
        "番号 {number}・取り消されました・対象 {roll}人",
        "No. {number} · Cancelled · {roll} asked",
    ),
    "board.unclaimed": (
        "⚠️ 担当者のいない救助要請：{number}件",
        "⚠️ Calls for help that nobody has taken: {number}",
    ),
    "board.count": ("{label}　{number}人", "{label}: {number}"),
    "board.answered": (
        "回答 {answered}/{roll}人（{percent}%） {bar}",
        "Answered {answered} of {roll} ({percent}%) {bar}",
    ),
    "board.nobody": ("対象者がいません。", "Nobody is asked."),
    "board.guests": ("名簿外の回答 {number}人", "Guests who answered: {number}"),
    "board.units": ("組織別（深刻な順）", "By unit, worst first"),
    "board.unit": ("{path}（{roll}人）：{counts}", "{path} ({roll}): {counts}"),
    "board.more_units": ("ほか {number}組織", "and {number} more units"),
    "board.people": ("助けが必要な人・けが人", "Those who need help or are injured"),
    "sending.queued": ("送信待ち {number}", "waiting to be sent {number}"),
    "sending.failed": ("送信失敗 {number}", "failed {number}"),
    "sending.unreachable": ("届く連絡先がない人 {number}", "people without a working contact {number}"),
    "board.sending": ("送信状況：{parts}", "Sending: {parts}"),
    "board.nothing_waits": ("送信状況：送信待ち・失敗なし", "Sending: nothing waiting, nothing failed"),
    "board.stopped": (
        "⚠️ {channel}：止まっています（{reason}）",
        "⚠️ {channel} is stopped ({reason})",
    ),
    "board.stopped_because": ("{words}：{code}", "{words}: {code}"),
    "board.reminders": ("再送 {number}回", "Reminders sent: {number}"),
    "board.next_reminder": ("次の再送 {moment}", "next reminder {moment}"),
    "board.as_of": ("最終更新 {moment}", "Last updated {moment}"),
    "board.late_welcome": (
        "終了後の回答も記録され、ここに反映されます。",
        "Late answers are still recorded and shown here.",
    ),
    "board.who_help": ("🆘 助けが必要な人", "🆘 Who needs help"),
    "board.who_injured": ("🟠 けがをした人", "🟠 Who is injured"),
    "board.who_silent": ("⏳ 未回答の人", "⏳ Who has not answered"),
    "board.who_all": ("全員の一覧", "All names"),
    "board.names_for_managers": (
        "名前とコメントは管理者だけが開けます。",
        "Only managers can open names and comments.",
    ),
    "names.heading": ("{label}：{total}人", "{label}: {total}"),
    "names.heading_all": ("一覧：{total}人", "Names: {total}"),
    "names.nobody": ("該当する人はいません。", "There is nobody here."),
    "names.more": ("ほか {number}人", "and {number} more"),
    "names.private": (
        "あなただけに表示しています。取り扱いに注意してください。",
        "Shown to you only. Please handle with care.",
    ),
    "names.taken_by": ("担当：{name}", "taken by {name}"),
    "names.by_proxy": ("代理回答", "by proxy"),
    "names.guest": ("名簿外", "guest"),
    "names.units": ("（{units}）", " ({units})"),
    "names.comment": ("「{comment}」", "“{comment}”"),
}
