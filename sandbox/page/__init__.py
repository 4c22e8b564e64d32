"""The phones: a page to look at everybody's Slack, LINE and mail, and to press the buttons."""

from sandbox.page.blueprint import create_blueprint

__all__ = ["create_blueprint"]
