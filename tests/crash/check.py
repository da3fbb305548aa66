# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether an index is whole: by what a server says of it, and by its files."""
import collections
import os
import pathlib
import subprocess
import time

import grpc

import model
from facetwire.v1 import article_pb2, query_service_pb2 as query

FACETS = ("country", "person", "sector", "source", "language")
PAGE = 100
CALL_SECONDS = 60


def check_served(server, corpus, rng):
    """Raises AssertionError where something acknowledged is missing, doubled, half-visible or miscounted."""
    first = search(server, facets=True)
    articles = list(first.hits)
    page = first
    while page.next_page_token:
        page = search(server, facets=True, page_token=page.next_page_token)
        articles += page.hits
    articles = [hit.article for hit in articles]
    ids = [article.id for article in articles]
    expect(len(ids) == len(set(ids)), "an article is there twice")
    expect(first.total_count == len(ids), f"{first.total_count} are counted, {len(ids)} are there")
    found = {article.id: article.version for article in articles}
    corpus.settle(found)
    for article in articles:
        check_content(article)
    check_facets(first, articles)
    check_words(server, corpus, found, rng)
    sure = [id for id in corpus.acked if id not in found][:PAGE]
    if sure:
        answer = ask(server.query.BatchGetArticles, query.BatchGetArticlesRequest(ids=sure))
        expect(not answer.articles, "a deleted article can be got")


def expect(holds, message):
    if not holds:
        raise AssertionError(message)


def ask(call, request):
    """The answer, asked for again while a busy machine refuses it: what waited for too long is not begun."""
    end = time.monotonic() + CALL_SECONDS
    while True:
        try:
            return call(request, timeout=CALL_SECONDS)
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.RESOURCE_EXHAUSTED or time.monotonic() > end:
                raise
        time.sleep(0.2)


def search(server, facets=False, text="", **fields):
    request = query.SearchRequest(page_size=PAGE, view=article_pb2.ARTICLE_VIEW_FULL, omit_snippets=True,
                                  sort=query.SORT_NEWEST, **fields)
    request.query.text = text
    for facet in FACETS if facets else ():
        request.facets.add(facet=facet, limit=1000)
    return ask(server.query.Search, request)


def check_content(article):
    sent = model.make_article(article.id, article.version)
    for field in ("title", "body", "source", "language", "published_time"):
        expect(getattr(article, field) == getattr(sent, field), f"{article.id}: its {field} is not what was sent")


def check_facets(response, articles):
    for facet in response.facets:
        recount = collections.Counter()
        for article in articles:
            if facet.facet in ("source", "language"):
                recount.update([getattr(article, facet.facet)])
            else:
                recount.update({entity.id for entity in article.entities if entity.facet == facet.facet})
        counted = {value.id: value.count for value in facet.values if value.count}
        expect(counted == dict(recount), f"{facet.facet}: {counted} is counted, {dict(recount)} is there")


def check_words(server, corpus, found, rng):
    """An edition is found by the word that it alone has, and by a phrase around it; an earlier one is not."""
    for id in rng.sample(sorted(found), min(len(found), 10)):
        word = model.word_of(id, found[id])
        for text in (word, f'"edition {word} came out"'):
            hits = [hit.article.id for hit in search(server, text=text).hits]
            expect(hits == [id], f"{text} finds {hits}, not {id}")
        gone = model.word_of(id, found[id] - 1)
        expect(not search(server, text=gone).hits, f"{gone} is found, though it was replaced or never there")


def check_files(data):
    """The server's check, and Xapian's own of every part that MANIFEST names."""
    server = os.path.join(os.environ["FACETWIRE_BIN"], "facetwire-server")
    verified = subprocess.run([server, "--verify", str(data)], capture_output=True, text=True)
    expect(verified.returncode == 0, f"--verify: {verified.stdout}{verified.stderr}")
    for line in (pathlib.Path(data) / "MANIFEST").read_text().splitlines():
        words = line.split()
        if words[0] == "part":
            checked = subprocess.run(["xapian-check", os.path.join(data, words[1])], capture_output=True, text=True)
            expect(checked.returncode == 0, f"xapian-check of {words[1]}: {checked.stdout}{checked.stderr}")
