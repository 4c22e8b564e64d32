"""The menu of the chat in LINE: which ones LINE has of us, and whose chat has which."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from storage.models.base import metadata
from storage.types import Instant

#: Menus as LINE knows them. A retired one is deleted there as soon as nobody's chat has it.
line_menus = Table(
    "line_menus",
    metadata,
    Column("rich_menu_id", Text, primary_key=True),
    # `new`, or the language.
    Column("name", Text, nullable=False),
    # What it holds: another mark, another picture, other words or tiles.
    Column("mark", Text, nullable=False),
    Column("installed_at", Instant, nullable=False),
    Column("retired_at", Instant),
)

#: What LINE was last told for each account. No row: the default menu.
line_menu_links = Table(
    "line_menu_links",
    metadata,
    Column("user_id", Text, primary_key=True),
    Column("rich_menu_id", Text, nullable=False),
    Column("linked_at", Instant, nullable=False),
    Index("ix_line_menu_links_rich_menu_id", "rich_menu_id"),
)
