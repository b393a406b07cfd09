"""SQLite FTS5 without stored text. The input decides: `text.tsv` is cut into trigrams by FTS5, where a string
is found as such; `tokens.tsv` holds bigrams, where it is a phrase. An index remembers in `user_version`."""
import os
import sqlite3

import common

BIGRAMS = 2


def build(source, index):
    bigrams = os.path.basename(source) == "tokens.tsv"
    # Tokens are cut already; the characters that join Latin words are parts of them.
    tokenizer = "unicode61 remove_diacritics 0 tokenchars '-_.+'" if bigrams else "trigram"
    database = sqlite3.connect(index)
    database.executescript(f"""
        pragma journal_mode = off;
        pragma synchronous = off;
        pragma user_version = {BIGRAMS if bigrams else 3};
        create virtual table pages using fts5(body, content='', tokenize="{tokenizer}");
        create table names(number integer primary key, id, title);""")
    for number, (id, title, text) in enumerate(common.pages(source), 1):
        database.execute("insert into pages(rowid, body) values (?, ?)", (number, text))
        database.execute("insert into names values (?, ?, ?)", (number, id, title))
    database.execute("insert into pages(pages) values ('optimize')")
    database.commit()


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def query(index, mode, top):
    database = sqlite3.connect(index)
    database.execute("pragma mmap_size = 4000000000")
    bigrams = database.execute("pragma user_version").fetchone()[0] == BIGRAMS

    def prepare(text, keywords):
        if mode == "phrase":
            parts = [" ".join(keyword) for keyword in keywords] if bigrams else text.split()
        elif bigrams:
            parts = common.distinct(keywords)
        else:
            # A part of fewer than three characters matches nothing.
            parts = [word[i:i + 3] for word in text.split() for i in range(max(len(word) - 2, 1))]
        return (" OR " if mode == "any" else " ").join(map(quoted, parts))

    def search(prepared):
        return len(database.execute(
            "select rowid from pages where pages match ? order by rank limit ?", (prepared, top)).fetchall())

    return prepare, search


common.main(build, query)
