"""PISA through pyterrier-pisa, over bigrams spelled as ASCII words, which its tokeniser keeps whole; no positions,
so no phrases. Block-max WAND for the ten best of any, block-max MaxScore for more, `ranked_and` for all: the
fastest of each."""
import json
import os

import common
import numpy
import pyterrier_pisa
from pyterrier_pisa import _pisathon

retrievers = {}


def opened(path):
    return pyterrier_pisa.PisaIndex(
        path, text_field="text", stemmer="none", stops="none", threads=1, overwrite=True)


def build(source, path):
    index = opened(path)
    index.index(
        {"docno": id.replace(" ", "_"), "text": text or "empty"} for id, _, text in common.pages(source))
    index.bm25()  # compresses the lists and computes the blocks' bounds
    # The file of frequencies is each list after its length, in numbers of four bytes.
    counts = os.path.getsize(os.path.join(path, "inv.freqs")) // 4 - index.num_terms()
    # What queries do not read would count as index.
    for name in ("fwd", "fwd.documents", "fwd.terms", "fwd.urls", "inv.docs", "inv.freqs"):
        if os.path.exists(os.path.join(path, name)):
            os.remove(os.path.join(path, name))
    with open(path + ".counts", "w") as file:
        json.dump({"postings": counts, "terms": index.num_terms()}, file)


def query(path, mode, top):
    algorithm = "ranked_and" if mode == "all" else "block_max_wand" if top <= 10 else "block_max_maxscore"
    retriever = retrievers.get(path)
    if not retriever:
        retriever = retrievers[path] = pyterrier_pisa.PisaIndex(
            path, stemmer="none", stops="none", threads=1).bm25()
    # The arrays that the bindings fill.
    numbers, names = numpy.empty(top, numpy.int32), numpy.empty(top, object)
    ranks, scores = numpy.empty(top, numpy.int32), numpy.empty(top, numpy.float32)

    def prepare(text, keywords):
        return [(0, " ".join(map(common.spelled, common.distinct(keywords))))]

    def search(prepared):
        return _pisathon.retrieve(
            retriever._ctxt, algorithm, prepared, k=top, threads=1, query_weighted=0, pretokenised=False,
            result_qidxs=numbers, result_docnos=names, result_ranks=ranks, result_scores=scores)

    return prepare, search


common.main(build, query)
