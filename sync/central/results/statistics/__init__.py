"""What may be concluded from counts. Pure: no clock, no database, no randomness that is not seeded.

interval: one proportion · difference: two of them · pooling: many small ones · funnel: many against one
benchmark · flags: which of them to look at · change: before and after, with and without a measure.
Each function names its source. Imports nothing outside the standard library.
"""
