# SPDX-License-Identifier: GPL-3.0-or-later
"""`facetwire backup` and `facetwire verify` against a real server, with a busy writer."""
import re
import shutil
import signal
import subprocess
import threading
import time
import unittest

import grpc

from harness import (BIN, NO_PROXY, ServerTest, indexing_service_pb2 as indexing, make_article,
                     query_service_pb2 as query)


class Writer(threading.Thread):
    """Indexes article after article until it is told to stop; `acked` are those that were answered."""

    def __init__(self, server):
        super().__init__()
        self.server, self.acked, self.stop = server, [], threading.Event()

    def run(self):
        while not self.stop.is_set():
            id = f"busy{len(self.acked)}"
            request = indexing.IndexArticleRequest(article=make_article(id, body=f"About {id} in Peru."))
            self.server.indexing.IndexArticle(request, timeout=30)
            self.acked.append(id)


class BackupTest(ServerTest):

    def fill(self, server, prefix, count):
        for first in range(0, count, 500):
            request = indexing.BatchIndexArticlesRequest(articles=[
                make_article(f"{prefix}{i}", body=f"Number {i} about the railway in Kenya. " * 5, source=f"S{i % 7}")
                for i in range(first, min(first + 500, count))])
            server.indexing.BatchIndexArticles(request, timeout=60)

    def backup(self, server, directory):
        """Returns (bytes of the backup, bytes copied) in MB."""
        done = self.run_cli(server, "backup", directory)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertIn("all is well", done.stdout)
        match = re.search(r": ([\d.]+) MB, of which ([\d.]+) MB were copied", done.stdout)
        self.assertTrue(match, done.stdout)
        return float(match[1]), float(match[2])

    def found(self, server, text=""):
        request = query.SearchRequest(page_size=0)
        request.query.text = text
        return server.query.Search(request, timeout=30).total_count

    def restore(self, backup, *flags):
        """A server on a copy of a backup."""
        data = self.temp / f"restored{time.monotonic_ns()}"
        shutil.copytree(backup, data)
        return self.start(data, *flags)

    def has(self, server, ids):
        missing = []
        for first in range(0, len(ids), 100):
            answer = server.query.BatchGetArticles(
                query.BatchGetArticlesRequest(ids=ids[first:first + 100]), timeout=30)
            missing += answer.missing_ids
        return not missing

    def test_a_busy_server_is_backed_up_and_restored(self):
        server = self.start(self.temp / "data", "--seal-documents", "700")
        self.fill(server, "a", 3000)
        directory = self.temp / "backup"
        writer = Writer(server)
        writer.start()
        try:
            for _ in range(4):
                sure = list(writer.acked)
                self.backup(server, directory)
        finally:
            writer.stop.set()
            writer.join()
        self.assertGreater(len(writer.acked), 0)
        server.indexing.DeleteArticle(indexing.DeleteArticleRequest(id="a0"), timeout=30)
        restored = self.restore(directory)
        self.assertEqual(self.found(restored, "railway"), 3000)  # a0 too: it was deleted later
        self.assertTrue(self.has(restored, sure))
        self.fill(restored, "new", 10)  # it can be written
        self.assertEqual(self.found(restored, "railway"), 3010)
        self.assertEqual(restored.stop(), 0)

    def test_a_second_backup_copies_what_is_new(self):
        server = self.start(self.temp / "data")
        self.fill(server, "a", 4000)
        directory = self.temp / "backup"
        total, copied = self.backup(server, directory)
        self.assertAlmostEqual(total, copied, delta=0.2)
        self.fill(server, "b", 20)
        again, new = self.backup(server, directory)
        print(f"first backup: {copied} of {total} MB, second after 20 articles more: {new} of {again} MB")
        self.assertLess(new, total - 2)  # the block of each file that grew, and the new part
        self.assertEqual(self.found(self.restore(directory), "railway"), 4020)
        # What is damaged is mended.
        victim = next(directory.glob("part-*/docdata.glass"))
        victim.write_bytes(victim.read_bytes()[:-1] + b"!")
        self.backup(server, directory)

    def test_an_interrupted_backup_leaves_the_one_before(self):
        server = self.start(self.temp / "data", "--seal-documents", "500")
        self.fill(server, "a", 1000)
        directory = self.temp / "backup"
        self.backup(server, directory)
        before = set(directory.glob("part-*"))
        for round in range(6):
            self.fill(server, f"more{round}x", 300)
            client = subprocess.Popen([BIN / "facetwire", "--server", server.address, "backup", directory],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.01 * round)
            client.send_signal(signal.SIGKILL)
            client.wait()
            done = self.run_cli(None, "verify", directory)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.backup(server, directory)
        self.assertNotEqual(set(directory.glob("part-*")), before)
        self.assertEqual(self.found(self.restore(directory), "railway"), 2800)

    def test_only_backups_of_one_index_go_together(self):
        server = self.start(self.temp / "data")
        self.fill(server, "a", 10)
        foreign = self.temp / "foreign"
        foreign.mkdir()
        (foreign / "letter.txt").write_text("Dear")
        for directory in (foreign, self.temp / "data"):
            done = self.run_cli(server, "backup", directory)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, "no backup|server's directory")
        self.assertEqual((foreign / "letter.txt").read_text(), "Dear")
        directory = self.temp / "backup"
        self.backup(server, directory)
        other = self.start(self.temp / "other")
        self.fill(other, "a", 1)
        done = self.run_cli(other, "backup", directory)
        self.assertEqual(done.returncode, 1)
        self.assertIn("this is index", done.stderr)
        self.assertEqual(self.run_cli(None, "verify", directory).returncode, 0)

    def test_verify_says_what_is_damaged(self):
        server = self.start(self.temp / "data")
        self.fill(server, "a", 10)
        self.assertEqual(self.run_cli(None, "verify", self.temp / "data").returncode, 0)  # beside the server
        server.stop()
        victim = next((self.temp / "data").glob("part-*/docdata.glass"))
        victim.write_bytes(bytes(victim.stat().st_size))
        done = self.run_cli(None, "verify", self.temp / "data")
        self.assertEqual(done.returncode, 1)
        self.assertIn("problem: part-000001", done.stdout)

    def test_sums_that_do_not_fit_are_refused(self):
        from facetwire.v1 import maintenance_service_pb2, maintenance_service_pb2_grpc
        server = self.start(self.temp / "data")
        stub = maintenance_service_pb2_grpc.MaintenanceServiceStub(
            grpc.insecure_channel(server.address, options=NO_PROXY))
        request = maintenance_service_pb2.BackupIndexRequest()
        request.files.add(path="tok/000000.tok", size=5, block_sha256=b"short")
        self.assert_rpc_error(grpc.StatusCode.INVALID_ARGUMENT,
                              lambda: list(stub.BackupIndex(request, timeout=30)), field="files[0].block_sha256")


if __name__ == "__main__":
    unittest.main()
