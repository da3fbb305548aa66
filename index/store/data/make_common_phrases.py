# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes common_phrases.txt: the words and phrases that save most when articles are packed.

  python3 make_common_phrases.py gmb.train.conll > common_phrases.txt

Reads a text in columns (a token a line, first column). A phrase saves its length each time that it occurs; those that save
most come last, where a reference to them is shortest. Deterministic. The list is part of the index format: another one
needs another kFormatVersion."""
import collections
import sys

BYTES = 24_000
LONGEST = 4  # words
REFERENCE = 3  # bytes that a reference takes, about
NO_SPACE_BEFORE = (".", ",", "'s", "n't", ":", ";", "%", ")", "?", "!")


def read_words(lines):
    words = []
    for line in lines:
        token = line.split("\t")[0].strip()
        if token in NO_SPACE_BEFORE and words:
            words[-1] += token
        elif token:
            words.append(token)
    return words


def count_phrases(words):
    counts = collections.Counter()
    for length in range(1, LONGEST + 1):
        for begin in range(len(words) - length + 1):
            counts[" ".join(words[begin:begin + length])] += 1
    return counts


def choose(counts):
    chosen, text = [], " "
    by_saving = sorted(counts, key=lambda phrase: (-counts[phrase] * (len(phrase) - REFERENCE), phrase))
    for phrase in by_saving:
        if len(phrase) <= REFERENCE or f" {phrase} " in text:
            continue
        chosen.append(phrase)
        text += phrase + " "
        if len(text) > BYTES:
            return chosen
    return chosen


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        for phrase in reversed(choose(count_phrases(read_words(lines)))):
            print(phrase)


main()
