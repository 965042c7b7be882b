"""What those who run the server look at: alive, ready, figures of its work, and a log that names nobody.

Words: *alive* is a process whose loop turns; *ready* is one that can take lines in now.
A log line holds a request's number, method, route (the pattern, never the address), status and time; no
address of a caller unless a setting asks for it, no query, no body, and no error's own words.
May import every room below `app`.
"""
