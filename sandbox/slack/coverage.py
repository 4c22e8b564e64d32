"""What of Slack's Web API stands here, and what does not: gaps are named, never silent."""

from __future__ import annotations

from sandbox.slack import api_auth, api_chat, api_conversations, api_users, api_views, openid
from sandbox.slack.methods import Method

#: Every method answered.
METHODS: dict[str, Method] = {
    **api_auth.METHODS,
    **api_chat.METHODS,
    **api_conversations.METHODS,
    **api_users.METHODS,
    **api_views.METHODS,
    **openid.METHODS,
}

#: Methods of the platform that a later issue may need; until then they answer `unknown_method` like any other word.
PLANNED_GAPS: dict[str, str] = {
    "chat.scheduleMessage": "time belongs to the product's own cycle",
    "conversations.history": "the app keeps what it posted",
    "conversations.kick": "membership is set by the test",
    "dnd.teamInfo": "do-not-disturb hours come with their issue",
    "files.getUploadURLExternal": "nothing is uploaded",
    "oauth.v2.access": "one workspace, a fixed token",
    "reactions.add": "presses are buttons",
    "usergroups.list": "directory sync comes with its issue",
    "usergroups.users.list": "directory sync comes with its issue",
    "users.conversations": "conversations.list is enough",
    "users.profile.get": "users.info is enough",
}
