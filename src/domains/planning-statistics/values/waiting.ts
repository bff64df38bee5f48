/** Whose turn it is: the next hand of a value, and the message to it. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { levelOf } from '../../../kernel/division/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { periodWords } from '../statistics/period.ts';
import { findIndicator, unitName } from './indicator.ts';
import type { ValueRow } from './store.ts';
import { auditors, checkers, publisher } from './terms.ts';

export interface Turn {
  readonly action: 'check' | 'audit' | 'publish';
  readonly zh: string;
  readonly by: Performer;
  readonly division: DivisionCode;
}

/** Null: it has left its way, or went back. */
export function turnOf(tx: Tx, row: Pick<ValueRow, 'state' | 'division' | 'checkedBy'>): Turn | null {
  switch (row.state) {
    case 'reported': {
      const level = levelOf(row.division) === 'township' ? 'township' : 'county';
      return { action: 'check', zh: '县审', by: checkers[level], division: `${row.division.slice(0, 6)}000000` as DivisionCode };
    }
    case 'checked':
      // 没有经过县审的是市里填的，由市级领导审
      return { action: 'audit', zh: '市审', by: auditors[row.checkedBy === null ? 'city' : 'county'], division: tx.city };
    case 'audited':
      return { action: 'publish', zh: '发布', by: publisher, division: tx.city };
    default:
      return null;
  }
}

export async function tellNext(tx: Tx, row: ValueRow): Promise<void> {
  const turn = turnOf(tx, row);
  if (!turn) return;
  const indicator = await findIndicator(tx, row.indicator);
  await notify(tx, {
    to: { performer: turn.by, division: turn.division },
    template: 'plan-value.waiting',
    params: {
      unit: unitName(tx, row.division),
      indicator: indicator?.name ?? row.indicator,
      period: periodWords(row.period),
      action: turn.zh,
    },
  });
}
