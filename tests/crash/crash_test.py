# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the real server again and again under load, and checks that nothing that it acknowledged is lost.

  python3 tests/crash/crash_test.py --rounds 500                 SIGKILL
  python3 tests/crash/crash_test.py --rounds 500 --mode power    what was not synced is lost as well
  python3 tests/crash/crash_test.py --rounds 500 --mode errors   and writes and syncs fail at random
  python3 tests/crash/crash_test.py --rounds 20 --mode full      a file system that is too small

See README.md beside it. Needs a build with the tests (bash tests/run.sh makes one).
"""
import argparse
import contextlib
import importlib.util
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

import actors
import full_disk
import power_loss

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
SKIPPED = 77
ROUNDS_OF_AN_INDEX = 50
PYTHON = "/usr/bin/python3"


def prepare(build):
    """The modules beside this file need the build's stubs, and the Python that has Debian's gRPC."""
    if importlib.util.find_spec("grpc") is None and sys.executable != PYTHON:
        os.execv(PYTHON, [PYTHON, *sys.argv])
    os.environ.setdefault("FACETWIRE_SOURCE", str(SOURCE))
    os.environ.setdefault("FACETWIRE_BIN", str(build / "bin"))
    stubs = str(build / "tests/e2e/stubs")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), stubs]))
    sys.path[:0] = [stubs, str(SOURCE / "tests/e2e"), str(HERE)]


def find_build():
    for name in ("release", "dev", "asan"):
        if (SOURCE / "build" / name / "bin/facetwire-server").exists():
            return SOURCE / "build" / name
    sys.exit("There is no build with the tests; bash tests/run.sh makes one, or say --build DIR.")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--mode", choices=("kill", "power", "errors", "full"), default="kill")
    parser.add_argument("--seed", type=int, default=None, help="default: another one each time; it is printed")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--ignore-sync", action="store_true",
                        help="power mode: no sync counts. The test must fail then: it shows that it can")
    parser.add_argument("--expect-failure", action="store_true", help="succeed where the test fails")
    parser.add_argument("--build", type=pathlib.Path, default=None, help="build directory, default build/release")
    parser.add_argument("--directory", type=pathlib.Path, default=None, help="where the index is made")
    parser.add_argument("--keep", action="store_true", help="leave the index where it is in the end")
    return parser.parse_args()


class Run:
    """Rounds over one index, which is begun anew now and then: checking costs more the more was ever written."""

    def __init__(self, options, directory):
        import harness
        self.harness, self.options = harness, options
        self.rng = random.Random(options.seed)
        disk = directory / "disk"  # may be a small one; what is said about it is written elsewhere
        disk.mkdir(exist_ok=True)
        self.data = disk / "data"
        self.backup = disk / "backup"
        self.log = directory / "stderr"  # of the last server
        self.gazetteer = make_gazetteer(directory / "gazetteer.tsv")
        self.switch = None
        if options.mode in ("power", "errors"):
            library = pathlib.Path(os.environ["FACETWIRE_BIN"]) / "libpower_loss.so"
            self.switch = power_loss.Switch(library, self.data, directory / "journal")
        self.figures = {"rounds": 0, "acked": 0, "backups": 0, "reannotations": 0, "failed calls": 0,
                        "died by itself": 0, "changes lost": 0}

    def begin_index(self):
        import model
        for directory in (self.data, self.backup):
            shutil.rmtree(directory, ignore_errors=True)
        self.corpus = model.Corpus(self.options.threads, faults=self.options.mode in ("errors", "full"))

    def environment(self, faults):
        if self.switch is None:
            return {}
        options = self.options
        errors = {}
        if faults and options.mode == "errors":
            errors = {"error": self.rng.choice(["EIO", "ENOSPC"]), "one_in": self.rng.choice([20, 100, 500]),
                      "seed": self.rng.getrandbits(32)}
        return self.switch.environment(ignore_sync=options.ignore_sync, **errors)

    def start(self, faults=False):
        env = {**os.environ, **self.environment(faults)}
        with open(self.log, "w") as log:
            return self.harness.Server(self.data, *self.flags(), env=env, stderr=log)

    def flags(self):
        """Small parts, so that a round meets sealing, folding and purging often. One server of two knows less."""
        flags = ["--seal-documents", "100"]
        return flags if self.rng.random() < 0.5 else [*flags, "--gazetteer", str(self.gazetteer)]

    def play(self):
        """A round: load, the end, and a look at what is left, by a server that is then stopped as it should be."""
        import check
        import load
        server = self.start_with_faults()
        made = {"backups": self.sometimes(actors.backup, server, self.backup),
                "reannotations": self.sometimes(actors.reannotation, server)}
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.ballast())
            acting = [stack.enter_context(actor) for actor in made.values() if actor is not None]
            longest = 2 if acting else 0.6  # what they do should have a chance to end
            worked = load.run(server, self.corpus, self.rng, seconds=self.rng.uniform(0.02, longest))
        code = server.stop(how=load.signal.SIGKILL)
        check.expect(code == -load.signal.SIGKILL or self.options.mode in ("errors", "full") and self.says_why_it_ended(),
                     f"the server ended with {code}")
        worked.update({name: actor.done for name, actor in made.items() if actor is not None})
        for name, count in worked.items():
            self.figures[name] += count
        self.cut()
        self.check()
        if made["backups"] is not None and (self.backup / "MANIFEST").exists():
            check.check_files(self.backup)  # of the last whole one
        self.figures["rounds"] += 1

    def says_why_it_ended(self):
        return "start the server again" in self.log.read_text().splitlines()[-1]

    def start_with_faults(self):
        try:
            return self.start(faults=True)
        except AssertionError:
            if self.options.mode != "errors":
                raise
            self.figures["died by itself"] += 1  # it could not even write its first file
            self.cut()
            return self.start()

    def sometimes(self, act, *arguments):
        """In one round of six: it costs as much as the rest of it. Never where the file system is too small."""
        return None if self.options.mode == "full" or self.rng.random() > 1 / 6 else act(*arguments)

    def ballast(self):
        if self.options.mode != "full":
            return contextlib.nullcontext()
        return full_disk.Ballast(self.data.parent, self.rng.getrandbits(32))

    def cut(self):
        if self.switch is not None:
            rng = self.rng if self.rng.random() < 0.6 else None
            self.figures["changes lost"] += self.switch.cut(rng)[1]

    def check(self):
        import check
        server = self.start()
        try:
            check.check_served(server, self.corpus, self.rng)
        finally:
            server.stop()
        self.cut()  # stopped in order, so that nothing that was acknowledged can be missing
        check.check_files(self.data)


def make_gazetteer(path):
    """The server's own without some countries of the articles, so that annotating again finds other ones."""
    server = pathlib.Path(os.environ["FACETWIRE_BIN"]) / "facetwire-server"
    lines = subprocess.run([server, "--print-gazetteer"], capture_output=True, text=True, check=True).stdout
    path.write_text("".join(line for line in lines.splitlines(keepends=True) if line[:3] not in ("PE\t", "CN\t")))
    return path


def play_rounds(run, rounds):
    """Says where it failed, and the figures."""
    began = time.monotonic()
    for number in range(rounds):
        try:
            if number % ROUNDS_OF_AN_INDEX == 0:
                run.begin_index()
            run.play()
        except BaseException:
            print(f"crash_test: failed in round {number + 1}; --seed {run.options.seed}", flush=True)
            print(run.log.read_text() if run.log.exists() else "", end="", flush=True)
            raise
        if number % 50 == 49:
            print(f"crash_test: {run.figures} after {time.monotonic() - began:.0f} s", flush=True)
    print(f"crash_test: {run.options.mode}: {run.figures} in {time.monotonic() - began:.0f} s", flush=True)


def main():
    options = parse_arguments()
    prepare((options.build or find_build()).resolve())
    if options.seed is None:
        options.seed = random.SystemRandom().getrandbits(32)
    print(f"crash_test: --mode {options.mode} --rounds {options.rounds} --seed {options.seed}", flush=True)
    directory = pathlib.Path(tempfile.mkdtemp(prefix="facetwire-crash-", dir=options.directory)).resolve()
    try:
        with full_disk.mounted(directory / "disk") if options.mode == "full" else contextlib.nullcontext():
            play_rounds(Run(options, directory), options.rounds)
    except full_disk.NotPermitted as reason:
        print(f"crash_test: skipped: full: {reason}")
        return SKIPPED
    except AssertionError as failure:
        if not options.expect_failure:
            raise
        print(f"crash_test: failed, as it should: {failure}")
        return 0
    finally:
        if options.keep:
            print(f"crash_test: the index is in {directory}")
        else:
            shutil.rmtree(directory, ignore_errors=True)
    return 1 if options.expect_failure else 0


if __name__ == "__main__":
    sys.exit(main())
