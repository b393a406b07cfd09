"""Turns pages into what the peers take: prepare.py FOLDER WORK YINDE

The text is what `yinde extract` finds, so that all engines that take text index the same. Writes to WORK:

    text.jsonl     {"_id", "title", "text"} a line, for Yinde
    text.tsv       the same for drivers that analyse; tokens.tsv is cut into bigrams (see common.py)
    queries.txt    1,000 queries; strings.txt: 1,000 strings, for phrases
    queries.tsv, strings.tsv    with their tokens
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import unicodedata

HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"([{HAN}]+)|(?:(?![{HAN}])[^\\W_])+")


def tokens(text):
    """Overlapping bigrams of ideographs and kana, a lone one as it is, Latin words and numbers whole: the
    rule of Lucene's CJKAnalyzer."""
    for run in RUN.finditer(unicodedata.normalize("NFKC", text).lower()):
        word = run.group()
        if run.group(1) and len(word) > 1:
            yield from (word[i:i + 2] for i in range(len(word) - 1))
        else:
            yield word[:64]


def extract(folder, yinde):
    files = sorted(str(path) for path in pathlib.Path(folder).rglob("*") if path.suffix == ".html")
    for start in range(0, len(files), 1000):
        done = subprocess.run(
            [yinde, "extract", "--json", *files[start:start + 1000]], stdout=subprocess.PIPE, check=True)
        yield from map(json.loads, done.stdout.decode().splitlines())


def main(folder, work, yinde):
    def create(name):
        return open(os.path.join(work, name), "w", encoding="utf-8")

    count = size = 0
    with create("text.jsonl") as text_json, create("text.tsv") as text, create("tokens.tsv") as cut:
        for page in extract(folder, yinde):
            # The title is a block of the text already.
            blocks = [" ".join(block["text"].split()) for block in page["blocks"]]
            name = os.path.relpath(page["path"], folder)
            title = " ".join(page["title"].split())
            body = "\n".join(blocks)
            record = {"_id": name, "title": title, "text": body}
            text_json.write(json.dumps(record, ensure_ascii=False) + "\n")
            text.write(f"{name}\t{title}\t{body.replace(chr(10), ' ')}\n")
            cut.write(f"{name}\t{title}\t{' '.join(token for b in blocks for token in tokens(b))}\n")
            count, size = count + 1, size + len(body.encode())
    with create("facts.json") as facts:
        json.dump({"pages": count, "text_bytes": size}, facts)

    maker = os.path.join(os.path.dirname(__file__), "..", "make-queries")
    for name, options in (("queries", []), ("strings", ["--strings"])):
        with create(name + ".txt") as out:
            subprocess.run([maker, os.path.join(work, "text.jsonl"), *options], stdout=out, check=True)
        with create(name + ".tsv") as out:
            for line in open(os.path.join(work, name + ".txt"), encoding="utf-8"):
                query = line.rstrip("\n")
                out.write(query + "\t" + " | ".join(" ".join(tokens(part)) for part in query.split()) + "\n")


main(*sys.argv[1:4])
