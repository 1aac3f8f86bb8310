"""OnRecord reads news dispatches and puts them on the record: who said what, who did what, to the character.

>>> import onrecord
>>> record = onrecord.read("OSLO, March 3. /TASS/. Talks began on Thursday.", published="2022-03-03")
>>> record.words(record.article.dateline.span)
'OSLO, March 3. /TASS/.'
"""

from onrecord.reader import Reader, read
from onrecord.record import Dispatch, OnRecordError, Record

__all__ = ["Dispatch", "OnRecordError", "Reader", "Record", "read"]
