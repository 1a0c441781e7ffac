"""IndexNow: search engines that take part are told of addresses that changed (indexnow.org, "Documentation").

`queue` writes down what is to be told, from the change log; `sending` tells it, in the worker and nowhere else.
"""
