"""What an opinion map costs: `python bench/opinion.py [--shared FOLDER] [--peer PYTHON] [--million]`.

Votes are invented (three latent groups, lognormal participation, 12 % passes, seeded), or, with `--shared`, those of the Polis exports in
that folder. Each size runs in a process of its own, so that its peak of memory is its own. CPU seconds are told, because others may use
the machine. `--peer` names an interpreter with red-dwarf 0.4.0 (it is no dependency of ours): its pipeline runs on the same votes, its
input built beforehand and not counted; the two largest sizes are left out there, they take many minutes. `--million` streams 50 million
votes of a million people on a thousand assertions, in pieces, and adds the pieces up.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from firsthand.core.opinion import State, Votes, arrange, from_cells, priorities, read_votes, tally

SIZES = {"10k x 200": (10_000, 200, 0.148), "33,422 x 783": (33_422, 783, 0.076), "100k x 500": (100_000, 500, 0.149)}
PEER = """
import resource, sys, time
import numpy as np
from reddwarf.implementations.polis import run_pipeline
kept = np.load(sys.argv[1])
votes = [dict(participant_id=int(p), statement_id=int(a), vote=int(v)) for p, a, v in zip(kept["p"], kept["a"], kept["v"])]
begun = time.process_time()
run_pipeline(votes=votes)
print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def cells(people: int, assertions: int, filled: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places and values of votes, in no order."""
    chance = np.random.default_rng(seed)
    liking = chance.choice([-1.0, 1.0], size=(3, assertions))
    eager = chance.lognormal(0.0, 0.7, people)
    share = np.minimum(filled * eager / eager.mean(), 0.95)
    rows, columns, values = [], [], []
    for first in range(0, people, 2000):
        last = min(first + 2000, people)
        row, column = np.nonzero(chance.random((last - first, assertions)) < share[first:last, None])
        agrees = chance.random(len(row)) < 0.5 + 0.3 * liking[(row + first) % 3, column]
        value = np.where(chance.random(len(row)) < 0.12, 0, np.where(agrees, 1, -1))
        rows.append(row + first)
        columns.append(column)
        values.append(value.astype(np.int8))
    order = chance.permutation(sum(map(len, rows)))
    return tuple(np.concatenate(part)[order] for part in (rows, columns, values))


def spent(what):
    begun = time.process_time()
    result = what()
    return time.process_time() - begun, result


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, where: str) -> None:
    """One line of the table, and the votes for the peer."""
    if name in SIZES:
        people, assertions, filled = SIZES[name]
        row, column, value = cells(people, assertions, filled, seed=5)
        labels = np.arange(people), np.arange(assertions)
    else:
        with Path(name, "votes.csv").open(encoding="utf-8", newline="") as file:
            read = read_votes(file)
        row, column, value = np.repeat(np.arange(len(read.people)), read.cast), read.columns, read.values
        labels = read.people, read.assertions
    np.savez(where, p=row, a=column, v=value)
    loaded = peak()
    sorting, votes = spent(lambda: from_cells(row, column, value, people=labels[0], assertions=labels[1]))
    building, state = spent(lambda: State.of(votes))
    refreshes = [spent(lambda: refresh(votes, state))[0] for _ in range(5)]
    print(
        f"{Path(name).name:<26}{len(votes.codes):>10,}{sorting:>9.3f}{building:>9.3f}{sorting + building + refreshes[0]:>9.3f}"
        f"{1000 * min(refreshes):>10.1f}{one_vote(votes, state):>9.1f}{peak():>7.0f}{loaded:>7.0f}{floor(votes):>9.1f}",
        flush=True,
    )


def refresh(votes: Votes, state: State) -> None:
    """Everything that a page shows but for the question whether groups are real."""
    placed = arrange(votes, state=state)
    labels = placed.grouping.labels if placed.grouping else np.where(placed.is_in, 0, -1)
    counts = tally(votes, labels, number=int(labels.max(initial=0)) + 1)
    priorities(counts, placed.axes.extremities(), is_meta=np.zeros(len(votes.assertions), dtype=bool))


def one_vote(votes: Votes, state: State, times: int = 2000) -> float:
    """Microseconds for one changed vote."""
    chance = np.random.default_rng(1)
    people, columns = chance.integers(0, len(votes.people), times), chance.integers(0, len(votes.assertions), times)
    lines, values = [votes.at(person) for person in people], chance.integers(-1, 2, times).tolist()
    begun = time.process_time()
    for line, column, value in zip(lines, columns.tolist(), values, strict=True):
        state.change(line, column, value)
    return 1e6 * (time.process_time() - begun) / times


def floor(votes: Votes) -> float:
    """Milliseconds to read every vote once, at the speed at which this machine reads memory now."""
    memory = np.ones(1 << 24)
    seconds = min(spent(memory.sum)[0] for _ in range(3))
    return 1000 * (votes.codes.nbytes + votes.starts.nbytes) / (memory.nbytes / seconds)


def million() -> None:
    """A million people, a thousand assertions, fifty votes each, in twenty pieces that are added up and forgotten."""
    state, votes = State.of_nobody(np.arange(1000)), 0
    building = 0.0
    for piece in range(20):
        row, column, value = cells(50_000, 1000, 0.05, seed=piece)
        took, part = spent(lambda at=(row, column, value): from_cells(*at, people=np.arange(50_000), assertions=np.arange(1000)))
        further, of_part = spent(lambda part=part: State.of(part))
        state, votes, building = state + of_part, votes + len(part.codes), building + took + further
    print(f"one million people, {votes:,} votes: {building:.1f} CPU s for sorting and states, {peak():.0f} MB at the peak", flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--shared")
    options.add_argument("--peer")
    options.add_argument("--million", action="store_true")
    options.add_argument("--one", nargs=2)
    chosen = options.parse_args()
    if chosen.one:
        return measure(*chosen.one)
    if chosen.million:
        return million()
    print(f"load {os.getloadavg()[0]:.1f}; CPU seconds, one thread")
    heads = {"votes": 10, "sort s": 9, "state s": 9, "all s": 9, "again ms": 10, "vote us": 9, "MB": 7, "before": 7, "floor ms": 9}
    print(" " * 26 + "".join(f"{head:>{width}}" for head, width in heads.items()))
    names = [*sorted(str(folder) for folder in Path(chosen.shared).iterdir() if folder.is_dir())] if chosen.shared else []
    for name in [*names, *SIZES]:
        where = f"{os.environ.get('TMPDIR', '/tmp')}/opinion-bench.npz"
        subprocess.run([sys.executable, __file__, "--one", name, where], check=True)
        if chosen.peer and name not in list(SIZES)[1:]:
            peer = subprocess.run([chosen.peer, "-c", PEER, where], capture_output=True, text=True, check=False)
            took = peer.stdout.split() if peer.returncode == 0 else None
            print(
                f"{'  red-dwarf 0.4.0':<26}" + (f"{float(took[0]):>37.2f}{float(took[1]):>26.0f} MB" if took else " did not finish"),
                flush=True,
            )
    return None


if __name__ == "__main__":
    main()
