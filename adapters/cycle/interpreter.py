"""The interpreter set up for many threads that wait for each other rather than for few that compute (docs/adr/0007)."""

from __future__ import annotations

import gc
import sys

#: Objects made since the last look before the young are looked at (Python: 700), and looks at the young before their
#: elders. Reference counts free what a request leaves behind; only cycles wait for the collector.
_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20
#: Seconds a thread may compute while others wait (Python: 0.005). An answer needs the interpreter a dozen times.
_SWITCH_AFTER = 0.001


def tune_interpreter() -> None:
    """To be called when everything is joined: what is here now stays, and the collector never looks at it again.

    It stops every thread for as long as it takes to look at all objects there are: a tenth of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    sys.setswitchinterval(_SWITCH_AFTER)
