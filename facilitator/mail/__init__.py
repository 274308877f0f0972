"""Mail to the members of focus groups, over plain SMTP.

==============  ======================================================================
`words`         what a letter says, in the language of whoever gets it
`composing`     the words as a message: text, HTML, headers
`sending`       one connection to the server, and what its answers mean
`postman`       hands over what is due: in a thread of its own, each letter at most once
`bounces`       reading a notice that a letter could not be delivered
==============  ======================================================================
"""
