"""A message in the guide's structure (section 8, a to g), from what a manager fills in.

Title; level with its action words; sender; what, when, where; reason; call to action; shelters; other. What is left
empty is left out. The company's messages have the same order under plainer labels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.alert_messages.counting import count
from bot.alert_messages.data_files import Edition, items
from bot.alert_messages.vocabulary import Audience, Limits
from bot.vocabulary import Locale


@dataclass(frozen=True, slots=True)
class Draft:
    """`item`: a key of items.toml. `title`: where it is not the item's name. `level` 0: none.

    `what` may say `{item}` for the item's name in the edition. `wrong` and `right`: a correction of the message before.
    """

    item: str
    audience: Audience = Audience.AREA_MAIL
    locale: Locale = Locale.JA
    title: str = ""
    level: int = 0
    sender: str = ""
    when: str = ""
    area: str = ""
    what: str = ""
    reason: str = ""
    action: str = ""
    shelters: tuple[str, ...] = ()
    other: str = ""
    wrong: str = ""
    right: str = ""
    is_drill: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """The message and its lengths, for the counters beside the form."""

    title: str
    body: str
    title_length: int
    body_length: int

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.body}"


@dataclass(frozen=True, slots=True)
class _Labels:
    level: str
    sender: str
    what: str
    here: str
    below: str
    area: str
    reason: str
    action: str
    shelters: str
    comma: str
    corrects: str
    wrong: str
    right: str
    correction: str
    mark: str
    closings: tuple[str, ...]


_JA = _Labels(
    level="警戒レベル{number} {action}",
    sender="こちらは{sender}です",
    what="発令内容:{words}",
    here="{area}に{what}",
    below="以下の地域に{what}",
    area="対象地域:{area}",
    reason="理由:{reason}",
    action="行動要請:{action}",
    shelters="開設されている避難所:",
    comma="、",
    corrects="先ほどのメールに誤りがありましたので訂正します",
    wrong="(誤){wrong}",
    right="(正){right}",
    correction="(訂正)",
    mark="【訓練】",
    closings=("※これは訓練です。(This mail is for drill.)", "※これは訓練です"),
)
_JA_COMPANY = replace(
    _JA, what="状況:{words}", here="{area}、{what}", below="{what}", area="場所:{area}", action="お願い:{action}"
)
_EN = _Labels(
    level="Level {number}: {action}",
    sender="This is {sender}.",
    what="What: {words}",
    here="{area}: {what}",
    below="{what}",
    area="Where: {area}",
    reason="Why: {reason}",
    action="Do: {action}",
    shelters="Shelters:",
    comma=", ",
    corrects="The message before was wrong. Correction:",
    wrong="Wrong: {wrong}",
    right="Right: {right}",
    correction=" (corrected)",
    mark="[DRILL] ",
    closings=("This message is for a drill.",),
)
#: A longer area stands on a line of its own, as in the guide.
_SHORT_AREA = 8


def compose(draft: Draft, edition: Edition, limits: Limits | None = None) -> Composed:
    """Empty lines between the parts where there is room for them. KeyError for an item that there is not."""
    limits = limits or Limits()
    labels = _labels(draft)
    column = 1 if draft.locale is Locale.EN else 0
    name = edition.name_of(items()[draft.item])[column]
    title = draft.title or name + (labels.correction if draft.right else "")
    blocks = _correction(draft, labels) if draft.right else _blocks(draft, labels, edition, name)
    bodies = list(_bodies(blocks, draft.is_drill, labels))
    body = next((one for one in bodies if count(one, limits) <= limits.body), bodies[-1])
    title = labels.mark + title if draft.is_drill else title
    return Composed(title, body, count(title, limits), count(body, limits))


def _labels(draft: Draft) -> _Labels:
    if draft.locale is Locale.EN:
        return _EN
    return _JA if draft.audience is Audience.AREA_MAIL else _JA_COMPANY


def _blocks(draft: Draft, labels: _Labels, edition: Edition, name: str) -> list[list[str]]:
    head = [labels.sender.format(sender=draft.sender)] if draft.sender else []
    level = next((one for one in edition.levels if one.number == draft.level), None)
    if level is not None:
        action = level.action[1 if draft.locale is Locale.EN else 0]
        head.insert(0, labels.level.format(number=level.number, action=action))
    return [
        head,
        _what(draft, labels, name),
        [labels.reason.format(reason=draft.reason)] if draft.reason else [],
        [labels.action.format(action=draft.action)] if draft.action else [],
        [labels.shelters, labels.comma.join(draft.shelters)] if draft.shelters else [],
        [draft.other] if draft.other else [],
    ]


def _what(draft: Draft, labels: _Labels, name: str) -> list[str]:
    what = draft.what.replace("{item}", name)
    if not what:
        area = [labels.area.format(area=draft.area)] if draft.area else []
        return [*([labels.what.format(words=draft.when)] if draft.when else []), *area]
    is_short = len(draft.area) <= _SHORT_AREA
    here = labels.here if draft.area and is_short else labels.below if draft.area else "{what}"
    words = labels.comma.join(filter(None, (draft.when, here.format(area=draft.area, what=what))))
    area = [] if is_short else [labels.area.format(area=draft.area)]
    return [labels.what.format(words=words), *area]


def _correction(draft: Draft, labels: _Labels) -> list[list[str]]:
    return [
        [labels.sender.format(sender=draft.sender)] if draft.sender else [],
        [labels.corrects],
        [labels.wrong.format(wrong=draft.wrong), labels.right.format(right=draft.right)],
    ]


def _bodies(blocks: list[list[str]], is_drill: bool, labels: _Labels) -> list[str]:
    """From the airiest to the shortest; the words are always the same but for the closing line of a drill."""
    filled = [block for block in blocks if block]
    bodies = []
    for closing in labels.closings if is_drill else ("",):
        for between in ("\n\n", "\n"):
            body = between.join("\n".join(block) for block in [*filled, *([[closing]] if closing else [])])
            bodies.append(labels.mark + body if is_drill else body)
    return bodies
