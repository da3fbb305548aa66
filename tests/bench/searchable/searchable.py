# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a single article takes from being sent to being found, in an index that there is.

  python3 tests/bench/searchable/searchable.py DIRECTORY [--articles 300] [--build DIR]

Starts the server on DIRECTORY, opens a stream with SEARCHABLE acks and sends one article at a time: the
next one when the one before was answered, at once, then with a pause of 100 ms on average. Each is looked
for when it was answered, and must be found. Prints the time to the answer in milliseconds: gRPC,
recognising, commit, syncs and refresh. It deletes what it sent. Needs a build with the tests.
"""
import argparse
import pathlib
import queue
import random
import signal
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "tests/crash"))

import crash_test

SECONDS = 120


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--build", type=pathlib.Path, default=None, help="build directory, default build/release")
    return parser.parse_args()


class Sender:
    """A stream of SEARCHABLE acks with at most one item unanswered."""

    def __init__(self, server):
        from facetwire.v1 import indexing_service_pb2 as indexing
        self.indexing = indexing
        self.requests = queue.Queue()
        self.offset = 0
        self._put(open=indexing.StreamOpen(ack_level=indexing.ACK_LEVEL_SEARCHABLE))
        self.responses = server.indexing.StreamIndexArticles(iter(self.requests.get, None))
        next(self.responses)

    def send(self, **operation):
        """Milliseconds until the answer."""
        self.offset += 1
        began = time.perf_counter()
        self._put(item=self.indexing.StreamItem(offset=self.offset, **operation))
        response = next(self.responses)
        took = 1000 * (time.perf_counter() - began)
        (result,) = response.progress.results
        if result.status.code != 0:
            sys.exit(f"{result.id} was rejected: {result.status.message}")
        return took

    def close(self):
        self.requests.put(None)
        for _ in self.responses:
            pass

    def _put(self, **message):
        self.requests.put(self.indexing.StreamIndexArticlesRequest(**message))


def look_for(server, word):
    from facetwire.v1 import query_service_pb2 as query
    request = query.SearchRequest(page_size=2)
    request.query.text = word
    return [hit.article.id for hit in server.query.Search(request, timeout=SECONDS).hits]


def measure(server, sender, run, articles, pause):
    """Sends the articles, with a pause before each, and prints a row."""
    import model
    rng = random.Random(run)
    times = []
    for number in range(articles):
        time.sleep(rng.uniform(0, 2 * pause))
        id = f"searchable{run}x{number}"
        times.append(sender.send(article=model.make_article(id, 1)))
        found = look_for(server, model.word_of(id, 1))
        if found != [id]:
            sys.exit(f"{id} was said to be searchable, and a search for it finds {found}")
    times.sort()
    at = [times[int(fraction * (len(times) - 1))] for fraction in (0.5, 0.99, 1)]
    over = sum(took > 100 for took in times)
    print(f"{f'{1000 * pause:.0f} ms apart':<16} {len(times):>8} {at[0]:>8.1f} {at[1]:>8.1f} {at[2]:>8.1f} {over:>11}",
          flush=True)
    for number in range(articles):
        sender.send(delete_id=f"searchable{run}x{number}")


def main():
    options = parse_arguments()
    crash_test.prepare((options.build or crash_test.find_build()).resolve())
    import harness
    from facetwire.v1 import query_service_pb2 as query
    if not (options.directory / "MANIFEST").exists():
        sys.exit(f"{options.directory} holds no index")
    server = harness.Server(options.directory)
    try:
        corpus = server.query.GetCorpus(query.GetCorpusRequest(), timeout=SECONDS)
        print(f"# {corpus.article_count} articles in the index")
        print(f"{'':<16} {'articles':>8} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8} {'over 100 ms':>11}")
        sender = Sender(server)
        run = int(time.time())
        for pause in (0, 0.1):
            measure(server, sender, run, options.articles, pause)
            run += 1
        sender.close()
    finally:
        server.stop(signal.SIGTERM)


if __name__ == "__main__":
    main()
