# SPDX-License-Identifier: GPL-3.0-or-later
"""What the index must hold: articles whose text follows from their id and edition, and what was acknowledged."""
import random
import threading

from google.protobuf import timestamp_pb2

from facetwire.v1 import article_pb2

PLACES = ["Kyrgyzstan", "China", "Uzbekistan", "Kazakhstan", "Peru", "Kenya", "Laos", "Brazil", "Germany", "Jordan"]
PEOPLE = ["Sadyr Japarov", "Xi Jinping", "Angela Merkel", "William Ruto", "Dina Boluarte", "Shavkat Mirziyoyev"]
THEMES = ["The railway carries freight trains through the mountain tunnel.", "The bank raised its interest rates again.",
          "Farmers sold the wheat harvest at the market.", "The mine produced more gold and copper.",
          "The hospital treated patients during the epidemic.", "The museum opened an exhibition of paintings."]
SOURCES = ["Akipress", "Reuters", "Xinhua", "El Comercio"]
LANGUAGES = ["en", "ru", "fr"]

GONE = None  # the state of an article that there is not


def word_of(id, edition):
    """One that no other article or edition has."""
    return f"{id}v{edition}q"


def make_article(id, edition):
    rng = random.Random(f"{id} {edition}")
    sentences = [f"{rng.choice(PEOPLE)} spoke about {rng.choice(PLACES)} and {rng.choice(PLACES)}." for _ in range(3)]
    sentences += rng.sample(THEMES, 2)
    sentences.append(f"Edition {word_of(id, edition)} came out today. ")
    return article_pb2.Article(
        id=id, version=edition, title=f"{rng.choice(PLACES)} and {rng.choice(PEOPLE)} in the news",
        body=" ".join(sentences) * rng.randint(1, 6), source=rng.choice(SOURCES), language=rng.choice(LANGUAGES),
        published_time=timestamp_pb2.Timestamp(seconds=1500000000 + rng.randrange(200000000)))


class Corpus:
    """For each article what was acknowledged last, and what was sent since, of which nobody knows.

    An article belongs to one thread, which waits for each answer before it sends the next.
    """

    def __init__(self, threads, faults):
        """faults: writes fail at random, and calls with them."""
        self.threads = threads
        self.faults = faults
        self.acked = {}  # id: edition or GONE
        self.batches = []  # sent and not answered: {id: edition or GONE}; each happened as a whole or not at all
        self.next_edition = 0
        self._lock = threading.Lock()

    def ids(self, thread):
        return [f"t{thread}a{number}" for number in range(60)]

    def new_edition(self):
        with self._lock:
            self.next_edition += 1
            return self.next_edition

    def sent(self, batch):
        with self._lock:
            self.batches.append(batch)

    def answered(self, batch, happened):
        """happened: what of the batch took place, {} where it was refused."""
        with self._lock:
            self.batches.remove(batch)
            self.acked.update(happened)

    def settle(self, found):
        """Compares with what there is ({id: edition}), which is then what must stay. Raises AssertionError."""
        unsure = {}
        for batch in self.batches:
            self._check_whole(batch, found)
            for id, edition in batch.items():
                unsure.setdefault(id, []).append(edition)
        for id in {*self.acked, *found, *unsure}:
            there = found.get(id, GONE)
            allowed = [self.acked.get(id, GONE), *unsure.get(id, [])]
            if there not in allowed:
                raise AssertionError(f"{id}: edition {there} is there, and of those that may be: {allowed}")
            self.acked[id] = there
        self.batches.clear()

    def _check_whole(self, batch, found):
        happened = {found.get(id, GONE) == edition for id, edition in batch.items()
                    if self.acked.get(id, GONE) != edition}
        if len(happened) > 1:
            raise AssertionError(f"half of a batch is there: {batch}")
