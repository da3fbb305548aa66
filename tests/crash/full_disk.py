# SPDX-License-Identifier: GPL-3.0-or-later
"""A file system of a few MiB that is full now and then. Mounting it needs root."""
import contextlib
import errno
import random
import subprocess
import threading

SIZE = "24m"
BLOCK = bytes(4096)


class NotPermitted(Exception):
    """Mounting is not permitted here."""


@contextlib.contextmanager
def mounted(directory):
    """At `directory`, which is made where it is missing."""
    directory.mkdir(exist_ok=True)
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(directory)],
                           capture_output=True, text=True)
    if mount.returncode != 0:
        raise NotPermitted(mount.stderr.strip() or "mount fails")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(directory)], check=True)


def fill(path, enough=lambda: False):
    """Makes the file grow until nothing more fits."""
    with open(path, "ab", buffering=0) as out:
        try:
            while not enough():
                out.write(BLOCK)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


class Ballast:
    """While it is entered, another thread fills the file system and makes room again, by chance."""

    def __init__(self, directory, seed):
        self.path = directory / "ballast"
        self.rng = random.Random(seed)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        self.path.unlink(missing_ok=True)

    def _run(self):
        while not self.over.wait(self.rng.uniform(0, 0.1)):
            fill(self.path, self.over.is_set)
            self.over.wait(self.rng.uniform(0, 0.1))
            if self.rng.random() < 0.7:
                self.path.unlink(missing_ok=True)
