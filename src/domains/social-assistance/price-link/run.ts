/** The monthly run of the price link: index with proof, a proposal by the rule, two persons, then one grant for each person and month. */
import { type Sql, sql } from '../../../database/sql.ts';
import { isOwnHand, systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, plusDays, plusMonths, startOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineSubscription, emit } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { endEntitlement, grantEntitlement, payMissed } from '../../../kernel/payment/server.ts';
import { type Clause, type Parameters, parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { assistanceProgramme } from '../programme.ts';
import './errors.ts';
import { indexOf, inOrder, keepIndex } from './indices.ts';
import { amountsOf, type PriceAmounts, type PriceIndex, triggerOf } from './rules.ts';

export const PRICE_SUBSIDY = assistanceProgramme({ key: 'price-subsidy', zh: '价格临时补贴', money: '价格临时补贴' });

defineTemplates({
  'price.proposed': {
    title: '价格联动达到启动条件',
    text: '{month}价格指数达到联动启动条件，请核对测算并提出，{due}前发放到位。',
  },
  'price.submitted': { title: '价格补贴待批准', text: '{month}价格临时补贴的测算已经提出，请审核批准。' },
});

/** Whose benefits bring the price subsidy; a person counts once, whatever the number. */
const COVERED = ['dibao', 'tekun', 'orphan', 'defacto', 'hiv'];

export const runStates = {
  none: '未达启动条件',
  proposed: '已测算，待提出',
  submitted: '已提出，待批准',
  approved: '已批准，正在生成名单',
  granted: '名单已生成，单列批次发放',
} as const;
export type RunState = keyof typeof runStates;

type CountyAmounts = Record<DivisionCode, PriceAmounts>;

interface RunRow {
  id: string;
  division: DivisionCode;
  month: YearMonth;
  triggered: boolean;
  clauses: Clause[];
  amounts: CountyAmounts;
  state: RunState;
  payBy: PlainDate;
  submittedBy: string | null;
  submittedAt: string | null;
  submittedName: string | null;
  approvedName: string | null;
  opinion: string | null;
  after: string | null;
  persons: number;
  sumFen: Fen;
  version: number;
}
const columns = sql`r.id, r.division, r.month, r.triggered, r.clauses, r.amounts, r.state, r.pay_by, r.submitted_by, r.submitted_at, r.submitted_name, r.approved_name, r.opinion, r.after, r.persons, r.sum_fen, r.version`;

/** Each county by its own standards, as they are known now. */
function countyAmounts(tx: Tx, index: PriceIndex, parameters: Parameters): CountyAmounts {
  const amounts: CountyAmounts = {};
  for (const { code } of tx.divisions.children(tx.city)) {
    const found = amountsOf(index, parameters, code);
    if (!found.ok) throw new Error(`price link of ${index.month} in ${code}: ${JSON.stringify(found.params)}`);
    amounts[code] = found.value;
  }
  return amounts;
}

/** What the rule says of a month, as a proposal; a month that is known already changes nothing. */
async function propose(tx: Tx, index: PriceIndex): Promise<void> {
  const parameters = await parametersOf(tx);
  const trigger = triggerOf(index, parameters, tx.city);
  const days = await wholeParameter(tx, 'PRICE-DAYS', tx.city, tx.today);
  if (!trigger.ok || !days.ok) throw new Error(`price link of ${index.month}: a parameter is missing`);
  const { triggered, clauses } = trigger.value;
  const amounts = triggered ? countyAmounts(tx, index, parameters) : {};
  const payBy = tx.calendar.addWorkdays(tx.today, days.value, tx.city);
  const written =
    await tx.run(sql`insert into price_run (id, division, month, triggered, clauses, amounts, state, pay_by, proposed_at)
    values (${newId()}, ${tx.city}, ${index.month}, ${triggered}, ${JSON.stringify(clauses)}::jsonb, ${JSON.stringify(amounts)}::jsonb, ${triggered ? 'proposed' : 'none'}, ${payBy}, ${tx.now})
    on conflict (division, month) do nothing`);
  if (written === 0) return;
  if (triggered)
    return notify(tx, {
      to: { performer: 'city-clerk', division: tx.city },
      template: 'price.proposed',
      params: { month: longMonth(index.month), due: payBy },
    });
  const before = await tx.maybe(
    sql`select 1 from price_run where division = ${tx.city} and month = ${plusMonths(index.month, -1)} and triggered`,
  );
  if (before)
    await emit(tx, {
      type: 'price.subsidy.stopped',
      subject: { kind: 'place', id: tx.city },
      division: tx.city,
      payload: { month: index.month },
      sensitivity: 'public',
    });
}

export const priceReactions = [
  defineSubscription({
    name: 'social-assistance.propose-price-link',
    types: ['price.index.published'],
    async handle(tx, event) {
      const { month, cpiPermille, foodPermille } = event.payload as unknown as PriceIndex;
      const index = { month, cpiPermille, foodPermille };
      await keepIndex(tx, index, { id: newId(), source: 'department', proof: null, publishedOn: tx.today });
      await propose(tx, await indexOf(tx, month));
    },
  }),
];

const lockRun = (tx: Tx, id: string): Promise<RunRow | null> =>
  tx.maybe<RunRow>(sql`select ${columns} from price_run r where r.id = ${id} for update`);

/** A standard that was published meanwhile makes other amounts than those that were put forward. */
async function amountsNow(tx: Tx, run: Pick<RunRow, 'month' | 'amounts'>): Promise<{ amounts: CountyAmounts; changed: boolean }> {
  const amounts = countyAmounts(tx, await indexOf(tx, run.month), await parametersOf(tx));
  const changed = Object.entries(amounts).some(
    ([code, { urbanFen, ruralFen }]) => run.amounts[code]?.urbanFen !== urbanFen || run.amounts[code]?.ruralFen !== ruralFen,
  );
  return { amounts, changed };
}

/** The first of the two persons: the figures are looked at and put forward, by the standards of this day; again where one has changed since. */
export async function submitRun(tx: Tx, given: { id: string; version: number }): Promise<Result<{ version: number }>> {
  const run = await lockRun(tx, given.id);
  if (!run) return fail('NOT_FOUND');
  if (run.version !== given.version) return fail('VERSION_CONFLICT');
  const notNow = fail('PRICE_NOT_NOW', { month: longMonth(run.month), state: runStates[run.state], action: '提出' });
  if (run.state !== 'proposed' && run.state !== 'submitted') return notNow;
  const { amounts, changed } = await amountsNow(tx, run);
  if (run.state === 'submitted' && !changed) return notNow;
  await tx.run(
    sql`update price_run set state = 'submitted', amounts = ${JSON.stringify(amounts)}::jsonb, submitted_by = ${tx.actor.id}, submitted_name = ${tx.actor.name},
      submitted_at = ${tx.now}, version = version + 1 where id = ${run.id}`,
  );
  await recordAudit(tx, { action: 'price.run.submitted', subject: { kind: 'price-run', id: run.id }, division: run.division });
  await notify(tx, {
    to: { performer: 'city-leader', division: tx.city },
    template: 'price.submitted',
    params: { month: longMonth(run.month) },
  });
  return ok({ version: run.version + 1 });
}

/** The second person. From now on the month is paid to everybody who counted in it, once. */
export async function approveRun(
  tx: Tx,
  given: { id: string; version: number; opinion: string },
): Promise<Result<{ version: number }>> {
  const run = await lockRun(tx, given.id);
  if (!run) return fail('NOT_FOUND');
  if (run.version !== given.version) return fail('VERSION_CONFLICT');
  if (run.state !== 'submitted')
    return fail('PRICE_NOT_NOW', { month: longMonth(run.month), state: runStates[run.state], action: '批准' });
  if (isOwnHand(tx.actor, run.submittedBy, run.submittedAt ?? tx.now)) return fail('PRICE_SAME_PERSON');
  if ((await amountsNow(tx, run)).changed) return fail('PRICE_STANDARD_CHANGED', { month: longMonth(run.month) });
  const ordered = await inOrder(tx, run.month);
  if (!ordered.ok) return ordered;
  await tx.run(
    sql`update price_run set state = 'approved', approved_by = ${tx.actor.id}, approved_name = ${tx.actor.name}, approved_at = ${tx.now}, opinion = ${given.opinion}, version = version + 1 where id = ${run.id}`,
  );
  await recordAudit(tx, { action: 'price.run.approved', subject: { kind: 'price-run', id: run.id }, division: run.division });
  await emit(tx, {
    type: 'price.subsidy.started',
    subject: { kind: 'place', id: tx.city },
    division: tx.city,
    payload: {
      month: run.month,
      triggers: run.clauses.flatMap((c, i) => (c.verdict === 'met' ? [i === 0 ? 'cpi' : 'food'] : [])),
      amountsFen: [...new Set(Object.values(run.amounts).flatMap((a) => [a.urbanFen, a.ruralFen]))].sort((a, b) => a - b),
    },
    sensitivity: 'public',
  });
  return ok({ version: run.version + 1 });
}

const PAGE = 100;
/**
 * Grants are paid by a batch of their own at once: the next monthly list would come after the limit (PRICE-DAYS). A server that was down makes it up. What that
 * batch had to hold is on the monthly list that is made once nothing holds it.
 */
const AT_ONCE_DAYS = 3;

interface CoveredRow {
  id: string;
  /** Who draws the money of the benefit: the holder, or another of the family since the holder died. */
  personId: string;
  householdId: string | null;
  division: DivisionCode;
  urbanRural: 'urban' | 'rural';
  /** Members of the month who have not been counted by another benefit. */
  members: string[];
}

/**
 * By which standard the benefit `e` of the month was decided: where the family lives now says nothing about a month before it moved. The own standard
 * is read before that of anybody who supports the family from elsewhere.
 */
const standardOfMonth = (month: YearMonth): Sql =>
  sql`select case p.key when 'DB-STD-U' then 'urban' else 'rural' end
    from (select v.parameter_ids as ids from entitlement_version v where v.entitlement_id = e.id and v.from_month <= ${month} order by v.no desc limit 1) known
      join parameter p on p.id = any(known.ids) and p.key in ('DB-STD-U', 'DB-STD-R')
    order by array_position(known.ids, p.id) limit 1`;

/** One page of those who counted in the month. The database lets nobody in twice, whichever benefit comes first. */
async function grantPage(tx: Tx, runId: string): Promise<boolean> {
  const run = await lockRun(tx, runId);
  if (run?.state !== 'approved') return false;
  const rows = await tx.rows<CoveredRow>(sql`select e.id, e.household_id, e.division,
      coalesce((${standardOfMonth(run.month)}), h.urban_rural, (select t.urban_rural from tekun_profile t where t.person_id = e.person_id order by t.id desc limit 1), 'urban') as urban_rural,
      coalesce((select p.person_id from entitlement_payee p where p.entitlement_id = e.id and p.person_id = any(
        select m.person_id from entitlement_member m where m.entitlement_id = e.id and m.months @> month_no(${run.month})) order by p.no desc limit 1), e.person_id) as person_id,
      (select coalesce(array_agg(m.person_id::text order by m.person_id), '{}') from entitlement_member m where m.entitlement_id = e.id and m.months @> month_no(${run.month})
        and not exists (select from entitlement_exclusion x where x.person_id = m.person_id and x.exclusive_group = ${PRICE_SUBSIDY} and x.months @> month_no(${run.month}))) as members
    from entitlement e left join household h on h.id = e.household_id
    where e.programme = any(${COVERED}::text[]) and e.months @> month_no(${run.month}) and (${run.after}::uuid is null or e.id > ${run.after}::uuid) order by e.id limit ${PAGE}`);
  let [persons, sum] = [0, 0];
  const counted = new Set<string>();
  for (const row of rows) {
    const members = row.members.filter((id) => !counted.has(id));
    const amounts = run.amounts[`${row.division.slice(0, 6)}000000`];
    if (members.length === 0 || !amounts) continue;
    const each = row.urbanRural === 'urban' ? amounts.urbanFen : amounts.ruralFen;
    await grantOne(tx, run, row, members, each);
    for (const id of members) counted.add(id);
    persons += members.length;
    sum += members.length * each;
  }
  const done = rows.length < PAGE;
  await tx.run(sql`update price_run set after = ${rows.at(-1)?.id ?? run.after}, persons = persons + ${persons}, sum_fen = sum_fen + ${sum},
    state = ${done ? 'granted' : 'approved'}, granted_at = ${done ? tx.now : null} where id = ${run.id}`);
  return !done;
}

async function grantOne(tx: Tx, run: RunRow, row: CoveredRow, members: string[], each: Fen): Promise<void> {
  const granted = await grantEntitlement(tx, {
    programme: PRICE_SUBSIDY,
    exclusiveGroups: [PRICE_SUBSIDY],
    householdId: row.householdId,
    personId: row.personId,
    division: row.division,
    memberIds: members,
    fromMonth: run.month,
    cause: row.id,
    amountFen: members.length * each,
    breakdown: [
      {
        label: `${longMonth(run.month)}价格临时补贴`,
        formula: `${members.length}人×每人${each / 100}元`,
        fen: members.length * each,
      },
    ],
    decisionId: null,
    parameterIds: [],
  });
  if (!granted.ok) throw new Error(`price subsidy of ${row.id}: ${granted.code}`);
  const ended = await endEntitlement(tx, { id: granted.value.id, lastMonth: run.month, reason: '按月一次发给' });
  if (!ended.ok) throw new Error(`price subsidy of ${row.id}: ${ended.code}`);
}

const approved = (tx: Tx) =>
  tx.rows<{ id: string }>(sql`select id from price_run where state = 'approved' order by month limit 12`);
/** 没有批准过的月份就没有名单可生成：不必天天去试。 */
const grantedLately = (tx: Tx) =>
  anyRow(tx, sql`price_run where granted_at > ${startOf(plusDays(tx.today, -AT_ONCE_DAYS)).toISOString()}`);

/** Makes the grants of approved months, page by page; a run that was cut short goes on where it stopped. */
export const payDuePriceSubsidies = whenDue([approved, grantedLately], async (context) => {
  const city = systemActor('price-subsidy', context.city);
  for (const { id } of await context.read(city, approved)) while (await context.write(city, (tx) => grantPage(tx, id)));
  if ((await context.read(city, grantedLately)).length > 0) await payMissed(context, PRICE_SUBSIDY, { everyDays: 1 });
});

export interface PriceRunView {
  id: string;
  month: YearMonth;
  cpiPermille: number;
  foodPermille: number;
  publishedOn: PlainDate;
  source: 'entered' | 'department';
  proofFile: string | null;
  triggered: boolean;
  clauses: Clause[];
  amounts: { division: DivisionCode; name: string; urbanFen: Fen; ruralFen: Fen }[];
  state: RunState;
  stateZh: string;
  payBy: PlainDate;
  submittedName: string | null;
  approvedName: string | null;
  opinion: string | null;
  persons: number;
  sumFen: Fen;
  version: number;
  /** A standard has changed since it was put forward: it has to be put forward anew. */
  outdated: boolean;
  may: { submit: boolean; approve: boolean };
}

/** Months with an index, newest first; at most 60. */
export async function priceRuns(tx: Tx): Promise<PriceRunView[]> {
  const rows = await tx.rows<
    RunRow & Pick<PriceRunView, 'cpiPermille' | 'foodPermille' | 'publishedOn' | 'source' | 'proofFile'>
  >(
    sql`select ${columns}, i.cpi_permille, i.food_permille, i.published_on, i.source, i.proof_file from price_run r
      join price_index i on i.division = r.division and i.month = r.month where r.division = ${tx.city} order by r.month desc limit 60`,
  );
  const { role } = tx.actor;
  const outdated = new Set<string>();
  for (const run of rows) if (run.state === 'submitted' && (await amountsNow(tx, run)).changed) outdated.add(run.id);
  return rows.map(({ after: _, submittedBy, submittedAt, division: __, amounts, ...run }) => ({
    ...run,
    outdated: outdated.has(run.id),
    stateZh: runStates[run.state],
    amounts: Object.entries(amounts).map(([code, a]) => ({ division: code, name: tx.divisions.get(code)?.name ?? code, ...a })),
    may: {
      submit: (run.state === 'proposed' || outdated.has(run.id)) && role === 'city-clerk',
      approve:
        run.state === 'submitted' &&
        !outdated.has(run.id) &&
        role === 'city-leader' &&
        !isOwnHand(tx.actor, submittedBy, submittedAt ?? tx.now),
    },
  }));
}
