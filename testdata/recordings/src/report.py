"""Encode, decode, search and group made-up orders."""
import collections
import json
import re
import sys

ORDER = re.compile(r'(?P<day>\d{4}-\d\d-\d\d)T.*?#(?P<id>\d+)\s+(?P<who>[a-z]+(?:\.[a-z]+)*)')


def make_orders(count):
    for i in range(count):
        yield {'id': i, 'when': '2024-%02d-%02dT10:%02d' % (i % 12 + 1, i % 28 + 1, i % 60),
               'who': 'ann.b' if i % 3 else 'carl', 'lines': [{'sku': 'a%d' % (i * k % 91), 'n': k} for k in range(6)]}


def text_of(order):
    return '%s paid #%d  %s' % (order['when'], order['id'], order['who'])


class Report:
    def __init__(self):
        self.days = collections.defaultdict(collections.Counter)

    def add(self, order):
        found = ORDER.search(text_of(order))
        self.days[found['day']][found['who']] += sum(line['n'] for line in order['lines'])

    def table(self):
        return sorted(((d, w, n) for d, c in self.days.items() for w, n in c.items()), key=lambda row: (row[1], -row[2]))


def main(rounds):
    for _ in range(rounds):
        report = Report()
        packed = json.dumps(list(make_orders(3000)), indent=1)
        for order in json.loads(packed):
            report.add(order)
        report.table()


main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
