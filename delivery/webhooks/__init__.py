"""Webhooks: other systems are told of changes by signed calls (Standard Webhooks, "Specification").

`queue` writes down what is to be told, from the change log; `sending` tells it, in the worker and nowhere else.
"""
