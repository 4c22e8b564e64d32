"""The floor for pages: Flask on waitress that counts the standings of a check and shows them, or only gives out a page.

`python -m bench.bare_pages PORT DATABASE_URL BYTES`
"""

from __future__ import annotations

import logging
import sys

from flask import Flask, render_template_string
from sqlalchemy import create_engine, text
from waitress import serve

from bench.bare_doors import THREADS

_COUNT = text("SELECT standing, count(*) FROM roll WHERE check_id = 1 GROUP BY standing")
_PAGE = "<!doctype html><title>board</title><ul>{% for line in lines %}<li>{{ line }}{% endfor %}</ul>{{ filling }}"


def bare_pages(database_url: str, size: int) -> Flask:
    """`size`: bytes of a page, about."""
    web, engine = Flask(__name__), create_engine(database_url)
    lies_ready = "x" * size

    @web.get("/readyz")
    def ready() -> str:
        return "ok"

    @web.get("/page")
    def page() -> str:
        return lies_ready

    @web.get("/board")
    def board() -> str:
        with engine.connect() as connection:
            lines = connection.execute(_COUNT).all()
        return render_template_string(_PAGE, lines=lines, filling="x" * size)

    return web


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    serve(bare_pages(sys.argv[2], int(sys.argv[3])), host="127.0.0.1", port=int(sys.argv[1]), threads=THREADS)
