/**
 * 正在办 (platform rules 8, two clerks on one case): whoever opens the form of an action holds the case for half an hour against colleagues of the same duty, so
 * that nobody fills in a form that will be refused at the end. It is over when the step is done or the form is closed. It is no 领办 (`claims.ts`): that one says
 * whose work a case is and lasts for days; where somebody has taken the case, colleagues are refused anyway and no lock is kept (docs/decisions/0006). Real time:
 * a demonstration's clock moves by days.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { real, type Tx } from '../context/server.ts';
import { fail, type Refusal } from '../result/index.ts';
import { claimant, isHolder, isMine } from './claims.ts';
import type { Case } from './flows.ts';

const HOLD_MS = 30 * 60_000;

const inShanghai = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

export interface Editing {
  readonly name: string;
  /** 14:35, in Shanghai. */
  readonly until: string;
}

/** The colleague of the same duty who is filling in a form of this case just now; null where nobody is, or the actor. */
export async function editedByAnother(tx: Tx, kase: Case): Promise<Editing | null> {
  if (!isHolder(tx.actor, kase) || isMine(tx.actor, kase)) return null;
  const row = await tx.maybe<{ name: string; until: string }>(
    sql`select user_name as name, until from case_edit where case_id = ${kase.id} and until > ${real()} and user_id <> ${claimant(tx.actor)}`,
  );
  return row && { name: row.name, until: inShanghai.format(new Date(row.until)) };
}

export const refusedWhileEdited = ({ name, until }: Editing): Refusal<'CASE_EDITED'> => fail('CASE_EDITED', { name, until });

/** Holds the case for the actor, from now on. */
export async function holdForEditing(tx: Tx, kase: Case): Promise<void> {
  const until = new Date(Date.parse(real()) + HOLD_MS).toISOString();
  await tx.run(sql`insert into case_edit (case_id, division, user_id, user_name, until)
    values (${kase.id}, ${kase.division}, ${claimant(tx.actor)}, ${tx.actor.name}, ${until})
    on conflict (case_id) do update set user_id = excluded.user_id, user_name = excluded.user_name, until = excluded.until`);
}

/** The form is closed, or the step is done. */
export const endOfEditing = (tx: Pick<Tx, 'actor'>, caseId: string): Sql =>
  sql`delete from case_edit where case_id = ${caseId} and user_id = ${claimant(tx.actor)}`;
