"""The damage laboratory: draws reports, prints them in the layouts of the wild, wrecks them, and keeps the truth.

The way through is `truth.draw` → `grid.tables_of` → damage of cells (`wounds`) → printing (`layouts`) → damage of
the page (`pages`) → bytes (`encodings`). Every step is a pure function of its input and a `random.Random`, so a seed
reproduces any case. `evaluate` scores a converter over many seeds.
"""
