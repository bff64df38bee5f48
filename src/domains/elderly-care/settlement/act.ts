/**
 * 月度结算: the provider files what was confirmed; a number that nobody here controls draws the sample by a secret that was promised before; the county calls and
 * writes down what it hears; one officer checks, another approves. Then each line is settled, once, and the sheet is printed. The money itself leaves by the treasury.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, monthOf, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind } from '../../../kernel/document/index.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { seedText } from '../../../kernel/inspection/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  choice,
  type DivisionCode,
  type Fen,
  type PlainDate,
  positionOf,
  type YearMonth,
  YearMonthText,
} from '../../../kernel/schema/index.ts';
import { limits } from '../orders/limits.ts';
import { isRural, monthRange, move, type Order, orderColumns, orderPlace, orderTables } from '../orders/store.ts';
import { ownProvider } from '../workers/store.ts';
import './errors.ts';
import { type Deduction, deductionOf, type EarlierPhoto, flagsOf, type Line, sampleOf } from './rules.ts';

export const settlementStates = { filed: '待抽查', drawn: '待回访', checked: '待批准', approved: '已批准' } as const;
export type SettlementState = keyof typeof settlementStates;

export interface Settlement {
  id: string;
  providerId: string;
  providerName: string;
  division: DivisionCode;
  month: YearMonth;
  state: SettlementState;
  secret: Buffer;
  digest: string;
  beacon: string | null;
  lines: number;
  filedFen: Fen;
  deduction: Deduction | null;
  payFen: Fen | null;
  filedAt: string;
  filedBy: string;
  checkedAt: string | null;
  checkedBy: string | null;
  checkedName: string | null;
  documentId: string | null;
}
export const settlementColumns = sql`s.id, s.provider_id, p.name as provider_name, s.division, s.month, s.state, s.secret, s.digest, s.beacon, s.lines, s.filed_fen, s.deduction,
  s.pay_fen, s.filed_at, s.filed_by, s.checked_at, s.checked_by, s.checked_name, s.document_id`;
export const settlementTables = sql`home_care_settlement s join home_care_provider p on p.id = s.provider_id`;
export const secretPlace = (id: string): string => `home_care_settlement.secret:${id}`;
export const notePlace = (id: string, orderId: string): string => `home_care_settlement_line.note:${id}:${orderId}`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** As the kernel's draws make theirs: anybody who has the secret and the number computes the same. */
export const seedOf = (secret: string, beacon: string): Buffer => createHash('sha256').update(seedText(secret, beacon)).digest();
const SECRET_BYTES = 32;

export const NewSettlement = z.strictObject({ month: YearMonthText.meta({ label: '哪个月', widget: 'month' }) });

const lineOf = (tx: Tx, order: Order, { away, fences }: { away: Away; fences: { town: number; village: number } }): Line => ({
  id: order.id,
  workerId: order.workerId!,
  personId: order.personId,
  inAt: order.inAt!,
  outAt: order.outAt!,
  place: order.inMark ? positionOf(tx.keys.open(order.inMark, orderPlace('in_mark', order.id))) : null,
  metres: order.inMetres,
  accuracy: order.inAccuracy ?? 0,
  fenceMetres: isRural(tx, order.division) ? fences.village : fences.town,
  minMinutes: order.minMinutes,
  sentLate: Date.parse(order.inReceivedAt!) - Date.parse(order.inAt!) > 5 * 60_000,
  inInstitution: away.stayed.has(order.id),
  inHospital: away.hospital.has(order.id),
  device: order.verifiedDevice?.toString('hex') ?? null,
  likeness: order.photoLikeness,
  // What the quota pays; vouchers go their own way, the rest is between the old people and the provider.
  fen: order.quotaFen!,
  alwaysCall: order.alwaysCall,
});

interface Away {
  readonly stayed: ReadonlySet<string>;
  readonly hospital: ReadonlySet<string>;
}
/** Orders of persons who were in an institution or in hospital; on the day of going there a service at home may still have been. */
async function awayOn(tx: Tx, ids: readonly string[]): Promise<Away> {
  const rows = await tx.rows<{ id: string; stayed: boolean; hospital: boolean }>(sql`select o.id,
      exists (select from elder_stay s where s.person_id = o.person_id and s.from_on < o.planned_on and (s.to_on is null or s.to_on > o.planned_on)) as stayed,
      exists (select from hospital_stays(o.person_id) h where h.from_on < o.planned_on and (h.to_on is null or h.to_on > o.planned_on)) as hospital
    from home_care_order o where o.id = any(${[...ids]}::uuid[])`);
  const of = (key: 'stayed' | 'hospital') => new Set(rows.filter((row) => row[key]).map(({ id }) => id));
  return { stayed: of('stayed'), hospital: of('hospital') };
}

const MOST_PHOTOS = 20_000;
/** Photographs of the same workers before the month, by the index of a worker's days. */
const photosBefore = (tx: Tx, of: { workers: readonly string[]; from: PlainDate; to: PlainDate }): Promise<EarlierPhoto[]> =>
  tx.rows<EarlierPhoto>(sql`select id, worker_id, person_id, photo_likeness as likeness from home_care_order
    where worker_id = any(${[...new Set(of.workers)]}::uuid[]) and planned_on >= ${of.from} and planned_on < ${of.to} and photo_likeness is not null
    order by planned_on desc, id limit ${MOST_PHOTOS}`);

/** By the provider: what the quota pays of what was confirmed and is not disputed. */
export async function fileSettlement(
  tx: Tx,
  { month }: { month: YearMonth },
): Promise<Result<{ id: string; lines: number; fen: Fen }>> {
  const own = await ownProvider(tx);
  if (!own.ok) return own;
  const { id: providerId, division, name } = own.value;
  if (month >= monthOf(tx.today)) return fail('SETTLE_MONTH', {}, [{ path: 'month', message: '请选已经过完的月份' }]);
  const set = await limits(
    tx,
    division,
    'HSO-KMH',
    'HSO-ACCURACY',
    'HSO-PAIR',
    'HSO-PAIR-LINES',
    'HSO-FENCE',
    'HSO-FENCE-VILLAGE',
    'HSO-OWN-METRES',
    'HSO-DEVICE',
    'HSO-ALIKE-BITS',
    'HSO-ALIKE-DAYS',
  );
  if (!set.ok) return set;
  const { from, to } = monthRange(month);
  const orders =
    await tx.rows<Order>(sql`select ${orderColumns} from ${orderTables} where o.provider_id = ${providerId} and o.quota_fen > 0
    and o.state in ('verified', 'evaluated') and o.planned_on >= ${from} and o.planned_on < ${to} and o.settlement_id is null order by o.planned_start limit 20000 for update of o`);
  if (orders.length === 0) return fail('SETTLE_EMPTY', { month: longMonth(month) });
  const fences = { town: set.value['HSO-FENCE'], village: set.value['HSO-FENCE-VILLAGE'] };
  const away = await awayOn(
    tx,
    orders.map((order) => order.id),
  );
  const lines = orders.map((order) => lineOf(tx, order, { away, fences }));
  const flags = flagsOf(
    lines,
    {
      kmh: set.value['HSO-KMH'],
      accuracy: set.value['HSO-ACCURACY'],
      pairPercent: set.value['HSO-PAIR'],
      pairLines: set.value['HSO-PAIR-LINES'],
      ownPlace: own.value.place ? positionOf(own.value.place) : null,
      ownMetres: set.value['HSO-OWN-METRES'],
      devicePersons: set.value['HSO-DEVICE'],
      alikeBits: set.value['HSO-ALIKE-BITS'],
    },
    await photosBefore(tx, {
      workers: lines.map(({ workerId }) => workerId),
      from: plusDays(from, -set.value['HSO-ALIKE-DAYS']),
      to: from,
    }),
  );
  const id = newId();
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const fen = lines.reduce((sum, line) => sum + line.fen, 0);
  const added =
    await tx.run(sql`insert into home_care_settlement (id, provider_id, division, month, secret, digest, lines, filed_fen, filed_at, filed_by)
    values (${id}, ${providerId}, ${division}, ${month}, ${tx.keys.seal(secret, secretPlace(id))}, ${sha256(secret)}, ${lines.length}, ${fen}, ${tx.now}, ${tx.actor.id})
    on conflict on constraint home_care_settlement_once do nothing`);
  if (added === 0) return fail('SETTLE_TWICE', { month: longMonth(month) });
  await tx.run(sql`insert into home_care_settlement_line (settlement_id, order_id, provider_id, division, fen, flags)
    select ${id}, o, ${providerId}, ${division}, fen, coalesce(string_to_array(nullif(flags, ''), ','), '{}')
    from unnest(${lines.map((l) => l.id)}::uuid[], ${lines.map((l) => l.fen)}::bigint[], ${lines.map((l) => flags.get(l.id)!.join(','))}::text[]) as t (o, fen, flags)`);
  await tx.run(sql`update home_care_order set settlement_id = ${id} where id = any(${orders.map((o) => o.id)}::uuid[])`);
  await notify(tx, {
    to: { performer: 'county-clerk', division },
    template: 'home-care.settlement-filed',
    params: { provider: name, month: longMonth(month) },
  });
  await recordAudit(tx, { action: 'home-care-settlement.filed', subject: { kind: 'home-care-settlement', id }, division });
  return ok({ id, lines: lines.length, fen });
}

async function lockSettlement(tx: Tx, id: string, ...states: SettlementState[]): Promise<Result<Settlement>> {
  const found = await tx.maybe<Settlement>(
    sql`select ${settlementColumns} from ${settlementTables} where s.id = ${id} for update of s`,
  );
  if (!found) return fail('NOT_FOUND');
  return states.includes(found.state) ? ok(found) : fail('SETTLE_STATE', { state: settlementStates[found.state] });
}

export const Beacon = z.strictObject({
  beacon: z
    .string()
    .trim()
    .min(4, '请填写开出的号码')
    .max(120)
    .meta({ label: '申报以后开出的号码', help: '福利彩票当期开奖号码，照公告原样，例如 03 08 16 21 27 30 + 11' }),
});

interface StoredLine {
  orderId: string;
  fen: Fen;
  alwaysCall: boolean;
  sample: 'all' | 'random' | 'full' | null;
  wrong: boolean | null;
}
const linesOf = (tx: Tx, id: string): Promise<StoredLine[]> =>
  tx.rows<StoredLine>(sql`select l.order_id, l.fen, i.always_call, l.sample, l.wrong from home_care_settlement_line l join home_care_order o on o.id = l.order_id
    join home_care_item i on i.id = o.item_id where l.settlement_id = ${id} order by l.order_id limit 20000`);

/** 抽查: the seal is opened with the number; who is called about follows from both alone. */
export async function drawSample(
  tx: Tx,
  id: string,
  { beacon }: { beacon: string },
): Promise<Result<{ all: number; random: number }>> {
  const found = await lockSettlement(tx, id, 'filed');
  if (!found.ok) return found;
  const { division, secret } = found.value;
  const set = await limits(tx, division, 'HSO-SAMPLE', 'HSO-SAMPLE-MIN', 'HSO-SAMPLE-ALL');
  if (!set.ok) return set;
  const seed = seedOf(tx.keys.open(secret, secretPlace(id)), beacon);
  const lines = (await linesOf(tx, id)).map(({ orderId, ...line }) => ({ id: orderId, ...line }));
  const sample = sampleOf(
    id,
    lines,
    { percent: set.value['HSO-SAMPLE'], least: set.value['HSO-SAMPLE-MIN'], allFen: set.value['HSO-SAMPLE-ALL'] },
    (message) => createHmac('sha256', seed).update(message).digest('hex'),
  );
  for (const kind of ['all', 'random'] as const)
    await tx.run(
      sql`update home_care_settlement_line set sample = ${kind} where settlement_id = ${id} and order_id = any(${sample[kind]}::uuid[])`,
    );
  await tx.run(sql`update home_care_settlement set state = 'drawn', beacon = ${beacon} where id = ${id}`);
  await recordAudit(tx, { action: 'home-care-settlement.drawn', subject: { kind: 'home-care-settlement', id }, division });
  return ok({ all: sample.all.length, random: sample.random.length });
}

const heard = { right: '属实', wrong: '不属实，或者没有凭据' } as const;
export const Heard = z.strictObject({
  orderId: z.uuid(),
  result: choice(heard).meta({ label: '回访结果', choices: heard }),
  note: z.string().trim().max(200, '不超过200个字').optional().meta({ label: '老人怎么说', protect: true }),
});

export async function recordCall(tx: Tx, id: string, given: z.output<typeof Heard>): Promise<Result<null>> {
  const found = await lockSettlement(tx, id, 'drawn');
  if (!found.ok) return found;
  const note = given.note ? tx.keys.seal(given.note, notePlace(id, given.orderId)) : null;
  const done =
    await tx.run(sql`update home_care_settlement_line set wrong = ${given.result === 'wrong'}, checked_name = ${tx.actor.name}, note = ${note}
    where settlement_id = ${id} and order_id = ${given.orderId} and sample is not null`);
  if (done === 0) return fail('NOT_FOUND');
  await recordAudit(tx, {
    action: 'home-care-settlement.called',
    subject: { kind: 'home-care-order', id: given.orderId },
    division: found.value.division,
  });
  return ok(null);
}

/** 核定: every line that was drawn has been called about. More than a fifth wrong: all the rest is called about first. */
export async function checkSettlement(tx: Tx, id: string): Promise<Result<{ payFen: Fen } | { full: number }>> {
  const found = await lockSettlement(tx, id, 'drawn');
  if (!found.ok) return found;
  const { division } = found.value;
  const set = await limits(tx, division, 'HSO-ERROR', 'HSO-STOP');
  if (!set.ok) return set;
  const lines = await linesOf(tx, id);
  const open = lines.filter(({ sample, wrong }) => sample !== null && wrong === null).length;
  if (open > 0) return fail('SETTLE_CALLS', { count: open });
  const whole = lines.every(({ sample }) => sample !== null);
  const deduction = deductionOf(
    // What was called about because the sample was bad is no sample any more.
    lines.map(({ fen, sample, wrong }) => ({ fen, sample: sample === 'full' ? 'all' : sample, wrong: wrong === true })),
    { errorPercent: set.value['HSO-ERROR'], stopPercent: set.value['HSO-STOP'] },
  );
  if (deduction.full && !whole) {
    const full = await tx.run(
      sql`update home_care_settlement_line set sample = 'full' where settlement_id = ${id} and sample is null`,
    );
    return ok({ full });
  }
  await tx.run(sql`update home_care_settlement set state = 'checked', deduction = ${deduction as unknown as Record<string, never>}, pay_fen = ${deduction.payFen}, checked_at = ${tx.now},
    checked_by = ${tx.actor.id}, checked_name = ${tx.actor.name} where id = ${id}`);
  await recordAudit(tx, { action: 'home-care-settlement.checked', subject: { kind: 'home-care-settlement', id }, division });
  return ok({ payFen: deduction.payFen });
}

const SHEET: DocumentKind = { code: 'home-care-settlement', word: '居家结算', title: '居家养老服务结算单' };

/** 批准, by another officer: lines that are right are settled, the others not, and the sheet is printed. */
export async function approveSettlement(tx: Tx, id: string): Promise<Result<{ documentId: string }>> {
  const found = await lockSettlement(tx, id, 'checked');
  if (!found.ok) return found;
  const settlement = found.value;
  if (isOwnHand(tx.actor, settlement.checkedBy, settlement.checkedAt!)) return fail('SETTLE_OWN');
  const orders = await tx.rows<
    Order & { wrong: boolean | null }
  >(sql`select ${orderColumns}, l.wrong from home_care_settlement_line l join ${orderTables} on o.id = l.order_id
    where l.settlement_id = ${id} order by o.id limit 20000 for update of o`);
  for (const order of orders)
    await move(
      tx,
      order,
      order.wrong ? { step: 'not-paid', to: 'not-paid', next: null } : { step: 'settled', to: 'settled', next: null },
    );
  const { deduction, filedFen, payFen, month, providerName, lines, division } = settlement;
  const issued = await issueDocument(tx, {
    kind: SHEET,
    issuer: { division, name: tx.office(division).name },
    letter: {
      addressee: providerName,
      blocks: [
        {
          kind: 'fields',
          rows: [
            ['结算月份', longMonth(month)],
            ['申报', `${lines}条，${yuan(filedFen)}`],
            ['随机抽查', `${deduction!.sampled}条，不属实${deduction!.wrong}条`],
            ['不予结算的明细', yuan(deduction!.badFen)],
            ['按差错率扣减', yuan(deduction!.restFen)],
            ['应付', yuan(payFen!)],
            ['抽查的种子', `密值承诺${settlement.digest.slice(0, 16)}…，开奖号码${settlement.beacon}`],
          ],
        },
        { kind: 'signatures', labels: ['核对人', '批准人', '服务商'] },
      ],
    },
    signer: tx.actor.name,
    caseId: null,
    personId: null,
    division,
  });
  if (!issued.ok) return issued;
  await tx.run(
    sql`update home_care_settlement set state = 'approved', approved_at = ${tx.now}, approved_by = ${tx.actor.id}, document_id = ${issued.value.id} where id = ${id}`,
  );
  await notify(tx, {
    to: { performer: 'home-care-manager', division },
    template: 'home-care.settlement-approved',
    params: { month: longMonth(month), sum: yuan(payFen!) },
  });
  await recordAudit(tx, { action: 'home-care-settlement.approved', subject: { kind: 'home-care-settlement', id }, division });
  return ok({ documentId: issued.value.id });
}
