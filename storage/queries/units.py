"""The tree of units: paths, and the closure that makes `this unit and all below` one join."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from sqlalchemy import Connection, insert, select

from storage.models import unit_closure, units


def ids_of_paths(connection: Connection) -> dict[str, int]:
    return dict(connection.execute(select(units.c.path, units.c.id)).all())


def with_all_above(path: str) -> list[str]:
    """`本社`, `本社/開発部`, … down to the path itself."""
    return list(accumulate(path.split("/"), "{}/{}".format))


def missing_paths(connection: Connection, paths: Iterable[str]) -> list[str]:
    """What `add_paths` would make, in path order."""
    return sorted(_missing(paths, ids_of_paths(connection)))


def _missing(paths: Iterable[str], ids: dict[str, int]) -> set[str]:
    return {above for path in paths for above in with_all_above(path)} - ids.keys()


def add_paths(connection: Connection, paths: Iterable[str]) -> dict[str, int]:
    """Makes the units that are missing, with all above them and their closure; gives path → id of every unit."""
    ids = ids_of_paths(connection)
    missing = _missing(paths, ids)
    if not missing:
        return ids
    for depth in sorted({path.count("/") for path in missing}):
        level = [path for path in sorted(missing) if path.count("/") == depth]
        connection.execute(insert(units), [_unit(path, depth, ids) for path in level])
        ids = ids_of_paths(connection)
    closure = [
        {"ancestor_id": ids[above], "descendant_id": ids[path]} for path in missing for above in with_all_above(path)
    ]
    connection.execute(insert(unit_closure), closure)
    return ids


def _unit(path: str, depth: int, ids: dict[str, int]) -> dict[str, object]:
    above, _, name = path.rpartition("/")
    return {"parent_id": ids[above] if above else None, "name": name, "path": path, "depth": depth}
