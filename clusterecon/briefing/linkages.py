"""Section on linkages: direct, indirect and induced effects, and where the indirect ones fall."""

from typing import TYPE_CHECKING

from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.charts import sectors
from clusterecon.document.briefing import Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.language import labels, linkages_sentences, titles
from clusterecon.leontief.ratios import jobs_per_value_added
from clusterecon.leontief.supply import indirect_by_sector
from clusterecon.leontief.surface import ratios_at

if TYPE_CHECKING:
    from pandas import DataFrame

OTHERS = "others"
"""Name of the sum of small sectors in the data of the chart."""


def linkage_section(context: Context) -> Section | None:
    """Return direct, indirect and induced effects, and where the indirect ones fall."""
    if context.shown not in context.expanding:
        return None
    lang, scenario, year = context.lang, context.shown, context.middle_year
    texts = [
        linkages_sentences.direct_indirect_induced(
            context.title(scenario),
            key,
            year,
            tuple(
                context.mean(scenario, f"{key}_{part}", year) for part in ("direct", "indirect", "induced")
            ),  # type: ignore[arg-type]
            lang,
        )
        for key in ("jobs_net", "value_added_net", "budget_net")
    ]
    supplied, farm = (context.mean(scenario, f"jobs_net_{p}", year) for p in ("indirect", "indirect_farm"))
    texts.append(linkages_sentences.farm_jobs(supplied, farm, lang))
    texts += _multiplier_sentence(context, scenario, year)
    texts += multiplier_checks(context, scenario)
    return Section(
        "linkages",
        labels.caption("linkages", lang),
        tuple(texts),
        (_sector_chart(context, scenario, year),),
    )


def _multiplier_sentence(context: Context, scenario: str, year: int) -> list[str]:
    multiplier = context.multiplier(scenario, year)
    if multiplier is None:
        return []
    table_year, count = context.run.about.table_year, len(context.run.linkages.sectors)
    return [linkages_sentences.multiplier_basis(multiplier, table_year, count, context.lang)]


def multiplier_checks(context: Context, scenario: str) -> list[str]:
    """Return the three readings of the mixed model, and the ratio of service jobs beside published ones."""
    assumptions, table = context.run.scenario(scenario).assumptions, context.run.linkages
    mix, realised = assumptions.tenant_mix.value, assumptions.linkage_realisation.number
    share, delta = assumptions.gdp_share.number, assumptions.flq_delta.number
    readings = indirect_by_sector(table, mix, share, delta).sum()
    values = {str(name): 1 + realised * float(indirect) for name, indirect in readings.items()}
    ratios = ratios_at(
        table, mix, share, delta, assumptions.propensity_to_consume.number, assumptions.leakage.number
    )
    service_jobs = jobs_per_value_added(
        0.0,
        ratios.indirect_jobs_services,
        0.0,
        0.0,
        assumptions.economy_value_added_per_worker.number,
        assumptions.regional_productivity.number,
    )
    per_job = float(service_jobs) * assumptions.value_added_per_worker.number
    published = [(place.in_language(context.lang), value) for place, value in context.run.about.service_jobs]
    return [
        linkages_sentences.multiplier_readings(
            values["lower"], values["one_at_a_time"], values["upper"], context.lang
        ),
        linkages_sentences.service_jobs_check(per_job, published, context.lang),
    ]


def _sector_chart(context: Context, scenario: str, year: int) -> Chart:
    import pandas as pd

    lang, assumptions = context.lang, context.run.scenario(scenario).assumptions
    shares = indirect_by_sector(
        context.run.linkages,
        assumptions.tenant_mix.value,
        assumptions.gdp_share.number,
        assumptions.flq_delta.number,
    )["one_at_a_time"]
    total = context.run.values(scenario, "value_added_net_indirect", "mean")[year]
    values = shares / shares.sum() * total if shares.sum() else shares
    frame = pd.DataFrame({"sector": list(values.index), "value": values.to_numpy()})
    names = {code: text.in_language(lang) for code, text in context.run.about.sectors.items()}
    shown = sectors.indirect_by_sector_data(frame)
    unit = labels.unit_of("value_added_net_indirect", lang)
    largest = str(values.idxmax()) if total else None
    title = titles.sectors_title(
        names.get(largest, largest) if largest else None,
        float(values.max()),
        "value_added_net_indirect",
        lang,
    )
    return figure(
        context,
        "indirect_by_sector",
        title,
        context.mean_subtitle(
            f"{labels.indicator('value_added_net_indirect', lang)}, {unit}, {context.title(scenario)}, {year}"
        ),
        Drawn(
            data=shown,
            draw=lambda text, size: sectors.indirect_by_sector(frame, text, size=size),
            unit=unit,
            native=_sector_native(context, shown, names),
            names=names,
            kind="sectors",
        ),
    )


def _sector_native(context: Context, data: "DataFrame", names: dict[str, str]) -> NativeChart:
    """Return what the picture shows as bars: the largest sectors, and the sum of all others last."""
    known = {**names, OTHERS: labels.label("chart", "others", context.lang)}
    rows = data.sort_values("sector", key=lambda sector: sector == OTHERS, kind="stable")
    shown = tuple(known.get(str(sector), str(sector)) for sector in rows["sector"])
    unit = labels.unit_of("value_added_net_indirect", context.lang)
    return NativeChart("bar", shown, (Series(unit, tuple(rows["value"].tolist())),), "#,##0", unit)
