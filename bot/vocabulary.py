"""The words of the house: one word for one thing, in code, in the database and on the screen."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What a person can answer."""

    HELP = "help"
    INJURED = "injured"
    AWAY = "away"
    SAFE = "safe"


class Standing(StrEnum):
    """Where a person stands on the board: a status, or silent. Listed worst first."""

    HELP = "help"
    INJURED = "injured"
    SILENT = "silent"
    AWAY = "away"
    SAFE = "safe"


class CheckKind(StrEnum):
    REAL = "real"
    DRILL = "drill"


class CheckState(StrEnum):
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Reach(StrEnum):
    """`all`: every working contact at once. `stepwise`: the first contact, each reminder the next."""

    ALL = "all"
    STEPWISE = "stepwise"


class ChannelKind(StrEnum):
    SLACK = "slack"
    LINE = "line"
    MAIL = "mail"
    PHONE = "phone"


#: Channels the product sends through; a phone number is for people to call.
SENDING_CHANNELS = (ChannelKind.SLACK, ChannelKind.LINE, ChannelKind.MAIL)


class ContactState(StrEnum):
    UNVERIFIED = "unverified"
    CONFIRMED = "confirmed"
    SUPPRESSED = "suppressed"
    BOUNCED = "bounced"
    BLOCKED = "blocked"
    GONE = "gone"


class LineState(StrEnum):
    """Whether a person can be reached in LINE, in one word."""

    LINKED = "linked"
    BLOCKED = "blocked"
    UNLINKED = "unlinked"


#: A contact in one of these states is sent to.
WORKING_STATES = (ContactState.UNVERIFIED, ContactState.CONFIRMED)


class Role(StrEnum):
    NONE = ""
    SAFETY_ADMIN = "safety_admin"
    UNIT_MANAGER = "unit_manager"


class By(StrEnum):
    """Who said it. At the same moment self counts before peer before proxy."""

    SELF = "self"
    PEER = "peer"
    PROXY = "proxy"


class Via(StrEnum):
    """Through which door an answer came."""

    SLACK = "slack"
    LINE = "line"
    MAIL = "mail"
    WEB = "web"
    CLI = "cli"
    API = "api"


class CanWork(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class MessageKind(StrEnum):
    """What a message in the outbox is for; how it is worded is decided when it is claimed."""

    PROMPT = "prompt"
    REMINDER = "reminder"
    HELP_ALERT = "help_alert"
    HELP_TAKEN = "help_taken"
    HELP_CLOSED = "help_closed"
    CHANNEL_PROMPT = "channel_prompt"
    PROMPT_ANSWERED = "prompt_answered"
    HELP_EDITED = "help_edited"
    LINK_CODE = "link_code"
    REPLY_HEARD = "reply_heard"
    REPLY_UNCLEAR = "reply_unclear"
    SIGN_IN = "sign_in"
    CONTACT_PROOF = "contact_proof"
    CONTACT_URGE = "contact_urge"
    TEXT_TRIAL = "text_trial"
    CHECK_CLOSED = "check_closed"
    BULLETIN = "bulletin"
    MANAGER_NOTE = "manager_note"
    CORRECTION = "correction"
    CANCELLATION = "cancellation"


#: Mail of these kinds says where a reply goes.
REPLIED_TO = (
    *(MessageKind.PROMPT, MessageKind.REMINDER, MessageKind.CORRECTION),
    *(MessageKind.REPLY_HEARD, MessageKind.REPLY_UNCLEAR),
)


class Hazard(StrEnum):
    """What a route or a place to flee to is meant for, as the law on designated evacuation sites names them."""

    EARTHQUAKE = "earthquake"
    TSUNAMI = "tsunami"
    FLOOD = "flood"
    LANDSLIDE = "landslide"
    FIRE = "fire"
    STORM_SURGE = "storm_surge"
    INLAND_FLOOD = "inland_flood"
    VOLCANO = "volcano"


class MapService(StrEnum):
    GOOGLE = "google"
    APPLE = "apple"
    OSM = "osm"
    YAHOO = "yahoo"
    #: 地理院地図 shows a place and no way to it.
    GSI = "gsi"


class InfoPage(StrEnum):
    """For the day itself, or for preparing."""

    DAY = "day"
    PREPARE = "prepare"


class MessageState(StrEnum):
    """`claimed` and `sending` are in flight: `anpi check show` counts them as queued."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


class Locale(StrEnum):
    JA = "ja"
    EN = "en"
    #: やさしい日本語, for people who read little Japanese: all that employees see; the rest falls back to Japanese.
    JA_EASY = "ja-easy"

    @property
    def language(self) -> str:
        """The language it is written in, as browsers, mail programs and Babel know it."""
        return self.value.split("-")[0]


#: Sending order within a channel: the lowest number first.
PRIORITY = {
    MessageKind.HELP_ALERT: 0,
    MessageKind.HELP_TAKEN: 0,
    MessageKind.HELP_CLOSED: 5,
    MessageKind.LINK_CODE: 5,
    MessageKind.REPLY_HEARD: 5,
    MessageKind.REPLY_UNCLEAR: 5,
    MessageKind.SIGN_IN: 5,
    MessageKind.MANAGER_NOTE: 5,
    MessageKind.HELP_EDITED: 6,
    MessageKind.CHANNEL_PROMPT: 8,
    MessageKind.CORRECTION: 9,
    MessageKind.CANCELLATION: 9,
    MessageKind.PROMPT: 10,
    MessageKind.REMINDER: 20,
    MessageKind.BULLETIN: 25,
    MessageKind.PROMPT_ANSWERED: 30,
    MessageKind.CHECK_CLOSED: 32,
    MessageKind.TEXT_TRIAL: 35,
    MessageKind.CONTACT_PROOF: 40,
    MessageKind.CONTACT_URGE: 40,
}


def locale_or_default(value: str | None, default: Locale = Locale.JA) -> Locale:
    """The locale named by `value` (`en-GB` counts as `en`), or `default` where there is none of ours."""
    named = (value or "").strip().replace("_", "-").lower()
    found = next((one for one in (named, named.split("-")[0]) if one in Locale.__members__.values()), None)
    return Locale(found) if found else default
