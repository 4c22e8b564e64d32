"""What people need on the day itself: emergency contacts, links, bulletins, routes, places to go to, ways home."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, false, true

from storage.models.base import metadata
from storage.types import Id, Instant

# `site_id` empty: for the whole company. Where it came later it is no foreign key: SQLite would copy the table for one.

emergency_contacts = Table(
    "emergency_contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False, server_default=""),
    Column("number", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("note_en", Text, nullable=False, server_default=""),
    Column("site_id", Id),
)

info_links = Table(
    "info_links",
    metadata,
    Column("id", Id, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False, server_default=""),
    Column("url", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("note_en", Text, nullable=False, server_default=""),
    Column("site_id", Id),
    # The page it stands on: for the day itself, or for preparing.
    Column("page", Text, nullable=False, server_default="day"),
)

#: What stands above the links of a page, in the company's own words.
info_pages = Table(
    "info_pages",
    metadata,
    Column("page", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("words_en", Text, nullable=False, server_default=""),
)

routes = Table(
    "routes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False, server_default=""),
    Column("start_name", Text, nullable=False),
    Column("start_lat", Float),
    Column("start_lon", Float),
    Column("destination_name", Text, nullable=False),
    # Without coordinates the map looks the address up.
    Column("destination_lat", Float),
    Column("destination_lon", Float),
    Column("note", Text, nullable=False, server_default=""),
    Column("note_en", Text, nullable=False, server_default=""),
    Column("site_id", Id),
    Column("map", Text, nullable=False, server_default="google"),
    # Names of hazards it is for, separated by spaces; empty: for any.
    Column("hazards", Text, nullable=False, server_default=""),
    Column("start_address", Text, nullable=False, server_default=""),
    Column("destination_address", Text, nullable=False, server_default=""),
)

#: Dated notices. One that was withdrawn is kept, and shown as withdrawn.
bulletins = Table(
    "bulletins",
    metadata,
    Column("id", Id, primary_key=True),
    # real or drill
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_en", Text, nullable=False, server_default=""),
    Column("words", Text, nullable=False),
    Column("words_en", Text, nullable=False, server_default=""),
    # The short form (bot.short_form): a warning level or 0, what to do in a few words or empty.
    Column("level", Integer, nullable=False, server_default="0"),
    Column("action", Text, nullable=False, server_default=""),
    Column("action_en", Text, nullable=False, server_default=""),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    # For whom: the people of a site, of a unit and all below, or, where both are empty, the whole company.
    Column("site_id", Id, ForeignKey("sites.id")),
    Column("unit_id", Id, ForeignKey("units.id")),
    Column("written_at", Instant, nullable=False),
    Column("written_by", Id, ForeignKey("people.id")),
    Column("changed_at", Instant),
    # Grows with every change: what was said before is another message.
    Column("version", Integer, nullable=False, server_default="1"),
    Column("withdrawn_at", Instant),
    Index("ix_bulletins_written_at", "written_at"),
)

#: One sending of a bulletin to many people, each through the first contact that works.
bulletin_pushes = Table(
    "bulletin_pushes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False, index=True),
    Column("pushed_at", Instant, nullable=False),
    Column("pushed_by", Id, ForeignKey("people.id")),
    Column("whole_company", Boolean, nullable=False, server_default=true()),
    # Names of channels it goes through, separated by spaces.
    Column("channels", Text, nullable=False),
    # How many people it was meant for.
    Column("people", Integer, nullable=False),
    # The last person whose message is written; NULL once all are.
    Column("outbox_after", Id),
)

bulletin_push_units = Table(
    "bulletin_push_units",
    metadata,
    Column("push_id", Id, ForeignKey("bulletin_pushes.id"), primary_key=True),
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True),
)

#: Official places to flee to, as their publisher has them: each is designated for some hazards only.
places = Table(
    "places",
    metadata,
    Column("id", Id, primary_key=True),
    # Prefecture and municipality, as far as the address tells.
    Column("city", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    # Between spaces, so that ` flood ` is found in it whatever stands beside.
    Column("hazards", Text, nullable=False),
    Index("ix_places_city", "city"),
    Index("ix_places_lat_lon", "lat", "lon"),
)

#: A person's own way home, kept because they have ticked that they want it.
ways_home = Table(
    "ways_home",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("destination", Text, nullable=False),
    Column("map", Text, nullable=False),
    Column("kept_at", Instant, nullable=False),
)
