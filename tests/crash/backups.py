# SPDX-License-Identifier: GPL-3.0-or-later
"""Backs the server up, again and again, while it is loaded and killed."""
import os
import pathlib
import subprocess
import threading


class Backups:
    """While it is entered, another thread makes backups into one directory; the last one is cut off."""

    def __init__(self, server, directory):
        self.address, self.directory = server.address, directory
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.made = 0

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def _run(self):
        program = pathlib.Path(os.environ["FACETWIRE_BIN"]) / "facetwire"
        command = [program, "--server", self.address, "backup", self.directory, "--no-verify"]
        while not self.over.wait(0.02):
            done = subprocess.run(command, capture_output=True)
            self.made += done.returncode == 0
