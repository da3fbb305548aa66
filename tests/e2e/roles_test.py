# SPDX-License-Identifier: GPL-3.0-or-later
"""One process writes, another answers queries from the same directory."""
import signal
import statistics
import time
import unittest

import grpc

from facetwire.v1 import (article_pb2, curation_service_pb2 as curation_messages,
                          curation_service_pb2_grpc as curation_grpc, query_pb2 as query_messages)
from harness import (ServerTest, await_true, indexing_service_pb2 as indexing, make_article,
                     query_service_pb2 as query)

WRITES = 50
BOUND_SECONDS = 0.1  # of the median: one slow moment of the machine is no failure
LONGEST_SECONDS = 10
QUERY_SERVICE = "facetwire.v1.QueryService"


def has(reader, id):
    try:
        reader.query.GetArticle(query.GetArticleRequest(id=id), timeout=10)
        return True
    except grpc.RpcError as error:
        if error.code() == grpc.StatusCode.NOT_FOUND:
            return False
        raise


class RolesTest(ServerTest):

    def write(self, writer, id):
        request = indexing.IndexArticleRequest(article=make_article(id, body=f"About {id}."))
        return writer.indexing.IndexArticle(request, timeout=30)

    def measure(self, writer, reader, prefix):
        """Median seconds from an ack until the reader sees the write."""
        delays = []
        for i in range(WRITES):
            self.write(writer, f"{prefix}{i}")
            acked = time.monotonic()
            self.assertTrue(await_true(lambda n=i: has(reader, f"{prefix}{n}"), LONGEST_SECONDS))
            delays.append(time.monotonic() - acked)
        median = statistics.median(delays)
        print(f"{prefix}: median {median * 1000:.1f} ms, longest {max(delays) * 1000:.1f} ms")
        return median

    def test_a_reader_follows_corrections(self):
        data = self.temp / "data"
        writer = self.start(data, "--roles", "indexing")
        reader = self.start(data, "--roles", "query")

        def supply(id, *persons):
            article = make_article(id, supplied_entities=[
                article_pb2.SuppliedEntity(facet="person", id=person, label=person) for person in persons])
            return writer.indexing.IndexArticle(indexing.IndexArticleRequest(article=article), timeout=30)

        def persons(token):
            found = reader.query.Search(query.SearchRequest(
                facets=[query_messages.FacetRequest(facet="person")], min_commit_token=token), timeout=30)
            return {value.id: value.count for value in found.facets[0].values}

        supply("one", "ann", "bob")
        self.assertEqual(persons(supply("two", "ann").commit_token), {"ann": 2, "bob": 1})
        curation = curation_grpc.CurationServiceStub(writer.channel)
        merged = curation.MergePersons(curation_messages.MergePersonsRequest(person="bob", into="ann"), timeout=30)
        self.assertEqual(persons(merged.commit_token), {"ann": 2})
        split = curation.SplitPerson(curation_messages.SplitPersonRequest(
            person="bob", label="Ann II", article_ids=["one"]), timeout=30)
        other = split.correction.split.new_person
        self.assertEqual(persons(split.commit_token), {"ann": 1, other: 1})
        self.assertEqual(persons(supply("one", "bob").commit_token), {"ann": 1, other: 1})

        # Killed, and started again.
        writer.stop(signal.SIGKILL)
        writer = self.start(data, "--roles", "indexing")
        curation = curation_grpc.CurationServiceStub(writer.channel)
        undone = curation.UndoCorrection(
            curation_messages.UndoCorrectionRequest(id=split.correction.id), timeout=30)
        self.assertEqual(persons(undone.commit_token), {"ann": 2})
        self.assertEqual(len(curation.ListCorrections(curation_messages.ListCorrectionsRequest(), timeout=30).corrections), 2)

    def test_a_reader_follows_a_writer(self):
        data = self.temp / "data"
        reader = self.start(data, "--roles", "query")
        self.assertEqual(reader.roles, "query")
        self.assertEqual(reader.health(QUERY_SERVICE), "NOT_SERVING")
        self.assert_rpc_error(grpc.StatusCode.UNAVAILABLE, lambda: reader.query.Search(
            query.SearchRequest(), timeout=10))

        writer = self.start(data, "--roles", "indexing")
        self.assertEqual(writer.roles, "indexing")
        self.assertTrue(await_true(lambda: reader.health(QUERY_SERVICE) == "SERVING"))
        self.assertLess(self.measure(writer, reader, "first"), BOUND_SECONDS)

        # Stopped, and started again.
        self.assertEqual(writer.stop(), 0)
        self.assertTrue(has(reader, "first0"))
        writer = self.start(data, "--roles", "indexing")
        self.assertLess(self.measure(writer, reader, "stopped"), BOUND_SECONDS)

        # Killed, and started again.
        self.assertEqual(writer.stop(signal.SIGKILL), -signal.SIGKILL)
        self.assertTrue(has(reader, "stopped0"))
        writer = self.start(data, "--roles", "indexing")
        self.assertLess(self.measure(writer, reader, "killed"), BOUND_SECONDS)

        # Updates and deletions are seen as well.
        writer.indexing.DeleteArticle(indexing.DeleteArticleRequest(id="first0"), timeout=30)
        self.assertTrue(await_true(lambda: not has(reader, "first0"), LONGEST_SECONDS))
        corpus = reader.query.GetCorpus(query.GetCorpusRequest(), timeout=30)
        self.assertEqual(corpus.article_count, 3 * WRITES - 1)

    def test_a_commit_token_is_waited_for_in_the_other_process(self):
        data = self.temp / "data"
        writer = self.start(data, "--roles", "indexing")
        reader = self.start(data, "--roles", "query")
        self.assertTrue(await_true(lambda: reader.health(QUERY_SERVICE) == "SERVING"))
        for i in range(20):
            token = self.write(writer, f"t{i}").commit_token
            found = reader.query.Search(query.SearchRequest(min_commit_token=token), timeout=30)
            self.assertEqual(found.total_count, i + 1)

    def test_two_writers_are_one_too_many(self):
        data = self.temp / "data"
        self.start(data, "--roles", "indexing")
        with self.assertRaisesRegex(AssertionError, "the server said"):
            self.start(data, "--roles", "indexing")

    def test_each_role_answers_for_itself(self):
        data = self.temp / "data"
        writer = self.start(data, "--roles", "indexing")
        with self.assertRaises(grpc.RpcError) as caught:
            writer.query.GetCorpus(query.GetCorpusRequest(), timeout=10)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNIMPLEMENTED)


if __name__ == "__main__":
    unittest.main()
