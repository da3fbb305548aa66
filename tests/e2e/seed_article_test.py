# SPDX-License-Identifier: GPL-3.0-or-later
"""The article that the first milestone is about, where it is at hand (it is not in the repository)."""
import json
import unittest

from harness import SHARED, ServerTest, json_lines

ARTICLE = SHARED / "seed/article.txt"


@unittest.skipUnless(ARTICLE.exists(), f"there is no {ARTICLE}")
class SeedArticleTest(ServerTest):

    def setUp(self):
        super().setUp()
        self.server = self.start(self.temp / "data")

    def run_ok(self, *arguments):
        result = self.run_cli(self.server, *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_annotate(self):
        (row,) = json_lines(self.run_ok("annotate", "--jsonl", ARTICLE))
        self.assertEqual(row["id"], "article")
        self.assertEqual(set(row["countries"]), {"CN", "KG", "UZ", "RU", "HK", "TW"})
        self.assertEqual(set(row["countries"][:2]), {"CN", "KG"})
        names = [person["name"] for person in row["persons"]]
        self.assertEqual(set(names), {"Li Qiang", "Akylbek Japarov", "Sadyr Japarov", "Mikhail Mishustin"})
        self.assertEqual(len(names), 4)
        self.assertEqual(set(names[:2]), {"Li Qiang", "Akylbek Japarov"})
        sectors = set(row["sectors"])
        for wanted in ({"H49", "F42"}, {"A01"}, {"C"}, {"J"}, {"Q86"}, {"P85"}, {"I", "N79"}, {"R90", "R91"},
                       {"G46"}):
            with self.subTest(wanted=wanted):
                self.assertTrue(wanted & sectors, sectors)

    def test_who_is_who(self):
        response = json.loads(self.run_ok("annotate", "--json", ARTICLE))
        surfaces = {e["label"]: {m["surface"] for m in e["mentions"]} for e in response["entities"]
                    if e["facet"] == "person"}
        self.assertIn("Li", surfaces["Li Qiang"])
        self.assertTrue({"the premier", "premier"} & surfaces["Li Qiang"], surfaces["Li Qiang"])
        self.assertIn("Japarov", surfaces["Akylbek Japarov"] | surfaces["Sadyr Japarov"])

    def test_search(self):
        self.assertEqual(self.run_ok("index", ARTICLE), "1 article: 1 created\n")
        search = ["search", "railway construction", "--country", "KG", "--facets", "country,person,sector"]
        response = json.loads(self.run_ok(*search, "--json"))
        self.assertEqual(response["totalCount"], "1")
        (hit,) = response["hits"]
        self.assertEqual(hit["article"]["id"], "article")
        self.assertEqual(hit["article"]["publishedTime"], "2023-10-26T00:00:00Z")
        highlighted = {s["text"].lower() for n in hit["snippets"] for s in n["segments"] if s.get("highlighted")}
        self.assertIn("railway", highlighted)
        counts = {f["facet"]: {v["id"]: v["count"] for v in f["values"]} for f in response["facets"]}
        self.assertEqual((counts["country"]["KG"], counts["country"]["CN"]), ("1", "1"))
        self.assertEqual(counts["person"]["li-qiang"], "1")
        self.assertTrue({"H49", "F42"} & set(counts["sector"]))
        text = self.run_ok(*search)
        self.assertTrue(text.startswith("1 article matches\n\n 1. China and Kyrgyzstan agreed"), text)


if __name__ == "__main__":
    unittest.main()
