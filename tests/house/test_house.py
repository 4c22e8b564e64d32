"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES = 300
FUNCTION_LINES = 50
PRODUCT = ("app.py", "settings.py", "bot", "storage", "flows", "adapters", "sandbox")

#: The rims: the one place in each where a step or a request that failed must not take the next one with it.
BROAD_EXCEPTS_ALLOWED = frozenset({"adapters/cycle", "adapters/slack", "adapters/line", "adapters/mail", "sandbox"})


def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if name.endswith(suffixes) and (ROOT / name).is_file()]


def product_files() -> list[Path]:
    return [
        path
        for path in tracked(".py")
        if path.relative_to(ROOT).parts[0] in PRODUCT and "migrations/versions" not in path.as_posix()
    ]


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def is_long(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES and own_lines(node) > FUNCTION_LINES


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without the functions it holds."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    inner = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node is not function
    ]
    outermost = [node for node in inner if not any(other is not node and _holds(other, node) for other in inner)]
    starts = {node: min([node.lineno, *(d.lineno for d in node.decorator_list)]) for node in outermost}
    return total - sum((node.end_lineno or node.lineno) - starts[node] + 1 for node in outermost)


def _holds(outer: ast.AST, inner: ast.AST) -> bool:
    return any(node is inner for node in ast.walk(outer))


def test_files_stay_readable() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in product_files()
        if (lines := len(path.read_text("utf-8").splitlines())) > FILE_LINES
    }
    assert not long, f"split by use case or platform verb: {long}"


def test_functions_stay_readable() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {own_lines(node)}"
        for path in product_files()
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_long(node)
    ]
    assert not long, long


def test_no_file_is_called_utils() -> None:
    assert not [path for path in product_files() if re.search(r"(util|helper|misc|common)s?\.py$", path.name)]


def test_broad_excepts_stand_only_at_the_rim() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in product_files()
        for node in nodes_of(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
        and not any(path.relative_to(ROOT).as_posix().startswith(rim) for rim in BROAD_EXCEPTS_ALLOWED)
    ]
    assert not found, found


def test_our_own_modules_are_never_patched() -> None:
    patching = re.compile(r"mock\.patch|monkeypatch\.setattr|from unittest import mock|import unittest\.mock")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tracked(".py")
        if path.relative_to(ROOT).parts[0] == "tests"
        and path != Path(__file__)
        and patching.search(path.read_text("utf-8"))
    ]
    assert not found, found


def test_nothing_sleeps_in_tests() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tracked(".py")
        if path.relative_to(ROOT).parts[0] == "tests"
        and path != Path(__file__)
        and re.search(r"\btime\.sleep\(", path.read_text("utf-8"))
    ]
    assert not found, found


def test_nothing_is_left_for_later() -> None:
    pattern = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
    found = [path.relative_to(ROOT).as_posix() for path in product_files() if pattern.search(path.read_text("utf-8"))]
    assert not found, found


def test_no_registry_host_and_no_path_of_a_machine_stands_in_the_project() -> None:
    hosts = re.compile(r"(p[y]pi|p[y]thonhosted|n[p]mjs)\.(org|com)|[^a-zA-Z.]/w[o]rk/|/b[a]sh_jobs")
    texts = tracked(".py", ".md", ".toml", ".lock", ".yaml", ".yml", ".html", ".css", ".js", ".txt", "Makefile", "run")
    found = [path.relative_to(ROOT).as_posix() for path in texts if hosts.search(path.read_text("utf-8"))]
    assert not found, found


@pytest.mark.parametrize("room", ["bot", "storage", "flows", "adapters", "sandbox"])
def test_every_module_says_what_it_is_for(room: str) -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in product_files()
        if path.relative_to(ROOT).parts[0] == room
        and path.read_text("utf-8").strip()
        and ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None
    ]
    assert not silent, silent
