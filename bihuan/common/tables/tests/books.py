"""Small workbooks for the tests, made here so that each test shows what is wrong with its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter

ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"
FIXTURES = "fixtures"


def xlsx(rows: Sequence[Any], *, sheet: str = "台账", merges: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet. `merges` are ranges such as "A1:C1"; their text is the first cell's."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(sheet)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if hasattr(value, "year"):
                    page.write_datetime(at, column, value, date)
                elif value is not None and value != "":
                    page.write(at, column, value)
        for span in merges:
            page.merge_range(span, "")
            first = span.split(":")[0]
            top, left = int(first[1:]) - 1, ord(first[0]) - 65
            page.write(top, left, rows[top][left])
    return buffer.getvalue()


def parts(names: dict[str, str | bytes]) -> bytes:
    """An archive with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def bare_xlsx(sheet_xml: str | bytes) -> bytes:
    """The least a workbook needs, around a sheet written by hand."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return parts(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{package}/content-types"/>',
            "_rels/.rels": (
                f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
                f'<Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
            "xl/workbook.xml": (
                f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
                f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            ),
            "xl/worksheets/sheet1.xml": (
                f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>'.encode()
                + (sheet_xml.encode() if isinstance(sheet_xml, str) else sheet_xml)
                + b"</sheetData></worksheet>"
            ),
        }
    )


def ods(body: str) -> bytes:
    """An OpenDocument sheet named S around rows written by hand."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    return parts(
        {
            "mimetype": ODS_MIME,
            "META-INF/manifest.xml": (
                f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{office}:manifest:1.0">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_MIME}"/></manifest:manifest>'
            ),
            "content.xml": (
                f'<?xml version="1.0"?><office:document-content xmlns:office="{office}:office:1.0" '
                f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet>'
                f'<table:table table:name="S">{body}</table:table></office:spreadsheet></office:body>'
                "</office:document-content>"
            ),
        }
    )
