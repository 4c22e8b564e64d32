"""The board as everybody sees it: counts, and no names."""

from __future__ import annotations

WORDS = {
    "board.heading": "みんなの こたえ：{title}",
    "board.state_active": ("{roll}人（にん）に きいて います（{started} から）。番号（ばんごう） {number}"),
    "board.state_scheduled": ("番号（ばんごう） {number}・まだ はじまって いません・{roll}人（にん）に ききます"),
    "board.state_closed": (
        "おわりました（{started} から {closed} まで）。{roll}人（にん）に ききました。番号（ばんごう） {number}"
    ),
    "board.state_cancelled": "番号（ばんごう） {number}・やめました・{roll}人（にん）",
    "board.unclaimed": "⚠️ まだ だれも 助（たす）けに 行（い）って いない 人（ひと）：{number}人（にん）",
    "board.count": "{label}　{number}人（にん）",
    "board.answered": "こたえた 人（ひと） {answered}/{roll}人（にん）（{percent}%） {bar}",
    "board.nobody": "きく 人（ひと）が いません。",
    "board.guests": "ほかの 人（ひと）の こたえ {number}人（にん）",
    "board.names_for_managers": "名前（なまえ）と メッセージは、担当（たんとう）の 人（ひと）だけが 見（み）ます。",
    "board.as_of": "新（あたら）しく した 時間（じかん） {moment}",
    "board.late_welcome": "おわった あとでも、こたえて ください。",
    "status.heading": "みんなの こたえ",
    "status.about": "「{title}」 {state}",
    "manager_board.within": "グループ",
    "manager_board.live": "{when} の こたえ（自動（じどう）で 新（あたら）しく します）",
    "manager_board.lost": (
        "今（いま）は 新（あたら）しく できません。インターネットを 見（み）て ください。"
        "これは 前（まえ）の こたえです。"
    ),
    "manager_board.signed_out": "ログインが おわりました。",
    "manager_board.sign_in": "もう一度（いちど） ログインする",
    "board.units": "会社（かいしゃ）の グループごと",
    "board.unit": "{path}（{roll}人（にん））：{counts}",
    "board.more_units": "ほかに {number}の グループ",
    "board.people": "助（たす）けが いる 人（ひと）・けがの 人（ひと）",
    "standing_short.help": "助（たす）けて {number}",
    "standing_short.injured": "けが {number}",
    "standing_short.silent": "まだ {number}",
    "standing_short.away": "関係（かんけい）ない {number}",
    "standing_short.safe": "だいじょうぶ {number}",
    "sending.queued": "これから 送（おく）る メッセージ {number}",
    "sending.failed": "送（おく）れなかった メッセージ {number}",
    "sending.unreachable": "連絡（れんらく）が できない 人（ひと） {number}",
    "board.sending": "メッセージ：{parts}",
    "board.nothing_waits": "メッセージは ぜんぶ 送（おく）りました",
    "board.stopped": "⚠️ {channel}は 止（と）まって います（{reason}）",
    "board.reminders": "もう一度（いちど） きいた 回数（かいすう） {number}",
    "board.next_reminder": "次（つぎ）に きく 時間（じかん） {moment}",
    "board.who_help": "🆘 助（たす）けが いる 人（ひと）",
    "board.who_injured": "🟠 けがを した 人（ひと）",
    "board.who_silent": "⏳ まだ こたえて いない 人（ひと）",
    "board.who_all": "みんなの 名前（なまえ）",
}
