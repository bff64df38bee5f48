/** Before anybody is admitted: nine risks and the capacity level, the contract with its clauses, the money. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { reserveHeld } from '../../../kernel/booking/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind, Letter } from '../../../kernel/document/index.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FenAmount, Mobile, PlainDateText } from '../../../kernel/schema/index.ts';
import { findBed, lockBed, moveBed, pricesOf, pricesOn } from '../beds/store.ts';
import { careLevels, type PriceItem } from '../beds/terms.ts';
import { depositLimit } from '../bills/rules.ts';
import { findInstitution } from '../register/store.ts';
import { capacityOf, LAPSED, onRecord, tellFamily, wrongState } from './apply.ts';
import { limits, minutesFrom } from './limits.ts';
import { missingClauses, missingRisks, type Risk, rankOf, unmeasured } from './rules.ts';
import { type Admission, type Contract, lockAdmission, nameOf, sealPlace } from './store.ts';
import { type ClauseKey, clauses, type RiskType, riskLevels, riskTypes } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

const risk = (type: RiskType) => ({
  [type]: choice(riskLevels).optional().meta({ label: riskTypes[type], choices: riskLevels, protect: true }),
});
type RiskShape = Record<RiskType, z.ZodOptional<z.ZodEnum<{ [K in keyof typeof riskLevels]: K }>>>;
export const Risks = z.strictObject({
  ...(Object.assign({}, ...(Object.keys(riskTypes) as RiskType[]).map(risk)) as RiskShape),
  measures: z
    .string()
    .trim()
    .max(1000)
    .optional()
    .meta({ label: '防范措施', widget: 'textarea', protect: true, help: '有中、高风险的，写明怎么防范' }),
});

/** What was ticked, as it is kept; a risk of some height needs a measure. */
export function risksGiven(given: z.infer<typeof Risks>): Result<Partial<Record<RiskType, Risk>>, 'RISKS_UNMEASURED'> {
  const { measures = '', ...levels } = given;
  const risks: Partial<Record<RiskType, Risk>> = {};
  for (const type of Object.keys(riskTypes) as RiskType[]) {
    const level = levels[type];
    if (level) risks[type] = { level, measure: measures };
  }
  const open = unmeasured(risks);
  return open.length > 0
    ? fail('RISKS_UNMEASURED', { risks: open.join('、') }, [{ path: 'measures', message: '请写明防范措施' }])
    : ok(risks);
}

/** 九项风险 as far as they are known; the contract asks for all nine, once a year. */
export async function assessRisks(tx: Tx, id: string, given: z.infer<typeof Risks>): Promise<Result<{ id: string }>> {
  const locked = await lockAdmission(tx, id);
  if (!locked.ok) return locked;
  const admission = locked.value;
  if (admission.state === 'withdrawn' || admission.state === 'refused') return wrongState(admission);
  const read = risksGiven(given);
  if (!read.ok) return read;
  const risks = read.value;
  const level = await capacityOf(tx, admission.personId);
  const home = await findInstitution(tx, admission.institutionId);
  if (!home.ok) return home;
  const standing = { ...admission.standing, level };
  await tx.run(sql`update care_admission set risks = ${tx.keys.sealJson(risks, sealPlace('care_admission', 'risks', id))}, risks_on = ${tx.today}, capacity_level = ${level},
    standing = ${tx.keys.sealJson(standing, sealPlace('care_admission', 'standing', id))}, rank = ${rankOf(standing, home.value.operation === 'private' ? 'private' : 'public')},
    changed_at = ${tx.now}, version = version + 1 where id = ${id}`);
  await onRecord(tx, 'care-admission.assessed', admission);
  return ok({ id });
}

/** What is still missing before a contract, or a trial: the capacity level, and any of the nine risks. */
export function unassessed(admission: Admission, level: number | null): string[] {
  return [...(level === null ? ['能力等级'] : []), ...missingRisks(admission.risks)];
}

export const NewContract = z.strictObject({
  careLevel: choice(careLevels).meta({ label: '护理等级', choices: careLevels, help: '按能力等级给出，老人或代理人同意' }),
  agent: text('代理人（写明关系）', 40).meta({ label: '代理人', help: '写明关系，例如：王小明（儿子）；本人签的写“本人”' }),
  emergency: text('紧急联系人', 20),
  emergencyPhone: Mobile.meta({ label: '紧急联系电话', protect: true }),
  agentChecked: z
    .boolean()
    .default(false)
    .meta({ label: '已核对代理人的身份证件', help: '核对过，代理人才能在手机上看入住和账单' }),
  from: PlainDateText.meta({ label: '协议从哪天起', widget: 'date' }),
  months: z.int('请填写整数').min(1).max(60).meta({ label: '期限', unit: '个月' }),
  deposit: FenAmount.meta({ label: '押金' }),
  depositFor: text('押金用途', 100).meta({ help: '例如：损坏赔偿、突发疾病垫付' }),
  clauses: z.array(choice(clauses)).max(20).meta({ label: '协议里有的条款', choices: clauses }),
});

const CONTRACT: DocumentKind = { code: 'care-contract', word: '养协', title: '养老机构服务协议' };

async function priceNow(
  tx: Tx,
  institutionId: string,
  item: PriceItem,
  name: string,
): Promise<Result<number, 'PRICE_UNPUBLISHED'>> {
  const price = pricesOn(await pricesOf(tx, institutionId), tx.today).find((p) => p.item === item && p.name === name);
  const what = { bed: '床位费', care: '护理费', meals: '餐费', trial: '试住费' }[item];
  return price ? ok(price.amountFen) : fail('PRICE_UNPUBLISHED', { item: what, name });
}

/** 签协议: everything that must be known is known, every clause is there, every price is published. */
export async function signContract(
  tx: Tx,
  id: string,
  given: z.infer<typeof NewContract>,
): Promise<Result<{ id: string; documentId: string }>> {
  const locked = await lockAdmission(tx, id);
  if (!locked.ok) return locked;
  const admission = locked.value;
  if (
    admission.bedId === null ||
    !['held', 'reserved', 'admitted'].includes(admission.state) ||
    (admission.state === 'admitted' && admission.contractId !== null)
  )
    return wrongState(admission);
  const level = await capacityOf(tx, admission.personId);
  const missing = unassessed(admission, level);
  if (missing.length > 0) return fail('ADMISSION_UNASSESSED', { missing: missing.join('、') });
  const absent = missingClauses(given.clauses);
  if (absent.length > 0) return fail('CONTRACT_CLAUSE', { clauses: absent.join('、') });
  const [bed, home] = [await findBed(tx, admission.bedId), await findInstitution(tx, admission.institutionId)];
  if (!bed.ok) return bed;
  if (!home.ok) return home;
  const bedFen = await priceNow(tx, admission.institutionId, 'bed', bed.value.priceClass);
  if (!bedFen.ok) return bedFen;
  const careFen = await priceNow(tx, admission.institutionId, 'care', careLevels[given.careLevel]);
  if (!careFen.ok) return careFen;
  const set = await limits(tx, admission.division, ['CARE-DEPOSIT-MONTHS', 'CARE-REFUND-DAYS']);
  if (!set.ok) return set;
  const months = set.value['CARE-DEPOSIT-MONTHS'];
  const limit = depositLimit(bedFen.value, months);
  if (given.deposit > limit)
    return fail('DEPOSIT_OVER', { months, bed: (bedFen.value / 100).toFixed(2), limit: (limit / 100).toFixed(2) });
  const name = await nameOf(tx, admission.personId);
  const letter: Letter = {
    addressee: null,
    blocks: [
      {
        kind: 'fields',
        rows: [
          ['甲方（机构）', `${home.value.name}，${home.value.address}，电话${home.value.telephone}`],
          ['乙方（老人）', name],
          ['代理人', given.agent],
          ['紧急联系人', given.emergency],
          ['床位', `${bed.value.building}${bed.value.floor}层${bed.value.room}，${bed.value.code}`],
          ['护理等级', careLevels[given.careLevel]],
          ['床位费', `每月${yuan(bedFen.value)}（${bed.value.priceClass}）`],
          ['护理费', `每月${yuan(careFen.value)}`],
          ['押金', `${yuan(given.deposit)}，用于${given.depositFor}`],
          ['期限', `${longDate(given.from)}起${given.months}个月`],
        ],
      },
      {
        kind: 'paragraph',
        text: `床位费、护理费按月收，不满一个月的按当月天数折算；餐费按日收。退住以后${set.value['CARE-REFUND-DAYS']}个工作日内退清押金和多收的费用。`,
      },
      {
        kind: 'paragraph',
        text: `本协议包括：${given.clauses.map((key: ClauseKey) => clauses[key]).join('；')}。各条全文作为附件，双方各执一份。`,
      },
      { kind: 'signatures', labels: ['甲方经办人', '乙方或代理人'] },
    ],
  };
  const county = `${admission.division.slice(0, 6)}000000`;
  const issued = await issueDocument(tx, {
    kind: CONTRACT,
    issuer: { division: county, name: home.value.name },
    letter,
    signer: tx.actor.name,
    caseId: null,
    personId: admission.personId,
    division: admission.division,
  });
  if (!issued.ok) return issued;
  const contract: Contract & { emergencyPhone: string } = {
    careLevel: given.careLevel,
    agent: given.agent,
    emergency: given.emergency,
    emergencyPhone: given.emergencyPhone,
    from: given.from,
    months: given.months,
    depositFor: given.depositFor,
    clauses: given.clauses,
    bedFen: bedFen.value,
    careFen: careFen.value,
  };
  await tx.run(sql`update care_admission set contract = ${tx.keys.sealJson(contract, sealPlace('care_admission', 'contract', id))}, contract_id = ${issued.value.id},
    care_level = ${given.careLevel}, deposit_fen = ${given.deposit}, agent_checked = ${given.agentChecked}, capacity_level = ${level}, changed_at = ${tx.now}, version = version + 1
    where id = ${id}`);
  await onRecord(tx, 'care-admission.contracted', admission);
  return ok({ id, documentId: issued.value.id });
}

const methods = { bank: '银行转账', cash: '现金', mobile: '手机支付', card: '刷卡' } as const;
export const Received = z.strictObject({
  amount: FenAmount.meta({ label: '到账金额' }),
  method: choice(methods).meta({ label: '怎么付的', choices: methods }),
});
export type PaymentKind = 'booking' | 'deposit' | 'bill' | 'booking-returned' | 'deposit-returned' | 'bill-refunded';

/** A receipt or a refund, for ever. */
export const recordPayment = (
  tx: Tx,
  of: Pick<Admission, 'institutionId' | 'division' | 'personId'> & { admissionId: string },
  given: { kind: PaymentKind; amountFen: number; method: keyof typeof methods; billId?: string; documentId?: string },
): Promise<unknown> =>
  given.amountFen === 0
    ? Promise.resolve()
    : tx.run(sql`insert into care_payment (id, institution_id, division, person_id, admission_id, bill_id, kind, amount_fen, method, paid_at, recorded_by, document_id)
        values (${newId()}, ${of.institutionId}, ${of.division}, ${of.personId}, ${of.admissionId}, ${given.billId ?? null}, ${given.kind}, ${given.amountFen}, ${given.method},
          ${tx.now}, ${tx.actor.id}, ${given.documentId ?? null})`);

/** 定金到账: the hold becomes a reservation. Money that comes when the hold is dead is not taken: it is on record with its way back, whatever is refused. */
export async function receiveBooking(
  tx: Tx,
  id: string,
  given: z.infer<typeof Received>,
): Promise<Result<{ id: string; until: string }>> {
  const locked = await lockAdmission(tx, id);
  if (!locked.ok) return locked;
  const admission = locked.value;
  const late = () => {
    tx.recordEvenIfRefused(async (own) => {
      const of = { ...admission, admissionId: id };
      await recordPayment(own, of, { kind: 'booking', amountFen: given.amount, method: given.method });
      await recordPayment(own, of, { kind: 'booking-returned', amountFen: given.amount, method: given.method });
    });
    return fail('BOOKING_DEAD');
  };
  if (admission.state === 'waiting' || admission.closedReason === LAPSED) return late();
  if (admission.state !== 'held' || admission.bookingId === null || admission.bedId === null) return wrongState(admission);
  const reserved = await reserveBed(tx, admission, '定金到账');
  if (!reserved.ok) return reserved.code === 'BOOKING_DEAD' ? late() : reserved;
  await recordPayment(tx, { ...admission, admissionId: id }, { kind: 'booking', amountFen: given.amount, method: given.method });
  await onRecord(tx, 'care-admission.paid', admission);
  return reserved;
}

/** The held bed of an admission becomes a reserved one for so many hours; the family is told. */
export async function reserveBed(tx: Tx, admission: Admission, why: string): Promise<Result<{ id: string; until: string }>> {
  const { id, bookingId, bedId } = admission;
  if (bookingId === null || bedId === null) return wrongState(admission);
  const set = await limits(tx, admission.division, ['CARE-HOLD-PAID']);
  if (!set.ok) return set;
  const hours = set.value['CARE-HOLD-PAID'];
  const reserved = await reserveHeld(tx, { bookingId, expiresAt: minutesFrom(tx.now, hours * 60) });
  if (!reserved.ok) return reserved;
  const bed = await lockBed(tx, bedId);
  if (!bed.ok) return bed;
  const moved = await moveBed(tx, bed.value, 'reserved', why);
  if (!moved.ok) return moved;
  await tx.run(sql`update care_admission set state = 'reserved', changed_at = ${tx.now}, version = version + 1 where id = ${id}`);
  const home = await findInstitution(tx, admission.institutionId);
  const params = { home: home.ok ? home.value.name : '', hours, tel: home.ok ? home.value.telephone : '' };
  await tellFamily(tx, admission, 'care.reserved', params);
  return ok({ id, until: reserved.value.expiresAt! });
}

export const Deposited = z.strictObject({ method: Received.shape.method });

/** 押金到账: as much as the contract says. */
export async function receiveDeposit(tx: Tx, id: string, given: z.infer<typeof Deposited>): Promise<Result<{ id: string }>> {
  const locked = await lockAdmission(tx, id);
  if (!locked.ok) return locked;
  const admission = locked.value;
  if (admission.contractId === null || admission.depositFen === null) return fail('CONTRACT_FIRST');
  if (admission.depositPaid) return wrongState(admission);
  await recordPayment(
    tx,
    { ...admission, admissionId: id },
    { kind: 'deposit', amountFen: admission.depositFen, method: given.method },
  );
  await tx.run(
    sql`update care_admission set deposit_paid = true, changed_at = ${tx.now}, version = version + 1 where id = ${id}`,
  );
  await onRecord(tx, 'care-admission.paid', admission);
  return ok({ id });
}
