# SPDX-License-Identifier: MIT
"""Makes a differing case small: takes away words, files, lines and bytes as long as it still differs."""


def smaller_lists(items, join, differs):
    """Delta debugging: the items that are left when no run of them can go."""
    size = max(1, len(items) // 2)
    while items:
        start = 0
        while start < len(items):
            rest = items[:start] + items[start + size:]
            if differs(join(rest)):
                items = rest
            else:
                start += size
        if size == 1:
            break
        size //= 2
    return items


class Reducer:
    """`verdict(case)` is what compare() says; the case must keep its first verdict."""

    def __init__(self, case, verdict, runs=400):
        self.case, self.verdict, self.runs = case, verdict, runs
        self.wanted = verdict(case)

    def accept(self, case):
        """Whether the case still differs in the same way; then it is the new one."""
        if self.runs <= 0:
            return False
        self.runs -= 1
        if self.verdict(case) != self.wanted:
            return False
        self.case = case
        return True

    def reduce(self):
        before = None
        while before != self.case.digest() and self.runs > 0:
            before = self.case.digest()
            if self.case.env:
                self.accept(self.case.changed(env={}))
            self._words()
            self._files()
            for pieces in (lambda text: text.splitlines(True), _bytes_of):
                self._texts(pieces)
        return self.case

    def _words(self):
        smaller_lists(self.case.argv, list, lambda argv: self.accept(self.case.changed(argv=argv)))

    def _files(self):
        for name in list(self.case.files):
            rest = {other: data for other, data in self.case.files.items() if other != name}
            self.accept(self.case.changed(files=rest))

    def _texts(self, pieces):
        def with_stdin(text):
            return self.case.changed(stdin=text)
        smaller_lists(pieces(self.case.stdin), b''.join, lambda text: self.accept(with_stdin(text)))
        for name, data in list(self.case.files.items()):
            if data:
                smaller_lists(pieces(data), b''.join, lambda text, name=name: self.accept(
                    self.case.changed(files={**self.case.files, name: text})))
        for i, word in list(enumerate(self.case.argv)):
            def with_word(text, i=i):
                return self.case.changed(argv=self.case.argv[:i] + [text] + self.case.argv[i + 1:])
            if pieces is _bytes_of:
                smaller_lists(_bytes_of(word), b''.join, lambda text: self.accept(with_word(text)))


def _bytes_of(text):
    return [text[i:i + 1] for i in range(len(text))]
