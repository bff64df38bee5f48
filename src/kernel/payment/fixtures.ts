/** Builders for tests: a county with households in payment, and the officers who carry a batch from the list to the bank. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { type Actor, type DutyCode, publicActor, type Role, systemActor } from '../access/index.ts';
import { type Context, newId } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { openFileStore, storeUpload } from '../document/server.ts';
import { accountsOfKind } from '../ledger/server.ts';
import { loadParameters } from '../policy/server.ts';
import { accepted, register } from '../resident/fixtures.ts';
import { registerHousehold } from '../resident/server.ts';
import { explain, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';
import { recordPayoutAccount } from './accounts.ts';
import { adjustments, decideAdjustments } from './adjustments.ts';
import { agreement } from './agreement.ts';
import { bankFilesOf, downloadBankFile } from './bank-files.ts';
import { importBankResult } from './bank-results.ts';
import { bankAnswers, type SimulatedBank } from './bank-simulator.ts';
import { grantEntitlement, type NewEntitlement, reviseEntitlement } from './entitlements.ts';
import { type Frozen, freezeBatch, supplementaryBatch } from './freeze.ts';
import {
  type AdjustmentId,
  type BatchId,
  type BatchState,
  batchStates,
  type EntitlementId,
  type OverpaymentClass,
  type PaySchedule,
} from './index.ts';
import { moneyPlaces } from './postings.ts';
import { batchLines, batchView } from './reads.ts';
import { overpayments } from './recovery-ledger.ts';
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

/** A fresh city database, as `freshContext` of the tests gives it. */
export interface TestCity {
  readonly context: Context;
  readonly owner: Pool;
  readonly clock: { set(at: PlainDate): void };
}

/** A household in payment: holder first, with an account unless said otherwise. */
export async function family(
  context: Context,
  given: {
    names: string[];
    amountFen: number;
    fromMonth: YearMonth;
    village?: DivisionCode;
    account?: 'none';
    bank?: string;
    accountHolder?: string;
  } & Partial<Pick<NewEntitlement, 'programme' | 'exclusiveGroups'>>,
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
          bank: given.bank ?? '通城农商银行',
          number: accountNumber(),
          holder: given.accountHolder ?? given.names[0]!,
        }),
      );
    const entitlement = accepted(
      await grantEntitlement(tx, {
        programme: given.programme ?? 'dibao',
        exclusiveGroups: given.exclusiveGroups ?? ['basic-living'],
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

/** A paper that an officer has scanned and not yet put anywhere. */
export async function uploadFor(context: Context, actor: Actor): Promise<string> {
  const store = openFileStore(mkdtempSync(join(tmpdir(), 'minzheng-files-')));
  const bytes = Buffer.from('%PDF-1.4 scanned');
  return (await storeUpload(context, actor, store, { bytes, mediaType: 'application/pdf', name: '扫描件.pdf', paper: 'scan' }))
    .id;
}

/** What a test file does with the batches of its own database. */
export function paymentDesk(db: TestCity) {
  let programmes = 0;
  const lines = async (id: BatchId, actor: Actor = clerk) => (await db.context.write(actor, (tx) => batchLines(tx, id))).items;
  const files = (id: BatchId) => db.context.read(clerk, (tx) => bankFilesOf(tx, id));
  /** The file of a batch, or that of one of its banks. */
  const fileOf = async (id: BatchId, bank?: string) => (await files(id)).find((f) => bank === undefined || f.bank === bank)!;
  const bankFile = async (id: BatchId, bank?: string) => {
    const { id: fileId } = await fileOf(id, bank);
    return accepted(await db.context.write(clerk, (tx) => downloadBankFile(tx, fileId))).bytes;
  };
  const importFile = async (id: BatchId, content: Buffer, by: { actor?: Actor; bank?: string } = {}) =>
    importBankResult(db.context, by.actor ?? clerk, { fileId: (await fileOf(id, by.bank)).id, content, requestId: newId() });
  const desk = {
    lines,
    files,
    fileOf,
    bankFile,
    importFile,
    /** A programme of its own keeps the batches of one test apart from those of another. */
    newProgramme: (): string => `test-${++programmes}`,
    on: (day: PlainDate) => db.clock.set(day),
    view: async (id: BatchId, actor: Actor = clerk) => accepted(await db.context.read(actor, (tx) => batchView(tx, id))),
    lineOf: async (id: BatchId, person: Family) => (await lines(id)).find((l) => l.personId === person.holder)!,
    /** Every bank answers. */
    async payOut(id: BatchId, bank: Omit<SimulatedBank, 'format'> = {}): Promise<void> {
      await carryTo(db, id, 'sent');
      for (const { bank: of, format } of await files(id))
        accepted(await importFile(id, await bankAnswers(await bankFile(id, of), { ...bank, format }), { bank: of }));
    },
    supplement: (programme: string, month: YearMonth, lineIds?: string[]) =>
      supplementaryBatch(db.context, clerk, {
        programme,
        county: COUNTY,
        month,
        requestId: newId(),
        schedule,
        ...(lineIds ? { lineIds } : {}),
      }),
    proposals: async (entitlementId: EntitlementId) =>
      (await db.context.write(clerk, (tx) => adjustments(tx, { entitlementId }))).items,
    decide: (
      ids: readonly AdjustmentId[],
      decision: 'confirm' | 'reject',
      more: { note?: string; classification?: OverpaymentClass; actor?: Actor } = {},
    ) =>
      decideAdjustments(db.context, more.actor ?? reviewer, {
        ids,
        decision,
        note: more.note ?? '',
        classification: more.classification,
        requestId: newId(),
      }),
    /** Balances of a programme by place, those that are not zero; what a bug lost would show in their sum. */
    async balances(programme: string): Promise<Partial<Record<keyof typeof moneyPlaces, number>>> {
      const found: Partial<Record<keyof typeof moneyPlaces, number>> = {};
      await db.context.read(everywhere, async (tx) => {
        for (const place of Object.keys(moneyPlaces) as (keyof typeof moneyPlaces)[]) {
          const { items } = await accountsOfKind(tx, `payment.${place}`);
          const account = items.find((a) => a.subject === programme);
          if (account && account.balance !== 0) found[place] = account.balance;
        }
      });
      return found;
    },
    /** 三方对账 of a programme and month. */
    agreementOf: async (programme: string, month: YearMonth = '2026-04') =>
      (await db.context.read(clerk, (tx) => agreement(tx, { month, division: COUNTY }))).find((r) => r.programme === programme)!,
    count: async (text: string, values: unknown[]): Promise<number> => (await db.owner.query(text, values)).rows[0].count,
    revise: (home: Family, fromMonth: YearMonth, yuan: number, reason: string, actor: Actor = everywhere) =>
      db.context.write(actor, (tx) =>
        reviseEntitlement(tx, {
          id: home.id,
          fromMonth,
          amountFen: yuan * 100,
          breakdown: [],
          decisionId: null,
          parameterIds: [],
          reason,
        }),
      ),
    /** What was overpaid to a household. */
    debts: async (home: Family) => (await db.context.write(clerk, (tx) => overpayments(tx, { entitlementId: home.id }))).items,
    /** Lists of May to July 2026, paid out one after the other; then it is 3 July. */
    async payMayToJuly(programme: string): Promise<void> {
      for (const [month, day] of [
        ['2026-05', '2026-04-20'],
        ['2026-06', '2026-05-20'],
        ['2026-07', '2026-06-22'],
      ] as const) {
        desk.on(day);
        await desk.payOut((await freeze(db.context, month, programme)).id);
      }
      desk.on('2026-07-03');
    },
    /** The family of W8, paid 1,820 from May to July 2026. */
    async paidHome() {
      const programme = desk.newProgramme();
      desk.on('2026-04-20');
      const home = await family(db.context, {
        programme,
        exclusiveGroups: [programme],
        names: ['女儿', '奶奶', '外孙'],
        amountFen: 1820_00,
        fromMonth: '2026-05',
      });
      await desk.payMayToJuly(programme);
      return { programme, home };
    },
    /** The W15 batch: 1,740 + 340 + 1,040, two townships. */
    async w15() {
      desk.on('2026-03-23');
      const programme = desk.newProgramme();
      const group = { programme, exclusiveGroups: [programme], fromMonth: '2026-04' as const };
      const a = await family(db.context, { ...group, names: ['张三', '李四', '张小华'], amountFen: 1740_00 });
      const b = await family(db.context, { ...group, names: ['王五', '赵六'], amountFen: 340_00, village: OTHER_VILLAGE });
      const c = await family(db.context, { ...group, names: ['钱七'], amountFen: 1040_00 });
      const { id } = await freeze(db.context, '2026-04', programme);
      return { programme, a, b, c, id };
    },
  };
  return desk;
}

export const sentence = (result: Result<unknown>): string => (result.ok ? '' : explain(result).message);

/** The standards by which what was overpaid comes back. */
export function loadRecoveryParameters(context: Context): Promise<unknown> {
  const row = (key: string, value: string, unit: string) =>
    ({
      key,
      division: '421200000000',
      value,
      unit,
      validFrom: '2021-07-01',
      validTo: null,
      source: '测试',
      nature: 'assumption',
      note: '',
    }) as const;
  return context.write(everywhere, (tx) =>
    loadParameters(tx, [
      row('RECOVERY-RETURN-DAYS', '30', 'days'),
      row('RECOVERY-OFFSET-PERCENT', '20', 'percent'),
      row('RECOVERY-URGE-DAYS', '10', 'days'),
    ]),
  );
}

/** Changes bytes of a file and leaves its trailer as it was. */
export const bytes = (content: Buffer, change: (text: string) => string): Buffer =>
  Buffer.from(change(content.toString('latin1')), 'latin1');
export const swap = (content: Buffer, from: string, to: string): Buffer => {
  const changed = bytes(content, (text) => text.replace(from, to));
  if (changed.equals(content)) throw new Error(`${from} is not in the file`);
  return changed;
};
