"""The typst program that lays out the PDF. It reads all text from ``data.json``; none of it is markup."""

TEMPLATE = """
#let d = json("data.json")
#let w = d.words
#let ink = rgb("#1b1f24")
#let soft = rgb("#57606a")
#let line-color = rgb("#c4ccd4")
#let accent = rgb("#0b5394")

#set document(title: d.title, author: d.author, description: d.subtitle,
  date: datetime(year: d.date.at(0), month: d.date.at(1), day: d.date.at(2)))
#set text(font: "DejaVu Sans", lang: d.lang, size: 9.5pt, fill: ink, hyphenate: false)
#set par(justify: false, leading: 0.72em, spacing: 1em)
#set page(paper: "a4", margin: (x: 20mm, top: 18mm, bottom: 22mm),
  footer-descent: 25%,
  footer: context {
    set text(size: 7pt, fill: soft)
    set par(leading: 0.5em)
    line(length: 100%, stroke: 0.5pt + line-color)
    v(-0.4em)
    grid(columns: (1fr, auto), column-gutter: 1em, align: (left, right), d.footer,
      [#w.page #counter(page).display() #w.of #counter(page).final().first()])
  })

#show title: set text(size: 20pt, fill: ink)
#show title: set block(below: 0.7em)
#show title: set par(leading: 0.5em)
#show heading.where(level: 1): it => block(above: 2em, below: 1em, sticky: true, width: 100%,
  stroke: (bottom: 1pt + line-color), inset: (bottom: 0.35em),
  text(size: 13.5pt, fill: accent, it.body))

#show figure: set block(above: 1.4em, below: 1.4em)
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): set align(left)
#set figure.caption(position: top, separator: [. ])
#show figure.caption: it => block(sticky: true, width: 100%, below: 0.6em,
  align(left, text(weight: "bold", size: 9pt, it)))
#show table.cell.where(y: 0): set text(weight: "bold")

#let small(body) = text(size: 7.5pt, fill: soft, body)

#let chart(c) = figure(
  kind: image, supplement: w.figure,
  caption: if c.caption != "" { c.caption } else { none },
  block(width: 100%, breakable: false, {
    set align(left)
    if c.caption == "" { block(below: 0.5em, text(weight: "bold", size: 9pt, c.label)) }
    image(c.file, width: 93%, alt: c.alt)
    if c.source != "" { block(above: 0.5em, small(c.source)) }
  }),
)

#let grid-of(t) = {
  set text(size: t.size * 1pt)
  set par(leading: 0.5em)
  table(
    columns: t.widths.map(x => x * 1em),
    align: t.aligns.map(a => if a == "right" { right + top } else { left + top }),
    inset: (x: 0.45em, y: 0.42em),
    stroke: (x, y) => (bottom: if y == 0 { 0.9pt + ink } else { 0.4pt + line-color }),
    table.header(..t.heads.map(h => table.cell(align: bottom, h))),
    ..t.rows.flatten(),
    ..if t.note != "" {
      (table.footer(table.cell(colspan: t.heads.len(), stroke: none, align: left, small(t.note))),)
    },
  )
}

#let table-of(t) = figure(kind: table, supplement: w.table, caption: t.title, grid-of(t))

// A table that takes less than a third of a page is not parted; one on its side shrinks to fit its page.
#let upright(t) = layout(room => {
  let short = measure(width: room.width, table-of(t)).height < 80mm
  if short { block(breakable: false, width: 100%, table-of(t)) } else { table-of(t) }
})
#let on-its-side(t) = page(flipped: true, layout(room => {
  let sizes = range(0, 4).map(step => t.size - 0.5 * step)
  let fits(size) = measure(width: room.width, table-of((..t, size: size))).height < room.height
  table-of((..t, size: if sizes.find(fits) == none { t.size } else { sizes.find(fits) }))
}))
#let tables(blocks) = for t in blocks { if t.wide { on-its-side(t) } else { upright(t) } }

#title()
#if d.subtitle != "" { block(below: 1.5em, text(size: 11pt, fill: soft, d.subtitle)) }

#for s in d.sections {
  heading(level: 1, s.title)
  for sentence in s.sentences { par(sentence) }
  for c in s.charts { chart(c) }
  tables(s.tables)
}
#if d.notes.len() > 0 {
  heading(level: 1, w.notes)
  list(tight: false, ..d.notes)
}
#if d.sources.len() > 0 {
  heading(level: 1, w.sources)
  list(tight: false, ..d.sources)
}
"""
