"""`/healthz`: the process lives. `/readyz`: database and cycle are healthy. `/metrics`: Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from werkzeug.wrappers import Response

from flows.figures import read_figures
from flows.work import Begin

#: What must be true to be given work, by name.
Readiness = Callable[[], dict[str, bool]]


def create_health(begin: Begin, readiness: Readiness) -> Blueprint:
    doors = Blueprint("health", __name__)

    @doors.get("/healthz")
    def alive() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @doors.get("/readyz")
    def ready() -> Response:
        parts = readiness()
        response = jsonify(ready=all(parts.values()), **parts)
        response.status_code = 200 if all(parts.values()) else 503
        return response

    @doors.get("/metrics")
    def metrics() -> Response:
        figures = read_figures(begin)
        if figures is None:
            return Response("the database cannot be read\n", 503, mimetype="text/plain")
        registry = CollectorRegistry()
        checks = Gauge("anpi_checks_active", "Checks that are active.", registry=registry)
        cases = Gauge("anpi_help_cases_open", "Help cases that are open.", registry=registry)
        waiting = Gauge("anpi_messages", "Messages by channel and state.", ["channel", "state"], registry=registry)
        checks.set(figures.checks_active)
        cases.set(figures.help_cases_open)
        for (channel, state), count in figures.messages.items():
            waiting.labels(channel, state).set(count)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return doors
