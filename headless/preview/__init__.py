"""Drafts shown to who holds a link: tokens, what they open, the editor's panel, and what stands beside a draft."""
