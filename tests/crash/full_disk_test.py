# SPDX-License-Identifier: GPL-3.0-or-later
"""A server whose file system is full: what clients are told, what goes on, and that it resumes by itself. Needs root."""
import argparse
import pathlib
import shutil
import sys
import tempfile

import crash_test
import full_disk

SECONDS = 60
INDEXING = "facetwire.v1.IndexingService"
QUERY = "facetwire.v1.QueryService"


class Story:
    def __init__(self, directory):
        import harness
        self.harness = harness
        self.ballast = directory / "ballast"
        self.data = directory / "data"
        self.server = harness.Server(self.data, "--seal-documents", "50")
        self.acked = 0

    def index(self):
        from facetwire.v1 import indexing_service_pb2 as indexing
        article = self.harness.make_article(f"a{self.acked}", body=f"Number {self.acked} about Kenya. " * 50)
        self.server.indexing.IndexArticle(indexing.IndexArticleRequest(article=article), timeout=SECONDS)
        self.acked += 1

    def error_of(self, call):
        import grpc
        try:
            call()
        except grpc.RpcError as error:
            return error
        return None

    def run(self):
        for _ in range(60):
            self.index()
        full_disk.fill(self.ballast)
        self.expect_refusals()
        self.expect_searches()
        self.expect_no_backup()
        self.ballast.unlink()
        expect(self.harness.await_true(lambda: self.server.health(INDEXING) == "SERVING"), "indexing does not resume")
        for _ in range(60):
            self.index()
        self.expect_searches()
        expect(self.server.stop() == 0, "the server did not end well")
        import check
        check.check_files(self.data)

    def expect_refusals(self):
        error = None
        for _ in range(1000):  # a little may fit yet
            error = error or self.error_of(self.index)
        expect(error is not None, "a full disk takes everything")
        for _ in range(3):
            self.expect_disk_full(error)
            error = self.error_of(self.index)
        for name, state in {INDEXING: "NOT_SERVING", QUERY: "SERVING", "": "NOT_SERVING"}.items():
            expect(self.server.health(name) == state, f"{name!r} is {self.server.health(name)}, not {state}")

    def expect_disk_full(self, error):
        expect(error.code().name == "RESOURCE_EXHAUSTED", f"{error.code()}: {error.details()}")
        details = self.harness.rich_details(error)
        expect(details["ErrorInfo"].reason == "DISK_FULL", details["ErrorInfo"].reason)
        expect(details["RetryInfo"].retry_delay.seconds > 0, "nobody is told when to come back")

    def expect_searches(self):
        from facetwire.v1 import query_service_pb2 as query
        request = query.SearchRequest(page_size=1)
        request.query.text = "Kenya"
        request.facets.add(facet="country")
        found = self.server.query.Search(request, timeout=SECONDS)
        counts = {value.id: value.count for value in found.facets[0].values}
        expect((found.total_count, counts) == (self.acked, {"KE": self.acked}),
               f"{self.acked} are acknowledged, {found.total_count} are found: {counts}")

    def expect_no_backup(self):
        import grpc
        from facetwire.v1 import maintenance_service_pb2 as maintenance, maintenance_service_pb2_grpc
        stub = maintenance_service_pb2_grpc.MaintenanceServiceStub(self.server.channel)
        error = self.error_of(lambda: list(stub.BackupIndex(maintenance.BackupIndexRequest(), timeout=SECONDS)))
        expect(error is not None and error.code() == grpc.StatusCode.UNAVAILABLE, f"a backup got {error}")


def expect(holds, message):
    if not holds:
        raise AssertionError(message)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=None, help="build directory, default build/release")
    crash_test.prepare((parser.parse_args().build or crash_test.find_build()).resolve())
    directory = pathlib.Path(tempfile.mkdtemp(prefix="facetwire-full-disk-")).resolve()
    try:
        with full_disk.mounted(directory):
            story = Story(directory)
            try:
                story.run()
            finally:
                story.server.process.kill()
    except full_disk.NotPermitted as reason:
        print(f"full_disk_test: skipped: {reason}")
        return crash_test.SKIPPED
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
