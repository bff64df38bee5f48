/** 填报: a draft is kept whatever it holds; whoever leads the unit changes nothing. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, performerName } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Typed } from './checks.ts';
import { CellKey, typedCells } from './definition.ts';
import './errors.ts';
import { stateOf } from './sheet.ts';
import { atOf, changedBy, locate, mayStep } from './steps.ts';
import { addStep, addSubmission, changeSubmission, lockSubmission } from './store.ts';
import { clerks, openStates, reportStates, signers } from './terms.ts';

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
