#!/usr/bin/env python3
"""Compares how many instructions the pieces of `icount` take with those of another commit: `benches/since.py [commit [limit]]`.

Both are built by the same toolchain, one after the other. Fails where a piece takes more than `limit` times as many as before (1.03 if
nothing is said), unless the message of a commit since then has a line that begins with `Costs more:` and says why. The commit before
this one is compared with if none is named.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target"))
SAYS_SO = "Costs more:"


def says(*command, where=TOP):
    """What a command prints."""
    return subprocess.run(command, cwd=where, check=True, stdout=subprocess.PIPE, text=True).stdout


def counts(where, target):
    """The instructions of each piece in a tree, by group, input and work."""
    environment = dict(os.environ, CARGO_TARGET_DIR=str(target))
    command = ["cargo", "bench", "--quiet", "--bench", "icount"]
    printed = subprocess.run(command, cwd=where, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
    group, pieces = "", {}
    for line in printed.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) != 6 or cells[0].startswith("-"):
            continue
        name, _, work, instructions, _, _ = cells
        if instructions == "instructions":
            group = name
        else:
            pieces[group, name, work] = int(instructions)
    return pieces


def main(since="HEAD^", limit="1.03"):
    if not shutil.which("valgrind"):
        return "Instructions are counted by valgrind, which is not here: nothing was compared."
    if subprocess.run(["git", "rev-parse", "--quiet", "--verify", f"{since}^{{commit}}"], cwd=TOP, stdout=subprocess.DEVNULL).returncode:
        return f"There is no {since} here: nothing was compared."
    # With a target folder of its own: in one folder Cargo takes the one tree's files for the other's.
    before_tree, before_target = TARGET / "since" / "tree", TARGET / "since" / "target"
    subprocess.run(["git", "worktree", "remove", "--force", before_tree], cwd=TOP, stderr=subprocess.DEVNULL)
    says("git", "worktree", "add", "--quiet", "--force", "--detach", before_tree, since)
    try:
        before, now = counts(before_tree, before_target), counts(TOP, TARGET)
    finally:
        says("git", "worktree", "remove", "--force", before_tree)

    grown = []
    print(f"| group | input | work | {since} | now | ratio |\n|---|---|---|---:|---:|---:|")
    for piece, count in now.items():
        old = before.get(piece)
        ratio = f"{count / old:.3f}" if old else "–"
        print(f"| {' | '.join(piece)} | {old or '–'} | {count} | {ratio} |")
        if old and count > old * float(limit):
            grown.append(piece)
    if not grown:
        return None
    names = "; ".join(", ".join(piece) for piece in grown)
    messages = says("git", "log", "--format=%B", f"{since}..HEAD").splitlines()
    reasons = [line for line in messages if line.startswith(SAYS_SO)]
    if reasons:
        return f"More instructions than before: {names}. It is said so: {' '.join(reasons)}"
    sys.exit(f"More instructions than before, and no commit says so (a line `{SAYS_SO} why`): {names}")


if __name__ == "__main__":
    if result := main(*sys.argv[1:]):
        print(result)
