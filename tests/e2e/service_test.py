# SPDX-License-Identifier: GPL-3.0-or-later
"""The server as a client in another language sees it: stubs generated from the protos."""
import concurrent.futures
import itertools
import signal
import subprocess
import sys
import threading
import unittest

import grpc

from harness import (NO_PROXY, SOURCE, ServerTest, await_true, indexing_service_pb2 as indexing,
                     indexing_service_pb2_grpc, make_article, query_pb2, query_service_pb2 as query)

RAIL = make_article(
    "rail", "Kyrgyzstan and China begin railway construction",
    "Premier Li Qiang praised the railway on Friday. Farmers hope to export fruit by train.",
    source="Wire", language="en")
GRID = make_article(
    "grid", "Brazil auctions power lines",
    "Brazil sold the rights to build power lines. Electricity prices fell.", source="Wire", seconds=1700000000)


def index(server, *articles):
    request = indexing.BatchIndexArticlesRequest(articles=articles)
    return server.indexing.BatchIndexArticles(request, timeout=30)


def search(server, text="", **fields):
    request = query.SearchRequest(query=query_pb2.ArticleQuery(text=text), **fields)
    return server.query.Search(request, timeout=30)


class ServiceTest(ServerTest):

    def test_index_search_facets(self):
        server = self.start(self.temp / "data")
        response = index(server, RAIL, GRID)
        self.assertEqual([r.outcome for r in response.results], [indexing.INDEX_OUTCOME_CREATED] * 2)

        request = query.SearchRequest(min_commit_token=response.commit_token)
        request.query.text = "railway construction"
        request.query.filters.add(facet="country", any_of=["KG"])
        for facet in ("country", "person", "sector", "source"):
            request.facets.add(facet=facet)
        found = server.query.Search(request, timeout=30)
        self.assertEqual(found.total_count, 1)
        self.assertEqual(found.hits[0].article.id, "rail")
        self.assertEqual(found.exactness, query.EXACTNESS_EXACT)
        highlighted = {s.text.lower() for n in found.hits[0].snippets for s in n.segments if s.highlighted}
        self.assertLessEqual({"railway", "construction"}, highlighted)

        facets = {facet.facet: facet for facet in found.facets}
        countries = {value.id: value for value in facets["country"].values}
        self.assertEqual((countries["KG"].label, countries["KG"].count, countries["KG"].selected),
                         ("Kyrgyzstan", 1, True))
        self.assertEqual(countries["CN"].count, 1)
        self.assertIn("li-qiang", {value.id for value in facets["person"].values})
        self.assertIn("H49", {value.id for value in facets["sector"].values})
        self.assertEqual([(v.id, v.count) for v in facets["source"].values], [("Wire", 1)])

    def test_every_count_is_what_a_click_finds(self):
        server = self.start(self.temp / "data")
        index(server, RAIL, GRID)
        request = query.SearchRequest()
        request.query.filters.add(facet="country", any_of=["KG"])
        for facet in ("country", "person", "sector"):
            request.facets.add(facet=facet, limit=1000)
        checked = 0
        for facet in server.query.Search(request, timeout=30).facets:
            for value in facet.values:
                click = query.SearchRequest(page_size=0)
                click.query.CopyFrom(request.query)
                if facet.facet == "country":
                    del click.query.filters[:]
                click.query.filters.add(facet=facet.facet, any_of=[value.id])
                self.assertEqual(server.query.Search(click, timeout=30).total_count, value.count, value)
                checked += 1
        self.assertGreater(checked, 3)

    def test_pages(self):
        server = self.start(self.temp / "data")
        index(server, *[make_article(f"a{i}", seconds=1698278400 + i) for i in range(25)])
        seen, token = [], ""
        while True:
            page = search(server, sort=query.SORT_OLDEST, page_size=10, page_token=token)
            seen += [hit.article.id for hit in page.hits]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(seen, [f"a{i}" for i in range(25)])

    def test_update_and_delete(self):
        server = self.start(self.temp / "data")
        index(server, RAIL)
        again = index(server, RAIL)
        self.assertEqual(again.results[0].outcome, indexing.INDEX_OUTCOME_UNCHANGED)
        changed = make_article("rail", "Another title", "Nothing about trains.")
        self.assertEqual(index(server, changed).results[0].outcome, indexing.INDEX_OUTCOME_UPDATED)
        got = server.query.GetArticle(query.GetArticleRequest(id="rail"), timeout=30)
        self.assertEqual(got.article.title, "Another title")
        server.indexing.DeleteArticle(indexing.DeleteArticleRequest(id="rail"), timeout=30)
        self.assert_rpc_error(grpc.StatusCode.NOT_FOUND, lambda: server.query.GetArticle(
            query.GetArticleRequest(id="rail"), timeout=30))
        self.assert_rpc_error(grpc.StatusCode.NOT_FOUND, lambda: server.indexing.DeleteArticle(
            indexing.DeleteArticleRequest(id="rail"), timeout=30))

    def test_duplicates(self):
        server = self.start(self.temp / "data")
        text = "The line reaches the port after years of work, and the first trains run in spring. "
        first, second = (make_article(id, "Rails to the port", text, source=id) for id in ("north", "south"))
        index(server, first)
        self.assertEqual(index(server, second).results[0].outcome, indexing.INDEX_OUTCOME_DUPLICATE)
        self.assertEqual(index(server, second).results[0].outcome, indexing.INDEX_OUTCOME_UNCHANGED)
        copies = query_pb2.ArticleQuery(copies_of="north")
        found = server.query.Search(query.SearchRequest(query=copies), timeout=30)
        self.assertEqual({hit.article.id for hit in found.hits}, {"north", "south"})

    def test_bad_requests_name_the_field(self):
        server = self.start(self.temp / "data")
        index(server, RAIL)

        def put(article):
            return lambda: server.indexing.IndexArticle(
                indexing.IndexArticleRequest(article=article), timeout=30)

        def find(**fields):
            return lambda: server.query.Search(query.SearchRequest(**fields), timeout=30)

        def filtered(facet, *values):
            return {"query": query_pb2.ArticleQuery(
                filters=[query_pb2.FacetFilter(facet=facet, any_of=values)])}

        backwards = query_pb2.ArticleQuery()
        backwards.published.start_time.seconds = 2
        backwards.published.end_time.seconds = 1
        page = search(server, page_size=0)
        self.assertEqual(page.next_page_token, "")
        index(server, GRID)
        token = search(server, page_size=1).next_page_token
        cases = [
            ("article.id", put(make_article(""))),
            ("article.id", put(make_article("x" * 201))),
            ("article.body", put(make_article("big", body="x" * (1024 * 1024 + 1)))),
            ("page_size", find(page_size=-1)),
            ("page_size", find(page_size=101)),
            ("page_token", find(page_token=token, query=query_pb2.ArticleQuery(text="other"))),
            ("page_token", find(page_token="nonsense")),
            ("query.filters[0].any_of[0]", find(**filtered("country", "QQ"))),
            ("query.filters[0].any_of[1]", find(**filtered("sector", "H49", "Z99"))),
            ("query.filters[0].facet", find(**filtered("colour", "red"))),
            ("query.published.end_time", find(query=backwards)),
            ("query.text", find(query=query_pb2.ArticleQuery(text='"unclosed', strict=True))),
        ]
        for field, call in cases:
            with self.subTest(field=field):
                self.assert_rpc_error(grpc.StatusCode.INVALID_ARGUMENT, call, field=field)
        with self.assertRaises(grpc.RpcError) as caught:
            put(make_article("empty", title="", body=""))()
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        corpus = server.query.GetCorpus(query.GetCorpusRequest(), timeout=30)
        self.assertEqual(corpus.article_count, 2)

    def test_lenient_queries_carry_a_note(self):
        server = self.start(self.temp / "data")
        index(server, RAIL)
        found = search(server, '"railway construction')
        self.assertEqual(found.total_count, 1)
        self.assertEqual(len(found.notes), 1)

    def test_a_batch_rejects_only_what_is_bad(self):
        server = self.start(self.temp / "data")
        results = index(server, RAIL, make_article(""), GRID).results
        self.assertEqual([r.outcome for r in results],
                         [indexing.INDEX_OUTCOME_CREATED, indexing.INDEX_OUTCOME_REJECTED,
                          indexing.INDEX_OUTCOME_CREATED])
        self.assertEqual(search(server).total_count, 2)

    def test_unknown_methods_are_unimplemented(self):
        server = self.start(self.temp / "data")
        call = server.channel.unary_unary("/facetwire.v1.QueryService/Nothing")
        with self.assertRaises(grpc.RpcError) as caught:
            call(b"", timeout=30)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_health(self):
        server = self.start(self.temp / "data")
        for service in ("", "facetwire.v1.QueryService", "facetwire.v1.IndexingService"):
            self.assertTrue(await_true(lambda s=service: server.health(s) == "SERVING"), service)
        with self.assertRaises(grpc.RpcError) as caught:
            server.health("no.such.Service")
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)

    def test_data_is_there_after_a_restart(self):
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            with self.subTest(how=how):
                data = self.temp / how.name
                first = self.start(data)
                index(first, RAIL)
                code = first.stop(how)
                self.assertEqual(code, -9 if how == signal.SIGKILL else 0)
                second = self.start(data)
                self.assertEqual(search(second, "railway").hits[0].article.id, "rail")
                self.assertEqual(second.stop(), 0)

    def test_a_stop_under_load_loses_nothing_that_was_answered(self):
        data = self.temp / "data"
        server = self.start(data)
        answered = []
        begun = threading.Event()

        def write(writer):
            channel = grpc.insecure_channel(server.address, options=[*NO_PROXY, ("test.writer", writer)])
            stub = indexing_service_pb2_grpc.IndexingServiceStub(channel)
            with channel:
                for i in itertools.count():
                    article = make_article(f"{writer}-{i}")
                    try:
                        stub.IndexArticle(indexing.IndexArticleRequest(article=article), timeout=60)
                    except grpc.RpcError as error:
                        return error.code()
                    answered.append(article.id)
                    if len(answered) > 50:
                        begun.set()

        with concurrent.futures.ThreadPoolExecutor() as pool:
            writers = [pool.submit(write, writer) for writer in range(4)]
            self.assertTrue(begun.wait(60))
            self.assertEqual(server.stop(), 0)
            # gRPC itself cancels a call that reaches it while it shuts down.
            self.assertLessEqual({writer.result() for writer in writers},
                                 {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED})
        again = self.start(data)
        for begin in range(0, len(answered), 100):
            got = again.query.BatchGetArticles(
                query.BatchGetArticlesRequest(ids=answered[begin:begin + 100]), timeout=30)
            self.assertEqual(list(got.missing_ids), [])

    def test_a_directory_that_is_no_index_is_refused(self):
        data = self.temp / "data"
        data.mkdir()
        (data / "letter.txt").write_text("Dear Sir")
        with self.assertRaisesRegex(AssertionError, "the server said"):
            self.start(data)
        self.assertEqual([p.name for p in data.iterdir()], ["letter.txt"])

    def test_the_example_in_clients_python(self):
        server = self.start(self.temp / "data")
        output = subprocess.run([sys.executable, SOURCE / "clients/python/example.py", server.address],
                                capture_output=True, text=True, timeout=60, check=True).stdout
        self.assertRegex(output, r"^1 found\n +\d+\.\d+  python-example  Kyrgyzstan and China")
        self.assertIn("('KG', 'Kyrgyzstan', 1)", output)


if __name__ == "__main__":
    unittest.main()
