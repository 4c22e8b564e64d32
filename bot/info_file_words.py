"""What is wrong in the company's information file, one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from bot.vocabulary import Locale

_PLACES = {
    Locale.JA: {"file": "ファイル", "contacts": "連絡先", "links": "リンク", "routes": "避難経路"},
    Locale.EN: {"file": "file", "contacts": "contact", "links": "link", "routes": "route"},
}

_PROBLEMS = {
    "empty": (
        "内容がありません。[[contacts]]、[[links]]、[[routes]] のいずれかを書いてください。",
        "there is nothing in it; write at least one of [[contacts]], [[links]] or [[routes]].",
    ),
    "too_big": ("{limit} バイトを超えています。項目を減らしてください。", "larger than {limit} bytes; shorten it."),
    "not_utf8": ("UTF-8 ではありません。UTF-8 で保存し直してください。", "not UTF-8; save it as UTF-8."),
    "not_toml": (
        "TOML として読めません（{reason}）。その行を直してください。",
        "cannot be read as TOML ({reason}); correct that line.",
    ),
    "unknown_table": (
        "「{key}」は使えません。contacts、links、routes のいずれかにしてください。",
        '"{key}" is not known; use contacts, links or routes.',
    ),
    "not_a_list": (
        "「{key}」は [[{key}]] を並べて書いてください。",
        '"{key}" must be written as [[{key}]] entries.',
    ),
    "too_many": (
        "「{key}」が {limit} 件を超えています。減らしてください。",
        '"{key}" has more than {limit} entries; remove some.',
    ),
    "unknown_key": (
        "「{key}」は使えません。使えるのは {known} です。",
        '"{key}" is not known; known are {known}.',
    ),
    "not_text": ("「{key}」は引用符で囲んだ文字にしてください。", '"{key}" must be text in quotes.'),
    "missing": ("「{key}」がありません。書き足してください。", '"{key}" is missing; add it.'),
    "too_long": (
        "「{key}」が {limit} 文字を超えています。短くしてください。",
        '"{key}" is longer than {limit} characters; shorten it.',
    ),
    "control_character": (
        "「{key}」に改行、または目に見えない制御文字（{code}）があります。取り除いてください。",
        '"{key}" contains a line break or an invisible character ({code}); remove it.',
    ),
    "not_degrees": (
        "「{key}」は -{limit} から {limit} までの数値（度）にしてください。",
        '"{key}" must be a number of degrees from -{limit} to {limit}.',
    ),
    "out_of_range": (
        "「{key}」が範囲外です。-{limit} から {limit} までにしてください。",
        '"{key}" is out of range; use -{limit} to {limit}.',
    ),
    "not_a_place": (
        "「{key}」は {{ name = …, lat = …, lon = … }} の形にしてください。",
        '"{key}" must look like {{ name = …, lat = …, lon = … }}.',
    ),
    "not_one_of": ("「{key}」は {known} のいずれかにしてください。", '"{key}" must be one of {known}.'),
    "map_needs_point": (
        "地図「{map}」には、出発地と目的地の緯度・経度が必要です。",
        'the map "{map}" needs the coordinates of start and destination.',
    ),
    "map_needs_start": (
        "地図「{map}」には「start」が必要です。google か apple なら、なくてもかまいません。",
        'the map "{map}" needs a "start"; google and apple do without.',
    ),
    "bad_number": (
        "「number」は数字と + - ( ) 空白だけで、3〜30 文字にしてください。",
        '"number" may hold digits, + - ( ) and spaces only, 3 to 30 characters.',
    ),
    "bad_url": (
        "「url」は https:// または http:// で始まる正しいアドレスにしてください。",
        '"url" must be a whole address that begins with https:// or http://.',
    ),
}


def say(locale: Locale, where: str, problem: str, params: Mapping[str, object]) -> str:
    """`where` is `file`, `links 2` or `routes 1, start`."""
    kind, _, rest = where.partition(" ")
    place = f"{_PLACES[Locale(locale.language)][kind]} {rest}".strip()
    japanese, english = _PROBLEMS[problem]
    return f"{place}: {(english if locale is Locale.EN else japanese).format(**params)}"
