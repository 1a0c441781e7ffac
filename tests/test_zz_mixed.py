import re
import pytest
from tests.test_query_budgets import *  # noqa
from tests.test_query_budgets import queries_of

def short(sql):
    m = re.search(r'FROM "(\w+)"', sql); return (m.group(1) if m else "?") + f" {len(sql)} " + sql[-150:].replace("\n"," ")

def test_mixed(client, translated_shop):
    for loc in ("", "&locale=ru"):
        q = queries_of(client, "/api/v1/pages/?limit=50&view=full"+loc)
        print("\n", loc, len(q))
        for s in q: print("   ", short(s))
