"""Our own words of the messages that a company may change, and letters about contacts."""

from __future__ import annotations

WORDS = {
    "original.prompt_title": "{title}",
    "original.prompt_body": "だいじょうぶですか？ まず、あぶなくない ところへ 行（い）って ください。",
    "original.drill_title": "{title}",
    "original.drill_body": "だいじょうぶですか？ まず、あぶなくない ところへ 行（い）って ください。",
    "original.reminder_title": "{number}回目（かいめ）の おねがい：{title}",
    "original.reminder_body": "まだ あなたの こたえが 届（とど）いて いません（{number}回目（かいめ）の おねがい）。",
    "original.last_reminder_title": "さいごの おねがい：{title}",
    "original.last_reminder_body": (
        "まだ あなたの こたえが 届（とど）いて いません。\n"
        "これが さいごの メッセージです（{number}回目（かいめ））。あとでも こたえる ことが できます。"
    ),
    "original.thanks_title": "{received}",
    "original.thanks_body": (
        "ありがとうございます。こたえる ことは おわりです。\n"
        "下（した）の ボタンで、くわしく 書（か）く ことも できます。書（か）かなくても いいです。"
    ),
    "original.closed_title": "おわり：{title}",
    "original.closed_body": "この 安否確認（あんぴ かくにん）は おわりました。ありがとうございます。",
    "closing.still_heard": (
        "まだ こたえて いない 人（ひと）は、今（いま）からでも こたえて ください。\n"
        "なにか かわった 人（ひと）も、もう一度（いちど） こたえて ください。"
    ),
    "original.contact_proof_title": "届（とど）いたら、ボタンを おして ください",
    "original.contact_proof_body": (
        "{company}の 安否確認（あんぴ かくにん）です。\n"
        "この メッセージが あなたに 届（とど）きましたか。届（とど）いたら、ボタンを 1回（かい） おして ください。"
    ),
    "original.contact_urge_title": "災害（さいがい）の ときの 連絡先（れんらくさき）を 教（おし）えて ください",
    "original.contact_urge_body": (
        "{company}の 安否確認（あんぴ かくにん）です。\n"
        "会社（かいしゃ）は、あなたに 連絡（れんらく）が できません。\n"
        "いつも 見（み）る メールアドレスを 教（おし）えて ください。1分（ぷん）で おわります。"
    ),
    "text.company_unnamed": "会社（かいしゃ）",
    "text.trial_mark": "【テスト】{text}",
    "text.trial_note": (
        "これは メッセージの テストです。災害（さいがい）は ありません。訓練（くんれん）でも ありません。\n"
        "こたえなくて いいです。ボタンと リンクは ありません。"
    ),
    "text.sample_title": "東京（とうきょう）で 大（おお）きな 地震（じしん）",
    "text.sample_message": "（はじめる ときに 書（か）く メッセージは、ここに 入（はい）ります）",
    "proof.subject": "【連絡先（れんらくさき）の かくにん】{title}",
    "proof.heading": "連絡先（れんらくさき）の かくにんです。{title}",
    "proof.no_emergency": (
        "今（いま） 災害（さいがい）は ありません。\n"
        "災害（さいがい）の ときに メッセージが 届（とど）くか、しらべて います。"
    ),
    "proof.why": "この 連絡先（れんらくさき）が あなたの ものなら、ボタンを 1回（かい） おして ください。",
    "proof.page_title": "連絡先（れんらくさき）の かくにん",
    "proof.press": "届（とど）きました",
    "proof.not_mine": "なにか わからない ときは、なにも しないで ください。",
    "proof.thanks": "わかりました。ありがとうございます",
    "proof.works": "災害（さいがい）の とき、ここに メッセージを 送（おく）ります。",
    "proof.stopped": (
        "でも、この 連絡先（れんらくさき）には メッセージを 止（と）めて います。\n"
        "災害（さいがい）の ときに 受（う）け取（と）るには、「もう一度（いちど） 送（おく）る」を おして ください。"
    ),
    "register.subject": "【連絡先（れんらくさき）】{title}",
    "register.press": "連絡先（れんらくさき）を 書（か）く",
    "register.yours_alone": (
        "この リンクは あなただけの ものです。ほかの 人（ひと）に 送（おく）らないで ください。"
        "14日（にち） 使（つか）えます。"
    ),
    "trial.subject": "【安否確認（あんぴ かくにん）】メールの テスト",
    "trial.heading": "メールの テストです",
    "trial.words": "担当（たんとう）の 人（ひと）が、メールの テストを して います。こたえなくて いいです。",
    "trial.seen": (
        "この メールが「迷惑（めいわく）メール」に 入（はい）って いたら、担当（たんとう）の 人（ひと）に "
        "言（い）って ください。"
    ),
    "stopped.told": (
        "⚠️ メッセージを 止（と）めて いる 連絡先（れんらくさき）：{addresses}。\n"
        "ここには 安否確認（あんぴ かくにん）が 届（とど）きません。"
    ),
    "stopped.resume": "もう一度（いちど） 送（おく）る",
    "stopped.resumed": "これから また 送（おく）ります",
    "stopped.none": "止（と）めて いる 連絡先（れんらくさき）は ありません",
    "stopped.on_page": (
        "⚠ メッセージを 止（と）めて いる 連絡先（れんらくさき）が あります：{addresses}。"
        "ここには 安否確認（あんぴ かくにん）が 届（とど）きません。"
    ),
    "stopped.how": (
        "もう一度（いちど） 受（う）け取（と）るには、「わたしの 連絡先（れんらくさき）」を ひらいて ください。"
        "Slackで /safety me を 送（おく）っても いいです。LINEで「れんらくさき」を 送（おく）っても いいです。"
    ),
    "sign_in.subject": "安否確認（あんぴ かくにん）の ページに 入（はい）る リンク",
    "sign_in.heading": "あなたの リンク",
    "sign_in.steps": "下（した）の リンクを ひらいて ください。そして「入（はい）る」を おして ください。",
    "sign_in.open": "ページを ひらく",
    "sign_in.rules": (
        "{time}の あいだに、1回（かい）だけ 使（つか）えます。ほかの 人（ひと）に 送（おく）らないで ください。"
    ),
    "sign_in.not_you": ("なにか わからない ときは、なにも しなくて いいです。ボタンを おさないで ください。"),
    "sign_in.title": "入（はい）る（ログイン）",
    "sign_in.intro": (
        "会社（かいしゃ）が 知（し）って いる あなたの メールアドレスに、リンクを 送（おく）ります。"
        "パスワードは ありません。"
    ),
    "sign_in.address": "メールアドレス",
    "sign_in.send": "リンクを メールで 送（おく）る",
    "sign_in.signed_out": "出（で）ました（ログアウト）。",
    "sign_in.or": "または",
    "sign_in.by_slack": "Slackで 入（はい）る",
    "sign_in.slack_failed": "Slackで 入（はい）れませんでした。もう一度（いちど） やって ください。",
    "sign_in.other_workspace": "この Slackは、この 会社（かいしゃ）の ものでは ありません。",
    "sign_in.slack_unknown": (
        "この Slackの 人（ひと）が だれか わかりません。"
        "担当（たんとう）の 人（ひと）に「登録（とうろく）して ください」と"
        " 言（い）って ください。"
    ),
    "sign_in.left": (
        "入（はい）れませんでした。あなたの 名前（なまえ）が 会社（かいしゃ）の 名簿（めいぼ）に ありません。"
        "担当（たんとう）の 人（ひと）に きいて ください。"
    ),
    "sign_in.no_address": "メールアドレスを 書（か）いて ください。たとえば：hanako@example.jp",
    "sign_in.mail_off": (
        "メールを 送（おく）れません。会社（かいしゃ）の 担当（たんとう）の 人（ひと）に 言（い）って ください。"
    ),
    "sign_in.sent_title": "メールを 見（み）て ください",
    "sign_in.sent": "会社（かいしゃ）が 知（し）って いる アドレスなら、もうすぐ リンクが 届（とど）きます。",
    "sign_in.sent_hint": (
        "何分（なんぷん）か 待（ま）っても 来（こ）ない ときは、「迷惑（めいわく）メール」を 見（み）て ください。"
        "アドレスが まちがって いないか、見（み）て ください。"
        "同（おな）じ アドレスには、何回（なんかい）も 送（おく）れません。"
    ),
    "sign_in.again": "もう一度（いちど） 書（か）く",
    "sign_in.too_many": "何回（なんかい）も おしました。何分（なんぷん）か 待（ま）って ください。",
    "sign_in.enter_title": "{name} さんとして 入（はい）る",
    "sign_in.enter": "入（はい）る",
    "sign_in.enter_hint": (
        "みんなで 使（つか）う パソコンでは、おわったら「出（で）る（ログアウト）」を おして ください。"
    ),
    "sign_in.used_title": "この リンクは もう 使（つか）えません",
    "sign_in.used": (
        "古（ふる）い リンクか、もう 使（つか）った リンクです。新（あたら）しい リンクを 送（おく）ります。"
    ),
    "sign_in.new_link": "新（あたら）しい リンクを もらう",
}
