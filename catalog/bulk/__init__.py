"""Writing products, prices and stock through the API: by the row, by the thousand, the way imports write.

`rows` says what a row may hold, `meeting` finds what it names, `planning` compares, `products` and `figures` write
through `catalog.importing`. docs/headless/bulk.md tells what follows for who calls.
"""
