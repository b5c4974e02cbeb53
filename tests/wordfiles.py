"""Word documents written by hand, for tests."""

from __future__ import annotations

import io
import zipfile

from indicator_lint.formats import read
from indicator_lint.model.grid import Grid

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:new="urn:of-the-future"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PART = "word/document.xml"


def document(body: str) -> str:
    """A main part around this body."""
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"


def parts_of(main: str, target: str = PART, **more: str) -> dict[str, str]:
    """The least a document consists of."""
    relation = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{target}"/>'
    return {"_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{relation}</Relationships>', target: main, **more}


def zipped(parts: dict[str, str] | dict[str, bytes]) -> bytes:
    """A zip of these entries."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def docx(body: str) -> bytes:
    """A document with this body."""
    return zipped(parts_of(document(body)))


def grids(body: str) -> tuple[Grid, ...]:
    """The grids of a document with this body."""
    return read("表.docx", docx(body)).grids


def run(text: str, properties: str = "") -> str:
    """A run of this text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str) -> str:
    """A paragraph of runs; what is no markup becomes a run."""
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in content)}</w:p>"


def tc(*content: str, properties: str = "") -> str:
    """A cell; what is no markup becomes a paragraph."""
    inside = "".join(one if one.startswith("<") else p(one) for one in content) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; what is no markup becomes a cell."""
    inside = "".join(one if one.startswith("<") else tc(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def cell(content: str) -> str:
    """What is read of a cell's paragraphs."""
    (grid,) = grids(tbl(tr(f"<w:tc>{content}</w:tc>", "右")))
    return grid.text(1, 1)


def span(columns: int) -> str:
    """The property of a cell that spans so many columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"


def field(*content: str) -> str:
    """Runs between the marks of a field; `|` is where its result begins."""
    marks = {"{": "begin", "|": "separate", "}": "end"}
    return "".join(
        f"<w:r><w:fldChar w:fldCharType='{marks[one]}'/></w:r>" if one in marks else one for one in ("{", *content, "}")
    )


INSTRUCTION = "<w:r><w:instrText>MERGEFIELD 单位</w:instrText></w:r>"


def box(*content: str) -> str:
    """A run with a text box, as Word writes it: twice."""
    inside = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
