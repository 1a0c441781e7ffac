"""Bringing a catalogue in from files: read, judge, plan, write, report.

`mapping` says which column is which, `sources` reads rows, `values` and `rows` judge them without a
database, `grouping` puts rows that form one product together, `planning` compares with what is stored,
`writing` stores. `run` drives them; docs/import.md tells the operator what they decide.
"""
