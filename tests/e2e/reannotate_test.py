# SPDX-License-Identifier: GPL-3.0-or-later
"""`facetwire reannotate` against a real server that has another gazetteer than before."""
import subprocess
import unittest

import grpc
from facetwire.v1 import maintenance_service_pb2 as maintenance, maintenance_service_pb2_grpc

from harness import (BIN, NO_PROXY, ServerTest, await_true, indexing_service_pb2 as indexing, json_lines, make_article,
                     query_service_pb2 as query)

ARTICLES = 1500


class ReannotateTest(ServerTest):

    def gazetteer(self, *lines):
        path = self.temp / "gazetteer.tsv"
        path.write_text("".join(f"{line}\n" for line in lines))
        return "--gazetteer", str(path)

    def countries(self, server):
        """{id: count}, each the same as a click on it."""
        request = query.SearchRequest(page_size=0)
        request.facets.add(facet="country", limit=1000)
        counts = {value.id: value.count for value in server.query.Search(request, timeout=30).facets[0].values}
        for id, count in counts.items():
            self.assertEqual(self.click(server, id), count)
        return counts

    def click(self, server, id, token=""):
        request = query.SearchRequest(page_size=0, min_commit_token=token)
        request.query.filters.add(facet="country", any_of=[id])
        return server.query.Search(request, timeout=30).total_count

    def fill(self, server):
        for first in range(0, ARTICLES, 500):
            request = indexing.BatchIndexArticlesRequest(articles=[
                make_article(f"a{i}", body=f"Number {i} about the railway in Ruritania and in Kenya.")
                for i in range(first, first + 500)])
            server.indexing.BatchIndexArticles(request, timeout=60)

    def restart(self, server, *flags):
        self.assertEqual(server.stop(), 0)
        return self.start(self.temp / "data", *flags)

    def stub(self, server):
        return maintenance_service_pb2_grpc.MaintenanceServiceStub(
            grpc.insecure_channel(server.address, options=NO_PROXY))

    def test_a_new_gazetteer_is_applied_to_stored_articles(self):
        server = self.start(self.temp / "data", "--seal-documents", "400", *self.gazetteer("KE\tname\tKenya"))
        self.fill(server)
        self.assertEqual(self.countries(server), {"KE": ARTICLES})
        server = self.restart(server, *self.gazetteer("SM\tname\tRuritania"))
        self.assertEqual(self.countries(server), {"KE": ARTICLES})
        follower = self.start(self.temp / "data", "--roles", "query")
        done = self.run_cli(server, "reannotate")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, f"{ARTICLES} articles annotated again, of which {ARTICLES} have changed\n")
        self.assertEqual(self.countries(server), {"SM": ARTICLES})
        again = self.run_cli(server, "reannotate", "--json")
        self.assertEqual(again.returncode, 0, again.stderr)
        last = json_lines(again.stdout)[-1]
        self.assertEqual((last["done"], last["total"]), (str(ARTICLES), str(ARTICLES)))
        self.assertNotIn("changed", last["result"])
        self.assertTrue(last["result"]["searchable"])
        self.assertEqual(self.click(follower, "SM", token=last["result"]["commitToken"]), ARTICLES)
        self.assertEqual(self.countries(follower), {"SM": ARTICLES})
        verified = self.run_cli(None, "verify", self.temp / "data")
        self.assertEqual(verified.returncode, 0, verified.stdout)

    def test_it_is_refused_twice_and_cancelled_without_a_trace(self):
        server = self.start(self.temp / "data", *self.gazetteer("KE\tname\tKenya"))
        self.fill(server)
        server = self.restart(server, *self.gazetteer("SM\tname\tRuritania"))
        stub = self.stub(server)
        first = stub.ReannotateArticles(maintenance.ReannotateArticlesRequest(), timeout=60)
        next(first)  # it is under way
        second = stub.ReannotateArticles(maintenance.ReannotateArticlesRequest(), timeout=60)
        self.assert_rpc_error(grpc.StatusCode.FAILED_PRECONDITION, lambda: list(second))
        first.cancel()
        self.assertTrue(await_true(lambda: not list((self.temp / "data").glob("*.tmp"))))
        self.assertEqual(self.countries(server), {"KE": ARTICLES})

    def test_searches_and_writes_go_on(self):
        server = self.start(self.temp / "data", *self.gazetteer("KE\tname\tKenya"))
        self.fill(server)
        server = self.restart(server, *self.gazetteer("SM\tname\tRuritania"))
        client = subprocess.Popen([BIN / "facetwire", "--server", server.address, "reannotate"],
                                  stdout=subprocess.PIPE, text=True)
        written = 0
        while client.poll() is None:
            request = indexing.IndexArticleRequest(article=make_article(f"n{written}", body="Only Ruritania."))
            server.indexing.IndexArticle(request, timeout=30)
            written += 1
            counts = self.click(server, "KE"), self.click(server, "SM")
            self.assertIn(counts, [(ARTICLES, written), (0, ARTICLES + written), (ARTICLES, ARTICLES + written)])
        self.assertEqual(client.wait(), 0)
        client.stdout.close()
        self.assertGreater(written, 0)
        self.assertEqual(self.countries(server), {"SM": ARTICLES + written})


if __name__ == "__main__":
    unittest.main()
