"""The damage laboratory: draws reports, prints and wrecks them as the wild does, and keeps the truth.

The way through is `truth.draw` → `grid.tables_of` → damage of cells (`wounds`, `tears`, `marks`) → printing
(`layouts`) → damage of the page (`chrome`) → bytes (`encodings`); `specimens` walks it. Every step is a pure
function of its input and a `random.Random`, so a seed reproduces any case. `evaluation` scores a converter.

Other media set the same damaged tables themselves, from `blocks`: `web` as pages of government sites, `paper` as
drawn PDF files, `printing` as pages that a browser printed; `media` names them all. Their truth files are those of
the text with what the medium adds. `tools` lets other programs take the text
out of such documents: damage that nobody drew.
"""
