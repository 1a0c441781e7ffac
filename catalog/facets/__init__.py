"""Filters of a category: which there are, which of them search engines may index, what each would leave.

`policy` says what is offered and indexed, `addresses` how a combination is written, `counting` how many products
it holds, `shelves` ties the three together for one category, `views` prints, `crawl` counts addresses before they
are opened. docs/decisions/0012-facets.md has the reasons.
"""
