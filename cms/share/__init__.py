"""Pictures drawn for pages that have none: what a share card shows, in any script.

`facts` is what a picture says, `lettering` sets words in lines (`fonts` by coverage, `bidi` by direction, `breaks` by
script), `drawing` paints, `pictures` keeps and finds. Nothing here knows a page.
"""
