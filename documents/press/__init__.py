"""How papers are printed fast: what WeasyPrint is spared (``engine``), and many papers over all cores (``pool``)."""
