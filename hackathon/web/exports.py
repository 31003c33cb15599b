"""Lists for organisers as a workbook. Every cell is text: nothing typed becomes a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = Iterable[object]


def workbook(columns: Sequence[object], rows: Iterable[Row]) -> bytes:
    """An .xlsx file of one sheet: the columns' names in bold, then the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"

    def cell(value: object, *, bold: bool = False) -> WriteOnlyCell:
        text = "" if value is None else str(value)
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000])
        made.data_type, made.quotePrefix = "s", True
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in columns])
    for row in rows:
        sheet.append([cell(value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def download(name: str, columns: Sequence[object], rows: Iterable[Row]) -> HttpResponse:
    response = HttpResponse(workbook(columns, rows), content_type=KIND)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
