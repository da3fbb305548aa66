# SPDX-License-Identifier: GPL-3.0-or-later
"""Articles of about 1 KB, as many as wanted: a file at hand, else recombined ones. For speed and size only.

Where the project's neighbour directory `shared/bench` has a generator, that makes them out of real news. Else they
come from clients/samples: runs of their sentences, in which numbers are drawn anew and some words are replaced by
invented ones from a growing urn, so that new words never end (the share of words seen for the first time falls as
n^-0.4, as in real text) and frequencies run from one article to almost all."""
import datetime
import json
import pathlib
import random
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[3]
GENERATOR = SOURCE.parent / "shared/bench/scale_articles.py"
SYLLABLES = [a + b for a in "b br d f g gr h j k kl l m n p r s sh st t tr v z".split() for b in "a e i o u an er on".split()]
FIRST_DAY = datetime.date(2015, 1, 1)
DAYS = 3650
BODY_BYTES = 1000


class Urn:
    """Pitman-Yor: an invented word, a new one with a probability that falls as more are drawn."""

    def __init__(self, draw, concentration=1000.0, discount=0.6):
        self.random, self.concentration, self.discount = draw, concentration, discount
        self.drawn, self.distinct = [], 0

    def draw(self):
        new = self.concentration + self.discount * self.distinct
        if self.random.random() * (len(self.drawn) + self.concentration) < new:
            self.distinct += 1
            word = "".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 2, 3, 3, 4))))
        else:
            word = self.random.choice(self.drawn)
        self.drawn.append(word)
        return word


def sample_sentences():
    """A list of sentences for each sample."""
    samples = []
    for path in sorted((SOURCE / "clients/samples").glob("*.txt")):
        text = re.sub(r"^date \d{4}-\d\d-\d\d ", "", path.read_text(encoding="utf-8"))
        sentences = [s.strip() for s in re.split(r"(?<=[.!?])\s+(?=[A-Z\"])", text) if s.strip()]
        if len(sentences) > 2:
            samples.append(sentences)
    return samples


def renewed(sentence, draw, urn):
    sentence = re.sub(r"\d", lambda _: str(draw.randrange(1, 10)), sentence)
    return re.sub(r"\b[a-z]{5,}\b", lambda word: urn.draw() if draw.random() < 0.15 else word[0], sentence)


def recombine(count, path, seed=1):
    draw = random.Random(seed)
    urn, samples = Urn(draw), sample_sentences()
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            body, size = [], 0
            while size < BODY_BYTES:
                sentences = draw.choice(samples)
                begin = draw.randrange(len(sentences))
                run = " ".join(renewed(s, draw, urn) for s in sentences[begin:begin + draw.randint(1, 4)])
                body.append(run)
                size += len(run)
            day = FIRST_DAY + datetime.timedelta(days=number * DAYS // count)
            title = renewed(draw.choice(samples)[0], draw, urn)
            json.dump({"id": f"made-{seed}-{number:07d}", "published": day.isoformat(), "title": title,
                       "body": "\n\n".join(body), "source": f"Paper {draw.randrange(8)}"}, file)
            file.write("\n")


def make(count, path, from_samples):
    """Writes `count` articles to `path`, JSON lines; returns how they were made."""
    if GENERATOR.exists() and not from_samples:
        subprocess.run([sys.executable, GENERATOR, str(count), path], check=True, stdout=subprocess.DEVNULL)
        return "recombined from real news"
    recombine(count, path)
    return "recombined from clients/samples"


def take(source, skip, count, path):
    """Copies lines [skip, skip + count) of `source`; returns the bytes of title and body in them."""
    text, taken = 0, 0
    with open(source, encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as file:
        for number, line in enumerate(lines):
            if number < skip:
                continue
            if taken == count:
                break
            article = json.loads(line)
            text += len(article["title"].encode()) + len(article["body"].encode())
            file.write(line)
            taken += 1
    if taken < count:
        sys.exit(f"{source} has only {skip + taken} articles")
    return text
