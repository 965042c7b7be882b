"""Half-year reports: what the kiosks' ratings of a period came to, frozen, signed and published.

Words: a report's *facts* are all that it says and the *heads* that they follow from; its *contents* are what
may be shown of them; a *layout* is contents as headings, sentences, tables and charts; its *files* (.docx,
.pdf, .xlsx, .json) are the layout and the contents written down. From the same facts come the same bytes.
Figures are sums of rows of closed days (`figures.closed_rows`), so no report tells more than the pages do.
May import: sync.contract, and of sync.central database, web, keys, accounts, directory, figures, results.
"""
