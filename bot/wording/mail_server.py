"""The console's pages about the mail server and the addresses of our own pages."""

from __future__ import annotations

WORDS = {
    "settings.mail": ("メールサーバー", "Mail server"),
    "settings.mail_note": (
        "安否確認のメールを送るサーバーと、送信テスト",
        "What safety mails are sent through, and a test",
    ),
    "settings.addresses": ("リンクのアドレス", "Addresses of the links"),
    "settings.addresses_note": ("社外と社内から開くアドレス", "From outside, and from the company’s own network"),
    "setting.source_kept": ("この画面で設定されています（{when} {name}）。", "Set on this page ({when} {name})."),
    "setting.source_environment": (
        "サーバーの環境変数（{variable}）の値を使っています。ここで保存すると、そちらより優先されます。",
        "The server’s environment ({variable}) is used. What you save here goes before it.",
    ),
    "setting.save": ("保存する", "Save"),
    "setting.saved": ("保存しました。すぐに使われます。", "Saved, and in use from now on."),
    "setting.forgotten": ("環境変数の値に戻しました。", "The environment’s values are used again."),
    "setting.forget_title": ("環境変数の値に戻す", "Back to the environment’s values"),
    "setting.forget_note": (
        "この画面の設定を消し、{variable} の値を使います。",
        "What is set on this page is removed, and {variable} is used.",
    ),
    "setting.forget_off": (
        "この画面の設定を消します。{variable} は設定されていないので、メールは送られなくなります。",
        "What is set on this page is removed. {variable} is not set, so no mail will be sent.",
    ),
    "setting.forget": ("元に戻す", "Remove these settings"),
    "mail_server.off": (
        "⚠ メールサーバーが設定されていないため、メールは送られません。",
        "⚠ No mail server is set, so no mail is sent.",
    ),
    "mail_server.locked": (
        "⚠ 保存されているパスワードを読めません（ANPI_SECRET_KEY が変わりました）。もう一度入力してください。"
        "それまでメールは送られません。",
        "⚠ The saved password cannot be read (ANPI_SECRET_KEY has changed). Please type it again: no mail is sent "
        "until then.",
    ),
    "mail_server.mail_from": ("送信元アドレス", "From address"),
    "mail_server.mail_from_hint": ("例：安否確認 <anpi@example.jp>", "Such as: Safety check <anpi@example.jp>"),
    "mail_server.host": ("送信メールサーバー", "Mail server"),
    "mail_server.port": ("ポート", "Port"),
    "mail_server.security": ("暗号化", "Encryption"),
    "mail_server.security_starttls": ("STARTTLS（587）", "STARTTLS (587)"),
    "mail_server.security_tls": ("TLS（465）", "TLS (465)"),
    "mail_server.security_none": ("なし（25）", "None (25)"),
    "mail_server.login": ("認証", "Login"),
    "mail_login.none": ("なし", "None"),
    "mail_login.password": ("ユーザー名とパスワード", "User and password"),
    "mail_login.xoauth2": (
        "XOAUTH2（Microsoft 365、Google）",
        "XOAUTH2 (Microsoft 365, Google)",
    ),
    "mail_login.pop": ("POP before SMTP（古いサーバー）", "POP before SMTP (old servers)"),
    "mail_server.user": ("ユーザー名", "User"),
    "mail_server.password": ("パスワード", "Password"),
    "mail_server.token_url": ("トークンのURL", "Token endpoint"),
    "mail_server.client_id": ("クライアントID", "Client id"),
    "mail_server.client_secret": ("クライアントシークレット", "Client secret"),
    "mail_server.refresh_token": ("リフレッシュトークン", "Refresh token"),
    "mail_server.pop_host": ("POPサーバー", "POP server"),
    "mail_server.pop_port": ("POPのポート", "POP port"),
    "mail_server.pop_security": ("POPの暗号化", "POP encryption"),
    "mail_server.pop_security_tls": ("TLS（995）", "TLS (995)"),
    "mail_server.pop_security_none": ("なし（110）", "None (110)"),
    "mail_server.pop_user": ("POPのユーザー名", "POP user"),
    "mail_server.pop_password": ("POPのパスワード", "POP password"),
    "mail_server.pop_clear": (
        "暗号化なしでは、サーバーがAPOPに対応していないと、パスワードがそのまま流れます。社内だけで使ってください。",
        "Without encryption the password crosses the network in the clear unless the server knows APOP: only inside "
        "your own network.",
    ),
    "mail_server.secret_set": ("設定済み（空欄なら変えません）", "Set (leave empty to keep it)"),
    "mail_server.secret_typed": ("入力済み（空欄ならそのまま使います）", "Typed (leave empty to use it)"),
    "mail_server.try_title": ("送信テスト", "Send a test"),
    "mail_server.try_note": (
        "上の内容で1通だけ送ります。設定は保存されません。",
        "One letter goes out with what stands above. Nothing is saved.",
    ),
    "mail_server.try_to": ("テストの宛先", "Send the test to"),
    "mail_server.try": ("テスト送信", "Send a test"),
    "mail_server.tried": (
        "サーバーが受け取りました。受信箱と迷惑メールを確かめてください。まだ保存していません。",
        "The server took it. Look into the mailbox and its spam folder. Nothing is saved yet.",
    ),
    "mail_server.said": ("サーバーの応答：{words}", "The server said: {words}"),
    "mail_server.speed": ("全員に送るのにかかる時間", "How long everybody takes"),
    "mail_server.speed_needs": ("メール{letters}通の目安：{needs}", "{letters:# letter|# letters}, estimated: {needs}"),
    "mail_server.speed_unknown_needs": (
        "メール{letters}通：まだ分かりません",
        "{letters:# letter|# letters}: not known yet",
    ),
    "mail_basis.sent": (
        "{when} の安否確認で、{of}通を{took}で送った実績から。",
        "From the check of {when}, in which {of} letters went out in {took}.",
    ),
    "mail_basis.tried": (
        "いまの送信テスト1通の{took}と、同時接続{of}本から。大量に送ると遅くなるサーバーもあります。",
        "From the {took} of this one test letter, with {of} connections at once. Some servers slow down under many.",
    ),
    "mail_basis.limit": (
        "この事業者の上限（{took}に{of}通）から。契約で異なることがあります。",
        "From this provider’s own limit ({of} in {took}). Your contract may say otherwise.",
    ),
    "mail_basis.unknown": (
        "送信テストをすると目安が出ます。20通以上の安否確認のあとは、その実績から計算します。",
        "A test gives an estimate. After a check of 20 letters or more it is reckoned from that.",
    ),
    "duration.moment": ("0.01秒未満", "less than 0.01 s"),
    "duration.seconds": ("{number}秒", "{number} s"),
    "duration.minutes": ("{number}分", "{number} min"),
    "duration.hours": ("{number}時間", "{number} h"),
    "duration.days": ("{number}日", "{number:# day|# days}"),
    "mail_trial.mail_unreachable": (
        "サーバーにつながりません。ホスト名とポートを確かめてください。",
        "The server does not answer. Check host and port.",
    ),
    "mail_trial.mail_no_starttls": (
        "サーバーがSTARTTLSに対応していません。TLS（465）を試してください。",
        "The server offers no STARTTLS. Try TLS (465).",
    ),
    "mail_trial.mail_certificate": (
        "サーバーの証明書が、このホスト名のものではありません。",
        "The server’s certificate is not valid for this host.",
    ),
    "mail_trial.mail_tls": (
        "TLSでつながりません。ポート465はTLS、587はSTARTTLSです。",
        "TLS failed. Port 465 wants TLS, port 587 STARTTLS.",
    ),
    "mail_trial.mail_login": (
        "認証が断られました。ユーザー名とパスワードを確かめてください。",
        "The login was refused. Check user and password.",
    ),
    "mail_trial.mail_no_login": (
        "このサーバーは、ここでは認証を受け付けていません。別のポートか「認証なし」にしてください。",
        "The server takes no login here. Use another port, or no login.",
    ),
    "mail_trial.mail_token": (
        "トークンを取得できません。クライアントIDとリフレッシュトークンを確かめてください。",
        "No token was given. Check client id and refresh token.",
    ),
    "mail_trial.mail_token_unreachable": (
        "トークンのURLにつながりません。",
        "The token endpoint does not answer.",
    ),
    "mail_trial.mail_pop_login": (
        "POPサーバーに断られました。POPのユーザー名とパスワードを確かめてください。",
        "The POP server refused. Check its user and password.",
    ),
    "mail_trial.mail_pop_unreachable": (
        "POPサーバーにつながりません。ホスト名とポートを確かめてください。",
        "The POP server does not answer. Check its host and port.",
    ),
    "mail_trial.mail_connection_lost": (
        "途中で接続が切れました。もう一度試してください。",
        "The connection was lost. Please try again.",
    ),
    "mail_trial.mail_address_gone": (
        "テストの宛先は存在しないと言われました。",
        "The server says the address of the test does not exist.",
    ),
    "mail_trial.mail_too_slow": (
        "25秒待っても終わりませんでした。サーバーが遅すぎます。",
        "It was not over after 25 seconds: the server is too slow.",
    ),
    "mail_trial.unforeseen": (
        "送信テストができませんでした。Anpiのログを見てください。",
        "The test could not be made. Look into Anpi’s log.",
    ),
    "mail_trial.refused": ("サーバーに断られました。", "The server refused."),
    "addresses.lead": (
        "メッセージのリンクは、社外からのアドレスを指します。社内からのアドレスも入れると、安否をたずねるメールに"
        "並べて載せます。インターネットが止まっても、社内の人は答えられます。",
        "Links in messages lead to the address outside. With one inside as well, letters that ask name both: whoever "
        "is on the company’s network can answer even when the internet is down.",
    ),
    "addresses.outside": ("社外からのアドレス", "From outside"),
    "addresses.inside": ("社内からのアドレス（空欄：なし）", "From the company’s network (empty: none)"),
    "addresses.warning": (
        "このアドレスで開けるようにしてから保存してください。LINEのWebhook URLとSlackに登録したURLも合わせてください。",
        "Make sure that the pages open there before you save: links sent from now on lead there. The webhook URL in "
        "LINE and the URLs in Slack must lead there too.",
    ),
    "addresses.open": ("新しいタブで確かめる", "Try it in a new tab"),
    "prompt.open_page_inside": ("社内ネットワークから回答する", "Answer from the company network"),
    "refusal.bad_mail_host": (
        "サーバーの名前が正しくありません。例：smtp.example.jp",
        "This is no name of a server. Write it like smtp.example.jp.",
    ),
    "refusal.bad_port": ("ポートは1～65535の数字です。", "A port is a number from 1 to 65535."),
    "refusal.bad_mail_from": (
        "送信元アドレスが正しくありません。例：安否確認 <anpi@example.jp>",
        "The from address is not one. Write it like: Safety check <anpi@example.jp>",
    ),
    "refusal.mail_choice": ("暗号化と認証を選んでください。", "Choose an encryption and a login."),
    "refusal.mail_odd_letters": (
        "改行などの使えない文字が入っています。",
        "There is a line end or another character in it that cannot be used.",
    ),
    "refusal.mail_login_incomplete": (
        "ユーザー名とパスワードを入れてください。",
        "Type both the user and the password.",
    ),
    "refusal.mail_oauth_incomplete": (
        "ユーザー名、トークンのURL、クライアントID、リフレッシュトークンを入れてください。",
        "Type the user, the token endpoint, the client id and the refresh token.",
    ),
    "refusal.mail_pop_incomplete": (
        "POPのユーザー名とパスワードを入れてください。",
        "Type the user and the password of the POP server.",
    ),
    "refusal.mail_in_the_clear": (
        "暗号化なしではパスワードがそのまま流れるため、使えません。STARTTLSかTLSを選んでください。",
        "Without encryption the password would cross the network in the clear. Choose STARTTLS or TLS.",
    ),
    "refusal.mail_secret_elsewhere": (
        "送り先のサーバーが変わったので、パスワードをもう一度入れてください。",
        "The server is another one now: please type the password again.",
    ),
    "refusal.bad_token_url": (
        "トークンのURLは https:// で始めてください。",
        "The token endpoint begins with https://.",
    ),
    "refusal.too_many_trials": (
        "送信テストが続いたので、30秒待ってからもう一度お願いします。",
        "There were many tests in a row. Please wait 30 seconds and try again.",
    ),
    "refusal.bad_outside": (
        "社外からのアドレスは https://anpi.example.jp のように入れてください。",
        "Write the address from outside like https://anpi.example.jp.",
    ),
    "refusal.bad_inside": (
        "社内からのアドレスは http://anpi.example.local のように入れてください。",
        "Write the address inside like http://anpi.example.local.",
    ),
}
