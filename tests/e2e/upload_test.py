# SPDX-License-Identifier: GPL-3.0-or-later
"""`facetwire index` against servers and clients that are killed in the middle of it."""
import json
import os
import re
import signal
import socket
import subprocess
import unittest

from harness import BIN, ServerTest, query_service_pb2

COUNT = 3000
# Long enough that the upload is under way for a while.
BODY = "A railway between Kenya and Uganda. " * 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class UploadTest(ServerTest):

    def setUp(self):
        super().setUp()
        self.file = self.temp / "many.jsonl"
        with self.file.open("w") as out:
            for i in range(COUNT):
                out.write(json.dumps({"id": f"a{i}", "published": "2024-01-01", "body": f"{BODY} {i}"}) + "\n")
        self.env = {**os.environ, "NO_COLOR": "1", "XDG_STATE_HOME": str(self.temp / "state")}

    def start_index(self, address, *flags):
        return subprocess.Popen(
            [BIN / "facetwire", "--server", address, "index", self.file, *flags], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env)

    def finish(self, process, code=0):
        out, err = process.communicate(timeout=240)
        self.assertEqual(process.returncode, code, out + err)
        return out, err

    def articles(self, server):
        return server.query.GetCorpus(query_service_pb2.GetCorpusRequest(), timeout=60).article_count

    def await_articles(self, server, least):
        while self.articles(server) < least:
            pass

    def journals(self):
        return list((self.temp / "state").rglob("*.journal"))

    def test_the_server_is_killed_and_comes_back(self):
        for how in (signal.SIGKILL, signal.SIGTERM):
            with self.subTest(how=how):
                data = self.temp / how.name
                address = f"127.0.0.1:{free_port()}"
                server = self.start(data, "--listen", address)
                upload = self.start_index(address, "--retry-for", "120")
                self.await_articles(server, 50)
                server.stop(how)
                server = self.start(data, "--listen", address)
                out, err = self.finish(upload)
                self.assertEqual(self.articles(server), COUNT)
                self.assertRegex(out, r"^3,000 articles: ")
                counts = dict((name, int(n.replace(",", ""))) for n, name in re.findall(r"([\d,]+) (created|unchanged)", out))
                self.assertEqual(sum(counts.values()), COUNT)
                # What was written but not answered is sent once more: at most max_unacked.
                self.assertLessEqual(counts.get("unchanged", 0), 1000)
                self.assertIn("trying again", err)
                self.assertIn("connected; going on", err)
                self.assertEqual(self.journals(), [])
                server.stop()

    def test_the_client_is_killed_and_run_again(self):
        server = self.start(self.temp / "data")
        for how in (signal.SIGKILL, signal.SIGINT):
            upload = self.start_index(server.address)
            reached = self.articles(server)
            self.await_articles(server, reached + 200)
            # The journal is kept up while it runs.
            while not self.journals():
                self.assertIsNone(upload.poll())
            upload.send_signal(how)
            upload.communicate(timeout=60)
            self.assertLess(self.articles(server), COUNT)
        out, err = self.finish(self.start_index(server.address))
        self.assertRegex(err, r"going on after [\d,]+ articles")
        self.assertRegex(out, r"^3,000 articles: ")
        self.assertEqual(self.articles(server), COUNT)
        self.assertEqual(self.journals(), [])

    def test_a_journal_of_another_index_is_ignored(self):
        address = f"127.0.0.1:{free_port()}"
        server = self.start(self.temp / "one", "--listen", address)
        upload = self.start_index(address)
        while not self.journals():
            self.assertIsNone(upload.poll())
        upload.kill()
        upload.communicate(timeout=60)
        server.stop()
        server = self.start(self.temp / "two", "--listen", address)
        out, err = self.finish(self.start_index(address))
        self.assertIn("another index", err)
        self.assertEqual(out, "3,000 articles: 3,000 created\n")
        self.assertEqual(self.articles(server), COUNT)

    def test_a_server_that_stays_away(self):
        server = self.start(self.temp / "data")
        upload = self.start_index(server.address, "--retry-for", "1")
        self.await_articles(server, 50)
        server.stop(signal.SIGKILL)
        _, err = self.finish(upload, 4)
        self.assertIn("run the same command again", err)
        self.assertEqual(len(self.journals()), 1)

    def test_no_journal(self):
        server = self.start(self.temp / "data")
        upload = self.start_index(server.address, "--no-journal")
        self.await_articles(server, 200)
        self.assertEqual(self.journals(), [])
        self.finish(upload)


if __name__ == "__main__":
    unittest.main()
