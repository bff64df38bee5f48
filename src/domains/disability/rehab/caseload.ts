/** The body's caseload by stage, and the city's funnel: the one has names and belongs to the body, the other has counts only. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { tableCellsOf } from '../../../kernel/indicator/index.ts';
import { parametersOf, wholeParameter, withParameters } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { rehabFlow } from './flow.ts';
import { hasStandardService, isTrained } from './rules.ts';
import { type Institution, ownInstitution, type Staff, staffOf } from './store.ts';
import { type Waiting, waitingOf } from './waiting.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

export const NewInstitution = z.strictObject({
  name: text('机构名称', 60),
  division: Division.meta({ label: '所在乡镇（街道）', widget: 'division' }),
  operator: text('举办单位', 60),
  address: text('地址', 100),
  telephone: text('电话', 20),
  capacity: z.int().min(1).max(10_000).meta({ label: '服务能力', unit: '人' }),
});

export async function registerInstitution(tx: Tx, input: z.infer<typeof NewInstitution>): Promise<Result<{ id: string }>> {
  if (!tx.divisions.get(input.division) || !inScope(input.division, tx.actor.division ?? tx.city))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择本辖区' }]);
  const id = newId();
  const added = await tx.run(sql`insert into rehab_institution (id, name, division, operator, address, telephone, capacity)
    values (${id}, ${input.name}, ${input.division}, ${input.operator}, ${input.address}, ${input.telephone}, ${input.capacity}) on conflict (name) do nothing`);
  if (added === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'name', message: '已经有同名的机构' }]);
  await recordAudit(tx, {
    action: 'rehab.institution-added',
    subject: { kind: 'rehab-institution', id },
    division: input.division,
  });
  return ok({ id });
}

export interface CaseloadRow {
  caseId: string;
  name: string;
  villageName: string;
  state: string;
  stateZh: string;
  /** Limit of the present step: the answer, the plan, or the next staged assessment. */
  dueOn: PlainDate | null;
  lastSessionOn: PlainDate | null;
  sessionsThisMonth: number;
}
export interface Caseload {
  institution: Institution;
  rows: CaseloadRow[];
  followUps: { caseId: string; name: string; dueOn: PlainDate }[];
  staff: (Staff & { trained: boolean })[];
}

const steps: Readonly<Record<string, { zh: string }>> = rehabFlow.steps;

export async function caseload(tx: Tx): Promise<Result<Caseload>> {
  const institution = await ownInstitution(tx);
  if (!institution.ok) return institution;
  const { id } = institution.value;
  const rows = await tx.rows<Omit<CaseloadRow, 'stateZh' | 'villageName'> & { personId: string; division: string }>(sql`
    select r.case_id, r.person_id, s.applicant_name as name, s.division, s.state, s.due_on,
      (select max(v.held_on) from rehab_session v where v.case_id = r.case_id and v.withdrawn_on is null) as last_session_on,
      (select count(*)::int from rehab_session v where v.case_id = r.case_id and v.withdrawn_on is null and v.held_on >= date_trunc('month', ${tx.today}::date)::date) as sessions_this_month
    from rehab_case r join service_case s on s.id = r.case_id where r.institution_id = ${id} and r.closed_on is null order by s.due_on, r.case_id limit 500`);
  const followUps = await tx.rows<{
    caseId: string;
    personId: string;
    name: string;
    dueOn: PlainDate;
  }>(sql`select f.case_id, r.person_id, s.applicant_name as name, f.due_on from rehab_follow_up f
    join service_case s on s.id = f.case_id join rehab_case r on r.case_id = f.case_id where f.institution_id = ${id} and f.done_on is null and f.due_on <= ${tx.today}::date + 14 order by f.due_on limit 200`);
  const year = Number(tx.today.slice(0, 4)) - 1;
  const staff = await staffOf(tx, id, year);
  const trained = withParameters(
    { parameters: await parametersOf(tx), division: institution.value.division, date: tx.today },
    (read) => new Set(staff.filter((s) => isTrained(read, s.quarterHours)).map((s) => s.id)),
  );
  if (!trained.ok) return trained;
  const seen = [...new Set([...rows, ...followUps].map((row) => row.personId))];
  if (seen.length > 0)
    await recordAudit(tx, {
      action: 'rehab.caseload-listed',
      personIds: seen,
      division: institution.value.division,
    });
  return ok({
    institution: institution.value,
    rows: rows.map(({ personId: _, division, ...row }) => ({
      ...row,
      dueOn: row.state === 'atHospital' ? null : row.dueOn,
      stateZh: steps[row.state]?.zh ?? row.state,
      villageName: tx.divisions.get(division)?.name ?? '',
    })),
    followUps: followUps.map(({ personId: _, ...row }) => row),
    staff: staff.map((s) => ({ ...s, trained: trained.value.has(s.id) })),
  });
}

export interface CountedCase {
  caseId: string;
  division: DivisionCode;
  registeredOn: PlainDate;
  referredOn: PlainDate | null;
  referDue: PlainDate;
  planSignedOn: PlainDate | null;
  closedOn: PlainDate | null;
  standard: boolean;
}

/** Every registered case, with whether it is served by the standard today: for counts only. */
export async function countedCases(tx: Tx): Promise<Result<CountedCase[]>> {
  const cases = await tx.rows<Omit<CountedCase, 'standard'> & { lastStageOn: PlainDate | null }>(
    sql`select case_id, division, registered_on, referred_on, refer_due, plan_signed_on, last_stage_on, closed_on from rehab_case order by case_id limit 50000`,
  );
  const months = new Map<string, YearMonth[]>();
  for (const { caseId, month } of await tx.rows<{ caseId: string; month: YearMonth }>(
    sql`select case_id, month from rehab_months_served()`,
  ))
    months.set(caseId, [...(months.get(caseId) ?? []), month]);
  return withParameters({ parameters: await parametersOf(tx), division: tx.city, date: tx.today }, (read) =>
    cases.map((c) => ({
      ...c,
      standard: hasStandardService(read, { ...c, servedMonths: months.get(c.caseId) ?? [] }, tx.today),
    })),
  );
}

export interface FunnelRow {
  county: string;
  countyName: string;
  registered: string;
  referredOnTime: string;
  serving: string;
  standard: string;
  hasService: boolean;
}

/** How long those registered in this year have waited for their referral, within the actor's range. */
function waiting(tx: Tx, cases: readonly CountedCase[], limit: number): Waiting {
  const year = Number(tx.today.slice(0, 4));
  const own = tx.actor.division ?? tx.city;
  const waited = cases
    .filter((c) => c.registeredOn >= `${year}-01-01` && inScope(c.division, own))
    .map(({ division, registeredOn, referredOn, referDue }) => ({
      days: referredOn && tx.calendar.workdaysBetween(registeredOn, referredOn, division),
      inTime: (referredOn ?? tx.today) <= referDue,
    }));
  return waitingOf(waited, limit, year);
}

/** Registered → referred in time → in service → by the standard, by county; and how long the referral took. */
export async function funnel(tx: Tx): Promise<Result<{ rows: FunnelRow[]; waiting: Waiting }>> {
  const cases = await countedCases(tx);
  if (!cases.ok) return cases;
  const limit = await wholeParameter(tx, 'REH-REFER', tx.actor.division ?? tx.city, tx.today);
  if (!limit.ok) return limit;
  const bodies = await tx.rows<{ county: string }>(
    sql`select distinct left(division, 6) as county from rehab_institution where active`,
  );
  const own = tx.actor.division ?? tx.city;
  const counties = tx.divisions.children(tx.city).filter((county) => inScope(county.code, own) || inScope(own, county.code));
  const column = (counts: (given: CountedCase) => boolean): number[] =>
    counties.map((county) => cases.value.filter((c) => inScope(c.division, county.code) && counts(c)).length);
  const { registered, referredOnTime, serving, standard } = tableCellsOf(
    {
      registered: column(() => true),
      referredOnTime: column((c) => c.referredOn !== null && c.referredOn <= c.referDue),
      serving: column((c) => c.planSignedOn !== null && c.closedOn === null),
      standard: column((c) => c.standard),
    },
    [
      ['referredOnTime', 'registered'],
      ['serving', 'registered'],
      ['serving', 'referredOnTime'],
      ['standard', 'serving'],
      ['standard', 'referredOnTime'],
      ['standard', 'registered'],
    ],
  );
  return ok({
    waiting: waiting(tx, cases.value, limit.value),
    rows: counties.map((county, i) => ({
      county: county.code,
      countyName: county.name,
      registered: registered[i]!,
      referredOnTime: referredOnTime[i]!,
      serving: serving[i]!,
      standard: standard[i]!,
      hasService: bodies.some((b) => county.code.startsWith(b.county)),
    })),
  });
}
