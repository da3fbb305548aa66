# SPDX-License-Identifier: GPL-3.0-or-later
"""The server with annotators outside of it: the example in clients/python, bad ones, slow ones, none."""
import os
import pathlib
import select
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
from concurrent import futures

import grpc
from facetwire.v1 import annotation_service_pb2 as annotation
from facetwire.v1 import annotation_service_pb2_grpc, article_pb2, indexing_service_pb2, query_service_pb2
from harness import BIN, READY_SECONDS, SOURCE, Server, ServerTest, await_true, make_article

EXAMPLE = SOURCE / "clients/python/annotator_example.py"
BODY = "İzmir 🎉 waits. Zorblat Quux came to Kenya. Then Quux met Wangari Maathai there. Kenya cheered."


class Scripted(annotation_service_pb2_grpc.AnnotationServiceServicer):
    """Answers as the test says."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def Annotate(self, request, context):
        self.asked.append(request.article)
        return self.answer(request, context)


class AnnotatorTest(ServerTest):

    def serve(self, answer, port=0):
        service = Scripted(answer)
        server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
        annotation_service_pb2_grpc.add_AnnotationServiceServicer_to_server(service, server)
        service.address = f"127.0.0.1:{server.add_insecure_port(f'127.0.0.1:{port}')}"
        server.start()
        self.addCleanup(server.stop, None)
        return service

    def start_with(self, address, *flags):
        """A server that has an annotator; its warnings go to self.log."""
        self.log_path = self.temp / "stderr"
        with open(self.log_path, "wb") as log:
            server = Server(self.temp / "data", "--annotator", address, *flags, stderr=log)
        self.addCleanup(lambda: server.process.stdout.closed or server.stop())
        return server

    def log(self):
        return self.log_path.read_text()

    def analyze(self, server, unit=article_pb2.OFFSET_UNIT_CODE_POINTS, **fields):
        request = indexing_service_pb2.AnalyzeArticleRequest(
            article=make_article("a", **{"title": "", "body": BODY, **fields}), offset_unit=unit)
        return {entity.id: entity for entity in server.indexing.AnalyzeArticle(request, timeout=60).entities}

    def start_example(self):
        people = self.temp / "people.txt"
        people.write_text("Zorblat Quux|Quux\nWangari Maathai\n", encoding="utf-8")
        process = subprocess.Popen([sys.executable, "-B", EXAMPLE, people, "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        readable, _, _ = select.select([process.stdout], [], [], READY_SECONDS)
        line = process.stdout.readline() if readable else ""
        self.assertRegex(line, r"^annotator: 2 people, listening on 127\.0\.0\.1:\d+$")
        return line.split()[-1]

    def test_the_example_stands_beside_our_own(self):
        found = self.analyze(self.start_with(self.start_example()))
        quux = found["zorblat-quux"]
        self.assertEqual([BODY[m.begin:m.end] for m in quux.mentions], ["Zorblat Quux", "Quux"])
        self.assertEqual([m.surface for m in quux.mentions], ["Zorblat Quux", "Quux"])
        self.assertEqual(quux.origin, article_pb2.ENTITY_ORIGIN_EXTRACTED)
        self.assertGreaterEqual(quux.salience, 0.4)  # ours may say more
        self.assertIn("KE", found)
        self.assertEqual(found["wangari-maathai"].label, "Wangari Maathai")
        self.assertEqual(len([m for m in found["wangari-maathai"].mentions if m.surface == "Wangari Maathai"]), 1)

    def test_the_example_instead_of_our_own_is_searched(self):
        server = self.start_with(self.start_example(), "--annotator-mode", "instead")
        found = self.analyze(server)
        self.assertEqual(set(found), {"zorblat-quux", "wangari-maathai"})
        self.assertAlmostEqual(found["zorblat-quux"].salience, 0.4)
        indexed = server.indexing.IndexArticle(
            indexing_service_pb2.IndexArticleRequest(article=make_article("a", body=BODY)), timeout=60)
        request = query_service_pb2.SearchRequest(min_commit_token=indexed.commit_token)
        request.facets.add(facet="person")
        request.facets.add(facet="country")
        person, country = server.query.Search(request, timeout=60).facets
        self.assertEqual([(v.id, v.label) for v in person.values],
                         [("wangari-maathai", "Wangari Maathai"), ("zorblat-quux", "Zorblat Quux")])
        self.assertEqual(len(country.values), 0)

    def test_what_is_sent(self):
        service = self.serve(lambda *_: annotation.AnnotateResponse())
        server = self.start_with(service.address)
        article = make_article("a", source="S", language="en", subjects=["x"], attributes={"secret": "x"})
        article.supplied_entities.add(facet="country", id="PE")
        server.indexing.IndexArticle(indexing_service_pb2.IndexArticleRequest(article=article), timeout=60)
        (asked,) = service.asked
        article.ClearField("attributes")
        article.ClearField("supplied_entities")
        self.assertEqual(asked, article)

    def test_what_breaks_the_contract_is_left_out_and_counted(self):
        def answer(request, context):
            response = annotation.AnnotateResponse()
            response.entities.add(facet="country", id="ZZ")
            response.entities.add(facet="planet", id="Mars")
            response.entities.add(facet="person", id="nobody")
            response.entities.add(facet="country", id="PE", salience=1.5)
            sector = response.entities.add(facet="sector", id="h49", salience=0.25)
            sector.mentions.add(field=article_pb2.TEXT_FIELD_BODY, begin=1, end=5)  # in the first letter
            sector.mentions.add(field=article_pb2.TEXT_FIELD_BODY, begin=0, end=100000)
            sector.mentions.add(field=article_pb2.TEXT_FIELD_BODY, begin=0, end=2, surface="no")
            sector.mentions.add(begin=0, end=2)
            sector.mentions.add(field=article_pb2.TEXT_FIELD_BODY, begin=0, end=2)
            return response

        server = self.start_with(self.serve(answer).address, "--annotator-mode", "instead")
        found = self.analyze(server)
        self.assertEqual(set(found), {"H49", "H"})
        self.assertEqual([m.surface for m in found["H49"].mentions], ["İ"])
        self.assertTrue(found["H"].implied)
        self.assertEqual(found["H49"].confidence, 1)
        for says in ("left out 1: unknown country", "left out 2: unknown facet or field",
                     "left out 1: offset out of range", "left out 1: offset within a character",
                     "left out 1: surface is not the text", "left out 1: salience not within 0..1",
                     "left out 1: person without"):
            self.assertIn(says, self.log())

    def test_without_it_the_server_does_alone_and_comes_back(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            free = probe.getsockname()[1]  # nobody listens there yet
        server = self.start_with(f"127.0.0.1:{free}", "--annotator-mode", "instead", "--annotator-timeout", "10s")
        for _ in range(10):
            self.assertIn("KE", self.analyze(server))
        self.assertRegex(self.log(), r"facetwire-server: warning: annotator 127\.0\.0\.1:\d+: 1 article without it")
        self.serve(lambda *_: annotation.AnnotateResponse(
            entities=[annotation.AnnotatedEntity(facet="country", id="PE")]), free)
        self.assertTrue(await_true(lambda: set(self.analyze(server)) == {"PE"}))

    def test_an_error_or_rubbish_harms_no_article(self):
        def refuse(request, context):
            context.abort(grpc.StatusCode.INTERNAL, "out of\norder")

        def too_big(request, context):
            return annotation.AnnotateResponse(entities=[annotation.AnnotatedEntity(
                facet="person", label="x" * 5_000_000)])

        def unknown_unit(request, context):
            return annotation.AnnotateResponse(offset_unit=77)

        for answer, says in ((refuse, "out of order"), (too_big, "RESOURCE_EXHAUSTED"), (unknown_unit, "unit 77")):
            with self.subTest(says=says):
                server = self.start_with(self.serve(answer).address)
                indexed = server.indexing.IndexArticle(
                    indexing_service_pb2.IndexArticleRequest(article=make_article(says, title=says, body=BODY)), timeout=60)
                self.assertEqual(indexed.outcome, indexing_service_pb2.INDEX_OUTCOME_CREATED)
                self.assertIn("1 article without it (1 since the start; the last: ", self.log())
                self.assertIn(says, self.log())
                self.assertEqual(server.stop(), 0)

    def test_text_that_is_not_utf8_harms_no_article(self):
        handler = grpc.method_handlers_generic_handler("facetwire.v1.AnnotationService", {
            "Annotate": grpc.unary_unary_rpc_method_handler(
                lambda request, context: b"\x0a\x0c\x0a\x06person\x1a\x02\xff\xfe", None, lambda raw: raw)})
        annotator = grpc.server(futures.ThreadPoolExecutor(max_workers=1))
        annotator.add_generic_rpc_handlers((handler,))
        port = annotator.add_insecure_port("127.0.0.1:0")
        annotator.start()
        self.addCleanup(annotator.stop, None)
        self.assertIn("KE", self.analyze(self.start_with(f"127.0.0.1:{port}")))
        self.assertIn("1 article without it", self.log())

    def test_a_silent_one_keeps_neither_questions_nor_health_waiting(self):
        release = threading.Event()
        self.addCleanup(release.set)

        def silent(request, context):
            if request.article.id.startswith("slow"):
                release.wait(60)
            return annotation.AnnotateResponse()

        service = self.serve(silent)
        server = self.start_with(service.address, "--annotator-timeout", "60s", "--workers", "1")
        calls = [server.indexing.IndexArticle.future(
            indexing_service_pb2.IndexArticleRequest(article=make_article(f"slow-{i}", title=f"Article {i}", body=BODY)), timeout=60)
            for i in range(5)]
        self.assertTrue(await_true(lambda: len(service.asked) == 5))
        self.assertIn("KE", self.analyze(server))
        self.assertEqual(server.health(), "SERVING")
        self.assertFalse(any(call.done() for call in calls))
        release.set()
        for call in calls:
            self.assertEqual(call.result().outcome, indexing_service_pb2.INDEX_OUTCOME_CREATED)

    def test_one_that_is_too_slow_is_given_up(self):
        release = threading.Event()
        self.addCleanup(release.set)
        service = self.serve(lambda *_: release.wait(60) and annotation.AnnotateResponse())
        server = self.start_with(service.address, "--annotator-timeout", "20ms")
        for _ in range(6):
            self.assertIn("KE", self.analyze(server))
        self.assertIn("DEADLINE_EXCEEDED", self.log())
        self.assertIn("since the start", self.log())


class FlagsTest(unittest.TestCase):

    def run_server(self, *flags):
        return subprocess.run([BIN / "facetwire-server", *flags], capture_output=True, text=True, timeout=60, check=False)

    def test_the_gazetteer_that_is_printed_is_taken(self):
        printed = self.run_server("--print-gazetteer")
        self.assertEqual((printed.returncode, printed.stderr), (0, ""))
        self.assertIn("KG\tname\tKyrgyzstan", printed.stdout)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "mine.tsv")
            path.write_text(printed.stdout + "PE\tname\tFreedonia\n", encoding="utf-8")
            server = Server(pathlib.Path(folder, "data"), "--gazetteer", str(path))
            request = indexing_service_pb2.AnalyzeArticleRequest(
                article=make_article("a", title="", body="Freedonia greets Kyrgyzstan."))
            found = {entity.id for entity in server.indexing.AnalyzeArticle(request, timeout=60).entities}
            self.assertEqual(server.stop(), 0)
            self.assertLessEqual({"PE", "KG"}, found)

    def test_a_bad_gazetteer_is_named_with_its_line(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "mine.tsv")
            path.write_text("# mine\nKG\tnam\tKyrgyzstan\n", encoding="utf-8")
            data = pathlib.Path(folder, "data")
            result = self.run_server("--data-dir", str(data), "--gazetteer", str(path), "--listen", "127.0.0.1:0")
            self.assertEqual(result.returncode, 1)
            self.assertEqual(result.stderr.split("; use")[0], f'facetwire-server: {path}:2:4: "nam" is no kind')
            self.assertFalse(os.path.exists(data))


if __name__ == "__main__":
    unittest.main()
