# SPDX-License-Identifier: GPL-3.0-or-later
"""One StreamIndexArticles."""
import threading

from facetwire.v1 import article_pb2, indexing_service_pb2 as indexing, query_service_pb2 as query

import model


class Stream:
    """items: of one article each, {id: edition or GONE}; the ids differ. bulk: as in StreamOpen."""

    def __init__(self, server, items, searchable, bulk):
        self.server, self.items, self.searchable, self.bulk = server, items, searchable, bulk
        self.answered = 0
        self.opened = threading.Event()

    def results(self, seconds):
        """(item, outcome) as they come. Raises RpcError where the stream does not end well."""
        try:
            for response in self.server.indexing.StreamIndexArticles(self._requests(), timeout=seconds):
                self.opened.set()
                for result in response.progress.results:
                    self.answered += 1
                    if result.offset != self.answered:
                        raise AssertionError(f"item {result.offset} is answered, not {self.answered}")
                    yield self.items[result.offset - 1], result.outcome
        finally:
            self.opened.set()

    def unanswered(self):
        return self.items[self.answered:]

    def check_searchable(self):
        """What was answered as searchable is found at once."""
        for id, edition in self.items[-1].items() if self.searchable else ():
            if edition is not model.GONE:
                request = query.SearchRequest(view=article_pb2.ARTICLE_VIEW_BASIC)
                request.query.text = model.word_of(id, edition)
                hits = [hit.article.id for hit in self.server.query.Search(request, timeout=20).hits]
                if hits != [id]:
                    raise AssertionError(f"{request.query.text} finds {hits}, though {id} was said to be searchable")

    def _requests(self):
        level = indexing.ACK_LEVEL_SEARCHABLE if self.searchable else indexing.ACK_LEVEL_DURABLE
        yield indexing.StreamIndexArticlesRequest(open=indexing.StreamOpen(ack_level=level, bulk=self.bulk))
        self.opened.wait()
        for offset, item in enumerate(self.items, 1):
            for id, edition in item.items():
                body = {"delete_id": id} if edition is model.GONE else {"article": model.make_article(id, edition)}
                yield indexing.StreamIndexArticlesRequest(item=indexing.StreamItem(offset=offset, **body))
