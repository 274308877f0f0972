"""A guide as a document that people read and write by hand, and back without loss.

lines.py     a guide becomes lines: headings, points, quotes, pictures
reading.py   lines become a guide, or sentences that say on which line something is wrong
markdown.py  lines as Markdown
word.py      lines as DOCX
"""
