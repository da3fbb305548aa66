# SPDX-License-Identifier: GPL-3.0-or-later
"""`facetwire index --follow` and `--rejects`: real directories, real signals, a server that goes away."""
import json
import os
import queue
import signal
import subprocess
import threading
import time
import unittest

from harness import BIN, READY_SECONDS, ServerTest, json_lines, query_service_pb2
from upload_test import free_port


class Lines:
    """What a stream says, line by line, as it comes."""

    def __init__(self, stream):
        self.stream = stream
        self.seen = []
        self.queue = queue.Queue()
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self):
        for line in self.stream:
            self.queue.put(line)
        self.queue.put(None)

    def next(self):
        line = self.queue.get(timeout=READY_SECONDS)
        if line is not None:
            self.seen.append(line)
        return line

    def wait_for(self, text):
        """The next line that holds `text`."""
        while True:
            line = self.next()
            if line is None:
                raise AssertionError(f"it ended without {text!r}: {''.join(self.seen)}")
            if text in line:
                return line

    def rest(self):
        while self.next() is not None:
            pass
        self.thread.join()
        return "".join(self.seen)


class Follower:
    def __init__(self, test, address, *arguments):
        self.test = test
        self.process = subprocess.Popen(
            [BIN / "facetwire", "--server", address, "index", "--follow", *arguments], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "NO_COLOR": "1", "XDG_STATE_HOME": str(test.temp / "state")})
        self.out = Lines(self.process.stdout)
        self.err = Lines(self.process.stderr)
        test.addCleanup(self.close)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for lines in (self.out, self.err):
            lines.thread.join()
            lines.stream.close()

    def stop(self, how=signal.SIGTERM, code=0):
        """Returns what it said at last."""
        self.process.send_signal(how)
        out, err = self.out.rest(), self.err.rest()
        self.test.assertEqual(self.process.wait(timeout=READY_SECONDS), code, out + err)
        return out.splitlines()[-1]


class FollowTest(ServerTest):

    def setUp(self):
        super().setUp()
        self.folder = self.temp / "in"
        self.folder.mkdir()

    def write(self, name, body="A railway between Kenya and Uganda."):
        (self.folder / name).write_text(f"date 2024-01-01 {name}. {body}")

    def text_of(self, server, id):
        return server.query.GetArticle(query_service_pb2.GetArticleRequest(id=id), timeout=30).article.body

    def test_files_come_and_are_replaced(self):
        server = self.start(self.temp / "data")
        self.write("there.txt")
        follower = Follower(self, server.address, self.folder)
        self.assertEqual(follower.out.next(), "what was there: 1 article: 1 created\n")
        follower.err.wait_for("waiting for files in")

        began = time.monotonic()
        self.write("new.txt")
        follower.out.wait_for("new.txt: 1 article: 1 created")
        self.assertLess(time.monotonic() - began, 10)  # no window of many articles is waited for
        # Acknowledged is durable: the text is served as soon as the next commit is seen.
        self.assertIn("Kenya", self.text_of(server, "new"))

        (self.folder / ".part").write_text("date 2024-01-01 there. It is another text now.")
        (self.folder / ".part").rename(self.folder / "there.txt")
        follower.out.wait_for("there.txt: 1 article: 1 updated")

        (self.folder / "deep" / "er").mkdir(parents=True)
        self.write("deep/er/below.txt")
        follower.out.wait_for("below.txt: 1 article: 1 created")

        self.write("bad.jsonl", "")
        follower.err.wait_for("bad.jsonl:1: ")
        follower.out.wait_for("bad.jsonl: 1 article: 1 rejected")
        self.write("last.txt")
        follower.out.wait_for("last.txt: 1 article: 1 created")
        self.assertEqual(follower.stop(), "6 articles: 4 created, 1 updated, 1 rejected")

        # Run again: only what has come or changed meanwhile.
        self.write("meanwhile.txt")
        self.write("new.txt", "Changed.")
        follower = Follower(self, server.address, self.folder)
        self.assertEqual(follower.out.next(), "what was there: 2 articles: 1 created, 1 updated\n")
        self.assertEqual(follower.stop(signal.SIGINT), "2 articles: 1 created, 1 updated")

        # Another index knows nothing of it.
        other = self.start(self.temp / "other", "--listen", f"127.0.0.1:{free_port()}")
        follower = Follower(self, other.address, self.folder)
        self.assertEqual(follower.out.next(), "what was there: 6 articles: 5 created, 1 rejected\n")
        follower.stop()

    def test_the_server_goes_away_and_comes_back(self):
        address = f"127.0.0.1:{free_port()}"
        server = self.start(self.temp / "data", "--listen", address)
        follower = Follower(self, address, self.folder)
        follower.err.wait_for("waiting for files in")
        for how in (signal.SIGKILL, signal.SIGTERM):
            server.stop(how)
            self.write(f"{how.name}.txt")
            follower.err.wait_for("trying again")
            server = self.start(self.temp / "data", "--listen", address)
            follower.err.wait_for("connected; going on")
            follower.out.wait_for(f"{how.name}.txt: 1 article: 1 created")
        server.stop()
        self.write("late.txt")
        follower.err.wait_for("trying again")
        # Whoever ends it does not wait for the server; the file is sent the next time.
        follower.stop(code=4)
        server = self.start(self.temp / "data", "--listen", address)
        follower = Follower(self, address, self.folder)
        self.assertEqual(follower.out.next(), "what was there: 1 article: 1 created\n")
        follower.stop()

    def test_before_its_server(self):
        address = f"127.0.0.1:{free_port()}"
        self.write("first.txt")
        follower = Follower(self, address, self.folder)
        follower.err.wait_for("trying again for up to")
        server = self.start(self.temp / "data", "--listen", address)
        self.assertEqual(follower.out.next(), "what was there: 1 article: 1 created\n")
        (self.folder / "deep").mkdir()
        self.write("deep/first.txt")
        follower.err.wait_for('its id would be "first"')
        follower.stop()
        server.stop()
        # Without a server there is nothing that it could leave undone.
        follower = Follower(self, address, self.folder)
        follower.err.wait_for("trying again for up to")
        self.assertEqual(follower.stop(), "0 articles")
        server = self.start(self.temp / "data", "--listen", address)
        follower = Follower(self, address, self.folder, "--ids", "path")
        follower.out.wait_for("what was there: 2 articles: ")
        follower.stop()

    def test_rejects_of_what_is_followed(self):
        server = self.start(self.temp / "data")
        rejects = self.temp / "rejects.jsonl"
        follower = Follower(self, server.address, self.folder, "--rejects", rejects)
        follower.err.wait_for("waiting for files in")
        lines = [{"id": "a", "published": "2024-01-01", "body": "x"},
                 {"published": "2024-01-01", "body": "no id"},
                 {"id": "b" * 4000, "published": "2024-01-01", "body": "too long an id"}]
        (self.folder / "three.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        follower.out.wait_for("three.jsonl: 3 articles: 1 created, 2 rejected")
        # Written as they come, not at the end.
        listed = json_lines(rejects.read_text())
        self.assertEqual(sorted(line["line"] for line in listed), [2, 3])
        self.assertEqual({line["file"] for line in listed}, {str(self.folder / "three.jsonl")})
        self.assertTrue(all(line["reason"] for line in listed))
        self.assertEqual([line["id"] for line in listed if "id" in line], ["b" * 4000])
        follower.stop()

        # It goes on: what was listed stays.
        follower = Follower(self, server.address, self.folder, "--rejects", rejects)
        follower.err.wait_for("waiting for files in")
        (self.folder / "nonsense.json").write_text("{nonsense}")
        follower.out.wait_for("nonsense.json: 1 article: 1 rejected")
        follower.stop()
        self.assertEqual(json_lines(rejects.read_text())[:2], listed)
        self.assertEqual(len(json_lines(rejects.read_text())), 3)


if __name__ == "__main__":
    unittest.main()
