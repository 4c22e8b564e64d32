"""The console's pages about the information for the day."""

from __future__ import annotations

WORDS = {
    "console.nav_info": ("情報", "Information"),
    "info_edit.title": ("災害時の情報", "Information for the day"),
    "info_edit.lead": (
        "ここで書いた内容は、情報ページ・Slack・LINEでだれでも見られます。",
        "What stands here is on the page for everybody, in Slack and in LINE.",
    ),
    "info_edit.look": ("情報ページを見る", "Look at the page"),
    "info_edit.site": ("どの拠点の情報か", "For which site"),
    "info_edit.no_site": (
        "担当する組織の人がいる拠点がないため、ここでは書けません。機能管理者に頼んでください。",
        "None of your people belong to a site, so you cannot write here. Please ask a safety admin.",
    ),
    "info_tab.bulletins": ("お知らせ", "Bulletins"),
    "info_tab.contacts": ("緊急連絡先", "Emergency contacts"),
    "info_tab.links": ("リンク集", "Links"),
    "info_tab.routes": ("避難経路", "Routes"),
    "info_tab.pack": ("印刷用", "To print"),
}
