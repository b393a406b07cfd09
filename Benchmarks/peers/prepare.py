"""Turns pages, or a collection, into what the peers take: prepare.py INPUT WORK YINDE [SAMPLE], or queries, into
tables of tokens: prepare.py --cut FILE.txt...

INPUT is a folder of pages, whose text is what `yinde extract` finds, so that all engines that take text index the
same; or JSON lines with "_id", "title" and "text", all of them or SAMPLE spread over the file. Writes to WORK:

    text.jsonl     {"_id", "title", "text"} a line, for Yinde
    text.tsv       the same for drivers that analyse; tokens.tsv is cut into bigrams, words.tsv spells those (common.py)
    queries.txt    1,000 queries; strings.txt: 1,000 strings, for phrases; lengths.txt: 1,000, of
                   each class of lengths 200; sentences.txt: 300 questions and other sentences
    queries.tsv and so on, with their tokens
    facts.json     how much there is
"""
import collections
import itertools
import json
import multiprocessing
import operator
import os
import pathlib
import re
import subprocess
import sys
import unicodedata

import common

HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"([{HAN}]+)")
WORD = re.compile("[^\\W_]+")
CLASSES = ("1", "2", "3-4", "5-8", "9-20")
# More passages than these would fill the memory of the maker of queries.
DRAWN_FROM = 50_000


def tokens(text):
    """Overlapping bigrams of ideographs and kana, a lone one as it is, Latin words and numbers whole: the
    rule of Lucene's CJKAnalyzer."""
    found = []
    parts = RUN.split(unicodedata.normalize("NFKC", text).lower())
    for number, part in enumerate(parts):
        if number % 2 == 0:
            if len(part) > 1 or part.isalnum():
                found += [word[:64] for word in WORD.findall(part)]
        elif len(part) == 1:
            found.append(part)
        else:
            found += map(operator.add, part, part[1:])
    return found


class Spelling(dict):
    def __missing__(self, token):
        if len(self) > 2_000_000:
            self.clear()
        return self.setdefault(token, common.spelled(token))


spelling = Spelling()


def rows(records):
    """The rows of text.tsv, tokens.tsv and words.tsv, and the bytes of text, of (id, title, text, searched)."""
    texts, cut, words, size = [], [], [], 0
    for name, title, body in records:
        found = tokens(body)
        size += len(body.encode())
        head = f"{name}\t{title}\t"
        texts.append(f"{head}{' '.join(body.split(chr(10)))}\n")
        cut.append(f"{head}{' '.join(found)}\n")
        words.append(f"{head}{' '.join(map(spelling.__getitem__, found))}\n")
    return "".join(texts), "".join(cut), "".join(words), size


def passages(lines):
    """What engines without fields index is the title and the text."""
    made = []
    for line in lines:
        record = json.loads(line)
        title = " ".join((record.get("title") or "").split())
        text = " ".join(record["text"].replace("\t", " ").split("\r"))
        made.append((record["_id"], title, f"{title}\n{text}" if title else text))
    return rows(made)


def extract(folder, yinde, text_json):
    files = sorted(str(path) for path in pathlib.Path(folder).rglob("*") if path.suffix == ".html")
    for start in range(0, len(files), 1000):
        done = subprocess.run(
            [yinde, "extract", "--json", *files[start:start + 1000]], stdout=subprocess.PIPE, check=True)
        made = []
        for page in map(json.loads, done.stdout.decode().splitlines()):
            # The title is a block of the text already.
            body = "\n".join(" ".join(block["text"].split()) for block in page["blocks"])
            name, title = os.path.relpath(page["path"], folder), " ".join(page["title"].split())
            text_json.write(json.dumps({"_id": name, "title": title, "text": body}, ensure_ascii=False) + "\n")
            made.append((name, title, body))
        yield rows(made), len(made)


def sampled(path, sample, text_json):
    """The tables of a collection, some thousand passages at a time."""
    with open(path, "rb") as lines:
        count = sum(1 for _ in lines)
    wanted = min(sample or count, count)
    with open(path, "rb") as lines, multiprocessing.Pool() as pool:
        kept = (line for number, line in enumerate(lines) if number * wanted // count != (number + 1) * wanted // count)

        def batches():
            while batch := list(itertools.islice(kept, 2000)):
                text_json.writelines(batch)
                sizes.append(len(batch))
                yield batch

        sizes = collections.deque()
        for made in pool.imap(passages, batches()):
            yield made, sizes.popleft()


def draw(work, name, *options):
    maker = os.path.join(os.path.dirname(__file__), "..", "make-queries")
    done = subprocess.run([maker, os.path.join(work, "drawn.jsonl"), *options], stdout=subprocess.PIPE, check=True)
    with open(os.path.join(work, name + ".txt"), "ab") as out:
        out.write(done.stdout)
    return done.stdout.count(b"\n")


def cut(path):
    """Makes the .tsv of a .txt."""
    with open(path, encoding="utf-8") as lines, open(path[:-4] + ".tsv", "w", encoding="utf-8") as out:
        for query in filter(None, map(str.strip, lines)):
            out.write(query + "\t" + " | ".join(" ".join(tokens(part)) for part in query.split()) + "\n")


def main(source, work, yinde, sample="0"):
    def create(name, mode="w"):
        return open(os.path.join(work, name), mode, **({} if "b" in mode else {"encoding": "utf-8"}))

    folder = os.path.isdir(source)
    count = size = 0
    with create("text.tsv") as text, create("tokens.tsv") as bigrams, create("words.tsv") as words:
        with create("text.jsonl", "w" if folder else "wb") as text_json:
            made = extract(source, yinde, text_json) if folder else sampled(source, int(sample), text_json)
            for parts, number in made:
                for file, part in zip((text, bigrams, words), parts):
                    file.write(part)
                count, size = count + number, size + parts[3]

    logs = ("queries", "strings", "lengths", "sentences")
    with open(os.path.join(work, "text.jsonl"), "rb") as lines, create("drawn.jsonl", "wb") as drawn:
        drawn.writelines(line for number, line in enumerate(lines) if number % -(-count // DRAWN_FROM) == 0)
    for name in logs:
        create(name + ".txt").close()
    draw(work, "queries")
    draw(work, "strings", "--strings")
    classes = [(name, draw(work, "lengths", "--strings", "--lengths", name, "--count", "200")) for name in CLASSES]
    draw(work, "sentences", "--sentences", "--count", "300")
    os.remove(os.path.join(work, "drawn.jsonl"))
    for name in logs:
        cut(os.path.join(work, name + ".txt"))

    # For a process that is started for one query.
    once = "文件格式" if folder else open(os.path.join(work, "lengths.txt"), encoding="utf-8").read().split("\n")[500]
    with create("facts.json") as facts:
        json.dump({"pages": count, "text_bytes": size, "classes": classes, "once": once,
                   "once_tokens": " ".join(tokens(once))}, facts)


if __name__ == "__main__":
    if sys.argv[1] == "--cut":
        for path in sys.argv[2:]:
            cut(path)
    else:
        main(*sys.argv[1:])
