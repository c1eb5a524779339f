"""What slides and workbook share: fixed dates, the same bytes each time."""

import datetime
import re
import zipfile
from io import BytesIO
from typing import Any, TypeAlias

from clusterecon.document.briefing import Briefing

OfficeObject: TypeAlias = Any
"""An object of python-pptx or xlsxwriter, whose types are not complete enough to be checked."""

FIXED_DATE = datetime.date(2024, 1, 1)
"""Date in a file's properties where the briefing names none."""

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}

PROGRAM = "clusterecon"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def property_date(briefing: Briefing) -> datetime.datetime:
    """Return the moment written into a file's properties: the briefing's date, never the clock."""
    return datetime.datetime.combine(briefing.as_of or FIXED_DATE, datetime.time())


def stable_zip(data: bytes) -> bytes:
    """Return a zip archive with the same members, which carry the clock, dated 1 January 1980."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            copy.writestr(entry, source.read(member), compresslevel=6)
    return target.getvalue()


def rgb(code: str) -> OfficeObject:
    """Return python-pptx's colour of six hexadecimal digits."""
    from pptx.dml import color

    colours: OfficeObject = color.RGBColor
    return colours.from_string(code)


def tag(name: str) -> str:
    """Return the full name of an element such as ``a:rPr`` or ``c:ser``."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def element(xml: str) -> OfficeObject:
    """Return an element of python-pptx from XML with the prefixes ``a`` and ``c``, without declarations."""
    from pptx import oxml

    parser: OfficeObject = oxml.parse_xml
    declared = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return parser(re.sub(r"^(<[\w:]+)", rf"\1{declared}", xml))
