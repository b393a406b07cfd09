// Lucene with its CJKAnalyzer (bigrams with positions), one thread, one segment at the end. Arguments as in
// common.py; `once INDEX QUERY` answers one query in a process of its own.
import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.*;

public class Lucene {
  static final CJKAnalyzer analyzer = new CJKAnalyzer();

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "build" -> build(arguments[1], arguments[2]);
      case "version" -> System.out.println(org.apache.lucene.util.Version.LATEST);
      case "once" -> once(arguments[1], arguments[2]);
      default -> {
        for (int number = 3; number < arguments.length; number++) {
          String[] job = arguments[number].split(",");
          // The compiler takes its time: more passes to warm up, and most before the first job.
          query(arguments[1], job[0], job[1], Integer.parseInt(job[2]), number == 3 ? 6 : 3,
              Integer.parseInt(arguments[2]));
        }
      }
    }
  }

  static void build(String source, String index) throws IOException {
    var config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(256).setUseCompoundFile(false);
    // Files by kind, also of a small segment, so that their bytes can be told apart.
    config.getMergePolicy().setNoCFSRatio(0);
    try (var writer = new IndexWriter(FSDirectory.open(Path.of(index)), config);
        var lines = Files.lines(Path.of(source))) {
      for (Iterator<String> each = lines.iterator(); each.hasNext();) {
        String[] page = each.next().split("\t", -1);
        var document = new Document();
        document.add(new StringField("id", page[0], Field.Store.YES));
        document.add(new StoredField("title", page[1]));
        document.add(new TextField("body", page[2], Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  static IndexSearcher open(String index) throws IOException {
    var searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(Path.of(index))));
    searcher.setSimilarity(new BM25Similarity(0.9f, 0.4f));
    searcher.setQueryCache(null);
    return searcher;
  }

  static List<String> tokens(String text) throws IOException {
    var found = new ArrayList<String>();
    try (TokenStream stream = analyzer.tokenStream("body", text)) {
      var token = stream.addAttribute(CharTermAttribute.class);
      for (stream.reset(); stream.incrementToken();) found.add(token.toString());
      stream.end();
    }
    return found;
  }

  static Query parse(String text, String mode) throws IOException {
    var parts = new LinkedHashSet<Query>();
    for (String keyword : text.split(" ")) {
      List<String> tokens = tokens(keyword);
      if (mode.equals("phrase") && tokens.size() > 1) {
        parts.add(new PhraseQuery("body", tokens.toArray(String[]::new)));
      } else {
        for (String token : tokens) parts.add(new TermQuery(new Term("body", token)));
      }
    }
    var occur = mode.equals("any") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST;
    var query = new BooleanQuery.Builder();
    for (Query part : parts) query.add(part, occur);
    return query.build();
  }

  static int search(IndexSearcher searcher, Query query, int top) throws IOException {
    // Only the best are asked for: nothing is counted beyond them.
    var collector = TopScoreDocCollector.create(top, null, top);
    searcher.search(query, collector);
    return collector.topDocs().scoreDocs.length;
  }

  static void query(String index, String file, String mode, int top, int warm, int passes) throws IOException {
    IndexSearcher searcher = open(index);
    var queries = new ArrayList<Query>();
    for (String line : Files.readAllLines(Path.of(file))) queries.add(parse(line.split("\t")[0], mode));
    int empty = 0;
    for (int pass = 0; pass < warm; pass++) {
      empty = 0;
      for (Query query : queries) if (search(searcher, query, top) == 0) empty++;
    }
    double[][] times = new double[queries.size()][passes];
    for (int pass = 0; pass < passes; pass++) {
      for (int number = 0; number < times.length; number++) {
        long start = System.nanoTime();
        search(searcher, queries.get(number), top);
        times[number][pass] = (System.nanoTime() - start) / 1e3;
      }
    }
    var medians = new StringJoiner(", ");
    for (double[] taken : times) {
      Arrays.sort(taken);
      medians.add(String.format(Locale.ROOT, "%.2f", taken[passes / 2]));
    }
    System.out.println("{\"us\": [" + medians + "], \"empty\": " + empty + "}");
  }

  static void once(String index, String text) throws IOException {
    IndexSearcher searcher = open(index);
    for (ScoreDoc hit : searcher.search(parse(text, "any"), 10).scoreDocs) {
      System.out.println(hit.score + " " + searcher.doc(hit.doc).get("title"));
    }
  }
}
