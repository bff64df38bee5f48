/**
 * 报送: a unit's leader signs what was filled in, the unit above checks or sends back, the city locks. Whoever comes second is told so; what is locked is
 * changed by a revision only.
 */
import { sql } from '../../../database/sql.ts';
import { isOwnHand, type Performer, performerName } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, parseInput } from '../../../kernel/schema/index.ts';
import { isOpen } from './checks.ts';
import { keepCounted } from './count.ts';
import './errors.ts';
import { reportLevelOf } from './forms.ts';
import { issueLocked } from './paper.ts';
import { readSheet, type Sheet, stateOf } from './sheet.ts';
import { type Action, atOf, changedBy, type Located, locate, mayStep, steps, unitName, wordsOf } from './steps.ts';
import { addStep, addSubmission, changeSubmission, findSubmission, lockSubmission, type Submission } from './store.ts';
import './templates.ts';
import { above, clerks, openStates, type ReportState, reportStates, sentStates, signers } from './terms.ts';

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
    await issueLocked(tx, period);
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
