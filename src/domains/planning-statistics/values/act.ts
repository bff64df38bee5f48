/** 县审、市审、发布、退回: one hand after another, none twice on the same value; whoever comes second is told so. What is published takes the place of what it revises. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand, performerName } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { parseInput } from '../../../kernel/schema/index.ts';
import { periodWords } from '../statistics/period.ts';
import { levelOfUnit } from './assign.ts';
import { lookForConflict } from './conflict.ts';
import './errors.ts';
import { oneAtATime } from './fill.ts';
import { findIndicator, type PlanIndicator, unitName } from './indicator.ts';
import { said } from './measure.ts';
import { addStep, changeValue, lockValue, type ValueRow } from './store.ts';
import { fillers, valueStates } from './terms.ts';
import { tellNext, turnOf } from './waiting.ts';

export const valueActions = {
  check: { zh: '县审通过', causes: '送市里审核。' },
  audit: { zh: '市审通过', causes: '送领导发布。' },
  publish: { zh: '发布', causes: '发布以后各县都看得到，要改只能走修订程序。' },
  sendBack: { zh: '退回', causes: '退给填报单位修改，理由告知填报单位。' },
} as const;
export type ValueAction = keyof typeof valueActions;
export const isValueAction = (action: string): action is ValueAction => action in valueActions;

const Nothing: z.ZodType<{ reason?: string }> = z.strictObject({});
export const SentBack = z.strictObject({
  reason: z.string().trim().min(4, '请写明理由（至少4个字）').max(300).meta({ label: '理由', widget: 'textarea' }),
});

/** Whether the value waits for this actor. */
export function waitsFor(tx: Tx, row: ValueRow): boolean {
  const turn = turnOf(tx, row);
  return turn !== null && isOneOf(tx.actor, [turn.by]) && tx.actor.division === turn.division;
}

export interface Act {
  readonly id: string;
  readonly action: ValueAction;
  readonly edit: number;
  readonly input: unknown;
}

export async function act(tx: Tx, of: Act): Promise<Result<{ id: string }>> {
  const row = await lockValue(tx, of.id);
  if (!row) return fail('NOT_FOUND');
  if (row.edit !== of.edit) return fail('VALUE_CHANGED');
  const turn = turnOf(tx, row);
  const { zh } = valueActions[of.action];
  if (turn && !waitsFor(tx, row)) return fail('VALUE_NOT_YOURS', { who: performerName(turn.by) });
  if (!turn || (of.action !== 'sendBack' && turn.action !== of.action))
    return fail('VALUE_STATE', { state: valueStates[row.state], action: zh });
  const shape: z.ZodType<{ reason?: string }> = of.action === 'sendBack' ? SentBack : Nothing;
  const input = parseInput(shape, of.input);
  if (!input.ok) return input;
  const isSecond = of.action !== 'sendBack';
  if (isSecond && isOwnHand(tx.actor, row.filledBy, row.filledAt))
    return fail('VALUE_OWN_HAND', { both: `填报人和${turn.zh}人` });
  if (of.action === 'audit' && row.checkedAt && isOwnHand(tx.actor, row.checkedBy, row.checkedAt))
    return fail('VALUE_OWN_HAND', { both: '县审人和市审人' });
  const note = input.value.reason;
  await handlers[of.action](tx, row, note ?? '');
  await addStep(tx, { id: row.id, division: row.division, action: of.action, note });
  await recordAudit(tx, {
    action: `plan-value.${of.action}`,
    subject: { kind: 'plan-value', id: row.id },
    division: row.division,
    detail: { indicator: row.indicator, period: row.period, version: row.version, ...(note ? { reason: note } : {}) },
  });
  return ok({ id: row.id });
}

const passed = async (tx: Tx, row: ValueRow, changes: Sql): Promise<void> => {
  await changeValue(tx, row.id, changes);
  await tellNext(tx, (await lockValue(tx, row.id))!);
};

const handlers: Readonly<Record<ValueAction, (tx: Tx, row: ValueRow, reason: string) => Promise<void>>> = {
  check: (tx, row) =>
    passed(tx, row, sql`state = 'checked', checked_at = ${tx.now}, checked_by = ${tx.actor.id}, checked_name = ${tx.actor.name}`),
  audit: (tx, row) =>
    passed(tx, row, sql`state = 'audited', audited_at = ${tx.now}, audited_by = ${tx.actor.id}, audited_name = ${tx.actor.name}`),
  publish,
  async sendBack(tx, row, reason) {
    await changeValue(tx, row.id, sql`state = 'returned', returned_reason = ${reason}`);
    await tellFiller(tx, row, 'plan-value.returned', { reason });
  },
};

/** The unit hears of it; of what the city has entered itself, the city's clerk. */
async function tellFiller(tx: Tx, row: ValueRow, template: string, more: Record<string, string>): Promise<void> {
  const indicator = await findIndicator(tx, row.indicator);
  const byCity = row.source === 'department' || row.source === 'yearbook';
  const level = byCity ? 'city' : (levelOfUnit(row.division) ?? 'city');
  await notify(tx, {
    to: { performer: fillers[level], division: byCity ? tx.city : row.division },
    template,
    params: { indicator: indicator?.name ?? row.indicator, period: periodWords(row.period), ...more },
  });
}

const valueText = (indicator: PlanIndicator | null, row: ValueRow): string => {
  const { text, parts } = said(indicator?.unit ?? '', row);
  return parts ? `${text}（${parts}）` : `${text}${indicator?.unit ?? ''}`;
};

async function publish(tx: Tx, row: ValueRow): Promise<void> {
  await oneAtATime(tx, row);
  if (row.revises) {
    await changeValue(tx, row.revises, sql`state = 'superseded'`);
    await addStep(tx, { id: row.revises, division: row.division, action: 'supersede', note: row.revisionReason ?? '' });
  }
  await changeValue(
    tx,
    row.id,
    sql`state = 'published', published_at = ${tx.now}, published_by = ${tx.actor.id}, published_name = ${tx.actor.name}`,
  );
  const indicator = await findIndicator(tx, row.indicator);
  const value = valueText(indicator, row);
  await emit(tx, {
    type: row.revises ? 'indicator.value.revised' : 'indicator.value.published',
    division: row.division,
    subject: { kind: 'plan-value', id: row.id },
    payload: { indicatorId: row.indicator, division: row.division, period: row.period, value, version: row.version },
    sensitivity: 'public',
  });
  await tellFiller(tx, row, 'plan-value.published', { unit: unitName(tx, row.division), value });
  await lookForConflict(tx, { ...row, indicatorRow: indicator });
}
