# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores what `facetwire annotate` finds in labelled articles, and fails below the floors in floors.tsv.

The articles and their scorer are not in the repository; without them the test is skipped. README.md
beside this file says how to read the table and how to raise a floor."""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from harness import SHARED, ServerTest, json_lines

SETS = SHARED / "accuracy/open"
SCORER = SHARED / "accuracy/score_entities.py"
FLOORS = pathlib.Path(__file__).with_name("floors.tsv")
LOCAL_NEWS = ("country_trnews", "country_gwn", "country_geovirus", "country_tudloc")


def read_floors(path):
    """{(set, metric): least F1}."""
    with open(path, encoding="utf-8") as file:
        rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {(name, metric): float(floor) for name, metric, floor in rows}


def only_countries(rows, keep):
    """The rows with no country that `keep` refuses."""
    keys = ("countries", "countries_neutral")
    return [{**row, **{key: [code for code in row[key] if keep(code)] for key in keys if key in row}} for row in rows]


def only_section(gold, predicted, section):
    """What speaks of one section. Where the labels leave a choice, a right guess counts for the section guessed."""
    kept_gold, kept_predicted = [], []
    guesses = {row["id"]: {code[0] for code in row["sectors"]} for row in predicted}
    for row in gold:
        guess = guesses[row["id"]]
        choices = [set(label.split("|")) for label in row["sectors"]]
        # Neutral is what another label of the article allows; the scorer sees only this section's labels.
        neutral = set(row["sectors_neutral"]).union(*choices)
        kept_gold.append({"id": row["id"], "sectors_neutral": sorted(neutral), "sectors": [
            section for choice in choices if section in choice and (section in guess or not choice & guess)]})
        kept_predicted.append({"id": row["id"], "sectors": sorted(guess & {section})})
    return kept_gold, kept_predicted


@unittest.skipUnless(SCORER.exists(), f"there is no {SCORER}")
class AccuracyTest(ServerTest):

    def annotate(self, path):
        result = self.run_cli(self.server, "annotate", "--jsonl", path)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json_lines(result.stdout)

    def score(self, gold, predicted):
        """{"country": (precision, recall, F1), ...} as the scorer says."""
        paths = [self.temp / "gold.jsonl", self.temp / "predicted.jsonl"]
        for path, rows in zip(paths, (gold, predicted)):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        result = subprocess.run([sys.executable, SCORER, *paths], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        found = re.findall(r"^(\w+)\t.*precision (\S+)\trecall (\S+)\tF1 (\S+)$", result.stdout, re.M)
        return {kind: tuple(map(float, figures)) for kind, *figures in found}

    def score_set(self, name):
        """[(metric, (precision, recall, F1)), ...]."""
        path = SETS / f"{name}.jsonl"
        gold, predicted = json_lines(path.read_text(encoding="utf-8")), self.annotate(path)
        self.save(name, predicted)
        scores = list(self.score(gold, predicted).items())
        if name == "country_reuters87":
            for metric, keep in (("country-US", lambda code: code == "US"), ("country-rest", lambda code: code != "US")):
                part = self.score(only_countries(gold, keep), only_countries(predicted, keep))
                scores.append((metric, part["country"]))
        if name == "sector_reuters_isic":
            sections = {letter for row in gold for label in row["sectors"] for letter in label.split("|")}
            for section in sorted(sections):
                part = self.score(*only_section(gold, predicted, section))
                scores.append((f"sector-{section}", part["sector"]))
        return scores

    def save(self, name, predicted):
        """Keeps what was predicted, for those who look for what is wrong."""
        folder = os.environ.get("FACETWIRE_ACCURACY_OUT")
        if folder:
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in predicted)
            pathlib.Path(folder, f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")

    def test_at_least_the_floors(self):
        self.server = self.start(self.temp / "data")
        scores = {}
        for path in sorted(SETS.glob("*.jsonl")):
            scores.update({(path.stem, metric): figures for metric, figures in self.score_set(path.stem)})
        local = [scores[name, "country"] for name in LOCAL_NEWS]
        scores["mean of " + " ".join(name.split("_")[1] for name in LOCAL_NEWS), "country"] = tuple(
            sum(column) / len(local) for column in zip(*local))

        floors = read_floors(FLOORS)
        print(f"\n{'set':40} {'metric':13} precision recall    F1  floor")
        for (name, metric), (precision, recall, f1) in scores.items():
            floor = floors.get((name, metric))
            print(f"{name:40} {metric:13} {precision:9.3f} {recall:6.3f} {f1:5.3f}  {'' if floor is None else floor}")
        self.assertLessEqual(floors.keys(), scores.keys(), "floors for what is not measured")
        for key, floor in floors.items():
            with self.subTest(set=key[0], metric=key[1]):
                self.assertGreaterEqual(scores[key][2], floor)


if __name__ == "__main__":
    unittest.main()
