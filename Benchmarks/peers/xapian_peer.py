"""Xapian, over an index that `omindex` built with XAPIAN_CJK_NGRAM, or `build` here: characters and bigrams of them.
Positions are those of the characters, so a phrase is one of characters."""
import os

os.environ["XAPIAN_CJK_NGRAM"] = "1"
import common
import xapian


def build(source, path):
    database = xapian.WritableDatabase(path, xapian.DB_CREATE)
    generator = xapian.TermGenerator()
    generator.set_flags(xapian.TermGenerator.FLAG_CJK_NGRAM)
    for id, title, text in common.pages(source):
        document = xapian.Document()
        document.set_data(f"{id}\n{title}")
        generator.set_document(document)
        generator.index_text(text)
        database.add_document(document)
    database.commit()
    database.close()


def query(index, mode, top):
    database = xapian.Database(index)
    enquire = xapian.Enquire(database)
    operator = xapian.Query.OP_OR if mode == "any" else xapian.Query.OP_AND

    def prepare(text, keywords):
        if mode == "phrase":
            return xapian.Query(xapian.Query.OP_PHRASE, [character.encode() for character in text])
        return xapian.Query(operator, [token.encode() for token in common.distinct(keywords)])

    def search(prepared):
        enquire.set_query(prepared)
        return enquire.get_mset(0, top).size()

    return prepare, search


common.main(build, query)
