/**
 * 报送: a unit fills in, its leader signs, the unit above checks or sends back, the city locks. Whoever comes second is told so; what is locked is changed
 * by a revision only.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand, type Performer, performerName } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, parseInput } from '../../../kernel/schema/index.ts';
import { isOpen, type Typed } from './checks.ts';
import { keepCounted } from './count.ts';
import { CellKey, typedCells } from './definition.ts';
import './errors.ts';
import { getPeriod, type Period, reportLevelOf } from './forms.ts';
import { periodWords } from './period.ts';
import { readSheet, type Sheet, stateOf } from './sheet.ts';
import {
  addStep,
  addSubmission,
  changeSubmission,
  findSubmission,
  lockSubmission,
  type StepName,
  type Submission,
} from './store.ts';
import './templates.ts';
import { above, clerks, openStates, type ReportLevel, type ReportState, reportStates, sentStates, signers } from './terms.ts';

const Reason = z.strictObject({
  reason: z.string().trim().min(4, '请写明理由（至少4个字）').max(200).meta({ label: '理由', widget: 'textarea' }),
});
const Nothing = z.strictObject({});

type Action = Exclude<StepName, 'save' | 'revise'>;
interface Step {
  readonly zh: string;
  readonly causes: string;
  readonly form: z.ZodType<{ reason?: string }>;
  readonly from: readonly ReportState[];
  readonly by: (level: ReportLevel) => Performer | null;
  readonly danger?: true;
  /** At the top of the chain only, or everywhere but there. */
  readonly at?: (level: ReportLevel) => boolean;
}
const checker = (level: ReportLevel): Performer => clerks[above[level] ?? 'city'];

/** The table of what may be done, from which the page draws its buttons and by which the server allows. */
const steps: Readonly<Record<Action, Step>> = {
  prepare: {
    zh: '报请签发',
    causes: '平台数和它数的记录按现在的留存，交本单位负责人签发；签发以前可以撤回修改。',
    form: Nothing,
    from: openStates,
    by: (level) => clerks[level],
  },
  takeBack: {
    zh: '撤回修改',
    causes: '回到草稿，改好以后再报请签发。',
    form: Nothing,
    from: ['signing'],
    by: (level) => clerks[level],
  },
  sign: {
    zh: '签发上报',
    causes: '由您签字并加盖单位公章上报；上报以后要改，须由上级退回。',
    form: Nothing,
    from: ['signing'],
    by: (level) => signers[level],
  },
  refuse: {
    zh: '不予签发',
    causes: '退给填报人核实修改。',
    form: Reason,
    from: ['signing'],
    by: (level) => signers[level],
    danger: true,
  },
  check: {
    zh: '审核通过',
    causes: '计入上级汇总。',
    form: Nothing,
    from: ['submitted'],
    by: checker,
    at: (level) => level !== 'city',
  },
  sendBack: {
    zh: '退回',
    causes: '退给填报单位修改，理由告知填报单位。',
    form: Reason,
    from: ['submitted', 'checked'],
    by: checker,
    danger: true,
  },
  lock: {
    zh: '锁定本期',
    causes: '全市各单位的这一期全部锁定，以后要改只能走修订程序。',
    form: Nothing,
    from: ['submitted'],
    by: () => 'city-clerk',
    at: (level) => level === 'city',
    danger: true,
  },
};
export const isAction = (action: string): action is Action => action in steps;

const mayStep = (tx: Tx, action: Action, level: ReportLevel, unit: DivisionCode): boolean => {
  const { by, at } = steps[action];
  const performer = by(level);
  if (performer === null || !isOneOf(tx.actor, [performer]) || at?.(level) === false) return false;
  const own = tx.actor.division ?? '';
  // 填报、签发只在本单位；审核在上一级
  return by === checker && above[level] !== null ? inScope(unit, own) && own !== unit : own === unit;
};

export interface Located {
  readonly period: Period;
  readonly unit: DivisionCode;
  readonly level: ReportLevel;
}
export async function locate(
  tx: Tx,
  of: { form: string; period: string; unit: DivisionCode },
): Promise<Result<Located, 'STAT_PERIOD_UNKNOWN' | 'STAT_UNIT_UNKNOWN'>> {
  const period = await getPeriod(tx, of.form, of.period);
  if (!period.ok) return period;
  const level = reportLevelOf(period.value, of.unit);
  if (level === null || !inScope(of.unit, tx.actor.division ?? tx.city)) return fail('STAT_UNIT_UNKNOWN');
  return ok({ period: period.value, unit: of.unit, level });
}
export const atOf = ({ period, unit }: Located) => ({ form: period.form.code, period: period.period, division: unit });
export const wordsOf = (period: Period) => ({ form: period.form.name, period: periodWords(period.period) });
export const unitName = (tx: Tx, unit: DivisionCode): string => tx.divisions.get(unit)?.name ?? unit;

/** What this actor may do with a report as it stands; filling it in is `save` and has no button of its own. */
export function stepsFor(tx: Tx, sheet: Sheet): { save: boolean; offers: Offer[] } {
  const { level, unit, state } = sheet;
  const offers = (Object.keys(steps) as Action[])
    .filter((action) => steps[action].from.includes(state) && mayStep(tx, action, level, unit))
    .map((action) => {
      const { zh, causes, form, danger = false } = steps[action];
      return {
        action,
        zh,
        causes,
        button: zh,
        danger,
        fields: formOf(form),
        initial: {},
        to: '/api/statistics/sheet/actions',
        fixed: { form: sheet.period.form.code, period: sheet.period.period, unit, action, edit: sheet.row?.edit ?? 0 },
      };
    });
  return { save: openStates.includes(state) && mayStep(tx, 'prepare', level, unit), offers };
}

export const Texts = z.record(CellKey, z.string().trim().max(200));
export interface Save {
  readonly form: string;
  readonly period: string;
  readonly unit: DivisionCode;
  /** As the page has read it; 0: nothing was there. */
  readonly edit: number;
  readonly typed: Typed;
  readonly notes: Typed;
}

const changedBy = (row: Submission | null, edit: number) =>
  (row?.edit ?? 0) === edit ? null : fail('STAT_CHANGED', { name: row?.changedName ?? '' });

/** What stands now, kept as a draft whatever it holds; checks are shown and stop only the report. */
export async function save(tx: Tx, of: Save): Promise<Result<{ edit: number }>> {
  const found = await locate(tx, of);
  if (!found.ok) return found;
  const { period, level } = found.value;
  const at = atOf(found.value);
  // 还没有草稿时没有可锁的一行：两个人同时存第一份，也要有先有后
  await tx.rows(
    sql`select pg_advisory_xact_lock(hashtextextended(${`statistics ${at.form} ${at.period} ${at.division} save`}, 0))`,
  );
  const row = await lockSubmission(tx, at);
  const cells = typedCells(period.form).map((cell) => cell.key);
  if ([...Object.keys(of.typed), ...Object.keys(of.notes)].some((key) => !cells.includes(key))) return fail('STAT_CELL_UNKNOWN');
  if (isOneOf(tx.actor, Object.values(signers))) {
    const attempt = { form: at.form, period: at.period, cells: Object.keys(of.typed).join(' ') };
    tx.recordEvenIfRefused(async (later) =>
      recordAudit(later, {
        action: 'statistics.changed-by-leader',
        subject: { kind: 'stat-form', id: at.form },
        division: of.unit,
        detail: attempt,
        by: tx.actor,
      }),
    );
    return fail('STAT_LEADER');
  }
  if (period.lockedAt || row?.state === 'locked') return fail('STAT_LOCKED');
  if (!mayStep(tx, 'prepare', level, of.unit)) return fail('STAT_NOT_YOURS', { who: performerName(clerks[level]) });
  const state = stateOf(row);
  if (!openStates.includes(state)) return fail('STAT_NOT_NOW', { state: reportStates[state], action: '修改' });
  const stale = changedBy(row, of.edit);
  if (stale) return stale;
  if (!row) {
    const id = await addSubmission(tx, {
      ...at,
      version: 1,
      state: 'draft',
      typed: of.typed,
      notes: of.notes,
      counted: {},
      totals: {},
    });
    await addStep(tx, { id, division: of.unit, action: 'save' });
  } else {
    await changeSubmission(
      tx,
      row.id,
      sql`typed = ${JSON.stringify(of.typed)}::jsonb, notes = ${JSON.stringify(of.notes)}::jsonb`,
    );
  }
  const changed = cells.filter((key) => (row?.typed[key] ?? null) !== (of.typed[key] ?? null));
  await recordAudit(tx, {
    action: 'statistics.save',
    subject: { kind: 'stat-form', id: at.form },
    division: of.unit,
    detail: {
      period: at.period,
      before: changed.map((key) => `${key}=${row?.typed[key] ?? ''}`).join(' '),
      after: changed.map((key) => `${key}=${of.typed[key] ?? ''}`).join(' '),
    },
  });
  return ok({ edit: (row?.edit ?? 0) + 1 });
}

/** Units below that have not been checked; above all of them nobody may report. */
function openBelow(tx: Tx, sheet: Sheet) {
  const open = sheet.children.filter(({ state }) => state !== 'checked');
  if (open.length === 0) return null;
  const names = open
    .slice(0, 5)
    .map(({ unit, state }) => `${unitName(tx, unit)}（${reportStates[state]}）`)
    .join('、');
  return fail('STAT_BELOW_OPEN', { n: open.length, names: open.length > 5 ? `${names}等` : names });
}

/** What stops the report: errors first, then what nobody has explained. */
function unfit(sheet: Sheet) {
  const open = sheet.findings.filter(isOpen);
  const errors = open.filter(({ kind }) => kind === 'error');
  const problems = (errors.length > 0 ? errors : open).map(({ cells, says }) => ({ path: cells[0] ?? '', message: says }));
  if (errors.length > 0) return fail('STAT_ERRORS', { n: errors.length }, problems);
  return open.length > 0 ? fail('STAT_NOTES', { n: open.length }, problems) : null;
}

export interface Act {
  readonly form: string;
  readonly period: string;
  readonly unit: DivisionCode;
  readonly action: Action;
  readonly edit: number;
  readonly input: unknown;
}

/**
 * A report and the sum that takes it in are not moved at the same time: what the county signs has not been sent back meanwhile. Townships of different
 * counties do not wait for each other.
 */
async function oneAtATime(tx: Tx, { period, unit, level }: Located): Promise<void> {
  const county = unit.slice(0, 6);
  const keys = { township: [county], county: [county, 'city'], city: ['city'] }[level];
  for (const key of keys)
    await tx.rows(
      sql`select pg_advisory_xact_lock(hashtextextended(${`statistics ${period.form.code} ${period.period} ${key}`}, 0))`,
    );
}

export async function act(tx: Tx, of: Act): Promise<Result<{ state: ReportState }>> {
  const found = await locate(tx, of);
  if (!found.ok) return found;
  const { level } = found.value;
  const at = atOf(found.value);
  await oneAtATime(tx, found.value);
  const row = await lockSubmission(tx, at);
  const state = stateOf(row);
  const step = steps[of.action];
  if (found.value.period.lockedAt || state === 'locked') return fail('STAT_LOCKED');
  if (!mayStep(tx, of.action, level, of.unit))
    return fail('STAT_NOT_YOURS', { who: performerName(step.by(level) ?? 'city-clerk') });
  if (['prepare', 'sign'].includes(of.action) && sentStates.includes(state)) return fail('STAT_SENT');
  const stale = changedBy(row, of.edit);
  if (stale) return stale;
  if (!step.from.includes(state)) return fail('STAT_NOT_NOW', { state: reportStates[state], action: step.zh });
  const input = parseInput(step.form, of.input);
  if (!input.ok) return input;
  const reason = input.value.reason ?? '';
  const doing = { ...found.value, row, reason };
  const done = await handlers[of.action](tx, doing);
  if (!done.ok) return done;
  const now = (await findSubmission(tx, at))!;
  await addStep(tx, { id: now.id, division: of.unit, action: of.action, note: reason });
  await recordAudit(tx, {
    action: `statistics.${of.action}`,
    subject: { kind: 'stat-submission', id: now.id },
    division: of.unit,
    detail: { form: at.form, period: at.period, version: now.version, ...(reason ? { reason } : {}) },
  });
  return ok({ state: now.state });
}

interface Doing extends Located {
  readonly row: Submission | null;
  readonly reason: string;
}
type Handler = (tx: Tx, doing: Doing) => Promise<Result<null>>;

/** The report of the unit above, which has taken in this one. */
async function sentAbove(tx: Tx, { period, unit, level }: Doing) {
  const upper = above[level];
  if (upper === null) return null;
  const parent = upper === 'city' ? tx.city : `${unit.slice(0, 6)}000000`;
  const row = await findSubmission(tx, { form: period.form.code, period: period.period, division: parent });
  const state = stateOf(row);
  return openStates.includes(state) ? null : fail('STAT_ABOVE_SENT', { unit: unitName(tx, parent), state: reportStates[state] });
}

const handlers: Readonly<Record<Action, Handler>> = {
  async prepare(tx, doing) {
    const sheet = await readSheet(tx, doing, doing.row);
    const refused = openBelow(tx, sheet) ?? unfit(sheet);
    if (refused) return refused;
    const { typed, notes, counted, values } = sheet.facts;
    const id =
      doing.row?.id ??
      (await addSubmission(tx, { ...atOf(doing), version: 1, state: 'draft', typed, notes, counted: {}, totals: {} }));
    await changeSubmission(
      tx,
      id,
      sql`state = 'signing', counted = ${JSON.stringify(counted)}::jsonb, totals = ${JSON.stringify(values)}::jsonb,
        prepared_at = ${tx.now}, prepared_by = ${tx.actor.id}, prepared_name = ${tx.actor.name},
        signed_at = null, signed_by = null, signed_name = null, checked_at = null, checked_by = null, checked_name = null`,
    );
    await keepCounted(tx, id, doing);
    await tellUnit(tx, doing, signers[doing.level], 'statistics.signing');
    return ok(null);
  },
  async takeBack(tx, { row }) {
    await changeSubmission(tx, row!.id, sql`state = 'draft'`);
    return ok(null);
  },
  async refuse(tx, doing) {
    await changeSubmission(tx, doing.row!.id, sql`state = 'returned'`);
    await tellUnit(tx, doing, clerks[doing.level], 'statistics.returned', { reason: doing.reason });
    return ok(null);
  },
  async sign(tx, doing) {
    const row = doing.row!;
    if (isOwnHand(tx.actor, row.preparedBy, row.preparedAt!)) return fail('STAT_OWN_HAND');
    const sheet = await readSheet(tx, doing, row);
    const refused = openBelow(tx, sheet) ?? unfit(sheet);
    if (refused) return refused;
    await changeSubmission(
      tx,
      row.id,
      sql`state = 'submitted', signed_at = ${tx.now}, signed_by = ${tx.actor.id}, signed_name = ${tx.actor.name}`,
    );
    const upper = above[doing.level];
    if (upper !== null)
      await notify(tx, {
        to: { performer: clerks[upper], division: upper === 'city' ? tx.city : `${doing.unit.slice(0, 6)}000000` },
        template: 'statistics.submitted',
        params: { unit: unitName(tx, doing.unit), ...wordsOf(doing.period) },
      });
    return ok(null);
  },
  async check(tx, { row }) {
    await changeSubmission(
      tx,
      row!.id,
      sql`state = 'checked', checked_at = ${tx.now}, checked_by = ${tx.actor.id}, checked_name = ${tx.actor.name}`,
    );
    return ok(null);
  },
  async sendBack(tx, doing) {
    const refused = await sentAbove(tx, doing);
    if (refused) return refused;
    await changeSubmission(tx, doing.row!.id, sql`state = 'returned', checked_at = null, checked_by = null, checked_name = null`);
    await tellUnit(tx, doing, clerks[doing.level], 'statistics.returned', { reason: doing.reason });
    return ok(null);
  },
  async lock(tx, doing) {
    const { period, row } = doing;
    const at = { form: period.form.code, period: period.period };
    // 县汇总以后，乡镇的都已审核；这里再看一遍，差一个也不锁
    const sheet = await readSheet(tx, doing, row);
    const refused = openBelow(tx, sheet);
    if (refused) return refused;
    const others = await tx.rows<{ id: string; division: DivisionCode }>(
      sql`select id, division from stat_submission where form = ${at.form} and period = ${at.period} and state = 'checked' order by division limit 2000`,
    );
    for (const { id, division } of others) await addStep(tx, { id, division, action: 'lock' });
    await tx.run(sql`update stat_submission set state = 'locked', locked_at = ${tx.now}, edit = edit + 1
      where form = ${at.form} and period = ${at.period} and state in ('checked', 'submitted')`);
    await tx.run(sql`update stat_period set locked_at = ${tx.now}, locked_by = ${tx.actor.id}, locked_name = ${tx.actor.name}
      where form = ${at.form} and period = ${at.period}`);
    for (const unit of new Set([...period.units, ...sheet.children.map((child) => child.unit)]))
      await notify(tx, {
        to: { performer: period.units.includes(unit) ? clerks[reportLevelOf(period, unit)!] : 'county-clerk', division: unit },
        template: 'statistics.locked',
        params: wordsOf(period),
      });
    await emit(tx, {
      type: 'statistics.period.locked',
      subject: { kind: 'stat-form', id: at.form },
      division: tx.city,
      payload: { form: at.form, period: at.period, version: row!.version },
      sensitivity: 'internal',
    });
    return ok(null);
  },
};

const tellUnit = (tx: Tx, { period, unit }: Located, performer: Performer, template: string, params = {}) =>
  notify(tx, { to: { performer, division: unit }, template, params: { ...wordsOf(period), ...params } });
