"""One query against a Tantivy index, as a program that is started for it: INDEX TOKENS."""
import sys

import tantivy

schema = tantivy.Index.open(sys.argv[1]).schema
index = tantivy.Index.open(sys.argv[1])
searcher = index.searcher()
terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", token))
         for token in sys.argv[2].split()]
for score, address in searcher.search(tantivy.Query.boolean_query(terms), 10).hits:
    print(score, searcher.doc(address)["title"][0])
