# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of what was measured, for a person and for the README."""
import csv
import datetime
import json
import math
import os
import platform
import sqlite3
import statistics
import subprocess
import sys

import cluster

FACETWIRE, UNCACHED, ROUND_TRIP = "Facetwire", "Facetwire, no cache", "gRPC round trip"
XAPIAN, POSTGRES, SQLITE = "Xapian, top 10 only", "PostgreSQL", "SQLite FTS5"
SHOWN_DIFFERENCES = 2
MEGABYTE = 1e6


def quantile(times, fraction):
    return sorted(times)[math.ceil(fraction * len(times)) - 1]


def read_searches(path):
    """{class: {query: {engine: row}}}, in the order of the file; times in ms."""
    classes = {}
    with open(path, encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
            row["milliseconds"] = [float(t) for t in row["milliseconds"].split(",")]
            queries = classes.setdefault(row["class"], {})
            # The same query may have been drawn twice: the engines of one follow each other.
            key = (row["query"], 0)
            while row["engine"] in queries.get(key, {}):
                key = (key[0], key[1] + 1)
            queries.setdefault(key, {})[row["engine"]] = row
    return classes


def times_of(queries, engine):
    return [time for by_engine in queries.values() if engine in by_engine for time in by_engine[engine]["milliseconds"]]


def median(queries, engine):
    times = times_of(queries, engine)
    return statistics.median(times) if times else None


def milliseconds(value):
    return "–" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def ratio(value, to):
    if value is None or not to:
        return "–"
    return f"{value / to:.2f}" if value / to < 10 else f"{value / to:.0f}"


def agreement(queries, peer):
    """How many queries both count alike, in how many of those the facets are the same, by how much all totals are
    apart, and the queries that are counted differently."""
    asked = same = same_facets = apart = total = 0
    different = []
    for (query, _), by_engine in queries.items():
        if peer not in by_engine:
            continue
        asked += 1
        ours, theirs = by_engine[FACETWIRE], by_engine[peer]
        total += int(ours["total"])
        apart += abs(int(ours["total"]) - int(theirs["total"]))
        if ours["total"] != theirs["total"]:
            different.append(f"{query}: {ours['total']}, {peer} {theirs['total']}")
            continue
        same += 1
        same_facets += ours["counts"] == theirs["counts"]
    return asked, same, same_facets, apart / max(1, total), different


def search_row(name, queries):
    trip, ours, alone = (median(queries, engine) for engine in (ROUND_TRIP, FACETWIRE, XAPIAN))
    uncached = median(queries, UNCACHED)
    matches = statistics.median(int(by_engine[FACETWIRE]["total"]) for by_engine in queries.values())
    cells = [name, f"{matches:,.0f}",
             f"{milliseconds(ours)} / {milliseconds(quantile(times_of(queries, FACETWIRE), 0.99))}",
             milliseconds(uncached), milliseconds(alone), ratio(ours - trip, alone),
             ratio(uncached - trip, alone) if uncached else "–"]
    for peer in (POSTGRES, SQLITE):
        times = times_of(queries, peer)
        cells.append(f"{milliseconds(median(queries, peer))} / {milliseconds(quantile(times, 0.99))}" if times else "–")
        cells.append(ratio(median(queries, peer), ours))
    return cells


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def nanoseconds_a_match(queries, engine):
    """Beyond the round trip, over all queries of a class."""
    spent = matches = 0
    for by_engine in queries.values():
        if engine in by_engine:
            trip = statistics.median(by_engine[ROUND_TRIP]["milliseconds"])
            spent += statistics.median(by_engine[engine]["milliseconds"]) - trip
            matches += int(by_engine[engine]["total"])
    return 1e6 * spent / matches if matches else None


def versions(workers):
    def of(package):
        return subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], capture_output=True, text=True).stdout

    memory = cluster.memory_bytes() >> 30
    return [f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {memory} GB, "
            f"{platform.freedesktop_os_release()['PRETTY_NAME']}; Xapian {of('libxapian30') or '?'}, "
            f"PostgreSQL {of('libpq5') or '?'}, SQLite {of('libsqlite3-0') or sqlite3.sqlite_version}",
            "PostgreSQL: " + ", ".join(f"{name} {value}" for name, value in cluster.settings(workers).items()),
            "SQLite: FTS5 'porter unicode61', page cache 2 GB, mmap 2 GB, temporary tables in memory"]


def search_text(work, facts):
    classes = read_searches(work / "search.tsv")
    prepared = json.loads((work / "prepared.json").read_text())
    articles = int(prepared["xapian_articles"])
    head = ["class", "matches", "Facetwire ms, p50 / p99", "no cache", "Xapian, top 10 alone", "ratio beyond gRPC",
            "no cache", "PostgreSQL ms, p50 / p99", "times", "SQLite ms, p50 / p99", "times"]
    lines = [f"## {articles:,} articles ({prepared['origin']}): top 10 and exact counts of three facets", ""]
    lines += [table(head, [search_row(*item) for item in classes.items()]), ""]
    trips = [time for queries in classes.values() for time in times_of(queries, ROUND_TRIP)]
    lines.append(f"- gRPC round trip: median {statistics.median(trips):.3f} ms, taken off for the ratios to Xapian")
    for engine in (FACETWIRE, UNCACHED):
        cost = nanoseconds_a_match(classes["country alone"], engine)
        if cost is not None:
            lines.append(f"- {engine}: {cost:.1f} ns a match of a facet filter alone, beyond the round trip")
    lines.append(f"- ready to serve {facts['ready_seconds']:.2f} s after its start; anonymous memory "
                 f"{facts['ready_anonymous_mb']:.0f} MB then, {facts['searched_anonymous_mb']:.0f} MB after the searches")
    lines.append(f"- 1 client {facts['clients_1_rate']:.0f} searches a second (p99 {facts['clients_1_p99_ms']:.1f} ms), "
                 f"16 clients {facts['clients_16_rate']:.0f} (p99 {facts['clients_16_p99_ms']:.1f} ms): "
                 f"{facts['clients_16_rate'] / facts['clients_1_rate']:.2f} times")
    return "\n".join([*lines, *("- " + line for line in versions(facts["postgres_workers"])), "", *agreement_lines(classes)])


def agreement_lines(classes):
    lines, rows = ["Who counts the same as Facetwire (and, of those, the same ten values of three facets); by how much the totals "
                   "of all are apart:", ""], []
    for name, queries in classes.items():
        found = {peer: agreement(queries, peer) for peer in (POSTGRES, SQLITE)}
        rows.append([name] + [f"{same} of {asked} ({facets}); {apart:.2%}" for asked, same, facets, apart, _ in found.values()]
                    + ["; ".join(sum((d[:SHOWN_DIFFERENCES] for *_, d in found.values()), [])) or "–"])
    return lines + [table(["class", POSTGRES, SQLITE, "some that differ"], rows), ""]


def require_agreement(work):
    """Where no words are asked for, whoever counts differently is wrong: then the program fails."""
    classes = read_searches(work / "search.tsv")
    for name in ("country alone", "match-all"):
        for peer in (POSTGRES, SQLITE):
            asked, same, facets, _, different = agreement(classes[name], peer)
            if asked == 0 or facets < asked:
                sys.exit(f"{name}: Facetwire and {peer} agree in {same} of {asked} totals, {facets} of the facets: {different}")


def load_text(facts):
    articles, text = facts["articles"], facts["text_bytes"]
    alone = facts["xapian_rate"]

    def row(name, count, seconds, size, raw):
        rate = count / seconds
        return [name, f"{rate:,.0f}", f"{rate / alone:.2f}", f"{size / MEGABYTE:.0f}", f"{size / raw:.2f}"]

    more = facts["more_articles"]
    rows = [[*row("Facetwire, durable, one stream, empty index", articles, facts["stream_empty_seconds"], 0, 1)[:3], "", ""],
            row(f"… into the index of {articles:,}", more, facts["stream_more_seconds"], facts["stream_bytes"],
                text + facts["more_text_bytes"])]
    if "bulk_seconds" in facts:
        rows.append(row("Facetwire, --bulk", articles, facts["bulk_seconds"], facts["bulk_bytes"], text))
    rows.append(row("Xapian TermGenerator and add_document, one thread", articles, facts["xapian_seconds"],
                    facts["xapian_bytes"], text))
    rows.append(row("PostgreSQL, COPY, tsvector, indexes", articles, facts["postgres_seconds"], facts["postgres_bytes"], text))
    rows.append(row("SQLite FTS5", articles, facts["sqlite_seconds"], facts["sqlite_bytes"], text))
    lines = [f"## Loading {articles:,} articles, {text / articles:.0f} bytes of title and body each", "",
             table(["", "articles a second", "to Xapian", "MB", "to the text"], rows), "",
             "- one thread, microseconds an article: " + ", ".join(
                 f"{step} {facts[f'step_{step}_us']:.0f}" for step in ("annotate", "tokenise", "index", "commit"))
             + f"; of these {facts['step_copies_us']:.0f} to tell copies, besides reading candidates back"
             + f"; Xapian's TermGenerator {facts['xapian_term_generator_us']:.0f} of {1e6 / alone:.0f}",
             f"- PostgreSQL: COPY {facts['postgres_copy_seconds']:.1f} s, tsvector {facts['postgres_tsvector_seconds']:.1f} s, "
             f"indexes {facts['postgres_index_seconds']:.1f} s; neither it nor SQLite annotates or syncs",
             f"- Xapian compacted: {facts['xapian_compact_bytes'] / MEGABYTE:.0f} MB, "
             f"{facts['xapian_compact_seconds']:.1f} s more"]
    if "bulk_compact_seconds" in facts:
        lines.append(f"- after the bulk load the index was made compact in {facts['bulk_compact_seconds']:.1f} s more")
    return "\n".join([*lines, *("- " + line for line in versions(facts["postgres_workers"])), ""])


def save(work, name, facts, text):
    (work / f"{name}.json").write_text(json.dumps(facts, indent=1))
    (work / f"{name}.md").write_text(text + "\n")
    print(text)
    print(f"# {work}: {name}.md, {name}.json", flush=True)


def print_searches(work, facts):
    save(work, "search", facts, search_text(work, facts))


def print_loads(work, facts):
    save(work, "load", facts, load_text(facts))
