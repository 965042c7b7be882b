"""Results: what citizens said, as honest figures, and the pages that show them.

Words: a *distribution* is how many ratings gave each of the five levels; *top-two* is "hài lòng" and "rất
hài lòng" together; a cell's *standing* says whether there are enough ratings to show it. A *live* reader sees
figures as the rollups have them, everybody else what the closing of days *published*; never lines. A *span*
is days from first to last; a *step* of a trend is a day, a week or a month.
May import: sync.contract, sync.central.database, web, figures.
"""
