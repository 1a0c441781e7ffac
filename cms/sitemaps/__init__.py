"""The sitemap of one site: which files it has, what is in them, and the answers. See decision 15."""
