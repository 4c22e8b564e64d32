"""All tables. Statements are written with SQLAlchemy Core: see docs/adr/0002."""

from storage.models.api import api_replies, api_tokens, webhook_events, webhooks
from storage.models.base import metadata
from storage.models.checks import answers, boards, check_units, checks, guests, help_cases, roll
from storage.models.company import audit, emergency_contacts, info_links, kept_settings, message_texts, routes
from storage.models.outbox import attempts, bodies, inbound_events, leases, messages, rate_limits
from storage.models.people import (
    contacts,
    line_friends,
    link_codes,
    managed_units,
    memberships,
    people,
    sites,
    unit_closure,
    units,
)
from storage.models.reach import (
    alarms,
    campaign_units,
    campaigns,
    contact_changes,
    directory_entries,
    line_nonces,
    sign_in_links,
    unclear_replies,
)

__all__ = [
    "alarms",
    "answers",
    "api_replies",
    "api_tokens",
    "attempts",
    "audit",
    "boards",
    "bodies",
    "campaign_units",
    "campaigns",
    "check_units",
    "checks",
    "contact_changes",
    "contacts",
    "directory_entries",
    "emergency_contacts",
    "guests",
    "help_cases",
    "inbound_events",
    "info_links",
    "kept_settings",
    "leases",
    "line_friends",
    "line_nonces",
    "link_codes",
    "managed_units",
    "memberships",
    "message_texts",
    "messages",
    "metadata",
    "people",
    "rate_limits",
    "roll",
    "routes",
    "sign_in_links",
    "sites",
    "unclear_replies",
    "unit_closure",
    "units",
    "webhook_events",
    "webhooks",
]
