/** Who may be taken into an application (8.1): nobody who is in another one, recognised with another household, or in a scheme that excludes it. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { formOf } from '../family/facts-of-case.ts';
import type { FamilyMember } from '../family/people.ts';
import { entitledAmong, recognisedOn } from '../recognition/store.ts';

/** Flows whose applicants are one group: a person is in one of them at a time. */
const FLOWS = ['dibao', 'tekun'];

export async function admits(tx: Tx, kase: Case, members: readonly FamilyMember[]): Promise<Result<null>> {
  const form = formOf(kase);
  // 已声明不计入的成员（特困、服刑等）只是列在申请表里，不是申请人
  const asking = members.filter((m) => m.ref === 'self' || form.members[Number(m.ref.slice(1)) - 1]?.status === 'none');
  const ids = asking.map((m) => m.personId);
  const other = await tx.maybe<{ division: DivisionCode }>(
    sql`select division from open_assistance_case(${ids}::uuid[], ${kase.id}, ${FLOWS}) limit 1`,
  );
  if (other) return fail('ASSISTED_ELSEWHERE', { place: tx.divisions.fullName(other.division) });
  const elsewhere = (await recognisedOn(tx, ids, tx.today)).find(
    (r) => kase.householdId !== null && r.householdId !== kase.householdId,
  );
  if (elsewhere) return fail('ASSISTED_ELSEWHERE', { place: tx.divisions.fullName(elsewhere.division) });
  const tekun = (await entitledAmong(tx, ids)).find((e) => e.programme === 'tekun');
  return tekun ? fail('EXCLUDED_SCHEME', { benefit: '特困供养', asked: '低保' }) : ok(null);
}
