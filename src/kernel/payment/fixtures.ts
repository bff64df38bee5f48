/** Builders for tests: a county with households in payment, and the officers who carry a batch from the list to the bank. */
import type { Pool } from 'pg';
import { type Actor, type DutyCode, publicActor, type Role, systemActor } from '../access/index.ts';
import { type Context, newId } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { accepted, register } from '../resident/fixtures.ts';
import { registerHousehold } from '../resident/server.ts';
import type { DivisionCode, YearMonth } from '../schema/index.ts';
import { recordPayoutAccount } from './accounts.ts';
import { grantEntitlement, type NewEntitlement } from './entitlements.ts';
import { type Frozen, freezeBatch } from './freeze.ts';
import { type BatchId, type BatchState, batchStates, type EntitlementId, type PaySchedule } from './index.ts';
import { actOnBatch } from './steps.ts';

export const COUNTY = '421222000000'; // 通城县
export const TOWN = '421222100000';
export const OTHER_TOWN = '421222101000';
export const VILLAGE = '421222100201';
export const OTHER_VILLAGE = '421222101201';

export const schedule: PaySchedule = {
  freezeDay: 20,
  payDay: 10,
  townshipWorkdays: 5,
  countyWorkdays: 3,
  treasuryWorkdays: 1,
  resultWorkdays: 3,
  reissueWorkdays: 5,
};

export const staff = (division: DivisionCode, role: Role, duty: DutyCode | null, name: string): Actor => ({
  ...publicActor,
  ...scopeRange(division),
  kind: 'staff',
  id: `user-${name}`,
  name,
  role,
  duty,
  division,
});
export const clerk = staff(COUNTY, 'county-clerk', 'finance-clerk', '财务甲');
export const reviewer = staff(COUNTY, 'county-leader', 'finance-reviewer', '复核乙');
export const treasury = staff(COUNTY, 'dept-user', 'treasury-officer', '财政丙');
export const township = staff(TOWN, 'township-clerk', null, '乡镇丁');
export const otherTownship = staff(OTHER_TOWN, 'township-leader', null, '乡镇戊');
export const everywhere = systemActor('test', '421200000000');

let accounts = 0;
/** A new account number, different at each call. */
export const accountNumber = (): string => `62170000000${String(++accounts).padStart(5, '0')}`;

export interface Family {
  id: EntitlementId;
  holder: string;
  members: string[];
  householdId: string;
}

/** A household in payment: holder first, with an account unless said otherwise. */
export async function family(
  context: Context,
  given: { names: string[]; amountFen: number; fromMonth: YearMonth; village?: DivisionCode; account?: 'none' } & Partial<
    Pick<NewEntitlement, 'programme' | 'exclusiveGroup'>
  >,
): Promise<Family> {
  const { village = VILLAGE } = given;
  return context.write(everywhere, async (tx) => {
    const members: string[] = [];
    for (const name of given.names) members.push(await register(tx, { name, division: village }));
    const [holder] = members as [string, ...string[]];
    const { id: household } = accepted(
      await registerHousehold(tx, {
        from: '2025-01-01',
        headId: holder,
        division: village,
        urbanRural: 'urban',
        members: members.slice(1).map((personId) => ({ personId, relation: 'other' as const })),
      }),
    );
    if (given.account !== 'none')
      accepted(
        await recordPayoutAccount(tx, {
          personId: holder,
          division: village,
          bank: '通城农商银行',
          number: accountNumber(),
          holder: given.names[0]!,
        }),
      );
    const entitlement = accepted(
      await grantEntitlement(tx, {
        programme: given.programme ?? 'dibao',
        exclusiveGroup: given.exclusiveGroup ?? 'basic-living',
        householdId: household,
        personId: holder,
        division: village,
        memberIds: members,
        fromMonth: given.fromMonth,
        amountFen: given.amountFen,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    );
    return { id: entitlement.id, holder, members, householdId: household };
  });
}

export const freeze = async (context: Context, month: YearMonth, programme = 'dibao', actor: Actor = clerk): Promise<Frozen> =>
  accepted(await freezeBatch(context, actor, { programme, county: COUNTY, month, requestId: newId(), schedule }));

const chain: readonly { action: string; actor: Actor }[] = [
  { action: 'startCheck', actor: clerk },
  { action: 'confirmTownship', actor: township },
  { action: 'confirmTownship', actor: otherTownship },
  { action: 'submitReview', actor: clerk },
  { action: 'reviewCounty', actor: reviewer },
  { action: 'approveTreasury', actor: treasury },
  { action: 'sendToBank', actor: clerk },
];

const stateOf = async (owner: Pool, id: BatchId): Promise<{ state: BatchState; version: number; townships: string[] }> =>
  (
    await owner.query(
      `select state, version, (select coalesce(array_agg(township), '{}') from payment_batch_township t where t.batch_id = b.id and confirmed_at is null) as townships
       from payment_batch b where id = $1`,
      [id],
    )
  ).rows[0];

/** One step by its usual officer, or by another one; the version is the present one. */
export async function step(
  db: { context: Context; owner: Pool },
  id: BatchId,
  action: string,
  options: { actor?: Actor; input?: unknown } = {},
) {
  const { version } = await stateOf(db.owner, id);
  const actor = options.actor ?? chain.find((c) => c.action === action)?.actor ?? clerk;
  return actOnBatch(db.context, actor, { batchId: id, action, version, requestId: newId(), input: options.input ?? {} });
}

/** Carries a batch along its usual steps until it is in a state. Townships without lines have nothing to confirm. */
export async function carryTo(db: { context: Context; owner: Pool }, id: BatchId, goal: BatchState): Promise<void> {
  for (const { action, actor } of chain) {
    const now = await stateOf(db.owner, id);
    if (now.state === goal) return;
    if (!Object.hasOwn(batchStates[now.state].can, action)) continue;
    if (action === 'confirmTownship' && !now.townships.includes(actor.division!)) continue;
    accepted(await step(db, id, action, { actor }));
  }
}
