"""The floor for what comes in: the platforms' own SDK on Flask and waitress, acknowledging and doing nothing else.

`python -m bench.bare_doors PORT SLACK_SECRET LINE_SECRET`
"""

from __future__ import annotations

import logging
import re
import sys

from flask import Flask, Response, request
from linebot.v3 import WebhookParser
from slack_bolt import Ack, App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from waitress import serve

THREADS = 16


def doors(slack_secret: str, line_secret: str) -> Flask:
    web = Flask(__name__)
    bolt = App(
        signing_secret=slack_secret,
        process_before_response=True,
        token_verification_enabled=False,
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-bench"
        ),
    )

    @bolt.block_action(re.compile("^ans:"))
    def pressed(ack: Ack) -> None:
        ack()

    slack, parser = SlackRequestHandler(bolt), WebhookParser(line_secret)

    @web.post("/slack/events")
    def slack_events() -> Response:
        answer: Response = slack.handle(request)
        return answer

    @web.post("/line/webhook")
    def line_webhook() -> str:
        parser.parse(request.get_data(as_text=True), request.headers["X-Line-Signature"])
        return "ok"

    @web.get("/readyz")
    def ready() -> str:
        return "ok"

    return web


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    serve(doors(sys.argv[2], sys.argv[3]), host="127.0.0.1", port=int(sys.argv[1]), threads=THREADS)
