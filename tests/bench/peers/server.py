# SPDX-License-Identifier: GPL-3.0-or-later
"""A Facetwire server for the time of a measurement, and its command line."""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import time

QUIET_SECONDS = 3
ATTEMPTS = 100


def directory_state(path):
    """(Bytes, time of the last change) of the files below; some may go meanwhile."""
    size = changed = 0
    for folder, _, names in os.walk(path):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                found = os.lstat(os.path.join(folder, name))
                size, changed = size + found.st_size, max(changed, found.st_mtime_ns)
    return size, changed


def has_flag(program, flag, *command):
    shown = subprocess.run([program, *command, "--help"], capture_output=True, text=True)
    return flag in re.findall(r"--[a-z-]+", shown.stdout)


class Server:
    """`with Server(bin, data_dir, flags) as server:` starts and stops it."""

    def __init__(self, programs, data_dir, *flags):
        self.programs, self.data_dir, self.flags = programs, data_dir, flags
        self.process = self.address = self.ready_seconds = self.quiet_since = None

    def __enter__(self):
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [self.programs / "facetwire-server", "--data-dir", str(self.data_dir), "--listen", "127.0.0.1:0", *self.flags],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        match = re.search(r"listening on (\S+:\d+)", line)
        if not match:
            sys.exit(f"facetwire-server said {line!r}")
        self.address = match[1]
        self._await_answer()
        self.ready_seconds = time.monotonic() - begin
        return self

    def _await_answer(self):
        command = [self.programs / "facetwire", "--server", self.address, "status"]
        for _ in range(ATTEMPTS):
            if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(0.01)
        self.__exit__()
        sys.exit("facetwire-server listens, but does not answer")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=600)
        self.process.stdout.close()

    def client(self, *arguments, **options):
        command = [self.programs / "facetwire", "--server", self.address, *map(str, arguments)]
        subprocess.run(command, check=True, **options)

    def index(self, path, *flags):
        """Indexes a file; returns the seconds until all of it was durable."""
        begin = time.monotonic()
        self.client("index", path, "--no-journal", *flags, stdout=subprocess.DEVNULL)
        return time.monotonic() - begin

    def anonymous_megabytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) / 1024

    def await_quiet(self):
        """Until maintenance has nothing left to do: until the files stay as they are. Returns their bytes."""
        state, self.quiet_since = directory_state(self.data_dir), time.monotonic()
        while time.monotonic() - self.quiet_since < QUIET_SECONDS:
            time.sleep(0.2)
            now = directory_state(self.data_dir)
            if now != state:
                state, self.quiet_since = now, time.monotonic()
        return state[0]
