"""From a comment, a harassment answer or a low rating to an answer, and nobody learns who complained.

Words: a *rule* (data: `rules.toml`) says which ratings open a *case*; a supervisor *assigns* it to a unit
with a *summary*, which names nobody; the unit is *handed* it with others, on a later working day, once enough
ratings have come that any of them may be meant (a *batch*); it answers; a supervisor reviews, and publishes
or closes. Cases change no figure, so they stand in no ledger: every act is in the case's history and in the
audit log.
May import: sync.contract, sync.central.comments, figures, directory, accounts and all below.
"""
