# SPDX-License-Identifier: GPL-3.0-or-later
"""Articles into every engine: for searching them, or to measure just that."""
import json
import shutil
import subprocess
import sys
import time

import articles
import cluster
from server import Server, has_flag


def say(what):
    print(f"# {what}", file=sys.stderr, flush=True)


def bench(options, *arguments):
    """Runs peers_bench; returns what it printed as {name: number}."""
    shown = subprocess.run([options.programs / "peers_bench", *map(str, arguments)], check=True,
                           stdout=subprocess.PIPE, text=True).stdout
    return {name: float(value) for name, value in (line.split("\t") for line in shown.splitlines())}


def bulk_flags(options):
    """None where the client knows no bulk load."""
    return ("--bulk",) if has_flag(options.programs / "facetwire", "--bulk", "index") else None


def export(options, server, work, source):
    """What the other engines are given: the articles of `source` and what Facetwire has found in them."""
    say("reading articles and entities back")
    bench(options, "export", "--server", server.address, "--articles", source,
          "--corpus", work / "corpus.tsv", "--values", work / "values.tsv")


def load_facetwire(options, work, source):
    """An index of the articles, a fresh one unless one is given."""
    if options.index:
        (work / "facetwire").symlink_to(options.index.resolve())
        with Server(options.programs, work / "facetwire", "--roles", "query") as server:
            export(options, server, work, source)
        return {}
    with Server(options.programs, work / "facetwire") as server:
        seconds = server.index(source, *(bulk_flags(options) or ()))
        size = server.await_quiet()
        export(options, server, work, source)
    return {"facetwire_seconds": seconds, "facetwire_bytes": size, "facetwire_bulk": bulk_flags(options) is not None}


def stage(options, work, name, load, *made):
    """Runs `load` and keeps what it returns; with --reuse not again. `made`: files and directories that it makes."""
    done = work / f"{name}.done"
    if options.reuse and done.exists():
        return json.loads(done.read_text())
    say(name)
    for path in (work / name for name in made):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    facts = load()
    done.write_text(json.dumps(facts))
    return facts


def load_postgres(options, work, corpus):
    with cluster.Cluster(work / "postgres", options.postgres_workers) as postgres:
        return bench(options, "load-postgres", *corpus, "--database", postgres.connection)


def load_peers(options, work):
    corpus = ("--corpus", work / "corpus.tsv", "--values", work / "values.tsv")
    return {
        **stage(options, work, "Xapian",
                lambda: bench(options, "load-xapian", *corpus, "--database", work / "xapian"), "xapian"),
        **stage(options, work, "SQLite",
                lambda: bench(options, "load-sqlite", *corpus, "--database", work / "sqlite.db"), "sqlite.db"),
        **stage(options, work, "PostgreSQL", lambda: load_postgres(options, work, corpus), "postgres")}


def load_all(options):
    work = options.work
    return {**stage(options, work, "articles", lambda: make_articles(options)),
            **stage(options, work, "Facetwire",
                    lambda: load_facetwire(options, work, work / "articles.jsonl"), "facetwire"),
            **load_peers(options, work)}


def make_articles(options):
    made = options.work / "articles.jsonl"
    if options.source:
        return {"origin": f"the first of {options.source.name}",
                "text_bytes": articles.take(options.source, 0, options.articles, made)}
    whole = options.work / "made.jsonl"
    origin = articles.make(options.articles, whole, options.samples)
    text = articles.take(whole, 0, options.articles, made)
    whole.unlink()
    return {"origin": origin, "text_bytes": text}


def stream(options, work, first, more):
    """Over one stream, into an empty index and then into that one."""
    facts = {}
    with Server(options.programs, work / "facetwire") as server:
        say("Facetwire, one stream, into an empty index")
        facts["stream_empty_seconds"] = server.index(first)
        server.await_quiet()
        say("Facetwire, one stream, into an index that has articles")
        facts["stream_more_seconds"] = server.index(more)
        facts["stream_bytes"] = server.await_quiet()
        facts["stream_anonymous_mb"] = server.anonymous_megabytes()
        export(options, server, work, first)
    return facts


def bulk(options, work, first):
    if bulk_flags(options) is None:
        return {}
    say("Facetwire, in bulk")
    with Server(options.programs, work / "bulk") as server:
        seconds, begin = server.index(first, *bulk_flags(options)), time.monotonic()
        size = server.await_quiet()
        return {"bulk_seconds": seconds, "bulk_bytes": size, "bulk_compact_seconds": server.quiet_since - begin}


def source_of(options, work, count):
    """Where the articles come from: what was prepared, a file that is named, or new ones."""
    prepared = options.work / "articles.jsonl"
    if options.source or prepared.exists():
        return options.source or prepared
    made = work / "made.jsonl"
    articles.make(count, made, options.samples)
    return made


def run(options):
    """Everything is loaded afresh, one engine at a time."""
    first_count = min(options.load_articles, options.articles * 5 // 6)
    more_count = first_count // 5
    work = options.dir.resolve() / f"{options.articles}-load"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    options.work.mkdir(parents=True, exist_ok=True)
    source = source_of(options, work, first_count + more_count)
    first, more = work / "first.jsonl", work / "more.jsonl"
    facts = {"articles": first_count, "postgres_workers": options.postgres_workers, "more_articles": more_count,
             "text_bytes": articles.take(source, 0, first_count, first),
             "more_text_bytes": articles.take(source, first_count, more_count, more)}
    facts |= stream(options, work, first, more)
    facts |= bulk(options, work, first)
    facts |= load_peers(options, work)
    say("the steps of indexing, one by one")
    facts |= bench(options, "steps", "--corpus", work / "corpus.tsv", "--database", work / "steps")
    shutil.rmtree(work)
    return facts
