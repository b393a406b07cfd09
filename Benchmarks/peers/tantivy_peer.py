"""Tantivy through its Python bindings, over bigrams with positions, one indexing thread."""
import os

import common
import tantivy


def open_index(path):
    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        .add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
        .add_text_field("body", tokenizer_name="cut", index_option="position")
        .build())
    index = tantivy.Index(schema, path=path)
    index.register_tokenizer(
        "cut", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def build(source, path):
    os.makedirs(path)
    index = open_index(path)
    writer = index.writer(heap_size=256 << 20, num_threads=1)
    for id, title, text in common.pages(source):
        writer.add_document(tantivy.Document(id=id, title=title, body=text))
    writer.commit()
    writer.wait_merging_threads()


def query(path, mode, top):
    index = open_index(path)
    schema, searcher = index.schema, index.searcher()
    occurs = tantivy.Occur.Should if mode == "any" else tantivy.Occur.Must

    def part(tokens):
        if len(tokens) == 1:
            return tantivy.Query.term_query(schema, "body", tokens[0])
        return tantivy.Query.phrase_query(schema, "body", tokens)

    def prepare(text, keywords):
        parts = keywords if mode == "phrase" else [[token] for token in common.distinct(keywords)]
        return tantivy.Query.boolean_query([(occurs, part(tokens)) for tokens in parts])

    return prepare, lambda prepared: len(searcher.search(prepared, top, count=False).hits)


common.main(build, query)
