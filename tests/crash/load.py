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
import streams

CALL_SECONDS = 20
REFUSED = (grpc.StatusCode.RESOURCE_EXHAUSTED,)  # nothing was done
WRITTEN = (indexing.INDEX_OUTCOME_CREATED, indexing.INDEX_OUTCOME_UPDATED)
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
        step = self.rng.choice([self.index_one, self.index_one, self.index_several, self.stream, self.delete,
                                self.delete_found, self.send_old])
        step([id for id in self.ids if id not in self.unsure])

    def send(self, batch, call):
        """`call` says what of the batch happened. Counts an error of it."""
        self.corpus.sent(batch)
        try:
            happened = call()
        except grpc.RpcError as error:
            self.worked["failed calls"] += 1
            if error.code() in REFUSED and not self.corpus.faults:
                self.corpus.answered(batch, {})
                time.sleep(0.002)
            else:
                self.may_have_happened(batch, error)
            return
        self.corpus.answered(batch, happened)
        self.worked["acked"] += len(happened)

    def may_have_happened(self, ids, error):
        if not self.corpus.faults and error.code() not in UNSURE:
            raise AssertionError(f"{error.code()}: {error.details()}") from error
        self.unsure.update(ids)

    def index_one(self, ids):
        id = self.rng.choice(ids)
        batch = {id: self.corpus.new_edition()}
        request = indexing.IndexArticleRequest(article=model.make_article(id, batch[id]))

        def call():
            response = self.server.indexing.IndexArticle(request, timeout=CALL_SECONDS)
            self.expect(response.outcome, *WRITTEN)
            return batch
        self.send(batch, call)

    def index_several(self, ids):
        batch = {id: self.corpus.new_edition() for id in self.rng.sample(ids, self.rng.randint(2, 25))}
        request = indexing.BatchIndexArticlesRequest(
            articles=[model.make_article(id, edition) for id, edition in batch.items()])

        def call():
            response = self.server.indexing.BatchIndexArticles(request, timeout=CALL_SECONDS)
            for result in response.results:
                self.expect(result.outcome, *WRITTEN)
            return batch
        self.send(batch, call)

    def delete(self, ids):
        batch = {self.rng.choice(ids): model.GONE}
        (id,) = batch
        was_there = self.is_there(id)

        def call():
            response = self.server.indexing.DeleteArticle(
                indexing.DeleteArticleRequest(id=id, allow_missing=True), timeout=CALL_SECONDS)
            self.expect(response.existed, was_there)
            return batch
        self.send(batch, call)

    def delete_found(self, ids):
        """By a query that finds some of this thread's articles."""
        batch = {id: model.GONE for id in self.rng.sample(ids, 10) if self.is_there(id)}
        if not batch:
            self.index_one(ids)
            return
        request = indexing.DeleteArticlesRequest()
        request.query.text = " OR ".join(model.word_of(id, self.corpus.acked[id]) for id in batch)

        def call():
            request.dry_run = self.rng.random() < 0.3
            for request.dry_run in (True, False) if request.dry_run else (False,):
                response = self.server.indexing.DeleteArticles(request, timeout=CALL_SECONDS)
                self.expect(response.count, len(batch))
            return batch
        self.send(batch, call)

    def stream(self, ids):
        """Each item is answered alone."""
        items = [{id: model.GONE if self.rng.random() < 0.2 else self.corpus.new_edition()}
                 for id in self.rng.sample(ids, self.rng.randint(1, min(50, len(ids))))]
        stream = streams.Stream(self.server, items, searchable=self.rng.random() < 0.5, bulk=self.rng.random() < 0.5)
        for item in items:
            self.corpus.sent(item)
        try:
            for item, outcome in stream.results(CALL_SECONDS):
                self.expect(outcome, *self.outcomes_of(item))
                self.corpus.answered(item, item)
                self.worked["acked"] += 1
            stream.check_searchable()
        except grpc.RpcError as error:
            self.worked["failed calls"] += 1
            self.may_have_happened([id for item in stream.unanswered() for id in item], error)

    def outcomes_of(self, item):
        ((id, edition),) = item.items()
        if edition is not model.GONE:
            return WRITTEN
        return (indexing.INDEX_OUTCOME_DELETED if self.is_there(id) else indexing.INDEX_OUTCOME_MISSING,)

    def is_there(self, id):
        return self.corpus.acked.get(id, model.GONE) is not model.GONE

    def send_old(self, ids):
        """An edition before the one that is there changes nothing; the same one only what this server finds in it."""
        id = self.rng.choice(ids)
        there = self.corpus.acked.get(id, model.GONE)
        if there is model.GONE:
            self.index_one([id])
            return
        old = there if self.rng.random() < 0.5 else there - 1
        allowed = ((indexing.INDEX_OUTCOME_UNCHANGED, indexing.INDEX_OUTCOME_UPDATED) if old == there
                   else (indexing.INDEX_OUTCOME_OUTDATED,))
        request = indexing.IndexArticleRequest(article=model.make_article(id, old))

        def call():
            response = self.server.indexing.IndexArticle(request, timeout=CALL_SECONDS)
            self.expect(response.outcome, *allowed)
            return {id: there}
        self.send({id: there}, call)

    def expect(self, got, *allowed):
        if got not in allowed:
            raise AssertionError(f"the server answered {got}, not one of {allowed}")
