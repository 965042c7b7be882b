"""Charts, in one grammar for pages and reports: Vega-Lite, drawn by vl-convert without a browser.

Words: a *chart* is a specification, plain data that a page may also hand to Vega; it is *drawn* as SVG for
pages, PNG for documents that are edited, and JPEG, whose bytes a PDF takes as they are. Colours are the
design tokens', letters the bundled fonts'. The same chart gives the same bytes wherever the pinned release
draws it. Specifications are written as they stand: Altair would add 10 MiB to write the same.
Imports nothing of the rooms around it.
"""
