# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line against the real server, on the sample articles."""
import json
import os
import re
import subprocess
import unittest

from harness import BIN, SOURCE, ServerTest, json_lines

SAMPLES = SOURCE / "clients/samples"
IN_FORMATS = 9  # articles in the seven files of samples/formats


class CliTest(ServerTest):

    def setUp(self):
        super().setUp()
        self.server = self.start(self.temp / "data")

    def run_here(self, *arguments, **options):
        return self.run_cli(self.server, *arguments, **options)

    def expect(self, code, *arguments, **options):
        result = self.run_here(*arguments, **options)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result

    def index_samples(self):
        files = sorted(SAMPLES.glob("*.txt")) + sorted(SAMPLES.glob("*.jsonl"))
        return self.expect(0, "index", *files, SAMPLES / "formats", "--language", "en")

    def sample_count(self):
        lines = sum(len(p.read_text().splitlines()) for p in SAMPLES.glob("*.jsonl"))
        return len(list(SAMPLES.glob("*.txt"))) + lines + IN_FORMATS

    def test_samples(self):
        count = self.sample_count()
        self.assertEqual(self.index_samples().stdout, f"{count} articles: {count} created\n")
        self.assertEqual(self.index_samples().stdout, f"{count} articles: {count} unchanged\n")

        found = self.expect(0, "search", "railway construction", "--country", "KG",
                            "--facets", "country,person,sector").stdout
        total = int(re.match(r"(\d+) articles? match", found)[1])
        self.assertGreater(total, 0)
        self.assertRegex(found, rf"\n▸  KG +Kyrgyzstan +{total}  █")
        self.assertRegex(found, r"\nperson  \d+ values? in")
        self.assertRegex(found, r"\nsector  \d+ values? in")

        facets = json.loads(self.expect(0, "facets", "railway", "--json").stdout)
        self.assertEqual([f["facet"] for f in facets["facets"]], ["country", "person", "sector"])
        for value in facets["facets"][0]["values"]:
            click = json.loads(self.expect(0, "search", "railway", "--country", value["id"], "--json").stdout)
            self.assertEqual(click["totalCount"], value["count"])

        values = self.expect(0, "values", "country", "kyr").stdout
        self.assertRegex(values, r"^   KG  Kyrgyzstan +\d+  █")
        self.assertRegex(self.expect(0, "values", "country", "kir", "--lang", "de").stdout, "Kirgisistan")

        status = self.expect(0, "status").stdout
        self.assertRegex(status, r"query +serving")
        self.assertRegex(status, r"indexing +serving")
        self.assertRegex(status, rf"articles +{count}\n")

    def test_the_next_page_is_a_command(self):
        self.index_samples()
        seen = []
        arguments = ["search", "--sort", "oldest", "--limit", "15"]
        for _ in range(10):
            page = json.loads(self.expect(0, *arguments, "--json").stdout)
            seen += [hit["article"]["id"] for hit in page["hits"]]
            text = self.expect(0, *arguments).stdout
            more = re.search(r"next page: facetwire .*--page (\S+)$", text, re.M)
            self.assertEqual(more is not None, "nextPageToken" in page)
            if more is None:
                break
            arguments = ["search", "--sort", "oldest", "--limit", "15", "--page", more[1]]
        self.assertEqual(len(seen), self.sample_count())
        self.assertEqual(len(set(seen)), len(seen))

    def test_get_and_delete(self):
        text = self.temp / "flood.txt"
        text.write_text(" date 2024-05-05 Mr. Silva visited Brazil. It rained.\n\nIt rains still.\n")
        self.assertEqual(self.expect(0, "index", text).stdout, "1 article: 1 created\n")
        shown = self.expect(0, "get", "flood").stdout
        self.assertTrue(shown.startswith("Mr. Silva visited Brazil.\n2024-05-05 · flood\n\nIt rained.\n\nIt rains"), shown)
        article = json.loads(self.expect(0, "get", "flood", "--json").stdout)["article"]
        self.assertEqual(article["publishedTime"], "2024-05-05T00:00:00Z")
        missing = self.expect(3, "get", "flood", "no-such")
        self.assertIn("NOT_FOUND", missing.stderr)
        self.assertEqual(self.expect(0, "delete", "flood").stdout, "deleted flood\n")
        self.expect(3, "delete", "flood")
        self.expect(0, "delete", "flood", "--allow-missing")
        self.expect(3, "get", "flood")

    def test_standard_input(self):
        line = '{"id": "one", "published": "2024-01-01", "body": "Wheat in Ukraine."}\n'
        self.assertEqual(self.expect(0, "index", "-", stdin=line).stdout, "1 article: 1 created\n")
        self.assertEqual(self.expect(0, "index", "-", "--id", "two", stdin="date 2024-01-02 Rye.").stdout,
                         "1 article: 1 created\n")
        self.expect(2, "index", "-", stdin="date 2024-01-02 Rye.")

    def test_what_publishers_supply_is_kept(self):
        self.index_samples()
        article = json.loads(self.expect(0, "get", "urn:facetwire:samples:2021-suez", "--json").stdout)["article"]
        self.assertIn("medtop:03000000", article["subjects"])
        self.assertEqual(article["attributes"]["urgency"], "2")
        supplied = {(e["facet"], e["id"]) for e in article["entities"] if e["origin"] == "ENTITY_ORIGIN_SUPPLIED"}
        self.assertLessEqual({("country", "EG"), ("person", "osama-rabie"), ("sector", "H50")}, supplied)

    def test_a_format_can_be_forced(self):
        feed = SAMPLES / "formats/rss.xml"
        self.assertIn("none of atom", self.expect(2, "index", feed, "--format", "atom").stderr)
        self.assertEqual(self.expect(0, "index", feed, "--format", "rss").stdout, "2 articles: 2 created\n")
        self.assertEqual(self.expect(0, "index", "-", "--id", "page",
                                     stdin=(SAMPLES / "formats/page.html").read_text()).stdout,
                         "1 article: 1 created\n")

    def test_annotate(self):
        lines = ('{"id": 7, "text": "Brazil and Kenya signed a trade agreement in Nairobi."}\n'
                 '{"id": "b", "title": "Chile", "text": "Copper mines in Chile closed."}\n')
        rows = json_lines(self.expect(0, "annotate", "--jsonl", "-", stdin=lines).stdout)
        self.assertEqual([row["id"] for row in rows], ["7", "b"])
        self.assertEqual(set(rows[0]["countries"]), {"BR", "KE"})
        self.assertEqual(rows[1]["countries"], ["CL"])
        self.assertIn("[Brazil|BR]", self.expect(0, "annotate", "-", stdin=lines).stdout)
        self.assertIn("\x1b[", self.expect(0, "annotate", "-", "--color", "always", stdin=lines).stdout)
        self.assertEqual(len(json_lines(self.expect(0, "annotate", "--json", "-", stdin=lines).stdout)), 2)
        self.assertRegex(self.expect(0, "status").stdout, r"articles +0\n")

    def test_corrections(self):
        lines = "".join(json.dumps({"id": str(i), "published": "2024-01-01", "body": body}) + "\n" for i, body in enumerate([
            "The editor Anna Keller met Boris Novak on Monday.", "Anna Keller spoke.", "Boris Novak spoke."]))
        self.expect(0, "index", "-", stdin=lines)

        def persons():
            facets = json.loads(self.expect(0, "facets", "--facets", "person", "--json").stdout)["facets"]
            return {v["id"]: int(v["count"]) for v in facets[0].get("values", [])}

        before = persons()
        self.assertEqual(before, {"anna-keller": 2, "boris-novak": 2})
        self.assertEqual(self.expect(0, "corrections", "merge", "anna-keller", "boris-novak", "--author", "An editor").stdout,
                         "correction 1: anna-keller is boris-novak\n")
        self.assertEqual(persons(), {"boris-novak": 3})
        self.assertRegex(self.expect(0, "search", "--person", "anna-keller").stdout, "^3 articles match")
        self.assertEqual(self.expect(0, "corrections", "undo", "1").stdout, "undone 1: anna-keller is boris-novak\n")
        self.assertEqual(persons(), before)
        split = self.expect(0, "corrections", "split", "anna-keller", "Anna Keller (chess)", "--article", "1").stdout
        other = re.fullmatch(r'correction 3: anna-keller is (\S+) "Anna Keller \(chess\)" in 1 article\n', split)[1]
        self.assertEqual(persons(), {"anna-keller": 1, "boris-novak": 2, other: 1})
        self.expect(0, "corrections", "rename", "boris-novak", "B. Novak")
        self.expect(0, "corrections", "alias", "boris-novak", "The Bear")
        self.assertIn("B. Novak", self.expect(0, "values", "person", "bear").stdout)
        self.expect(0, "corrections", "ban", "anna-keller")
        self.assertEqual(persons(), {"boris-novak": 2, other: 1})
        listed = self.expect(0, "corrections", "list").stdout
        self.assertRegex(listed, r"1 +2\d{3}-\d\d-\d\d \d\d:\d\d +An editor +anna-keller is boris-novak +undone")
        self.assertEqual(len(listed.splitlines()), 5)
        self.expect(3, "corrections", "undo", "99")
        self.assertRegex(self.expect(2, "corrections", "ban", "QQ", "--facet", "country").stderr, r"^facetwire: id: ")
        self.expect(2, "corrections")

    def test_bad_input_is_named_and_nothing_is_sent(self):
        good = self.temp / "good.txt"
        good.write_text("date 2024-05-05 One. Two.")
        cases = {
            "date.txt": (b"date 2023-02-30 Never.", '"2023-02-30" is not a date'),
            "latin.txt": (b"date 2023-10-26 Caf\xe9.", "not UTF-8: byte 0xe9 at offset 19"),
            "broken.jsonl": (b'{"id": "a"\n', "broken.jsonl:1: not JSON"),
            "undated.jsonl": (b'\n{"id": "a", "body": "x"}\n', "undated.jsonl:2: published: missing"),
        }
        for name, (content, message) in cases.items():
            (self.temp / name).write_bytes(content)
            result = self.expect(2, "index", good, self.temp / name)
            self.assertIn(message, result.stderr)
            self.assertEqual(result.stdout, "")
        self.assertIn("broken.jsonl:1: not JSON", self.expect(2, "index", self.temp).stderr)
        self.assertIn("No such file", self.expect(2, "index", good, self.temp / "missing.txt").stderr)
        self.assertRegex(self.expect(0, "status").stdout, r"articles +0\n")

    def test_what_the_server_refuses(self):
        self.assertRegex(self.expect(2, "search", "--limit", "-1").stderr,
                         r"^facetwire: page_size: .+ \(INVALID_ARGUMENT\)\n$")
        self.assertRegex(self.expect(2, "search", "--country", "QQ").stderr,
                         r"^facetwire: query\.filters\[0\]\.any_of\[0\]: ")
        self.assertRegex(self.expect(2, "search", "--from", "2024", "--to", "2023").stderr,
                         r'^facetwire: --to: "2023" is before --from')
        self.assertRegex(self.expect(2, "search", "--from", "2024", "--to", "2023-01-01T00:00:00Z").stderr,
                         r"^facetwire: query\.published\.end_time: ")
        self.expect(2, "search", '"unclosed', "--strict")
        lenient = self.expect(0, "search", '"unclosed')
        self.assertRegex(lenient.stderr, r"^hint: ")
        rejected = self.expect(1, "index", "-", stdin='{"id": "%s", "published": "2024-01-01", "body": "x"}' % ("x" * 201))
        self.assertIn("1 article: 1 rejected", rejected.stdout)
        self.assertIn("id: ", rejected.stderr)

    def test_explain(self):
        self.index_samples()
        self.assertIn("\nexplanation\n", self.expect(0, "search", "railway NOT metro", "--explain").stdout)

    def test_nobody_answers(self):
        result = self.run_cli(None, "search", "x")
        self.assertEqual(result.returncode, 4)
        self.assertIn("no server answers at 127.0.0.1:1", result.stderr)
        both = subprocess.run([BIN / "facetwire", "--server", "127.0.0.1:1", "status"], text=True, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertRegex(both.stdout, r"^query +no answer .*\nindexing +no answer .*\nfacetwire: no server")

    def test_the_server_from_the_environment(self):
        result = subprocess.run([BIN / "facetwire", "status"], capture_output=True, text=True, timeout=60,
                                env={**os.environ, "FACETWIRE_SERVER": self.server.address})
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_a_closed_pipe_is_no_error(self):
        lines = "".join('{"id": %d, "text": "Brazil."}\n' % i for i in range(300))
        process = subprocess.Popen(
            [BIN / "facetwire", "--server", self.server.address, "annotate", "--jsonl", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        process.stdin.write(lines.encode())
        process.stdin.close()
        with process.stderr:
            self.assertEqual(process.stderr.read(), b"")
        self.assertEqual(process.wait(timeout=60), 0)

    def test_a_full_disk_is_an_error(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([BIN / "facetwire", "--server", self.server.address, "status"],
                                    stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot write the output", result.stderr)


if __name__ == "__main__":
    unittest.main()
