"""One dispatch in, one record out: the readers, a file each, in the order they run (see `pipeline`).

Layout, dates, statements, speech_acts, chains, actors, speakers, events, figures, conditions, disputes. What the
larger ones find with stands in a room of its own: `attribution` (statements), `times` (dates), `entities` (actors),
`happenings` (events), `quantities` (figures). The tables of language are in `lexicons`.
"""
