"""What the peers' drivers share. A driver is run as

    DRIVER build INPUT INDEX             builds an index
    DRIVER query INDEX QUERIES MODE N    prints latencies as JSON; MODE is any, all or phrase

INPUT of an engine without an analyser for Chinese is the table `tokens.tsv`, of others `text.tsv`: a line a
page, its id, its title and its text (or its tokens with spaces between), with tabs between.
QUERIES is a table too: the query, and its tokens with spaces between, keyword by keyword with " | "
between keywords. Cutting queries into tokens is thus not timed, in favour of the peer.
"""
import json
import statistics
import sys
import time

MODES = ("any", "all", "phrase")


def pages(path):
    """(id, title, text) of each page."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def queries(path):
    """(text, keywords) of each query; a keyword is a list of tokens."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            text, tokens = line.rstrip("\n").split("\t")
            yield text, [part.split() for part in tokens.split(" | ")]


def distinct(keywords):
    return list(dict.fromkeys(token for keyword in keywords for token in keyword))


def measure(prepared, search, passes):
    """Calls `search` (which returns the number of its hits) with every prepared query: one pass to warm
    up, then `passes`. A query's time is its median; the percentiles are by nearest rank."""
    empty = sum(search(query) == 0 for query in prepared)
    times = [[] for _ in prepared]
    clock = time.perf_counter
    for _ in range(passes):
        for query, taken in zip(prepared, times):
            start = clock()
            search(query)
            taken.append(clock() - start)
    medians = sorted(statistics.median(taken) * 1e6 for taken in times)
    rank = lambda percent: medians[(len(medians) * percent + 99) // 100 - 1]
    print(json.dumps({"p50_us": rank(50), "p95_us": rank(95), "p99_us": rank(99), "without_hits": empty}))


def main(build, query):
    """Runs `build(input, index)`, or `query(index, mode)`: a pair of functions, from (text, keywords) to what
    the engine takes and from that to the number of hits."""
    if sys.argv[1] == "build":
        build(*sys.argv[2:4])
    else:
        index, file, mode, passes = sys.argv[2:6]
        prepare, search = query(index, mode)
        measure([prepare(*entry) for entry in queries(file)], search, int(passes))
