#!/usr/bin/env python3
"""Writes the table of HTML's named character references as Swift.

usage: make_named_references.py OUT.swift

The names are those of the HTML standard, 13.5, as Python's html.entities carries them.
Each line of the table is a name (with its semicolon, if it has one) and one or two code points.
"""
import html.entities
import sys

lines = [
    f"    {name} {' '.join(f'{ord(c):x}' for c in value)}"
    for name, value in sorted(html.entities.html5.items())
]
with open(sys.argv[1], "w", encoding="ascii") as out:
    out.write(
        "// Made by Utils/make_named_references.py; do not edit.\n\n"
        "extension CharacterReferences {\n"
        f"  /// HTML's {len(lines)} named character references: a name and its code points a line.\n"
        '  static let namedReferences: StaticString = """\n' + "\n".join(lines) + '\n    """\n}\n'
    )
