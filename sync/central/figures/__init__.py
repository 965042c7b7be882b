"""From lines to figures: ratings, their dates, what needs attention, and the rollups pages read.

Words: *judging* says what one line means; *reading* folds judged lines into ratings; a *run* is a stretch
of lines of one boot; an *anchor* ties a run to true time; a *rollup* counts ratings in a cell.
`time`, `dating`, `judging`, `reading` are pure; `derive`, `rollups`, `verify` touch the database.
May import: sync.contract, sync.central.database.
"""
