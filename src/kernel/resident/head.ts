/** 变更户主: the head has died, has left or hands over; what everybody else is to the head is said anew from that day on. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { changeRelation, lockHousehold, membersOf, touch } from './households.ts';
import type { HouseholdId, PersonId } from './index.ts';
import { relationSeenFrom } from './kin.ts';
import { relatedTo } from './relations.ts';

export interface NewHead {
  readonly householdId: HouseholdId;
  readonly headId: PersonId;
  /** The day on which the register was changed. */
  readonly on: PlainDate;
  /** What it rests on: the register of households, the family's own word. */
  readonly source: string;
  /** The version that the actor saw; another one is a conflict. */
  readonly version: number;
}

const kins = ['spouse', 'child', 'parent'] as const;
type Kin = (typeof kins)[number];
const isKin = (kind: string): boolean => (kins as readonly string[]).includes(kind);

/** The new head is one of the living members. What the relations to the old head leave open, the register of relations may know; else 其他亲属. */
export async function changeHead(
  tx: Tx,
  { householdId, headId, on, source, version }: NewHead,
): Promise<
  Result<{ version: number }, 'NOT_FOUND' | 'VERSION_CONFLICT' | 'NOT_A_MEMBER' | 'HEAD_ALREADY' | 'MEMBERSHIP_IN_FUTURE'>
> {
  const household = await lockHousehold(tx, householdId);
  if (!household) return fail('NOT_FOUND');
  if (household.version !== version) return fail('VERSION_CONFLICT');
  if (household.headId === headId) return fail('HEAD_ALREADY');
  if (on > tx.today) return fail('MEMBERSHIP_IN_FUTURE', { on }, [{ path: 'on', message: '不能晚于今天' }]);
  const members = await membersOf(tx, householdId, { validOn: tx.today });
  const head = members.find((m) => m.personId === headId);
  if (!head || head.person?.lifeState === 'dead')
    return fail('NOT_A_MEMBER', {}, [{ path: 'headId', message: '请选择在世的家庭成员' }]);
  const recorded = await relatedTo(
    tx,
    headId,
    members.map((m) => m.personId),
  );
  const kin = (personId: PersonId) => recorded.find((r) => r.personId === personId && isKin(r.kind))?.kind as Kin | undefined;
  for (const member of members) {
    const seen = relationSeenFrom(head.relation, member.relation);
    const relation = member === head ? 'head' : seen === 'other' ? (kin(member.personId) ?? seen) : seen;
    await changeRelation(tx, { householdId, personId: member.personId, relation, on, reason: 'head-changed' });
  }
  await tx.run(sql`update household set head_id = ${headId} where id = ${householdId}`);
  await touch(tx, householdId);
  await recordAudit(tx, {
    action: 'household.head.changed',
    subject: { kind: 'household', id: householdId },
    personId: headId,
    division: household.division,
    detail: { on, from: household.headId, source },
  });
  return ok({ version: version + 1 });
}
