/** 钱以外的先行救助 (4.5, R29): what was given at once that is no money, one row each, never changed; its first row is the first help of the case. */
import { sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { wholeParameter, yuan } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { type GivenInKind, type InKindView, measures } from './terms.ts';

type Content = Pick<GivenInKind, 'what' | 'quantity' | 'source'>;
const place = (id: string): string => `aid_in_kind.content:${id}`;

/** Records it as given now, by whoever acts. The case counts as helped from the first of them, and is visited so many days later. */
export async function recordInKind(tx: Tx, kase: Case, given: GivenInKind): Promise<Result<null, 'PARAM_MISSING'>> {
  const days = await wholeParameter(tx, 'TA-FOLLOW-DAYS', kase.division, tx.today);
  if (!days.ok) return days;
  const id = newId();
  const { what, quantity, source } = given;
  const content: Content = { what, quantity, source };
  await tx.run(sql`insert into aid_in_kind (id, case_id, division, person_id, kind, content, value_fen, receipt_file, photo_file, given_at, given_on, given_by, given_name)
    values (${id}, ${kase.id}, ${kase.division}, ${kase.applicantPersonId}, ${given.kind}, ${tx.keys.sealJson(content, place(id))}, ${given.valueFen},
      ${given.receiptFile}, ${given.photoFile}, ${tx.now}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})`);
  await tx.run(sql`update temporary_aid set first_help_at = coalesce(first_help_at, ${tx.now}), follow_up_on = coalesce(follow_up_on, ${plusDays(tx.today, days.value)})
    where case_id = ${kase.id}`);
  return ok(null);
}

/** What a case was given beside money, in the order of giving. */
export async function inKindOf(tx: Tx, caseId: string): Promise<InKindView[]> {
  const rows = await tx.rows<Omit<InKindView, keyof Content | 'kindZh'> & { content: Buffer }>(
    sql`select id, kind, content, value_fen, receipt_file, photo_file, given_at, given_on, given_name from aid_in_kind where case_id = ${caseId} order by given_at, id limit 100`,
  );
  return rows.map(({ content, ...row }) => ({
    ...row,
    ...tx.keys.openJson<Content>(content, place(row.id)),
    kindZh: measures[row.kind],
  }));
}

/** 发放实物：棉被，2床（折合300.00元，县红十字会） */
export function inKindText({ kind, what, quantity, valueFen, source }: Omit<GivenInKind, 'receiptFile' | 'photoFile'>): string {
  const aside = [valueFen ? `折合${yuan(valueFen)}` : '', source].filter(Boolean).join('，');
  return `${measures[kind]}：${[what, quantity].filter(Boolean).join('，')}${aside ? `（${aside}）` : ''}`;
}
