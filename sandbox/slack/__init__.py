"""Slack as a stand-in: Web API, response_url, Socket Mode, and hands that press."""

from sandbox.slack.inputs import FormIncompleteError
from sandbox.slack.stand_in import SlackStandIn
from sandbox.slack.world import Channel, Message, User, View

__all__ = ["Channel", "FormIncompleteError", "Message", "SlackStandIn", "User", "View"]
