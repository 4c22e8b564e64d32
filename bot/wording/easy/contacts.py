"""One's own contacts: the page for them, their states, why nothing arrives, what may be wrong with a new one."""

from __future__ import annotations

_ANOTHER = "正（ただ）しい 連絡先（れんらくさき）を 書（か）いて ください。"

WORDS = {
    "mine.title": "わたしの 連絡先（れんらくさき）",
    "mine.lead": (
        "災害（さいがい）の とき、ここに ある ぜんぶの 連絡先（れんらくさき）に メッセージが 届（とど）きます。"
        "かわったら、すぐ 直（なお）して ください。"
    ),
    "mine.none": "⚠ 届（とど）く 連絡先（れんらくさき）が ありません。書（か）いて ください。",
    "contacts.since": "{when} から",
    "contacts.confirmed_at": "たしかめた 日（ひ） {when}",
    "contacts.not_dialled": "人（ひと）が かける 番号（ばんごう）です",
    "contacts.address": "アドレス・番号（ばんごう）",
    "contacts.label": "メモ（たとえば：うちの 電話（でんわ））",
    "contacts.plain": (
        "文字（もじ）だけの メールに する。リンクは ありません。返事（へんじ）で こたえます"
        "（電話（でんわ）に メールが 届（とど）かない とき）"
    ),
    "contacts.edit": "直（なお）す・消（け）す",
    "contacts.save": "保存（ほぞん）する",
    "contacts.resume": "もう一度（いちど） 送（おく）る",
    "contacts.remove": "この 連絡先（れんらくさき）を 消（け）す",
    "contacts.up": "いちばん 上（うえ）に する",
    "contacts.add_title": "連絡先（れんらくさき）を ふやす",
    "contacts.kind": "どれ",
    "contacts.add": "ふやす",
    "contacts.line_hint": (
        "LINEを つなぐには、コードが いります。Slackで /safety link と 書（か）いて ください。コードを もらえます。"
        "担当（たんとう）の 人（ひと）からも もらえます。コードを LINEの トークに 書（か）いて ください。"
    ),
    "contacts.line_friend": "LINEの 友（とも）だちに なる（QRコード）",
    "contacts.history": "かえた こと",
    "contacts.saved": "保存（ほぞん）しました",
    "contacts.resumed": "これから また 送（おく）ります",
    "contacts.removed": "消（け）しました",
    "contacts.added": "ふやしました",
    "contacts.leave_saved": "休（やす）みを 保存（ほぞん）しました",
    "contact_state.unverified": "まだ たしかめて いません",
    "contact_state.confirmed": "たしかめました",
    "contact_state.suppressed": "止（と）めて います",
    "contact_state.bounced": "届（とど）きません",
    "contact_state.blocked": "ブロックして います",
    "contact_state.gone": "使（つか）えません",
    "contact_what.added": "ふやした",
    "contact_what.changed": "直（なお）した",
    "contact_what.removed": "消（け）した",
    "own_language.offer": "これからの メッセージも「やさしい 日本語（にほんご）」で もらう",
    "own_language.done": "これからの メッセージは「やさしい 日本語（にほんご）」で 来（き）ます",
    "my_answers.title": "わたしの こたえ",
    "my_answers.lead": (
        "あなたが 今（いま）までに こたえた ことです。今（いま） きいて いる ものは、こたえを かえる ことが できます。"
    ),
    "my_answers.none": (
        "まだ 安否確認（あんぴ かくにん）は ありません。"
        "はじまると、あなたの 連絡先（れんらくさき）に 届（とど）きます。"
    ),
    "my_answers.silent": "まだ こたえて いません",
    "my_answers.deleted": "古（ふる）いので、こたえは もう ありません。",
    "my_answers.details": "くわしい こと",
    "my_answers.by": "{name}さんが あなたの かわりに こたえました",
    "my_answers.late": "おわった あとの こたえ",
    "my_answers.more": "もっと 前（まえ）",
    "via.slack": "Slack",
    "via.line": "LINE",
    "via.mail": "メール",
    "via.web": "この ページ",
    "via.cli": "会社（かいしゃ）の パソコン",
    "via.api": "会社（かいしゃ）の システム",
    "leave.title": "休（やす）み",
    "leave.first": "はじめの 日（ひ）",
    "leave.last": "おわりの 日（ひ）（わからない ときは、書（か）かないで ください）",
    "leave.asked": "休（やす）みの ときも メッセージを 送（おく）る",
    "console.title": "安否確認（あんぴ かくにん）",
    "console.nav": "メニュー",
    "console.nav_me": "わたしの 連絡先（れんらくさき）",
    "console.signed_in_as": "{name} さん",
    "console.sign_out": "出（で）る（ログアウト）",
    "console.sign_out_everywhere": "ぜんぶの 電話（でんわ）や パソコンで 出（で）る（ログアウト）",
    "console.sign_out_everywhere_note": (
        "電話（でんわ）を なくした とき、おして ください。"
        "みんなで 使（つか）う パソコンで 出（で）るのを わすれた ときも、おして ください。"
    ),
    "console.answer_now": "あなたの こたえを まって います：{title}",
    "console.employee_note": "ここで、あなたの 連絡先（れんらくさき）を 見（み）て、直（なお）す ことが できます。",
    "console.refused_title": "できませんでした",
    "console.form_expired": (
        "この ページは 古（ふる）いです。なにも かわって いません。"
        "下（した）の ボタンで もう一度（いちど） ひらいて ください。"
    ),
    "console.session_over": (
        "ログインが 切（き）れました。まだ なにも して いません。もう一度（いちど） ログインして ください。"
    ),
    "console.typed_before": "あなたが 書（か）いた ことば（コピーできます）",
    "console.open_again": "もう一度（いちど） ひらく",
    "console.back": "もどる",
    "reason.suppressed": "あなたが 止（と）めました",
    "reason.unsubscribed": "あなたが メールを 止（と）めました",
    "reason.bounced": "ここには 届（とど）きません",
    "todo.bounced": _ANOTHER,
    "reason.blocked": "ブロックして います",
    "reason.unfollowed": "LINEで ブロックして います",
    "todo.unfollowed": "LINEで ブロックを やめて ください。",
    "reason.gone": "この アカウントは 使（つか）えません",
    "todo.gone": _ANOTHER,
    "reason.moved": "この LINEは、ほかの 人（ひと）に つながりました",
    "reason.left_slack": "この Slackは もう 使（つか）えません",
    "reason.directory": "Slackから 登録（とうろく）しました",
    "reason.maybe_filtered": "届（とど）きませんでした。あなたの 電話（でんわ）が 止（と）めて いるかも しれません",
    "todo.maybe_filtered": "電話（でんわ）の メールの 設定（せってい）を 見（み）て ください。",
    "reason.user_not_found": "この Slackが わかりません",
    "reason.user_disabled": "この Slackは もう 使（つか）えません",
    "reason.account_inactive": "この Slackは もう 使（つか）えません",
    "reason.user_not_visible": "この Slackには 送（おく）れません",
    "reason.line_account": "この LINEには 送（おく）れません",
    "reason.mail_address_gone": "この アドレスは ありません",
    "reason.mail_bad_address": "アドレスの 書（か）きかたが ちがいます",
    "reason.mail_mailbox_full": "メールの 箱（はこ）が いっぱいです",
    "reason.mail_filtered": "アドレスが ないか、あなたの 電話（でんわ）が 止（と）めて います",
    "reason.mail_refused": "届（とど）きませんでした",
    "reason.mail_delayed": "おくれて います",
    "refusal.unknown_person": (
        "会社（かいしゃ）の 名簿（めいぼ）で、あなたが だれか わかりません。"
        "担当（たんとう）の 人（ひと）に「登録（とうろく）して ください」と 言（い）って ください。"
    ),
    "refusal.not_a_manager": "これが できるのは、担当（たんとう）の 人（ひと）だけです。",
    "refusal.not_a_safety_admin": "これが できるのは、会社（かいしゃ）ぜんぶの 担当（たんとう）の 人（ひと）だけです。",
    "refusal.outside_units": "これは できません。あなたの 担当（たんとう）では ありません。",
    "refusal.expired": "時間（じかん）が すぎました。もう一度（いちど） はじめから やって ください。",
    "refusal.no_check": (
        "その 安否確認（あんぴ かくにん）は ありません。番号（ばんごう）や リンクを 見（み）て ください。"
    ),
    "refusal.no_active_check": "今（いま）は、なにも きいて いません。",
    "refusal.several_checks": (
        "今（いま） きいて いる ことが いくつか あります：{checks}。"
        "番号（ばんごう）を 書（か）いて ください。たとえば：/safety {verb} {example}"
    ),
    "refusal.check_real": "番号（ばんごう） {number}「{title}」（本当（ほんとう））",
    "refusal.check_drill": "番号（ばんごう） {number}「{title}」（訓練（くんれん））",
    "refusal.more_checks": "ほかに {number}",
    "refusal.no_person": "その 人（ひと）は 会社（かいしゃ）の 名簿（めいぼ）に いません。",
    "refusal.no_help_case": "その「助（たす）けて」は ありません。もう おわったかも しれません。",
    "refusal.no_contact": "その 連絡先（れんらくさき）は ありません。",
    "refusal.bad_code": "コードが まちがって いるか、古（ふる）いか、もう 使（つか）った コードです。",
    "refusal.too_many_tries": "何回（なんかい）も まちがえました。15分（ふん） 待（ま）って ください。",
    "refusal.data_deleted": "この 安否確認（あんぴ かくにん）は 古（ふる）いので、こたえは もう ありません。",
    "refusal.mail_off": (
        "会社（かいしゃ）は メールを 送（おく）れません。Slack で /safety link を 使（つか）って ください。"
    ),
    "refusal.no_mail_contact": "コードを 送（おく）る メールアドレスが ありません。",
    "refusal.unclear": "できませんでした。よく 見（み）て、もう一度（いちど） やって ください。",
    "refusal.broken": (
        "うまく できませんでした。すこし 待（ま）って、もう一度（いちど） やって ください。\n"
        "いそぐ ときは、119（火事（かじ）・けが・病気（びょうき））か 110（警察（けいさつ））に 電話（でんわ）を "
        "して ください。"
    ),
    "refusal.bad_mail": "メールアドレスが ちがいます。「name@example.jp」のように 書（か）いて ください。",
    "refusal.bad_phone": "電話番号（でんわ ばんごう）が ちがいます。「090-1234-5678」のように 書（か）いて ください。",
    "refusal.bad_slack_account": "Slack の ID が ちがいます。「U」か「W」で はじまる ID を 書（か）いて ください。",
    "refusal.account_taken": "その アカウントは、ほかの 人（ひと）の ものです。",
    "refusal.account_by_manager": (
        "Slack は、担当（たんとう）の 人（ひと）だけが かえられます。"
        "担当（たんとう）の 人（ひと）に 言（い）って ください。"
    ),
    "refusal.line_by_code": "LINE は、ID では つなげません。/safety link の コードを 使（つか）って ください。",
    "refusal.contact_there_already": "その 連絡先（れんらくさき）は もう あります。",
    "refusal.too_many_contacts": (
        "連絡先（れんらくさき）は 1人（ひとり） {limit}までです。使（つか）わない ものを 消（け）して ください。"
    ),
    "refusal.contacts_of_a_manager": (
        "担当（たんとう）の 人（ひと）の 連絡先（れんらくさき）は、その 人（ひと）が かえます。"
    ),
    "refusal.leave_backwards": "おわりの 日（ひ）は、はじめの 日（ひ）より あとに して ください。",
    "refusal.bad_day": "日（ひ）が わかりません。2026-11-30 のように 書（か）いて ください。",
    "refusal.leave_of_a_manager": "担当（たんとう）の 人（ひと）の 休（やす）みは、その 人（ひと）が きめます。",
    "refusal.not_asked": "この 安否確認（あんぴ かくにん）は、この 人（ひと）には きいて いません。",
}
