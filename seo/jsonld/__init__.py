"""JSON-LD that people write by hand: read with suspicion, judged by schema.org's vocabulary, merged into our one graph.

nodes = read(text)                   raises Refused, with every problem as "$.offers[0].price: rule"
vocabulary_problems(nodes, types)    what schema.org does not know or allow in them
merging_problems(nodes, ours, url)   where they would overrule what the page says itself
merged(ours, absolute(nodes, url))   the nodes of one graph; ours are never overruled
"""

from seo.jsonld.judging import pending_terms, vocabulary_problems
from seo.jsonld.merging import absolute, merged, merging_problems, types_by_id
from seo.jsonld.reading import LARGEST, Problem, Refused, read, tidy

__all__ = [
    "LARGEST",
    "Problem",
    "Refused",
    "absolute",
    "merged",
    "merging_problems",
    "pending_terms",
    "read",
    "tidy",
    "types_by_id",
    "vocabulary_problems",
]
