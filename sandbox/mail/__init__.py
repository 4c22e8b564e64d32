"""A mail server as a stand-in, with mailboxes in memory."""

from sandbox.mail.mailbox import Letter
from sandbox.mail.stand_in import MailStandIn

__all__ = ["Letter", "MailStandIn"]
