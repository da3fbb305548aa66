# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL cluster of our own, on a socket of its own; no system service is touched."""
import glob
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

GIGABYTE = 1 << 30


def find_programs():
    """The directory of initdb and pg_ctl, or None."""
    found = shutil.which("initdb")
    folders = [os.path.dirname(found)] if found else sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return next((pathlib.Path(f) for f in folders if os.access(os.path.join(f, "initdb"), os.X_OK)), None)


def memory_bytes():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def settings(workers):
    """Chosen for speed; nothing has to survive. `workers`: helpers of one statement."""
    quarter = min(8 * GIGABYTE, memory_bytes() // 4) >> 20
    return {
        "shared_buffers": f"{quarter}MB", "effective_cache_size": f"{2 * quarter}MB", "work_mem": "256MB",
        "maintenance_work_mem": "1GB", "jit": "off", "max_parallel_workers_per_gather": str(workers),
        "random_page_cost": "1.1", "fsync": "off", "synchronous_commit": "off", "wal_level": "minimal",
        "max_wal_senders": "0", "max_wal_size": "8GB", "autovacuum": "off"}


class Cluster:
    """`with Cluster(directory) as cluster:` makes it where there is none, starts it, stops it."""

    def __init__(self, directory, workers):
        self.directory, self.workers = pathlib.Path(directory), workers
        self.programs = find_programs()
        self.sockets = None
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def _run(self, *command):
        as_user = ["runuser", "-u", self.user, "--"] if os.geteuid() == 0 else []
        result = subprocess.run([*as_user, *map(str, command)], cwd="/", stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            sys.exit(f"{command[0]} failed:\n{result.stdout}")

    def _make(self):
        self.directory.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.directory, self.user)
        self._run(self.programs / "initdb", "-D", self.directory, "-A", "trust", "-U", "facetwire", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")

    def __enter__(self):
        if not (self.directory / "PG_VERSION").exists():
            self._make()
        self.sockets = tempfile.mkdtemp(prefix="facetwire-pg-")  # a socket's path must be short
        if os.geteuid() == 0:
            shutil.chown(self.sockets, self.user)
        lines = {**settings(self.workers), "listen_addresses": "", "unix_socket_directories": self.sockets}
        text = "".join(f"{name} = '{value}'\n" for name, value in lines.items())
        (self.directory / "postgresql.auto.conf").write_text(text)
        self._control("start", "-w", "-t", "120", "-l", self.directory / "log")
        return self

    def __exit__(self, *_):
        self._control("stop", "-w", "-m", "fast")
        shutil.rmtree(self.sockets)

    def _control(self, *arguments):
        # Its output goes to a file: the server would keep a pipe open.
        as_user = ["runuser", "-u", self.user, "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self.programs / "pg_ctl"), "-D", str(self.directory), *map(str, arguments)]
        with tempfile.TemporaryFile("w+") as output:
            code = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output).returncode
            if code != 0:
                output.seek(0)
                sys.exit(f"pg_ctl {arguments[0]} failed:\n{output.read()}")

    @property
    def connection(self):
        return f"host={self.sockets} user=facetwire dbname=postgres"
