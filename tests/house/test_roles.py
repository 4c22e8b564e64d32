"""No flow can be called from outside without somebody having said who may."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.flows.role_matrix import FREE, ROWS

ROOT = Path(__file__).parents[2]
#: Where people's requests come in; the cycle's own rooms act for nobody.
DOORS = ("web", "cli", "slack", "line", "mail", "api")


def flows_of_work() -> set[tuple[str, str]]:
    """Module and name of every function of the floor that takes a unit of work first."""
    return {
        (".".join(path.relative_to(ROOT).with_suffix("").parts), node.name)
        for path in (ROOT / "flows").rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.args.args and _is_work(node.args.args[0])
    }


def _is_work(argument: ast.arg) -> bool:
    return argument.annotation is not None and ast.unparse(argument.annotation) == "Work"


def imported_by_doors() -> set[tuple[str, str]]:
    return {
        (node.module or "", alias.name)
        for door in DOORS
        for path in (ROOT / "adapters" / door).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_every_flow_that_is_reached_from_outside_stands_in_the_role_matrix() -> None:
    reached = flows_of_work() & imported_by_doors()
    assert len(reached) > 100, "they are looked for in the wrong place"
    tried = {(row.flow.__module__, row.flow.__name__) for row in ROWS}
    free = {(flow.__module__, flow.__name__) for flow in FREE}
    assert tried & free == set()
    assert reached - tried - free == set(), "a Row in tests/flows/role_matrix.py, or a reason in FREE"
    assert (tried | free) - reached == set(), "nobody calls them from outside any longer"


def test_flows_are_imported_by_name() -> None:
    """`import flows.x` or `from flows import x` would hide from the test above what is called."""
    hiding = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for door in DOORS
        for path in (ROOT / "adapters" / door).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module == "flows")
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "flows" for alias in node.names))
    ]
    assert hiding == []
