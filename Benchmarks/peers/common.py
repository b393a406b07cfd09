"""What the peers' drivers share. A driver is run as

    DRIVER build INPUT INDEX             builds an index
    DRIVER query INDEX PASSES JOB...     times queries; a job is FILE,MODE,TOP: a table of queries, any, all
                                         or phrase, and how many hits are asked for

INPUT of an engine without an analyser for Chinese is the table `tokens.tsv` (`words.tsv`: the same, spelled in
ASCII), of others `text.tsv`: a line a page, its id, its title and its text (or its tokens with spaces
between), with tabs between. A table of queries has the query, and its tokens with spaces between, keyword by
keyword with " | " between keywords. Cutting queries into tokens is thus not timed, in favour of the peer.

For each job a line of JSON is printed: `us`, the time of each query in microseconds, and `empty`, how many
found nothing.
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


def spelled(token):
    """A token as a word of ASCII letters and digits, which any tokeniser keeps whole."""
    return token if token.isascii() and token.isalnum() else "x" + token.encode("utf-16-be").hex()


def measure(prepared, search, passes):
    """Calls `search` (which returns the number of its hits) with every prepared query: one pass to warm
    up, then `passes`. A query's time is its median."""
    empty = sum(search(query) == 0 for query in prepared)
    times = [[] for _ in prepared]
    clock = time.perf_counter
    for _ in range(passes):
        for query, taken in zip(prepared, times):
            start = clock()
            search(query)
            taken.append(clock() - start)
    print(json.dumps({
        "us": [round(statistics.median(taken) * 1e6, 2) for taken in times], "empty": empty}), flush=True)


def main(build, query):
    """Runs `build(input, index)`, or for each job `query(index, mode, top)`: a pair of functions, from (text,
    keywords) to what the engine takes and from that to the number of hits."""
    if sys.argv[1] == "build":
        build(*sys.argv[2:4])
        return
    index, passes = sys.argv[2], int(sys.argv[3])
    for job in sys.argv[4:]:
        file, mode, top = job.rsplit(",", 2)
        prepare, search = query(index, mode, int(top))
        measure([prepare(*entry) for entry in queries(file)], search, passes)
