"""`python -m bench [NAME …] [--quick] [--list]`: measures, prints a table, writes bench/results.json.

Exit code 1 where a bound is missed or a bench could not be carried out.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import answering, fanning_out, importing, looking_on, memory, rushing, sending
from bench.databases import Databases
from bench.place import Bench, Place
from bench.programs import BenchError
from bench.results import Figure, line_of, table, write

RESULTS = Path(__file__).with_name("results.json")

BENCHES: Mapping[str, Bench] = {
    "start_100k_sqlite": fanning_out.start_100k("sqlite"),
    "start_100k_postgres": fanning_out.start_100k("postgres"),
    "line_10k": sending.line_10k,
    "line_10k_at_once": sending.line_10k_at_once,
    "slack_dms": sending.slack_dms,
    "slack_dms_limited": sending.slack_dms_limited,
    "mail": sending.mail,
    "slack_presses_sqlite": answering.slack_presses("sqlite"),
    "slack_presses_postgres": answering.slack_presses("postgres"),
    "line_webhooks_sqlite": answering.line_webhooks("sqlite"),
    "line_webhooks_postgres": answering.line_webhooks("postgres"),
    "answers_under_fanout_sqlite": fanning_out.answers_under_fanout("sqlite"),
    "answers_under_fanout_postgres": fanning_out.answers_under_fanout("postgres"),
    "import_20k_sqlite": importing.import_20k("sqlite"),
    "import_20k_postgres": importing.import_20k("postgres"),
    "board_100k_sqlite": looking_on.board_100k("sqlite"),
    "board_100k_postgres": looking_on.board_100k("postgres"),
    "unit_board_sqlite": looking_on.unit_board("sqlite"),
    "unit_board_postgres": looking_on.unit_board("postgres"),
    "rush_sqlite": rushing.rush("sqlite"),
    "rush_postgres": rushing.rush("postgres"),
    "memory": memory.memory,
}


def main(arguments: Sequence[str]) -> int:
    chosen = _parse(arguments)
    if chosen.list:
        print("\n".join(BENCHES))
        return 0
    figures, failed = measure(chosen.names or tuple(BENCHES), chosen.quick, chosen.results)
    print("\n" + table(figures))
    for name, why in failed.items():
        print(f"✗ {name} could not be measured: {why}")
    return 0 if not failed and all(figure.is_held for figure in figures) else 1


def measure(names: Sequence[str], quick: bool, results: Path) -> tuple[list[Figure], dict[str, str]]:
    """The figures, written after every bench; and which could not be carried out, with the reason."""
    figures: list[Figure] = []
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="anpi-bench-") as name:
        databases = Databases(Path(name))
        try:
            for number, bench in enumerate(names):
                began = time.monotonic()
                try:
                    found = BENCHES[bench](Place(Path(name) / str(number), databases, quick))
                except (BenchError, OSError, TimeoutError) as error:
                    failed[bench] = f"{type(error).__name__}: {error}"
                    found = []
                figures += found
                write(figures, results)
                took = time.monotonic() - began
                for figure in found:
                    print("  ".join(line_of(figure)), f"  ({took:.0f} s)", flush=True)
        finally:
            databases.close()
    return figures, failed


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench", description="Speed and memory against the bare floor.")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHES, []], help="all where none is given")
    parser.add_argument("--quick", action="store_true", help="a smoke run: few people, the figures mean nothing")
    parser.add_argument("--list", action="store_true", help="the names of the benches")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are written")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    # Told to stop, it still ends the processes it has begun.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
