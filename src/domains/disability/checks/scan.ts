/** What is looked for every day (5.5, 8): each check is one question to the records of the whole city; what it finds is raised once. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { addMonths, monthOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { personPlace } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { certificatesOf } from '../certificate/known.ts';
import { PROGRAMMES } from '../subsidies/terms.ts';
import { type NewFinding, raise } from './findings.ts';

const MOST = 1000;
const [LIVING] = PROGRAMMES;
const DIBAO = 'dibao';
const TEKUN = 'tekun';

interface OfPerson {
  subject: string;
  personId: string;
  division: DivisionCode;
  detail: string;
}
const ofPersons =
  (kind: NewFinding['kind'], question: (tx: Tx) => Promise<OfPerson[]>) =>
  async (tx: Tx): Promise<NewFinding[]> =>
    (await question(tx)).map((row) => ({ kind, ...row }));

const wholeOf = async (tx: Tx, key: string): Promise<number> => {
  const found = await wholeParameter(tx, key, tx.city, tx.today);
  if (!found.ok) throw new Error(`parameter ${key} is missing`);
  return found.value;
};

/** Overlaps of this month that the rules and the database should make impossible: shown if they are there. */
const overlaps = {
  'with-tekun': ofPersons('with-tekun', (tx) =>
    tx.rows<OfPerson>(sql`select e.person_id || ':' || ${monthOf(tx.today)} as subject, e.person_id, e.division, '本月同时在特困供养名单上' as detail
      from entitlement e where e.programme = any(${[...PROGRAMMES]}::text[]) and e.months @> month_no(${monthOf(tx.today)})
        and exists (select from entitlement_member m join entitlement o on o.id = m.entitlement_id where m.person_id = e.person_id and o.programme = ${TEKUN} and m.months @> month_no(${monthOf(tx.today)}))
      limit ${MOST}`),
  ),
  'living-without-dibao': ofPersons('living-without-dibao', (tx) =>
    tx.rows<OfPerson>(sql`select e.person_id || ':' || ${monthOf(tx.today)} as subject, e.person_id, e.division, '本月不在低保名单上' as detail
      from entitlement e where e.programme = ${LIVING} and e.months @> month_no(${monthOf(tx.today)})
        and not exists (select from entitlement_member m join entitlement o on o.id = m.entitlement_id where m.person_id = e.person_id and o.programme = ${DIBAO} and m.months @> month_no(${monthOf(tx.today)}))
        and not exists (select from subsidy_circumstance c where c.person_id = e.person_id and c.state = 'confirmed')
      limit ${MOST}`),
  ),
  'two-counties': ofPersons('two-counties', (tx) =>
    tx.rows<OfPerson>(sql`select a.entitlement_id || ':' || left(p.registered_division, 6) as subject, a.person_id, a.division, '户籍已不在发放的县（市、区）' as detail
      from subsidy_award a join person p on p.id = a.person_id where a.state <> 'ended' and left(a.division, 6) <> left(p.registered_division, 6) limit ${MOST}`),
  ),
} as const;

/** One account for several who are no relatives and have given no mandate: the money of a care institution. */
const payeeShared = ofPersons('payee-shared', (tx) =>
  tx.rows<OfPerson>(sql`select encode(x.account_digest, 'hex') as subject, (array_agg(x.person_id order by x.person_id))[1] as person_id, min(x.division) as division,
      '尾号' || min(x.last4) || '的账户收' || count(distinct x.person_id) || '人的补贴' as detail
    from (select distinct a.account_digest, a.last4, a.person_id, w.division from payout_account a join subsidy_award w on w.person_id = a.person_id and w.state <> 'ended'
      where a.valid_to is null and not exists (select from entitlement_payee y where y.entitlement_id = w.entitlement_id)) x
    group by x.account_digest having count(distinct x.person_id) > 1
      and count(distinct coalesce((select m.household_id from household_member m where m.person_id = x.person_id and m.superseded_at is null and m.valid_to is null limit 1), x.person_id)) > 1
    limit ${MOST}`),
);

/** A level raised so few days before somebody applied. */
async function levelRaised(tx: Tx): Promise<NewFinding[]> {
  const days = await wholeOf(tx, 'LEVEL-RAISED');
  const rows = await tx.rows<{
    caseId: string;
    personId: string;
    division: DivisionCode;
    raisedOn: PlainDate;
    on: PlainDate;
  }>(sql`
    select s.id as case_id, c.person_id, s.division, c.level_raised_on as raised_on, (s.submitted_at at time zone 'Asia/Shanghai')::date as on
    from disability_certificate c join service_case s on s.applicant_person_id = c.person_id and s.flow = 'disability-subsidy'
    where c.level_raised_on > ${plusDays(tx.today, -2 * days)}::date and (s.submitted_at at time zone 'Asia/Shanghai')::date >= c.level_raised_on
      and (s.submitted_at at time zone 'Asia/Shanghai')::date <= c.level_raised_on + ${days}::int limit ${MOST}`);
  return rows.map((r) => ({
    kind: 'level-raised',
    subject: `${r.caseId}:${r.raisedOn}`,
    division: r.division,
    personId: r.personId,
    detail: `${r.raisedOn}等级上调，${r.on}申请`,
  }));
}

/** Bodies whose sessions cannot be, or are too regular; no person is named. */
async function sessions(tx: Tx): Promise<NewFinding[]> {
  const rows = await tx.rows<{
    kind: 'session-in-hospital' | 'session-after-death' | 'full-attendance';
    institutionId: string;
    name: string;
    division: DivisionCode;
    month: string;
    count: number;
  }>(
    sql`select kind, institution_id, name, division, month, count::int from rehab_doubts() where month >= ${monthOf(addMonths(tx.today, -6))} limit ${MOST}`,
  );
  return rows.map((r) => ({
    kind: r.kind,
    subject: `${r.institutionId}:${r.month}`,
    division: r.division,
    personId: null,
    detail:
      r.kind === 'full-attendance' ? `${r.name}，${r.month}，${r.count}人的次数完全相同` : `${r.name}，${r.month}，${r.count}次`,
  }));
}

async function devices(tx: Tx): Promise<NewFinding[]> {
  const unscanned = plusDays(tx.today, -(await wholeOf(tx, 'DEVICE-UNSCANNED')));
  const twice = await tx.rows<{ serial: string; division: DivisionCode; codes: string }>(sql`
    select regexp_replace(upper(serial), '[^A-Z0-9]', '', 'g') as serial, min(division) as division, string_agg(code, '、' order by code) as codes from device_unit
    where state <> 'scrapped' group by 1 having count(*) > 1 limit ${MOST}`);
  const never = await tx.rows<{ code: string; division: DivisionCode; on: PlainDate; item: string }>(sql`
    select u.code, u.division, u.in_service_on as on, i.name as item from device_unit u join device_item i on i.code = u.item_code
    where u.state = 'in-stock' and u.in_service_on <= ${unscanned} and not exists (select from device_unit_event e where e.unit_id = u.id and e.from_state is not null) limit ${MOST}`);
  const deposits = await tx.rows<{ id: string; code: string; division: DivisionCode; due: PlainDate }>(sql`
    select o.id, u.code, o.division, o.refund_due as due from rental_order o join device_unit u on u.id = o.unit_id
    where o.state = 'returned' and o.refunded_on is null and o.refund_due < ${tx.today} limit ${MOST}`);
  return [
    ...twice.map(
      (r): NewFinding => ({
        kind: 'serial-twice',
        subject: r.serial,
        division: r.division,
        personId: null,
        detail: `编码${r.codes}`,
      }),
    ),
    ...never.map(
      (r): NewFinding => ({
        kind: 'never-scanned',
        subject: r.code,
        division: r.division,
        personId: null,
        detail: `${r.item}，编码${r.code}，${r.on}入库`,
      }),
    ),
    ...deposits.map(
      (r): NewFinding => ({
        kind: 'deposit-kept',
        subject: r.id,
        division: r.division,
        personId: null,
        detail: `辅具${r.code}的押金应在${r.due}前退还`,
      }),
    ),
  ];
}

const checks: readonly ((tx: Tx) => Promise<NewFinding[]>)[] = [
  ...Object.values(overlaps),
  payeeShared,
  levelRaised,
  sessions,
  devices,
];

const findings = async (tx: Tx): Promise<NewFinding[]> => (await Promise.all(checks.map((check) => check(tx)))).flat();

/** Once a day. */
export const scan = whenDue(findings, (context) =>
  context.write(systemActor('disability-checks', context.city), async (tx) => {
    for (const found of await findings(tx)) await raise(tx, found);
  }),
);

/** An identity number was corrected: the certificate was issued for another one. */
export async function compareNumber(tx: Tx, personId: string): Promise<void> {
  const person = await tx.maybe<{ idNumber: Buffer; division: DivisionCode }>(
    sql`select id_number, registered_division as division from person where id = ${personId}`,
  );
  if (!person) return;
  const idNumber = tx.keys.open(person.idNumber, personPlace('idNumber', personId));
  for (const { certificate } of (await certificatesOf(tx, personId)).periods)
    if (certificate.state === 'valid' && certificate.number.slice(0, 18).toUpperCase() !== idNumber.toUpperCase())
      await raise(tx, {
        kind: 'certificate-number',
        subject: `${personId}:${certificate.issuedOn}`,
        division: person.division.startsWith(tx.city.slice(0, 4)) ? person.division : tx.city,
        personId,
        detail: `${certificate.issuedOn}签发的证号与更正后的身份证号码不一致`,
      });
}
