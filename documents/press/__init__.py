"""How papers are printed fast: what WeasyPrint is spared, and many papers over all cores."""
