"""The garbage collector's pauses: it stops every thread, for as long as it takes to look at all objects there are."""

from __future__ import annotations

import gc

#: Objects made since the last look before the young are looked at (Python: 700), and looks at the young before their
#: elders. Reference counts free what a request leaves behind; only cycles wait for the collector.
_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20


def spare_the_collector() -> None:
    """To be called when everything is joined: what is here now stays, and is never looked at again (docs/adr/0007)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
