/** What the pages read: which forms wait for whom, and one report cell by cell. */

import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentShown } from '../../../kernel/document/server.ts';

import { findCell } from '../../../kernel/indicator/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { ChildView, PeriodView, ReportPaper, SheetView, UnitState } from './content.ts';
import type { FormCell } from './definition.ts';
import { dueOf, listPeriods, type Period, reportLevelOf, unitsBelow } from './forms.ts';
import { digestOf, NO_SEAL } from './paper.ts';
import { periodKinds, periodWords } from './period.ts';
import { revisionOffers, revisionsOf } from './revision.ts';
import { readSheet } from './sheet.ts';
import { atOf, locate, stepsFor, unitName } from './steps.ts';
import { findSubmission, type Submission, statesOf, stepNames, stepsOf, submissionVersion } from './store.ts';
import {
  checkNames,
  findingKinds,
  openStates,
  type ReportLevel,
  type ReportState,
  reportLevels,
  reportStates,
  sentStates,
} from './terms.ts';
import { textOf } from './value.ts';

async function unitState(
  tx: Tx,
  period: Period,
  unit: { code: DivisionCode; level: ReportLevel; state: ReportState },
): Promise<Result<UnitState, 'PARAM_MISSING'>> {
  const due = await dueOf(tx, period.period, unit.level, unit.code);
  if (!due.ok) return due;
  const late = sentStates.includes(unit.state) ? 0 : Math.max(0, dayNumber(tx.today) - dayNumber(due.value));
  return ok({
    unit: unit.code,
    name: unitName(tx, unit.code),
    state: unit.state,
    stateZh: reportStates[unit.state],
    due: due.value,
    late,
  });
}

const periodView = ({ form, period, lockedAt }: Period, own: UnitState, below: PeriodView['below']): PeriodView => ({
  form: form.code,
  name: form.name,
  kindZh: periodKinds[form.period],
  period,
  periodZh: periodWords(period),
  lockedAt,
  own,
  below,
});

/** The periods in which the actor's unit has a part, the newest first. */
export async function overview(tx: Tx): Promise<Result<{ periods: PeriodView[] }, 'PARAM_MISSING'>> {
  const home = tx.actor.division ?? tx.city;
  const periods = await listPeriods(tx);
  const rows = await statesOf(
    tx,
    periods.map((p) => ({ form: p.form.code, period: p.period })),
  );
  const views: PeriodView[] = [];
  for (const period of periods) {
    const level = reportLevelOf(period, home);
    if (level === null) continue;
    const of = (unit: DivisionCode): ReportState =>
      rows.find((r) => r.form === period.form.code && r.period === period.period && r.division === unit)?.state ?? 'empty';
    const own = await unitState(tx, period, { code: home, level, state: of(home) });
    if (!own.ok) return own;
    const units = unitsBelow(period, home, level);
    // 锁定了的都已审核，不用一个一个看期限
    if (period.lockedAt) {
      views.push(periodView(period, own.value, { total: units.length, sent: units.length, checked: units.length, late: 0 }));
      continue;
    }
    const under: UnitState[] = [];
    for (const code of units) {
      const state = await unitState(tx, period, { code, level: reportLevelOf(period, code)!, state: of(code) });
      if (!state.ok) return state;
      under.push(state.value);
    }
    views.push(
      periodView(period, own.value, {
        total: units.length,
        sent: under.filter(({ state }) => sentStates.includes(state)).length,
        checked: under.filter(({ state }) => state === 'checked').length,
        late: under.filter(({ late }) => late > 0).length,
      }),
    );
  }
  return ok({ periods: views });
}

async function paperOf(tx: Tx, period: Period, row: Submission | null): Promise<ReportPaper | null> {
  const paper = row?.paper ? await documentShown(tx, row.paper) : null;
  return paper && { ...paper, digest: digestOf(period.form, row!), says: NO_SEAL };
}

/** The newest version, or the one that is asked for. */
export async function sheetView(
  tx: Tx,
  of: { form: string; period: string; unit: DivisionCode; version?: number | undefined },
): Promise<Result<SheetView>> {
  const found = await locate(tx, of);
  if (!found.ok) return found;
  const { period, level, unit } = found.value;
  const newest = await findSubmission(tx, atOf(found.value));
  const row = of.version === undefined ? newest : await submissionVersion(tx, atOf(found.value), of.version);
  if (of.version !== undefined && !row) return fail('NOT_FOUND');
  const sheet = await readSheet(tx, found.value, row);
  const own = await unitState(tx, period, { code: unit, level, state: sheet.state });
  if (!own.ok) return own;
  const { facts } = sheet;
  const children: ChildView[] = [];
  for (const child of sheet.children) {
    const state = await unitState(tx, period, {
      code: child.unit,
      level: reportLevelOf(period, child.unit)!,
      state: child.state,
    });
    if (!state.ok) return state;
    const totals = child.row && sentStates.includes(child.state) ? child.row.totals : {};
    children.push({
      ...state.value,
      edit: child.row?.edit ?? 0,
      totals: Object.fromEntries(
        period.form.cells.flatMap(({ key, decimals }) => {
          const value = totals[key];
          return typeof value === 'number' ? [[key, textOf(value, decimals)]] : [];
        }),
      ),
    });
  }
  const text = (value: number | null | undefined, cell: FormCell): string | null =>
    typeof value === 'number' ? textOf(value, cell.decimals) : null;
  const latest = newest?.version === row?.version;
  const { save, offers } = latest ? stepsFor(tx, sheet) : { save: false, offers: [] };
  const revisions = await revisionsOf(tx, found.value);
  const waiting = revisions.some((revision) => revision.unit === unit && revision.state === 'asked');
  return ok({
    form: period.form.code,
    name: period.form.name,
    basis: period.form.basis,
    period: period.period,
    periodZh: periodWords(period.period),
    unit,
    unitName: tx.divisions.fullName(unit),
    levelZh: reportLevels[level],
    sums: sheet.children.length > 0,
    state: sheet.state,
    stateZh: reportStates[sheet.state],
    due: own.value.due,
    late: own.value.late,
    version: row?.version ?? 1,
    newest: newest?.version ?? 1,
    edit: row?.edit ?? 0,
    // 退回以后，先前的签发不作数
    signers: openStates.includes(sheet.state)
      ? { prepared: null, signed: null, checked: null }
      : { prepared: row?.preparedName ?? null, signed: row?.signedName ?? null, checked: row?.checkedName ?? null },
    cells: period.form.cells.map((cell) => {
      const computed = cell.formula !== undefined;
      return {
        key: cell.key,
        label: cell.label,
        unit: cell.unit,
        group: cell.group,
        decimals: cell.decimals,
        computed,
        typed: computed ? null : (facts.typed[cell.key] ?? ''),
        counted: computed ? null : (facts.counted[cell.key] ?? null),
        source: computed ? `按公式计算：${cell.formula}` : (findCell(cell.key)?.definition ?? '来源尚未接入'),
        total: text(facts.values[cell.key], cell),
        before: text(sheet.earlier?.values[cell.key], cell),
        note: facts.notes[cell.key] ?? '',
      };
    }),
    earlier:
      sheet.earlier && sheet.earlier.from.length > 0
        ? { units: sheet.earlier.from.map((code) => tx.divisions.get(code)?.name ?? code), estimated: sheet.earlier.estimated }
        : null,
    findings: sheet.findings.map((f) => ({ ...f, checkZh: checkNames[f.check], kindZh: findingKinds[f.kind] })),
    children,
    steps: (await stepsOf(tx, atOf(found.value))).map(({ action, ...step }) => ({ ...step, zh: stepNames[action] })),
    revisions,
    paper: await paperOf(tx, period, row),
    save,
    offers: [...offers, ...revisionOffers(tx, found.value, newest, waiting)],
  });
}
