"""Calendar entries as plain values, and the iCalendar files and links made of them.

`entry` holds the values, `files` the three kinds of file (published, request, cancel), `links` the addresses
that open a calendar program on the web. RFC 5545 (iCalendar), 5546 (iTIP), 7986 (CONFERENCE and others).
"""
