/** 信用台账: points with their reasons, each posted once for its cause; the class of any day; the list of bad faith; repair (EL-29). */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { RiskClass } from '../../../kernel/inspection/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { findInstitution, ownInstitution } from '../register/store.ts';
import { type ClassBounds, classOf, pointsOn, type Reason, reasons, startOf } from './credit-rules.ts';

defineTemplates({
  'care-credit.repair-asked': { title: '申请信用修复', text: '{name}申请修复“{reason}”，请在{by}以前决定。' },
});

export interface CreditEntry {
  readonly id: string;
  readonly institutionId: string;
  readonly onDate: PlainDate;
  readonly points: number;
  readonly reason: Reason;
  readonly note: string;
  readonly repairs: string | null;
}

export async function classBounds(tx: Tx, division: DivisionCode, day: PlainDate): Promise<ClassBounds> {
  const [A, B, C] = await Promise.all(
    ['A', 'B', 'C'].map(async (letter) => {
      const value = await wholeParameter(tx, `CARE-CREDIT-${letter}`, division, day);
      if (!value.ok) throw new Error(`care credit: ${value.code} CARE-CREDIT-${letter} ${day}`);
      return value.value;
    }),
  );
  return { A: A!, B: B!, C: C! };
}

export const entriesOf = (tx: Tx, institutionIds: readonly string[], year: string): Promise<CreditEntry[]> =>
  tx.rows<CreditEntry>(
    sql`select id, institution_id, on_date, points, reason, note, repairs from care_credit_entry
      where institution_id = any(${[...institutionIds]}::uuid[]) and on_date between ${`${year}-01-01`} and ${`${year}-12-31`} order by on_date desc, id desc limit 20000`,
  );

interface Known {
  readonly id: string;
  readonly division: DivisionCode;
  readonly registeredOn: PlainDate;
}

/** Points and class of each, on a day. */
export async function standingsOn(
  tx: Tx,
  institutions: readonly Known[],
  day: PlainDate,
): Promise<Map<string, { points: number; riskClass: RiskClass; badFaith: boolean }>> {
  if (institutions.length === 0) return new Map();
  const year = day.slice(0, 4);
  const ids = institutions.map(({ id }) => id);
  const entries = Map.groupBy(await entriesOf(tx, ids, year), ({ institutionId }) => institutionId);
  const listed = await tx.rows<{ institutionId: string }>(
    sql`select institution_id from care_bad_faith where institution_id = any(${ids}::uuid[]) and from_on <= ${day} and (to_on is null or to_on >= ${day}) limit 5000`,
  );
  const bad = new Set(listed.map(({ institutionId }) => institutionId));
  const bounds = await classBounds(tx, tx.city, day);
  return new Map(
    institutions.map(({ id, registeredOn }) => {
      const points = pointsOn(startOf(registeredOn, Number(year), bounds), entries.get(id) ?? [], day);
      return [id, { points, riskClass: classOf(points, bounds, bad.has(id)), badFaith: bad.has(id) }];
    }),
  );
}

export const classesOn = async (tx: Tx, institutions: readonly Known[], day: PlainDate): Promise<Map<string, RiskClass>> =>
  new Map([...(await standingsOn(tx, institutions, day))].map(([id, { riskClass }]) => [id, riskClass]));

/** Adds a row to the ledger; the same cause again adds nothing. `on`: today unless said. */
export async function postCredit(
  tx: Tx,
  entry: {
    institutionId: string;
    division: DivisionCode;
    reason: Reason;
    note: string;
    cause: string;
    points?: number;
    repairs?: string;
  },
): Promise<boolean> {
  const points = entry.points ?? reasons[entry.reason].points;
  const added =
    await tx.run(sql`insert into care_credit_entry (id, institution_id, division, on_date, points, reason, note, cause, repairs, posted_at, posted_by, posted_name)
    values (${newId()}, ${entry.institutionId}, ${entry.division}, ${tx.today}, ${points}, ${entry.reason}, ${entry.note}, ${entry.cause}, ${entry.repairs ?? null}, ${tx.now},
      ${tx.actor.id}, ${tx.actor.name}) on conflict (cause) do nothing`);
  return added > 0;
}

/**
 * What an entry took is given back because its ground has gone: in the year whose points it lessened, and not twice. A repair that was asked for has no object any more.
 * An entry of a former year changes no class today, so nothing is posted.
 */
export async function takeBackCredit(tx: Tx, { cause, note }: { cause: string; note: string }): Promise<void> {
  const entry = await tx.maybe<CreditEntry & { division: DivisionCode; returned: boolean }>(
    sql`select id, institution_id, division, on_date, points, reason, note, repairs, exists (select from care_credit_entry r where r.repairs = e.id) as returned
      from care_credit_entry e where cause = ${cause}`,
  );
  if (!entry) return;
  await tx.run(sql`update care_credit_repair set state = 'refused', opinion = ${note}, decided_on = ${tx.today}, decided_by = ${tx.actor.id}
    where entry_id = ${entry.id} and state = 'asked'`);
  if (entry.returned || entry.onDate.slice(0, 4) !== tx.today.slice(0, 4)) return;
  await postCredit(tx, {
    institutionId: entry.institutionId,
    division: entry.division,
    reason: 'revoked',
    note,
    cause: `revoked:${cause}`,
    points: -entry.points,
    repairs: entry.id,
  });
}

const byOfficer = Object.fromEntries(
  Object.entries(reasons).flatMap(([key, { zh, by }]) => (by === 'officer' ? [[key, zh]] : [])),
) as Record<'s3-concealed' | 's4-concealed' | 'fine' | 'false-subsidy', string>;

export const NewCreditEntry = z.strictObject({
  reason: choice(byOfficer).meta({ label: '事由', choices: byOfficer }),
  documentNo: z.string().trim().min(4, '请填写文书号').max(60).meta({ label: '文书号', help: '处罚决定书、调查报告' }),
  note: z.string().trim().min(4, '请写明情况').max(300).meta({ label: '情况', widget: 'textarea', help: '会公开，不写个人' }),
});

export async function enterCredit(tx: Tx, of: { id: string }, given: z.infer<typeof NewCreditEntry>): Promise<Result<null>> {
  const found = await findInstitution(tx, of.id);
  if (!found.ok) return found;
  const { id, division } = found.value;
  const posted = await postCredit(tx, {
    institutionId: id,
    division,
    reason: given.reason,
    note: `${given.documentNo}：${given.note}`,
    cause: `${given.reason}:${id}:${given.documentNo}`,
  });
  if (!posted) return fail('CARE_CREDIT_TWICE', { no: given.documentNo });
  await recordAudit(tx, {
    action: 'care-credit.entered',
    subject: { kind: 'care-institution', id },
    division,
    detail: { reason: given.reason },
  });
  return ok(null);
}

export const BadFaith = z.strictObject({
  documentNo: z.string().trim().min(4, '请填写文书号').max(60).meta({ label: '列入决定文号' }),
  reason: z.string().trim().min(8, '请写明理由').max(300).meta({ label: '理由', widget: 'textarea' }),
  to: PlainDateText.optional().meta({ label: '列入到哪天', widget: 'date' }),
});
export async function listBadFaith(tx: Tx, of: { id: string }, given: z.infer<typeof BadFaith>): Promise<Result<null>> {
  const found = await findInstitution(tx, of.id);
  if (!found.ok) return found;
  const { id, division } = found.value;
  await tx.run(sql`insert into care_bad_faith (id, institution_id, division, from_on, to_on, document_no, reason, entered_at, entered_by)
    values (${newId()}, ${id}, ${division}, ${tx.today}, ${given.to ?? null}, ${given.documentNo}, ${given.reason}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, { action: 'care-credit.bad-faith', subject: { kind: 'care-institution', id }, division });
  return ok(null);
}

export const RepairAsk = z.strictObject({
  done: z.string().trim().min(8, '请写明怎么改正的（至少8个字）').max(500).meta({ label: '怎么改正的', widget: 'textarea' }),
});

interface Repair {
  id: string;
  entryId: string;
  institutionId: string;
  division: DivisionCode;
  done: string;
  askedOn: PlainDate;
  decideBy: PlainDate;
  state: 'asked' | 'granted' | 'refused';
  points: number;
  reason: Reason;
}
export const repairsOf = (
  tx: Tx,
  institutionId: string,
): Promise<(Repair & { decidedOn: PlainDate | null; opinion: string | null })[]> =>
  tx.rows(sql`select r.id, r.entry_id, r.institution_id, r.division, r.done, r.asked_on, r.decide_by, r.state, r.decided_on, r.opinion, e.points, e.reason
    from care_credit_repair r join care_credit_entry e on e.id = r.entry_id where r.institution_id = ${institutionId} order by r.asked_on desc, r.id desc limit 100`);

/** EL-29: asked by the home itself, not before the shortest time has passed. */
export async function askRepair(tx: Tx, of: { id: string }, given: z.infer<typeof RepairAsk>): Promise<Result<{ id: string }>> {
  const own = await ownInstitution(tx);
  if (!own.ok) return own;
  const entry = await tx.maybe<CreditEntry>(
    sql`select id, institution_id, on_date, points, reason, note, repairs from care_credit_entry where id = ${of.id} and institution_id = ${own.value.id}`,
  );
  if (!entry || entry.points >= 0) return fail('NOT_FOUND');
  if (await tx.maybe(sql`select 1 as given from care_credit_entry where repairs = ${entry.id} limit 1`))
    return fail('CARE_REPAIR_TWICE');
  const { id: institutionId, division, name } = own.value;
  const months = await wholeParameter(tx, 'CARE-CREDIT-REPAIR-MONTHS', division, tx.today);
  if (!months.ok) return months;
  const from = addMonths(entry.onDate, months.value);
  if (tx.today < from) return fail('CARE_REPAIR_EARLY', { from });
  const days = await wholeParameter(tx, 'CARE-CREDIT-REPAIR-DAYS', division, tx.today);
  if (!days.ok) return days;
  const decideBy = tx.calendar.addWorkdays(tx.today, days.value, division);
  const id = newId();
  const added =
    await tx.run(sql`insert into care_credit_repair (id, entry_id, institution_id, division, done, asked_on, decide_by, asked_by)
    values (${id}, ${entry.id}, ${institutionId}, ${division}, ${given.done}, ${tx.today}, ${decideBy}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return fail('CARE_REPAIR_TWICE');
  await recordAudit(tx, {
    action: 'care-credit.repair-asked',
    subject: { kind: 'care-institution', id: institutionId },
    division,
  });
  await notify(tx, {
    to: { performer: 'county-leader', division },
    template: 'care-credit.repair-asked',
    params: { name, reason: reasons[entry.reason].zh, by: decideBy },
  });
  return ok({ id });
}

const repairDecisions = { granted: '同意修复', refused: '不同意修复' } as const;
export const RepairDecision = z.strictObject({
  decision: choice(repairDecisions).meta({ label: '决定', choices: repairDecisions }),
  opinion: z.string().trim().min(4, '请写明理由').max(300).meta({ label: '理由', widget: 'textarea', help: '会公开' }),
});

/** Granted, the points come back from that day on; what was deducted stays in the ledger. */
export async function decideRepair(tx: Tx, of: { id: string }, given: z.infer<typeof RepairDecision>): Promise<Result<null>> {
  const repair = await tx.maybe<Repair>(
    sql`select r.id, r.entry_id, r.institution_id, r.division, r.done, r.asked_on, r.decide_by, r.state, e.points, e.reason from care_credit_repair r
      join care_credit_entry e on e.id = r.entry_id where r.id = ${of.id} for update of r`,
  );
  if (!repair) return fail('NOT_FOUND');
  if (repair.state !== 'asked') return fail('CARE_REPAIR_DECIDED');
  await tx.run(
    sql`update care_credit_repair set state = ${given.decision}, opinion = ${given.opinion}, decided_on = ${tx.today}, decided_by = ${tx.actor.id} where id = ${repair.id}`,
  );
  if (given.decision === 'granted')
    await postCredit(tx, {
      institutionId: repair.institutionId,
      division: repair.division,
      reason: 'repair',
      note: `${reasons[repair.reason].zh}：${given.opinion}`,
      cause: `repair:${repair.id}`,
      points: -repair.points,
      repairs: repair.entryId,
    });
  await recordAudit(tx, {
    action: 'care-credit.repair-decided',
    subject: { kind: 'care-institution', id: repair.institutionId },
    division: repair.division,
    detail: { decision: given.decision },
  });
  return ok(null);
}
