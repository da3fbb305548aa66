# SPDX-License-Identifier: GPL-3.0-or-later
"""New, updated and deleted articles from several threads, until the server is gone or the time is over."""
import collections
import random
import signal
import threading
import time

import grpc

from facetwire.v1 import indexing_service_pb2 as indexing

import model

CALL_SECONDS = 20
REFUSED = (grpc.StatusCode.RESOURCE_EXHAUSTED,)  # nothing was done
UNSURE = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)  # it may or may not have happened


def run(server, corpus, rng, seconds):
    """Loads the server and kills it meanwhile. Returns how many writes were acknowledged, how many calls failed."""
    stop = threading.Event()
    worked = collections.Counter()
    workers = [Worker(server, corpus, thread, rng.getrandbits(32), stop) for thread in range(corpus.threads)]
    for worker in workers:
        worker.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.process.poll() is None:
        time.sleep(0.005)
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGKILL)
    else:
        worked["died by itself"] += 1
    stop.set()
    for worker in workers:
        worker.join()
        if worker.failure:
            raise worker.failure
        worked.update(worker.worked)
    return worked


class Worker(threading.Thread):
    def __init__(self, server, corpus, number, seed, stop):
        super().__init__()
        self.server, self.corpus, self.stop = server, corpus, stop
        self.rng = random.Random(seed)
        self.ids = corpus.ids(number)
        self.unsure = set()  # ids whose last write was not answered: left alone until there was a look
        self.worked = collections.Counter()
        self.failure = None

    def run(self):
        try:
            while not self.stop.is_set() and len(self.unsure) < len(self.ids) // 2:
                self.write()
        except AssertionError as failure:
            self.failure = failure

    def write(self):
        step = self.rng.choice([self.index_one, self.index_one, self.index_several, self.delete, self.send_old])
        ids = [id for id in self.ids if id not in self.unsure]
        batch, call = step(ids)
        self.corpus.sent(batch)
        try:
            happened = call()
        except grpc.RpcError as error:
            self.worked["failed calls"] += 1
            if error.code() in REFUSED and not self.corpus.faults:
                self.corpus.answered(batch, {})
                time.sleep(0.002)
            elif self.corpus.faults or error.code() in UNSURE:
                self.unsure.update(batch)
            else:
                raise AssertionError(f"{error.code()}: {error.details()}") from error
            return
        self.corpus.answered(batch, happened)
        self.worked["acked"] += len(happened)

    def index_one(self, ids):
        id = self.rng.choice(ids)
        batch = {id: self.corpus.new_edition()}
        request = indexing.IndexArticleRequest(article=model.make_article(id, batch[id]))

        def call():
            response = self.server.indexing.IndexArticle(request, timeout=CALL_SECONDS)
            self.expect(response.outcome, *self.corpus.written)
            return batch
        return batch, call

    def index_several(self, ids):
        batch = {id: self.corpus.new_edition() for id in self.rng.sample(ids, self.rng.randint(2, 25))}
        request = indexing.BatchIndexArticlesRequest(
            articles=[model.make_article(id, edition) for id, edition in batch.items()])

        def call():
            response = self.server.indexing.BatchIndexArticles(request, timeout=CALL_SECONDS)
            for result in response.results:
                self.expect(result.outcome, *self.corpus.written)
            return batch
        return batch, call

    def delete(self, ids):
        batch = {self.rng.choice(ids): model.GONE}
        (id,) = batch
        was_there = self.corpus.acked.get(id, model.GONE) is not model.GONE

        def call():
            response = self.server.indexing.DeleteArticle(
                indexing.DeleteArticleRequest(id=id, allow_missing=True), timeout=CALL_SECONDS)
            self.corpus.faults or self.expect(response.existed, was_there)
            return batch
        return batch, call

    def send_old(self, ids):
        """An edition before the one that is there changes nothing; the same one again does not either."""
        id = self.rng.choice(ids)
        there = self.corpus.acked.get(id, model.GONE)
        if there is model.GONE:
            return self.index_one([id])
        old = there if self.rng.random() < 0.5 else there - 1
        request = indexing.IndexArticleRequest(article=model.make_article(id, old))

        def call():
            response = self.server.indexing.IndexArticle(request, timeout=CALL_SECONDS)
            self.expect(response.outcome, indexing.INDEX_OUTCOME_UNCHANGED if old == there
                        else indexing.INDEX_OUTCOME_OUTDATED)
            return {id: there}
        return {id: there}, call

    def expect(self, got, *allowed):
        if got not in allowed:
            raise AssertionError(f"the server answered {got}, not one of {allowed}")
