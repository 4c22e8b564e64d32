"""The interpreter set up for many threads that wait for each other rather than for few that compute (docs/adr/0007)."""

from __future__ import annotations

import ctypes
import gc
import sys

#: Objects made since the last look before the young are looked at (Python: 700), and looks at the young before their
#: elders. Reference counts free what a request leaves behind; only cycles wait for the collector.
_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20
#: Seconds a thread may compute while others wait (Python: 0.005). An answer needs the interpreter a dozen times.
_SWITCH_AFTER = 0.001
#: glibc gives every thread a heap of its own, eight for each processor, and what one has freed serves no other.
#: mallopt(3): M_ARENA_MAX.
_M_ARENA_MAX, _ARENAS = -8, 2
#: Bytes: what is larger is given back at once (a page of letters on its way to the database), and what is free at the
#: end of a heap as well. By itself glibc raises both with each large piece, to 32 MB, and keeps the holes.
#: mallopt(3): M_TRIM_THRESHOLD, M_MMAP_THRESHOLD.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _LARGE = -1, -3, 131_072


def tune_interpreter() -> None:
    """To be called when everything is joined: what is here now stays, and the collector never looks at it again.

    It stops every thread for as long as it takes to look at all objects there are: a tenth of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    sys.setswitchinterval(_SWITCH_AFTER)
    _share_heaps()


def _share_heaps() -> None:
    """Arenas: for threads that are started from now on. Other C libraries have no such heaps, and no such word."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
        mallopt(_M_TRIM_THRESHOLD, _LARGE)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
