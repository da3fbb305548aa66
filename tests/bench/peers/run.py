# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Facetwire beside PostgreSQL, SQLite FTS5 and Xapian alone, on the same articles with the same entities.

  run.sh prepare --articles 1000000 --dir DIR    makes the articles and loads them into every engine
  run.sh search --articles 1000000 --dir DIR     searches, in what `prepare` or an earlier run has left there
  run.sh load --articles 100000 --dir DIR        articles a second, into every engine, and what they take on disk
  run.sh --articles 100000                       prepare, search and load

README.md beside this says what is measured, and how. Results: tables on standard output and, with every single
measurement, in DIR/ARTICLES/."""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys

import cluster
import loading
import report
import searching

SOURCE = pathlib.Path(__file__).resolve().parents[3]
SKIPPED = 77
STEPS = ("prepare", "search", "load")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of {', '.join(STEPS)}; default: all")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--load-articles", type=int, default=100_000,
                        help="load: so many, and a fifth more into the index that has them (at most what --articles has)")
    parser.add_argument("--from", dest="source", type=pathlib.Path, help="JSON lines to take them from")
    parser.add_argument("--samples", action="store_true", help="recombine clients/samples, not real news")
    parser.add_argument("--index", type=pathlib.Path,
                        help="prepare: a Facetwire index that has the articles already; it is only read")
    parser.add_argument("--dir", type=pathlib.Path, default=pathlib.Path("/tmp/facetwire-peers"))
    parser.add_argument("--reuse", action="store_true", help="prepare: only what an earlier run has not finished")
    parser.add_argument("--queries", type=int, default=25, help="of each class")
    parser.add_argument("--rounds", type=int, default=5, help="for each query; one where it takes more than 50 ms")
    parser.add_argument("--warm-seconds", type=float, default=10, help="at most, for each class and engine")
    parser.add_argument("--client-seconds", type=float, default=10, help="throughput: of 1 client, and of 16")
    parser.add_argument("--postgres-workers", type=int, default=2, help="processes that may help with one statement")
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build/release")
    options = parser.parse_args()
    if set(options.steps) - set(STEPS):
        parser.error(f"steps are {', '.join(STEPS)}")
    options.steps = options.steps or list(STEPS)
    options.programs = options.build.resolve() / "bin"
    options.work = options.dir.resolve() / str(options.articles)
    return options


def prepare(options):
    if not options.reuse:
        shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True, exist_ok=True)
    (options.work / "prepared.json").write_text(json.dumps(loading.load_all(options), indent=1))


def require_programs(options):
    missing = [name for name in ("facetwire", "facetwire-server", "peers_bench") if not (options.programs / name).exists()]
    if missing:
        print(f"skipped: {', '.join(missing)} not built in {options.programs}")
    elif cluster.find_programs() is None:
        print("skipped: PostgreSQL is not installed")
    else:
        return
    sys.exit(SKIPPED)


def main():
    options = parse_arguments()
    require_programs(options)
    if "prepare" in options.steps:
        prepare(options)
    if "search" in options.steps:
        if not (options.work / "prepared.json").exists():
            sys.exit(f"nothing is prepared in {options.work}: run the step prepare first")
        report.print_searches(options.work, searching.run(options))
        report.require_agreement(options.work)
    if "load" in options.steps:
        report.print_loads(options.work, loading.run(options))


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error}")
