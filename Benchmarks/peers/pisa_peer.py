"""PISA through pyterrier-pisa, over bigrams spelled as ASCII words, which its tokeniser keeps whole; no positions,
so no phrases. Block-max WAND for any, `ranked_and` for all."""
import os

import common
import numpy
import pyterrier_pisa
from pyterrier_pisa import _pisathon

K = 10


def spelled(token):
    return token if token.isascii() and token.isalnum() else "x" + token.encode("utf-16-be").hex()


def opened(path):
    return pyterrier_pisa.PisaIndex(
        path, text_field="text", stemmer="none", stops="none", threads=1, overwrite=True)


def build(source, path):
    index = opened(path)
    index.index(
        {"docno": id.replace(" ", "_"), "text": " ".join(map(spelled, text.split())) or "empty"}
        for id, _, text in common.pages(source))
    index.bm25()  # compresses the lists and computes the blocks' bounds
    # What queries do not read would count as index.
    for name in ("fwd", "fwd.documents", "fwd.terms", "fwd.urls", "inv.docs", "inv.freqs"):
        os.remove(os.path.join(path, name))


def query(path, mode):
    algorithm = {"any": "block_max_wand", "all": "ranked_and"}[mode]
    retriever = pyterrier_pisa.PisaIndex(path, stemmer="none", stops="none", threads=1).bm25(
        num_results=K, query_algorithm=algorithm)
    # The arrays that the bindings fill.
    numbers, names = numpy.empty(K, numpy.int32), numpy.empty(K, object)
    ranks, scores = numpy.empty(K, numpy.int32), numpy.empty(K, numpy.float32)

    def prepare(text, keywords):
        return [(0, " ".join(map(spelled, common.distinct(keywords))))]

    def search(prepared):
        return _pisathon.retrieve(
            retriever._ctxt, algorithm, prepared, k=K, threads=1, query_weighted=0, pretokenised=False,
            result_qidxs=numbers, result_docnos=names, result_ranks=ranks, result_scores=scores)

    return prepare, search


common.main(build, query)
