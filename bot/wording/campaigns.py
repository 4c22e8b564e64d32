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
    "pick.people": ("{count}人", "{count} people"),
    "pick.top": ("一番上", "Top"),
    "pick.below": ("下の組織", "Below"),
    "pick.open": ("{unit} の下の組織を見る", "Units below {unit}"),
    "pick.none": ("組織はありません。", "There are no units."),
    "pick.more": (
        "ほかにもあります。文字を増やして探してください。",
        "There are more; search with more letters.",
    ),
    "reason.asked_lately": ("別の確認で、すでにたずねています", "Another question has just gone there"),
    "reason.saved_for_checks": (
        "LINEの残り通数を安否確認のために取っておくため",
        "What LINE still takes this month is saved for a check",
    ),
}
