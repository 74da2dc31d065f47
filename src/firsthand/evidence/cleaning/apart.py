"""The process in which a copy is made: it reads one file from its input, answers on its output, and can reach nothing else.

Programs that read pictures, films and office files have been broken into by such files. So they run apart from the desk, whose memory
holds open keys: in a process without its environment, that may write no file at all (what is opened lies nowhere in the clear), and that,
where the kernel has Landlock, may open none either, nor reach a network.

The answer is one line of JSON, {"ending", "size"} or {"refused": a code}, and then the copy.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys

from firsthand.core.refusal import NotNow
from firsthand.evidence.cleaning.kinds import cleaned_by_kind, prepare

MOST_MEMORY = 3 * 1024**3
MOST_SECONDS = 120

_CREATE_RULES, _RESTRICT_SELF = 444, 446  # Landlock's calls have the same numbers on every machine that Linux runs on
_NO_NEW_PRIVILEGES = 38
_every_way_to_a_file = ((1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1, (1 << 15) - 1, (1 << 16) - 1)  # by Landlock's version, from 1
_every_port = 3


def main() -> None:
    """Answer, then end."""
    prepare()
    shut_in()
    answer = sys.stdout.buffer
    try:
        copy, ending = cleaned_by_kind(sys.stdin.buffer.read())
    except NotNow as refused:
        answer.write(json.dumps({"refused": refused.code}).encode() + b"\n")
        return
    answer.write(json.dumps({"ending": ending, "size": len(copy)}).encode() + b"\n")
    answer.write(copy)
    answer.flush()


def shut_in() -> None:
    """From here on this process writes no file, starts no other, and, where the kernel can see to it, opens none and reaches no network."""
    for what, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
    ):
        resource.setrlimit(what, (most, most))
    kernel = ctypes.CDLL(None, use_errno=True)
    version = kernel.syscall(_CREATE_RULES, None, 0, 1)
    if version < 1:
        return  # an older kernel: the limits above hold
    handled = (ctypes.c_uint64 * 2)(_every_way_to_a_file[min(version, len(_every_way_to_a_file)) - 1], _every_port if version >= 4 else 0)
    rules = kernel.syscall(_CREATE_RULES, ctypes.byref(handled), 16 if version >= 4 else 8, 0)
    if rules < 0 or kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0 or kernel.syscall(_RESTRICT_SELF, rules, 0) != 0:
        raise OSError(ctypes.get_errno(), "the kernel did not shut this process in")
    os.close(rules)


if __name__ == "__main__":
    main()
