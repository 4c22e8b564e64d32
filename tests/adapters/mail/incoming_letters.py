"""Letters as servers and people send them to us."""

from __future__ import annotations

import base64

US = "bounce+token@example.jp"


def report(
    status: str,
    diagnostic: str = "",
    *,
    to: str = "taro@example.com",
    action: str = "failed",
    words: str = "This is the mail system. I'm sorry to have to inform you.",
    sender: str = "Mail Delivery System <MAILER-DAEMON@mail.example.net>",
    more: str = "",
) -> bytes:
    """As Postfix writes one; `more`: further lines of the recipient's fields."""
    fields = [f"Final-Recipient: rfc822; {to}", f"Action: {action}", f"Status: {status}"]
    fields += [f"Diagnostic-Code: {diagnostic}"] if diagnostic else []
    fields += [more] if more else []
    return crlf(
        f"""Return-Path: <>
From: {sender}
To: {US}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Message-Id: <20261120050007.4C0F1@mail.example.net>
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4C0F1.1/mail.example.net"

This is a MIME-encapsulated message.

--4C0F1.1/mail.example.net
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

{words}

--4C0F1.1/mail.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net
X-Postfix-Queue-ID: 4C0F1
Arrival-Date: Fri, 20 Nov 2026 05:00:07 +0000 (UTC)

{chr(10).join(fields)}

--4C0F1.1/mail.example.net
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: anpi@example.jp
Subject: 5.7.1 is only quoted here

--4C0F1.1/mail.example.net--
"""
    )


def words_alone(text: str, sender: str = "MAILER-DAEMON@qmail.example.net", subject: str = "failure notice") -> bytes:
    """A report without fields."""
    return crlf(f"From: {sender}\nTo: {US}\nSubject: {subject}\nMessage-ID: <q1@qmail.example.net>\n\n{text}\n")


QMAIL = """Hi. This is the qmail-send program at qmail.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<taro@example.com>:
192.0.2.25 does not like recipient.
Remote host said: {said}
Giving up on 192.0.2.25.

--- Below this line is a copy of the message.

Return-Path: <bounce+token@example.jp>
Subject: 550 5.7.1
"""


def reply(
    text: str,
    *,
    headers: str = "",
    content_type: str = "text/plain; charset=utf-8",
    date: str = "Fri, 20 Nov 2026 14:10:00 +0900",
) -> bytes:
    """`headers`: further lines."""
    encoded = base64.encodebytes(text.encode()).decode()
    more = headers + "\n" if headers else ""
    return crlf(
        f"""Return-Path: <taro@example.com>
From: taro@example.com
To: answer+token@example.jp
Subject: Re: test
Message-ID: <r1@example.com>
Date: {date}
{more}MIME-Version: 1.0
Content-Type: {content_type}
Content-Transfer-Encoding: base64

{encoded}"""
    )


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()
