"""What of the Messaging API stands here, and what does not."""

from __future__ import annotations

from sandbox.line import api_account, api_menus, api_messages

#: Answered here; the webhook test is the stand-in's own, because it delivers an event.
ROUTES = (*api_messages.ROUTES, *api_account.ROUTES, *api_menus.ROUTES)
WEBHOOK_TEST = ("POST", "/v2/bot/channel/webhook/test")

#: Operations of the platform that a later issue may need; until then they answer 404.
PLANNED_GAPS: dict[tuple[str, str], str] = {
    ("POST", "/v2/bot/message/broadcast"): "a check asks its roll, never everybody",
    ("POST", "/v2/bot/message/narrowcast"): "multicast is enough",
    ("POST", "/v2/bot/chat/loading/start"): "replies are immediate",
    ("POST", "/v2/bot/richmenu/alias"): "no tile of ours changes to another menu",
    ("POST", "/v2/bot/richmenu/batch"): "three calls an hour; menus are linked in bulk",
    ("GET", "/v2/bot/followers/ids"): "follow events are enough",
}
