"""Bulk writes that take longer than a request: taken in, worked off a part at a time, reported row by row.

A job is safe to kill at any moment: the transaction that writes a part's rows also counts them and takes the part away.
"""
