# SPDX-License-Identifier: GPL-3.0-or-later
"""A server in a directory of its own, the stubs, and the command line, for the tests beside this file."""
import importlib.util
import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import grpc
from facetwire.v1 import article_pb2, indexing_service_pb2, indexing_service_pb2_grpc
from facetwire.v1 import query_pb2, query_service_pb2, query_service_pb2_grpc
from google.protobuf import timestamp_pb2
from google.rpc import error_details_pb2, status_pb2

SOURCE = pathlib.Path(os.environ["FACETWIRE_SOURCE"])
BIN = pathlib.Path(os.environ["FACETWIRE_BIN"])
SHARED = pathlib.Path(os.environ.get("FACETWIRE_SHARED", SOURCE.parent / "shared"))
READY_SECONDS = 60  # a sanitized server on a busy machine
NO_PROXY = [("grpc.enable_http_proxy", 0)]


def _load_health():
    """The package `grpc` is gRPC itself, so grpc/health/v1 is not importable by its name."""
    for folder in os.environ["PYTHONPATH"].split(os.pathsep):
        path = pathlib.Path(folder, "grpc/health/v1/health_pb2.py")
        if path.exists():
            spec = importlib.util.spec_from_file_location("health_pb2", path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    raise ImportError("health_pb2.py is not below PYTHONPATH")


health_pb2 = _load_health()


class Server:
    """facetwire-server on a free port. `stop` checks that it ends as it should."""

    def __init__(self, data_dir, *flags, env=None, stderr=None):
        self.process = subprocess.Popen(
            [BIN / "facetwire-server", "--data-dir", str(data_dir),
             *(() if "--listen" in flags else ("--listen", "127.0.0.1:0")), *flags],
            stdout=subprocess.PIPE, stderr=stderr, text=True, env=env)
        self.address = self._await_ready()
        self.channel = grpc.insecure_channel(self.address, options=NO_PROXY)
        self.query = query_service_pb2_grpc.QueryServiceStub(self.channel)
        self.indexing = indexing_service_pb2_grpc.IndexingServiceStub(self.channel)
        self._check = self.channel.unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString)

    def _await_ready(self):
        readable, _, _ = select.select([self.process.stdout], [], [], READY_SECONDS)
        line = self.process.stdout.readline() if readable else ""
        match = re.fullmatch(r"facetwire-server: listening on (\S+:\d+) \(roles (\S+), data (.+)\)\n", line)
        if not match:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            raise AssertionError(f"the server said {line!r}")
        self.roles = match[2]
        return match[1]

    def health(self, service=""):
        """The name of its state, e.g. "SERVING"."""
        response = self._check(health_pb2.HealthCheckRequest(service=service), timeout=10)
        return health_pb2.HealthCheckResponse.ServingStatus.Name(response.status)

    def stop(self, how=signal.SIGTERM):
        """Returns the exit code."""
        self.channel.close()
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=READY_SECONDS)
        self.process.stdout.close()
        return code


class ServerTest(unittest.TestCase):
    """Each test has a temporary directory and ends the servers that it started."""

    def setUp(self):
        self.temp = pathlib.Path(tempfile.mkdtemp(prefix="facetwire-e2e-"))
        self.addCleanup(shutil.rmtree, self.temp, ignore_errors=True)

    def start(self, data_dir, *flags):
        server = Server(data_dir, *flags)
        self.addCleanup(lambda: server.process.stdout.closed or server.stop(signal.SIGKILL))
        return server

    def run_cli(self, server, *arguments, stdin=None, env=None):
        """Runs `facetwire`; returns its CompletedProcess, with text."""
        return subprocess.run(
            [BIN / "facetwire", "--server", server.address if server else "127.0.0.1:1", *map(str, arguments)],
            input=stdin, capture_output=True, text=True, timeout=120,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **(env or {})})

    def assert_rpc_error(self, code, call, field=None, reason=None):
        """`call` fails with `code`, a BadRequest for `field` and an ErrorInfo."""
        with self.assertRaises(grpc.RpcError) as caught:
            call()
        self.assertEqual(caught.exception.code(), code, caught.exception.details())
        details = rich_details(caught.exception)
        self.assertEqual(details["ErrorInfo"].domain, "facetwire")
        if reason is not None:
            self.assertEqual(details["ErrorInfo"].reason, reason)
        if field is not None:
            self.assertIn(field, [v.field for v in details["BadRequest"].field_violations])


def rich_details(error):
    """{"BadRequest": message, ...} of the google.rpc.Status that came with the error."""
    found = {}
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            for packed in status_pb2.Status.FromString(value).details:
                name = packed.TypeName().rsplit(".", 1)[1]
                message = getattr(error_details_pb2, name)()
                packed.Unpack(message)
                found[name] = message
    return found


def make_article(id, title="A title", body="Some text.", seconds=1698278400, **fields):
    return article_pb2.Article(
        id=id, title=title, body=body, published_time=timestamp_pb2.Timestamp(seconds=seconds), **fields)


def await_true(condition, seconds=READY_SECONDS):
    """Asks again until `condition()` holds; returns whether it did in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]
