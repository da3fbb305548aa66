# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches in every engine, in turn."""
import contextlib

import cluster
from loading import bench, say
from server import Server, has_flag


def run(options):
    """Writes search.tsv; returns what else there is to say."""
    work = options.work
    corpus = ["--corpus", work / "corpus.tsv", "--values", work / "values.tsv", "--queries", options.queries,
              "--xapian", work / "xapian"]
    facts = {}
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server(options.programs, work / "facetwire", "--roles", "query"))
        facts["ready_seconds"] = server.ready_seconds
        facts["ready_anonymous_mb"] = server.anonymous_megabytes()
        say(f"Facetwire is ready after {server.ready_seconds:.2f} s")
        peers = [*corpus, "--server", server.address]
        if has_flag(options.programs / "facetwire-server", "--cache-mb"):
            uncached = stack.enter_context(
                Server(options.programs, work / "facetwire", "--roles", "query", "--cache-mb", "0"))
            peers += ["--uncached", uncached.address]
        postgres = stack.enter_context(cluster.Cluster(work / "postgres", options.postgres_workers))
        facts["postgres_workers"] = options.postgres_workers
        peers += ["--postgres", postgres.connection, "--sqlite", work / "sqlite.db"]
        bench(options, "search", *peers, "--results", work / "search.tsv", "--rounds", options.rounds,
              "--seconds", options.warm_seconds)
        facts["searched_anonymous_mb"] = server.anonymous_megabytes()
        say("1 client and 16")
        facts |= bench(options, "throughput", *corpus, "--server", server.address, "--postgres", postgres.connection,
                       "--seconds", options.client_seconds)
    return facts
