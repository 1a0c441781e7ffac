"""Purging: a cache in front of the site that understands tags drops what a change made untrue.

Nothing happens unless PURGE_BACKEND names who speaks that cache's language (`backends`).
"""
