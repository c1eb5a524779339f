"""The briefing as slides: 16:9, native charts and tables, notes with sources.

Loaded only where slides are written: it imports python-pptx.
"""

import re
from io import BytesIO
from typing import TypeAlias
from xml.sax.saxutils import escape

import pptx
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Inches

from clusterecon.charts.style import INK, MUTED, PALETTE
from clusterecon.document.briefing import Briefing
from clusterecon.document.typesetting import (
    Box,
    fitted,
    fitted_sentences,
    fitting_size,
    printable_text,
    text_height,
)
from clusterecon.export.native_chart import add_native_chart
from clusterecon.export.office import PROGRAM, OfficeObject, element, property_date, stable_zip, tag
from clusterecon.export.pictures import Pictures
from clusterecon.export.slide_plan import (
    BODY_SIZES,
    CONTENT,
    SIDE,
    SIDE_SIZES,
    STRIP,
    Slide,
    TablePart,
    plan_slides,
)
from clusterecon.language.numbers import MISSING

Lines: TypeAlias = tuple[str, ...]

WIDTH, HEIGHT = 13.333, 7.5
_TITLE_ONLY = 5
_KICKER = Box(0.6, 0.35, 12.13, 0.3)
_TITLE = Box(0.6, 0.65, 12.13, 1.0)
_OPENING = Box(0.9, 2.0, 11.5, 2.3)
_OPENING_BODY = Box(0.9, 4.5, 11.5, 1.2)
_REMARK = Box(0.6, 6.52, 12.13, 0.44)
FOOTER = Box(0.6, 6.98, 11.2, 0.36)
_NUMBER = Box(12.03, 6.98, 0.7, 0.3)
_WITH_SIDE = Box(0.6, 1.75, 7.7, 4.7)
_INK, _SOFT = INK.lstrip("#"), MUTED.lstrip("#")
_ACCENT, _LINE = PALETTE[0].lstrip("#"), "C4CCD4"
_FIELD_ID = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
_OPENING_SIZES = (40, 36, 32, 28, 24, 20)
_TITLE_SIZES = (28, 26, 24, 22, 20, 18, 16)
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
"""What an office program calls the languages."""
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def pptx_bytes(briefing: Briefing, pictures: Pictures | None = None) -> bytes:
    """Return the briefing as a presentation, the same bytes each time.

    Every title states the message; charts are chart objects with their data, tables are tables; texts
    are set at a size at which they fit, notes hold sources and alternative texts.
    """
    drawn = pictures or Pictures()
    presentation = _empty_presentation()
    for number, plan in enumerate(plan_slides(briefing), 1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[0])
        _draw(slide, plan, briefing, drawn)
        _add_footer(slide, briefing, number)
        notes = slide.notes_slide.notes_text_frame
        notes.text = "\n".join(printable_text(line, letters=True) for line in (*plan.notes, briefing.footer))
    _set_properties(presentation, briefing)
    _set_language(presentation, briefing.lang)
    buffer = BytesIO()
    presentation.save(buffer)
    return stable_zip(buffer.getvalue())


def _empty_presentation() -> OfficeObject:
    """Return a presentation of 16:9 in Arial whose one layout has a title and nothing else."""
    presentation: OfficeObject = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    layouts = presentation.slide_layouts
    for layout in [layout for index, layout in enumerate(layouts) if index != _TITLE_ONLY]:
        layouts.remove(layout)
    for holder in (presentation.slide_master, layouts[0]):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type.name in {"DATE", "FOOTER", "SLIDE_NUMBER"}:
                shape._element.getparent().remove(shape._element)
            elif shape.placeholder_format.type.name in {"TITLE", "CENTER_TITLE"}:
                _place(shape, _TITLE)
            else:
                _place(shape, CONTENT)
    theme = next(
        relation.target_part
        for relation in presentation.slide_master.part.rels.values()
        if relation.reltype.endswith("/theme")
    )
    blob = theme.blob.decode().replace("Calibri", "Arial")
    for place, colour in enumerate(PALETTE[:6], 1):
        blob = re.sub(
            rf'(<a:accent{place}><a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{colour.lstrip('#')}", blob
        )
    theme._blob = blob.encode()
    return presentation


def _place(shape: OfficeObject, box: Box) -> None:
    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)


def _draw(slide: OfficeObject, plan: Slide, briefing: Briefing, pictures: Pictures) -> None:
    title_box = _OPENING if plan.opening else _TITLE
    sizes = _OPENING_SIZES if plan.opening else _TITLE_SIZES
    title, size = fitted(plan.title, title_box, sizes, bold=True)
    _place(slide.shapes.title, title_box)
    _write(slide.shapes.title.text_frame, (title,), size, _INK, bold=True)
    slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if plan.opening else MSO_ANCHOR.TOP
    if plan.kicker:
        text, size = fitted(plan.kicker, _KICKER, (14, 12))
        _add_text(slide, _KICKER, (text,), size, _ACCENT)
    if plan.body:
        box, choices = _body_place(plan)
        size = fitting_size(plan.body, box, choices) or choices[-1]
        _add_text(slide, box, plan.body, size, _SOFT if plan.opening else _INK, bullets=len(plan.body) > 1)
    if plan.chart:
        _add_chart(slide, plan, briefing, pictures)
    if plan.table:
        _add_table(slide, plan.table, plan.title)
    if plan.remark:
        text, size = fitted_sentences(plan.remark, _REMARK, (14, 12, 11, 10))
        _add_text(slide, _REMARK, (text,), size, _SOFT)


def _body_place(plan: Slide) -> tuple[Box, tuple[float, ...]]:
    if plan.opening:
        return _OPENING_BODY, (22.0, 20.0, 18.0, 16.0, 14.0)
    if plan.chart:
        return (_strip(plan.body) if plan.body_above else SIDE), SIDE_SIZES
    return CONTENT, BODY_SIZES


def _strip(body: Lines) -> Box:
    """Return the room that paragraphs above a chart take."""
    size = fitting_size(body, STRIP, SIDE_SIZES) or SIDE_SIZES[-1]
    height = min(text_height(body, STRIP.width, size) + 0.02, STRIP.height)
    return Box(STRIP.left, STRIP.top, STRIP.width, height)


def _below(strip: Box) -> Box:
    """Return the room that is left for a chart."""
    top = strip.top + strip.height + 0.12
    return Box(CONTENT.left, top, CONTENT.width, CONTENT.top + CONTENT.height - top)


def _add_chart(slide: OfficeObject, plan: Slide, briefing: Briefing, pictures: Pictures) -> None:
    chart = plan.chart
    if chart is None:
        return
    box = CONTENT if not plan.body else _below(_strip(plan.body)) if plan.body_above else _WITH_SIDE
    frame = add_native_chart(slide, chart.native, box, briefing.lang, property_date(briefing))
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", printable_text(chart.alt, letters=True))
    properties.set("name", chart.id)


def _add_table(slide: OfficeObject, part: TablePart, title: str) -> None:
    """Add a native table; its rows are written as XML, many times faster than cell by cell."""
    box = (Inches(CONTENT.left), Inches(CONTENT.top), Inches(CONTENT.width), Inches(sum(part.heights)))
    frame = slide.shapes.add_table(1, 1, *box)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable_text(title, letters=True))
    columns = "".join(f'<a:gridCol w="{int(Inches(width))}"/>' for width in part.widths)
    rows = [
        "".join(
            _cell_xml(text, part.size, right=right, head=number == 0)
            for text, right in zip(cells, part.right, strict=True)
        )
        for number, cells in enumerate((part.headings, *part.rows))
    ]
    heights = [int(Inches(height)) for height in part.heights]
    body = "".join(f'<a:tr h="{height}">{row}</a:tr>' for row, height in zip(rows, heights, strict=True))
    style = f'<a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN_TABLE}</a:tableStyleId></a:tblPr>'
    old = frame.table._tbl
    old.getparent().replace(old, element(f"<a:tbl>{style}<a:tblGrid>{columns}</a:tblGrid>{body}</a:tbl>"))


def _cell_xml(text: str, size: float, *, right: bool, head: bool) -> str:
    shown = escape(printable_text(text, letters=True))
    run = f"<a:r>{_run_xml(size, _INK, bold=head)}<a:t>{shown}</a:t></a:r>" if shown else ""
    width, colour = (19050, _INK) if head else (6350, _LINE)
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{"r" if right else "l"}"/>{run}</a:p>'
        '</a:txBody><a:tcPr marL="73152" marR="73152" marT="36576" marB="36576" '
        f'anchor="{"b" if head else "t"}"><a:lnB w="{width}"><a:solidFill><a:srgbClr val="{colour}"/>'
        "</a:solidFill></a:lnB></a:tcPr></a:tc>"
    )


def _run_xml(size: float, colour: str, *, bold: bool) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return f'<a:rPr sz="{round(size * 100)}" b="{int(bold)}">{fill}<a:latin typeface="Arial"/></a:rPr>'


def _add_text(
    slide: OfficeObject,
    box: Box,
    paragraphs: tuple[str, ...],
    size: float,
    colour: str,
    *,
    bullets: bool = False,
) -> OfficeObject:
    shape = slide.shapes.add_textbox(Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height))
    _write(shape.text_frame, paragraphs, size, colour)
    if bullets:
        for paragraph in shape.text_frame.paragraphs:
            _bullet(paragraph)
    return shape


def _bullet(paragraph: OfficeObject) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "228600")
    properties.set("indent", "-228600")
    properties.append(element('<a:buChar char="•"/>'))


def _write(frame: OfficeObject, paragraphs: Lines, size: float, colour: str, *, bold: bool = False) -> None:
    """Replace the text of a frame, one run a paragraph, wrapped, without inner margins."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    body = frame._txBody
    for old in list(body.findall(tag("a:p"))):
        body.remove(old)
    for index, text in enumerate(paragraphs):
        shown = escape(printable_text(text, letters=True) or MISSING)
        space = f'<a:spcBef><a:spcPts val="{round(size * 50)}"/></a:spcBef>' if index else ""
        run = f"<a:r>{_run_xml(size, colour, bold=bold)}<a:t>{shown}</a:t></a:r>"
        body.append(element(f'<a:p><a:pPr algn="l">{space}</a:pPr>{run}</a:p>'))


def _add_footer(slide: OfficeObject, briefing: Briefing, number: int) -> None:
    if briefing.footer:
        text, size = fitted(briefing.footer, FOOTER, (10, 9))
        _add_text(slide, FOOTER, (text,), size, _SOFT)
    shape = _add_text(slide, _NUMBER, (str(number),), 10, _SOFT)
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    run = paragraph._p.r_lst[0]
    field = element(f'<a:fld id="{_FIELD_ID}" type="slidenum"/>')
    run.addprevious(field)
    field.extend(list(run))
    paragraph._p.remove(run)


def _set_properties(presentation: OfficeObject, briefing: Briefing) -> None:
    properties, moment = presentation.core_properties, property_date(briefing)
    properties.title, properties.subject = briefing.title[:255], briefing.subtitle[:255]
    properties.author = properties.last_modified_by = PROGRAM
    properties.language, properties.revision = _LANGUAGES[briefing.lang], 1
    properties.created = properties.modified = properties.last_printed = moment
    properties.comments, properties.keywords = briefing.footer[:255], ""


def _set_language(presentation: OfficeObject, lang: str) -> None:
    """Mark every run with the language of the briefing, for spelling and for screen readers."""
    for slide in presentation.slides:
        for part in (slide._element, slide.notes_slide._element):
            for run in part.iter(tag("a:rPr")):
                run.set("lang", _LANGUAGES[lang])
