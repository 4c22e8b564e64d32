"""What of the Messaging API stands here, and what does not."""

from __future__ import annotations

from sandbox.line import api_account, api_messages

#: Answered here; the webhook test is the stand-in's own, because it delivers an event.
ROUTES = (*api_messages.ROUTES, *api_account.ROUTES)
WEBHOOK_TEST = ("POST", "/v2/bot/channel/webhook/test")

#: Operations of the platform that a later issue may need; until then they answer 404.
PLANNED_GAPS: dict[tuple[str, str], str] = {
    ("POST", "/v2/bot/message/broadcast"): "a check asks its roll, never everybody",
    ("POST", "/v2/bot/message/narrowcast"): "multicast is enough",
    ("POST", "/v2/bot/chat/loading/start"): "replies are immediate",
    ("POST", "/v2/bot/richmenu"): "rich menus come with their issue",
    ("GET", "/v2/bot/followers/ids"): "follow events are enough",
}
