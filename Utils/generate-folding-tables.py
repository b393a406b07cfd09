#!/usr/bin/env python3
"""Makes Sources/YindeAnalysis/Tables/FoldingData.swift.

    Utils/generate-folding-tables.py --unicode /usr/share/unicode \\
        --opencc /usr/share/opencc/TSCharacters.txt \\
        --output Sources/YindeAnalysis/Tables/FoldingData.swift

Inputs, none of them kept in this repository:

* The Unicode Character Database (Debian's package unicode-data): UnicodeData.txt,
  CaseFolding.txt, Scripts.txt, DerivedCoreProperties.txt, PropList.txt and
  EquivalentUnifiedIdeograph.txt. Copyright Unicode, Inc.; used under the Unicode License
  (https://www.unicode.org/license.txt).
* OpenCC's TSCharacters.txt, traditional to simplified characters (OpenCC's sources, or Debian's
  package libopencc-data). Copyright Carbo Kuo and contributors; Apache License 2.0
  (https://github.com/BYVoid/OpenCC).

What folding means is written in Documentation/Analysis.md; this file is where it is decided for
each scalar. A scalar's fold is a fixed point: decomposed (NFKD), stripped of diacritics, case
folded, simplified, until nothing changes, and then composed again where Yinde keeps composed
forms: kana with voicing marks, Hangul, and the negated signs (≠). So folding text a second time
changes nothing, and a compatibility ideograph that decomposes to a traditional character ends
simplified.

The output's format is described in Sources/YindeAnalysis/Tables/FoldingTables.swift.
"""

import argparse
import os
import re

LIMIT = 0x110000

# The order is that of CharacterClass in Swift: the table stores the number.
SPACE, PUNCTUATION, SYMBOL, HAN, LETTER, DIGIT, MARK, IGNORABLE = range(8)

# MARK: Yinde's own choices, beside what the standards say.

VARIANTS = {}


def variants(target, keys):
    for key in keys:
        VARIANTS[ord(key)] = [ord(c) for c in target]


# Middle dots and bullets of names and lists. U+00B7 is the one in 乔治·华盛顿.
variants("\u00b7", "\u2022\u2027\u2219\u22c5\u30fb")
# Dashes and hyphens, so that 2019–2023 is 2019-2023.
variants("-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\u30a0")
# Curly quotes, the modifier apostrophe and the spacing acute accent that stands for one.
variants("'", "\u2018\u2019\u201a\u201b\u02bc\u00b4")
variants('"', "\u201c\u201d\u201e\u201f")
# Slashes of fractions (½ decomposes to 1⁄2), the ratio sign used as a colon, the wave dash that
# the same encodings map to either code point, the centred ellipsis.
variants("/", "\u2044\u2215")
variants(":", "\u2236")
variants("~", "\u301c")
variants("...", "\u22ef")

# Combining marks that are dropped: the diacritics of Latin, Greek and Cyrillic, the enclosing
# ones (keycaps), tone marks beside ideographs.
DROPPED_MARKS = [
    (0x0300, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0x2DE0, 0x2DFF), (0x302A, 0x302F), (0xA66F, 0xA672), (0xA674, 0xA67D), (0xA69E, 0xA69F),
    (0xFE20, 0xFE2F),
]
SLASH = 0x0338  # composes with mathematical signs (= ≠), and is dropped elsewhere
VOICED = (0x3099, 0x309A)

# Scripts written without spaces between words.
UNSPACED = set(
    """Han Hiragana Katakana Bopomofo Hangul Yi Tangut Nushu Khitan_Small_Script Thai Lao Khmer
    Myanmar Tibetan Tai_Le New_Tai_Lue Tai_Tham Tai_Viet Javanese Balinese""".split())
# Signs of those scripts that Scripts.txt calls common or inherited: 〆, the kana repeat marks, 〼,
# ー, the voicing marks, combining and spacing.
UNSPACED_COMMON = {0x3006, *range(0x3031, 0x3036), 0x303C, 0x30FC, 0x3099, 0x309A, 0x309B, 0x309C}

# Punctuation by category that a reader looks for (C#, 100%, AT&T, a@b, 5‰, §3, ※) and the two
# ASCII signs that Unicode calls modifiers.
SYMBOLS = {ord(c) for c in "#%&@*\\^`‰‱§¶†‡※"}
# Symbols by category that stand for nothing: the replacement characters.
NOT_SYMBOLS = {0xFFFC, 0xFFFD}


# MARK: Reading the inputs.

def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.split("#", 1)[0].strip()
            if line:
                yield [field.strip() for field in line.split(";")]


def span(field):
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


class Unicode:
    def __init__(self, folder):
        path = lambda name: os.path.join(folder, name)
        with open(path("Scripts.txt"), encoding="utf-8") as file:
            self.version = re.search(r"Scripts-([0-9.]+)\.txt", file.readline()).group(1)
        self.category = ["Cn"] * LIMIT
        self.ccc = {}
        self.decomposition = {}  # scalar → (is it a compatibility mapping, scalars)
        first = None
        with open(path("UnicodeData.txt"), encoding="utf-8") as file:
            for line in file:
                field = line.rstrip("\n").split(";")
                scalar = int(field[0], 16)
                if field[1].endswith(", First>"):
                    first = scalar
                    continue
                for c in range(first if first is not None else scalar, scalar + 1):
                    self.category[c] = field[2]
                first = None
                if field[3] != "0":
                    self.ccc[scalar] = int(field[3])
                if field[5]:
                    parts = field[5].split()
                    compatible = parts[0].startswith("<")
                    self.decomposition[scalar] = (
                        compatible, [int(p, 16) for p in parts[1 if compatible else 0:]])
        self.casefold = {}
        for field in lines(path("CaseFolding.txt")):
            if field[1] in "CF":
                self.casefold[int(field[0], 16)] = [int(p, 16) for p in field[2].split()]
        self.script = ["Unknown"] * LIMIT
        for field in lines(path("Scripts.txt")):
            for c in span(field[0]):
                self.script[c] = field[1]
        self.ignorable = set()
        for field in lines(path("DerivedCoreProperties.txt")):
            if field[1] == "Default_Ignorable_Code_Point":
                self.ignorable.update(span(field[0]))
        self.white = set()
        for field in lines(path("PropList.txt")):
            if field[1] == "White_Space":
                self.white.update(span(field[0]))
        self.radicals = {}
        for field in lines(path("EquivalentUnifiedIdeograph.txt")):
            for c in span(field[0]):
                self.radicals[c] = int(field[1], 16)


def read_opencc(path):
    simplified = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or "\t" not in line:
                continue
            key, values = line.rstrip("\n").split("\t")[:2]
            value = values.split(" ")[0]
            if len(key) == 1 and len(value) == 1 and key != value:
                simplified[ord(key)] = ord(value)
    return simplified


# MARK: Folding one scalar.

class Folder:
    def __init__(self, unicode, simplified):
        self.u = unicode
        self.simplified = simplified
        self.dropped = {
            c for c in range(LIMIT)
            if (unicode.category[c] in ("Cf", "Cc") or c in unicode.ignorable)
            and c not in unicode.white
        }
        for first, last in DROPPED_MARKS:
            self.dropped.update(range(first, last + 1))
        self.dropped.discard(SLASH)
        # Pairs that compose: kana and voicing mark, sign and slash.
        self.pairs = {}
        for c, (compatible, parts) in unicode.decomposition.items():
            if not compatible and len(parts) == 2 and parts[1] in (*VOICED, SLASH):
                assert parts[1] != SLASH or unicode.category[c][0] == "S", hex(c)
                self.pairs[parts[0], parts[1]] = c

    def step(self, c):
        """What one scalar becomes in one step; [c] when nothing is left to do."""
        u = self.u
        if c in u.white:
            return [0x20]
        if c in self.dropped:
            return []
        if c in VARIANTS:
            return VARIANTS[c]
        if 0xAC00 <= c <= 0xD7A3:
            return [c]
        if c in u.decomposition:
            compatible, parts = u.decomposition[c]
            # Spacing diacritics (¨ ¯ ゛): a space and a mark would be no sign at all.
            if not (compatible and parts[0] == 0x20 and len(parts) > 1):
                return parts
        if c in u.casefold:
            return u.casefold[c]
        if c in u.radicals:
            return [u.radicals[c]]
        if c in self.simplified:
            return [self.simplified[c]]
        return [c]

    def reduce(self, c):
        sequence = [c]
        for _ in range(20):
            following = [d for s in sequence for d in self.step(s)]
            if following == sequence:
                return sequence
            sequence = following
        raise SystemExit(f"U+{c:04X} does not come to rest: {sequence}")

    def order(self, sequence):
        result, i = [], 0
        while i < len(sequence):
            j = i
            while j < len(sequence) and self.u.ccc.get(sequence[j], 0):
                j += 1
            if j > i:
                result += sorted(sequence[i:j], key=lambda m: self.u.ccc[m])
                i = j
            else:
                result.append(sequence[i])
                i += 1
        return result

    def compose(self, sequence):
        result = []
        base = None  # index in result of what a mark would compose with
        for c in self.order(sequence):
            mark = self.u.ccc.get(c, 0)
            last = result[-1] if result else 0
            if mark:
                pair = (result[base], c) if base is not None else None
                if pair in self.pairs and not any(self.u.ccc[m] >= mark
                                                  for m in result[base + 1:]):
                    result[base] = self.pairs[pair]
                    continue
                if c == SLASH:
                    continue
            elif 0x1100 <= last <= 0x1112 and 0x1161 <= c <= 0x1175:
                result[-1] = 0xAC00 + ((last - 0x1100) * 21 + c - 0x1161) * 28
                continue
            elif 0xAC00 <= last <= 0xD7A3 and (last - 0xAC00) % 28 == 0 and 0x11A8 <= c <= 0x11C2:
                result[-1] = last + c - 0x11A7
                continue
            else:
                base = len(result)
            result.append(c)
        return result

    def fold(self, c):
        if c == SLASH:
            return [c]
        return self.compose(self.reduce(c))


def character_class(u, c):
    """The class of a scalar that is its own fold; None where there is no opinion."""
    category = u.category[c]
    if 0x20000 <= c <= 0x3FFFD:
        return HAN  # ideographs, those of later versions too
    if c in u.white:
        return SPACE
    if c in UNSPACED_COMMON:
        return HAN
    if category == "Cs" or c in NOT_SYMBOLS or c & 0xFFFE == 0xFFFE:
        return PUNCTUATION
    if category == "Cn":
        return None
    if category == "Co" or c in SYMBOLS or 0x1F3FB <= c <= 0x1F3FF:
        return SYMBOL
    if category == "Nd":
        return DIGIT
    if u.script[c] in UNSPACED and (category[0] in "LM" or category == "Nl"):
        return HAN
    if u.script[c] == "Han" and category == "So":
        return HAN  # radicals that have no ideograph of their own
    if category[0] == "N":
        return DIGIT
    if category[0] == "L":
        return LETTER
    if category[0] == "M":
        return MARK
    if category in ("Sc", "Sm", "So"):
        return SYMBOL
    return PUNCTUATION


# MARK: Writing the tables.

class Encoder:
    """Numbers in printable ASCII: five bits a character, the low ones first. The last character of
    a number is one of # to B, those before it are of ] to |: no quote, no backslash."""

    def __init__(self):
        self.text = []

    def number(self, value):
        assert value >= 0
        while value >= 32:
            self.text.append(chr(93 + (value & 31)))
            value >>= 5
        self.text.append(chr(35 + value))

    def signed(self, value):
        self.number(value * 2 if value >= 0 else -value * 2 - 1)

    def literal(self, name, comment):
        text = "".join(self.text)
        width = 96
        rows = [text[i:i + width] for i in range(0, len(text), width)]
        body = "\n".join("    " + row for row in rows)
        doc = "\n".join("  /// " + line for line in comment.split("\n"))
        return f'{doc}\n  static let {name}: StaticString = """\n{body}\n    """\n'


def runs(items):
    """Sorted (key, value) pairs as (first key, count, value) where keys follow one another."""
    result = []
    for key, value in items:
        if result and result[-1][0] + result[-1][1] == key and result[-1][2] == value:
            result[-1][1] += 1
        else:
            result.append([key, 1, value])
    return result


def fnv(hash, data):
    for byte in data:
        hash = ((hash ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return hash


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--unicode", required=True, help="folder of the character database")
    parser.add_argument("--opencc", required=True, help="OpenCC's TSCharacters.txt")
    parser.add_argument("--output", required=True, help="the Swift file to write")
    options = parser.parse_args()
    u = Unicode(options.unicode)
    folder = Folder(u, read_opencc(options.opencc))

    folds = {}
    for c in range(LIMIT):
        if 0xD800 <= c <= 0xDFFF:
            continue
        fold = folder.fold(c)
        if fold != [c]:
            folds[c] = fold
    for c, fold in folds.items():
        for d in fold:
            assert d not in folds or fold == [0x20], (hex(c), hex(d))
        if c not in u.white:
            assert folder.compose([e for d in fold for e in folder.fold(d)]) == fold, hex(c)

    # Classes of all scalars, as runs. Where a scalar folds to another its own class is never
    # looked at, so the run goes on. An unassigned one is taken for its neighbour's kind, which a
    # later version of Unicode mostly confirms, or for a symbol: it may be on a page and must be
    # found.
    classes, current = [], PUNCTUATION
    for c in range(LIMIT):
        if c in u.white:
            kind = SPACE
        elif c in folds:
            kind = IGNORABLE if not folds[c] else None
        else:
            kind = character_class(u, c)
        if c == 0x40000 or c == 0xE1000:
            kind = SYMBOL
        if kind is None and c not in folds and current in (SPACE, PUNCTUATION, IGNORABLE):
            kind = SYMBOL
        if kind is not None:
            current = kind
        classes.append(current)
    class_text = Encoder()
    for _, count, kind in runs(enumerate(classes)):
        class_text.number((count - 1) * 8 + kind)

    singles = sorted((c, f[0] - c) for c, f in folds.items() if len(f) == 1 and c not in u.white)
    single_text, previous = Encoder(), 0
    for key, count, delta in runs(singles):
        single_text.number((key - previous) * 2 + (count > 1))
        if count > 1:
            single_text.number(count - 2)
        single_text.signed(delta)
        previous = key + count

    several_text, previous, pool = Encoder(), 0, 0
    several = sorted((c, f) for c, f in folds.items() if len(f) > 1)
    for key, fold in several:
        several_text.number(key - previous)
        several_text.number(len(fold))
        last = 0
        for d in fold:
            several_text.signed(d - last)
            last = d
        previous = key + 1
        pool += len(fold) + 1

    marks = sorted((c, k) for c, k in u.ccc.items() if c not in folds)
    mark_text, previous = Encoder(), 0
    for key, count, ccc in runs(marks):
        mark_text.number(key - previous)
        mark_text.number(count - 1)
        mark_text.number(ccc)
        previous = key + count

    pair_text, previous = Encoder(), 0
    for (base, mark), composed in sorted(folder.pairs.items()):
        pair_text.number(base - previous)
        pair_text.number((*VOICED, SLASH).index(mark))
        pair_text.signed(composed - base)
        previous = base

    # How many blocks of 128 the expanded table holds: eight uniform ones, and each that is mixed.
    special = set(folds) | {c for c, _ in marks} | set(range(0x1161, 0x1176)) \
        | set(range(0x11A8, 0x11C3))
    blocks = 8
    for start in range(0, LIMIT, 128):
        block = range(start, start + 128)
        if len({classes[c] for c in block}) > 1 or any(
                c in special and not (c in u.white or folds.get(c) == []) for c in block):
            blocks += 1

    encoders = [class_text, single_text, several_text, mark_text, pair_text]
    hash = 0xCBF29CE484222325
    for encoder in encoders:
        hash = fnv(hash, "".join(encoder.text).encode() + b"\n")

    parts = [
        class_text.literal("classes", "Class of every scalar: runs of count − 1 and class."),
        single_text.literal(
            "singles", "Scalars that fold to one other: gap and “a run follows”, length − 2 of the"
            "\nrun, distance to the target."),
        several_text.literal(
            "several", "Scalars that fold to several: gap, count, the distance of each to the one"
            "\nbefore it."),
        mark_text.literal(
            "marks", "Kept combining marks: gap, length − 1 of the run, canonical combining class."),
        pair_text.literal(
            "pairs", "What composes: distance from the last base, which mark, distance to the"
            "\ncomposed scalar."),
    ]
    with open(options.output, "w", encoding="utf-8") as file:
        file.write(f"""\
// Made by Utils/generate-folding-tables.py; do not edit.
//
// Derived from the Unicode Character Database {u.version}, copyright Unicode, Inc., under the
// Unicode License (https://www.unicode.org/license.txt), and from OpenCC's table of traditional and
// simplified characters, copyright Carbo Kuo and contributors, under the Apache License 2.0
// (https://github.com/BYVoid/OpenCC).
//
// swift-format-ignore-file

/// The tables of folding and of character classes in a compact form, read once by
/// ``FoldingTables``, where the encoding is described.
enum FoldingData {{
  /// Version of the Unicode Character Database that the tables come from.
  static let unicodeVersion = "{u.version}"

  /// FNV-1a of the five strings below, each followed by a line feed; line feeds inside them do not
  /// count.
  static let hash: UInt64 = 0x{hash:016X}

  /// Blocks of 128 entries in the expanded table, the scalars that fold to several with an end
  /// mark each, kept combining marks, and pairs.
  static let blockCount = {blocks}
  static let poolCount = {pool}
  static let markCount = {len(marks)}
  static let pairCount = {len(folder.pairs)}

""")
        file.write("\n".join(parts))
        file.write("}\n")
    print(f"Unicode {u.version}: {len(singles)} single, {len(several)} several, "
          f"{sum(not f for f in folds.values())} dropped; {len(marks)} marks; {blocks} blocks; "
          + ", ".join(f"{len(e.text)}" for e in encoders) + " bytes")


main()
