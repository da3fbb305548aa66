# SPDX-License-Identifier: GPL-3.0-or-later
"""Does one thing with the server again and again, while it is loaded and killed."""
import os
import pathlib
import subprocess
import threading


class Actor:
    """While it is entered, another thread runs one command of `facetwire` after the other; the last is cut off."""

    def __init__(self, server, *arguments):
        program = pathlib.Path(os.environ["FACETWIRE_BIN"]) / "facetwire"
        self.command = [program, "--server", server.address, *arguments]
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.done = 0

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def _run(self):
        while not self.over.wait(0.02):
            self.done += subprocess.run(self.command, capture_output=True).returncode == 0


def backup(server, directory):
    return Actor(server, "backup", directory, "--no-verify")


def reannotation(server):
    return Actor(server, "reannotate")
