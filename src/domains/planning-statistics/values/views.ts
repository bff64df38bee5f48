/** What the pages of 指标值 read: what is owed and waits, and the file of one indicator in one place. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf } from '../../../kernel/schema/index.ts';
import { periodWords } from '../statistics/period.ts';
import { type TargetRow, targetsInForce } from '../targets/targets.ts';
import { SentBack, type ValueAction, valueActions, waitsFor } from './act.ts';
import { Asked, assignments, type Owed, owed, periodsOf } from './assign.ts';
import { conflictOffers } from './conflict.ts';
import type { AssignmentView, ConflictView, OwedView, ValuesView, ValueView } from './content.ts';
import { Filled, outsideSources, Revised, sourcesFor } from './fill.ts';
import { allIndicators, countedFor, getIndicator, type PlanIndicator, unitName } from './indicator.ts';
import { goalAt } from './judge.ts';
import { said } from './measure.ts';
import { type ConflictRow, findValues, type StepRow, stepsOf, type ValueRow } from './store.ts';
import {
  sentValueStates,
  VALUE_PERIOD,
  valueLevels,
  valueSources,
  valueStates,
  valueSteps,
  valueTerms,
  valueWorkers,
} from './terms.ts';
import { turnOf } from './waiting.ts';

export type Named = ReadonlyMap<string, PlanIndicator>;
export const named = async (tx: Tx): Promise<Named> => new Map((await allIndicators(tx)).map((i) => [i.id, i]));

/** What this actor may do with a value as it stands. */
function valueOffers(tx: Tx, row: ValueRow): Offer[] {
  const fixed = { edit: row.edit, requestId: newId() };
  const turn = turnOf(tx, row);
  if (turn && waitsFor(tx, row)) {
    // 自己填的只能退回去，不能自己审
    const passes: ValueAction[] = isOwnHand(tx.actor, row.filledBy, row.filledAt) ? [] : [turn.action];
    return [...passes, 'sendBack' as const].map((action) => ({
      action,
      ...valueActions[action],
      button: valueActions[action].zh,
      danger: action === 'sendBack',
      fields: action === 'sendBack' ? formOf(SentBack) : [],
      initial: {},
      to: `/api/plan-values/${row.id}/${action}`,
      fixed,
    }));
  }
  if (row.state !== 'published' || !sourcesFor(tx, row.division).includes(row.source)) return [];
  return [
    {
      action: 'revise',
      zh: '申请修订',
      causes: '另成一版，走同样的审核；发布以前，现在的数照用，原来的一版留着。',
      button: '提出修订',
      danger: false,
      fields: [],
      fieldsAt: `/api/plan-values/form?indicator=${row.indicator}&division=${row.division}&period=${row.period}&revises=${row.source}`,
      initial: { source: row.source },
      to: `/api/plan-values/${row.id}/revisions`,
      fixed,
    },
  ];
}

interface Beside {
  readonly indicator: PlanIndicator | undefined;
  readonly targets: readonly TargetRow[];
  readonly steps: readonly StepRow[];
}
export function valueView(tx: Tx, row: ValueRow, of: Beside): ValueView {
  const { indicator, targets, steps } = of;
  const goal = indicator ? goalAt(tx, targets, { indicator, division: row.division }) : null;
  const unit = indicator?.unit ?? '';
  const { text, parts } = said(unit, row, goal);
  return {
    id: row.id,
    indicator: row.indicator,
    indicatorName: indicator?.name ?? row.indicator,
    division: row.division,
    unitName: unitName(tx, row.division),
    period: row.period,
    periodZh: periodWords(row.period),
    sourceZh: valueSources[row.source],
    version: row.version,
    state: row.state,
    stateZh: valueStates[row.state],
    text,
    parts,
    counted: row.countedDen === null ? null : said(unit, { num: row.countedNum!, den: row.countedDen }, goal).text,
    asOf: row.asOf,
    sourceText: row.sourceText,
    // 别的县发布的数看得到，佐证看不到
    proofFile: inScope(row.division, tx.actor.division ?? tx.city) && isOneOf(tx.actor, valueWorkers) ? row.proofFile : null,
    reason: row.reason,
    revisionReason: row.revisionReason,
    returnedReason: row.returnedReason,
    filledName: row.filledName,
    filledAt: row.filledAt,
    steps: steps
      .filter((s) => s.valueId === row.id)
      .map(({ action, at, byName, note }) => ({ zh: valueSteps[action], at, byName, note })),
    offers: valueOffers(tx, row),
  };
}

export function conflictView(
  tx: Tx,
  row: ConflictRow,
  of: { indicator: PlanIndicator; targets: readonly TargetRow[]; values: readonly ValueRow[] },
): ConflictView {
  const { indicator, targets, values } = of;
  const goal = goalAt(tx, targets, { indicator, division: row.division });
  const own = values.filter((v) => row.valueIds.includes(v.id));
  return {
    id: row.id,
    indicator: row.indicator,
    indicatorName: indicator.name,
    division: row.division,
    unitName: unitName(tx, row.division),
    periodEnd: row.periodEnd,
    openedAt: row.openedAt,
    values: own.map((v) => {
      const { text, parts } = said(indicator.unit, v, goal);
      return {
        id: v.id,
        text,
        parts,
        sourceZh: valueSources[v.source],
        periodZh: periodWords(v.period),
        sourceText: v.sourceText,
        chosen: v.id === row.chosenId,
      };
    }),
    reason: row.reason,
    chosenAt: row.chosenAt,
    chosenName: row.chosenName,
    offers: conflictOffers(tx, row, indicator, own),
  };
}

/** The offer to fill in a period; its form is asked for when it is opened, with what the platform counts today. */
export function fillOffer(of: { indicator: string; unit: DivisionCode; period: string }, zh = '填报'): Offer {
  return {
    action: 'fill',
    zh,
    causes: '先看平台数；平台没有数、或者数得不对的，写明出处并上传佐证。',
    button: '上报',
    danger: false,
    fields: [],
    fieldsAt: `/api/plan-values/form?indicator=${of.indicator}&division=${of.unit}&period=${of.period}`,
    initial: {},
    to: '/api/plan-values',
    fixed: { indicator: of.indicator, division: of.unit, period: of.period, requestId: newId() },
  };
}

const Outside = (unit: string) =>
  Filled(unit, { counted: false, sources: outsideSources }).extend({
    period: z
      .string()
      .trim()
      .regex(VALUE_PERIOD, '写成2026-Q3或2026')
      .meta({ label: '哪一期', help: '季度写成2026-Q3，年度写成2026' }),
  });

/** The city enters what another office or a yearbook says; where it differs from what the unit has published, somebody has to choose. */
export const outsideOffers = (tx: Tx, indicator: PlanIndicator, division: DivisionCode): Offer[] =>
  isOneOf(tx.actor, ['city-clerk']) && sourcesFor(tx, division).length > 0
    ? [
        {
          action: 'outside',
          zh: '录入其他来源的数',
          causes: '与单位填报的数都留着；不一样的，由市里核定用哪一个。',
          button: '上报',
          danger: false,
          fields: formOf(Outside(indicator.unit)),
          initial: {},
          to: '/api/plan-values',
          fixed: { indicator: indicator.id, division, requestId: newId() },
        },
      ]
    : [];

/** The form of a period, with what the platform counts of it. */
export async function fillForm(
  tx: Tx,
  of: { indicator: string; division: DivisionCode; period: string; revises?: ValueRow['source'] | undefined },
) {
  const found = await getIndicator(tx, of.indicator);
  if (!found.ok) return found;
  const { unit } = found.value;
  const may = sourcesFor(tx, of.division);
  const counted = may.includes('system') ? await countedFor(tx, of.indicator, of.period, of.division) : null;
  const sources = of.revises ? may.filter((source) => source === of.revises) : may;
  const form = (of.revises ? Revised : Filled)(unit, { counted: counted !== null, sources });
  const words = counted && said(unit, counted.value);
  const help = words
    ? `平台数${words.text}（${words.parts}），截至${counted.asOf}：${counted.definition}`
    : '平台还没有数这项指标，请写明出处并上传佐证';
  return ok({ fields: formOf(form).map((field) => (field.name === 'source' ? { ...field, help } : field)) });
}

const SHOWN = 100;

function owedView(tx: Tx, one: Owed, indicators: Named, mayFill: boolean): OwedView {
  const { assignment, period, unit, due, late, state } = one;
  return {
    indicator: assignment.indicator,
    indicatorName: indicators.get(assignment.indicator)?.name ?? assignment.indicator,
    period,
    periodZh: periodWords(period),
    unit,
    unitName: unitName(tx, unit),
    due,
    late,
    state,
    stateZh: state ? valueStates[state] : '未报',
    note: assignment.note,
    offers:
      mayFill && (state === null || state === 'returned')
        ? [fillOffer({ indicator: assignment.indicator, unit, period }, state === 'returned' ? '改好再报' : '填报')]
        : [],
  };
}

/** What is owed by the actor's unit, what waits for the actor, and for those above the units that are late. */
export async function valuesView(tx: Tx): Promise<Result<ValuesView, 'PARAM_MISSING'>> {
  const home = tx.actor.division ?? tx.city;
  const indicators = await named(tx);
  const all = await owed(tx, (unit) => inScope(unit, home));
  if (!all.ok) return all;
  const mayFill = sourcesFor(tx, home).includes('report');
  const mine = all.value.filter((one) => one.unit === home).reverse();
  const below = all.value.filter((one) => one.unit !== home);
  const open = await findValues(tx, sql`v.state in ('reported', 'checked', 'audited')`);
  const waiting = open.filter((row) => waitsFor(tx, row)).slice(0, SHOWN);
  const steps = await stepsOf(
    tx,
    waiting.map((row) => row.id),
  );
  const targets = await targetsInForce(tx);
  const isCity = levelOf(home) === 'city';
  const runs = isOneOf(tx.actor, ['city-clerk']);
  return ok({
    mine: mine.slice(0, SHOWN).map((one) => owedView(tx, one, indicators, mayFill)),
    waiting: waiting.map((row) => valueView(tx, row, { indicator: indicators.get(row.indicator), targets, steps })),
    late: below
      .filter((one) => one.late > 0)
      .slice(0, SHOWN)
      .map((one) => owedView(tx, one, indicators, false)),
    assignments: isCity ? await assignmentViews(tx, indicators, all.value) : [],
    offers: runs
      ? [
          {
            action: 'assign',
            zh: '下达填报任务',
            causes: '告知各填报单位，从写明的一期起每期都要报，到期提醒。',
            button: '下达',
            danger: false,
            fields: formOf(await Asked(tx)),
            initial: {},
            to: '/api/plan-assignments',
            fixed: { requestId: newId() },
          },
        ]
      : [],
  });
}

async function assignmentViews(tx: Tx, indicators: Named, all: readonly Owed[]): Promise<AssignmentView[]> {
  const runs = isOneOf(tx.actor, ['city-clerk']);
  return (await assignments(tx)).map((a) => {
    const last = periodsOf(a, tx.today).at(-1);
    const own = all.filter((one) => one.assignment.id === a.id && one.period === last);
    return {
      id: a.id,
      indicator: a.indicator,
      indicatorName: indicators.get(a.indicator)?.name ?? a.indicator,
      levelZh: valueLevels[a.level],
      termZh: valueTerms[a.term],
      units: a.units.length,
      fromZh: periodWords(a.fromPeriod),
      untilZh: a.untilPeriod && periodWords(a.untilPeriod),
      issuedAt: a.issuedAt,
      issuedName: a.issuedName,
      last: last
        ? {
            periodZh: periodWords(last),
            sent: own.filter((one) => one.state !== null && sentValueStates.includes(one.state)).length,
            published: own.filter((one) => one.state === 'published').length,
            late: own.filter((one) => one.late > 0).length,
          }
        : null,
      offers:
        runs && a.untilPeriod === null
          ? [
              {
                action: 'end',
                zh: '结束任务',
                causes: '以后不再报；已经到期没有报的仍要报。',
                button: '结束任务',
                danger: true,
                fields: [],
                initial: {},
                to: `/api/plan-assignments/${a.id}/end`,
                fixed: { requestId: newId() },
              },
            ]
          : [],
    };
  });
}
