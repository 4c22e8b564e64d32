"""`python -m sandbox`: the town alone, for an app that runs elsewhere."""

from __future__ import annotations

import argparse
import json
import sys

from flask import Flask
from waitress import serve

from sandbox.page import create_blueprint
from sandbox.town import Town


def main() -> None:
    """Start the stand-ins and the page, print the settings an app needs as one line of JSON, and stay."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=main.__doc__)
    parser.add_argument("--port", type=int, default=8600, help="of the page")
    parser.add_argument("--app-url", default="http://127.0.0.1:8000", help="where the app listens")
    parser.add_argument("--socket-mode", action="store_true", help="Slack talks over a WebSocket")
    arguments = parser.parse_args()
    page = Flask("sandbox")
    with Town(socket_mode=arguments.socket_mode) as town:
        town.connect(arguments.app_url)
        page.register_blueprint(create_blueprint(town))
        sys.stdout.write(json.dumps(dict(town.settings())) + "\n")
        sys.stdout.write(f"http://127.0.0.1:{arguments.port}/sandbox/\n")
        sys.stdout.flush()
        serve(page, host="127.0.0.1", port=arguments.port, threads=8)


if __name__ == "__main__":
    main()
