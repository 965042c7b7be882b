"""Rosters come from Excel files written by people: read, judged row by row, shown, and only then applied.

Words: a *grid* is a sheet's filled rows with the numbers people see; a *wish* is what one row asks for; a
*preview* holds a verdict for each row, and its digest names exactly what would be done.
"""
