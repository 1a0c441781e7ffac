"""Old addresses: what they answer, how rules are written, what pages leave behind when they move or go.

Why it is built so: docs/decisions/0016-redirects.md.
"""
