/** 老年协会: entered, registered or filed, elects, plans a year, holds something, ends. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import './errors.ts';
import { planOverdue } from './rules.ts';
import { type AssociationState, associationMoves, associationStates, logKinds } from './terms.ts';

defineTemplates({
  'association.plan': {
    title: '老年协会还没有今年的活动计划',
    text: '{name}还没有登记{year}年的活动计划，应当在3月31日以前通过。',
  },
});

const text = (label: string, max: number, min = 1) =>
  z.string().trim().min(min, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });
const day = (label: string) => PlainDateText.meta({ label, widget: 'date' });
const members = z.int('请填写整数').min(1).max(5000).meta({ label: '会员', unit: '人' });

export const NewAssociation = z.strictObject({
  division: Division.meta({ label: '哪个村（社区）', widget: 'division' }),
  name: text('名称', 60),
  head: text('会长', 20),
  members,
  since: day('从哪天开始筹备'),
});
const moves = { registered: '登记', filed: '备案', closed: '注销' } as const;
export const MoveForm = z.strictObject({
  to: choice(moves).meta({ label: '办什么', choices: moves }),
  on: day('哪一天'),
  paper: text('登记证号、备案号，或者注销的原因', 100, 2),
});
export const Election = z.strictObject({ on: day('哪一天换届'), head: text('新会长', 20), members, termTo: day('任期到') });
export const Plan = z.strictObject({
  year: z.int('请填写年份').min(2016).max(2100).meta({ label: '哪一年' }),
  items: text('活动安排', 1000, 8).meta({ label: '活动安排', widget: 'textarea', help: '几月、办什么、多少人' }),
  approvedOn: day('协会通过的日期'),
});
export const Log = z.strictObject({
  on: day('哪一天'),
  kind: choice(logKinds).meta({ label: '哪一类', choices: logKinds }),
  persons: z.int('请填写整数').min(1).max(5000).meta({ label: '多少人参加', unit: '人' }),
  what: text('办了什么', 300, 4).meta({ label: '办了什么', widget: 'textarea' }),
});

export interface Association {
  id: string;
  division: DivisionCode;
  name: string;
  state: AssociationState;
  stateOn: PlainDate;
}
const record = (tx: Tx, action: AuditAction, of: Pick<Association, 'id' | 'division'>) =>
  recordAudit(tx, { action, subject: { kind: 'senior-association', id: of.id }, division: of.division });

async function lock(tx: Tx, id: string, open = true): Promise<Result<Association, 'NOT_FOUND' | 'ASSOCIATION_STATE'>> {
  const found = await tx.maybe<Association>(
    sql`select id, division, name, state, state_on from senior_association where id = ${id} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  return open && found.state === 'closed' ? fail('ASSOCIATION_STATE', { state: associationStates.closed.zh }) : ok(found);
}
const step = (tx: Tx, of: Pick<Association, 'id' | 'division'>, action: string, on: string, note: string) =>
  tx.run(sql`insert into association_step (id, association_id, division, action, on_date, note, by_name, at)
    values (${newId()}, ${of.id}, ${of.division}, ${action}, ${on}, ${note}, ${tx.actor.name}, ${tx.now})`);

export async function enterAssociation(tx: Tx, given: z.output<typeof NewAssociation>): Promise<Result<{ id: string }>> {
  const division = given.division as DivisionCode;
  if (!inScope(division, tx.actor.division ?? tx.city)) return fail('DIVISION_FOREIGN');
  if (tx.divisions.get(division)?.level !== 'village') return wrong('division', '请选到村（社区）');
  if (given.since > tx.today) return wrong('since', '不能晚于今天');
  const id = newId();
  const added =
    await tx.run(sql`insert into senior_association (id, division, name, head, members, state, state_on, entered_at, entered_by)
    values (${id}, ${division}, ${given.name}, ${given.head}, ${given.members}, 'preparing', ${given.since}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return fail('ASSOCIATION_KNOWN', { name: given.name });
  await step(tx, { id, division }, '筹备', given.since, '');
  await record(tx, 'senior-association.entered', { id, division });
  return ok({ id });
}

export async function moveAssociation(
  tx: Tx,
  id: string,
  { to, on, paper }: z.output<typeof MoveForm>,
): Promise<Result<{ id: string }>> {
  const found = await lock(tx, id, false);
  if (!found.ok) return found;
  const of = found.value;
  if (!associationMoves[of.state].includes(to)) return fail('ASSOCIATION_STATE', { state: associationStates[of.state].zh });
  if (on > tx.today) return wrong('on', '不能晚于今天');
  if (on < of.stateOn) return wrong('on', `不能早于${longDate(of.stateOn)}${associationStates[of.state].zh}`);
  await tx.run(
    sql`update senior_association set state = ${to}, state_on = ${on}, registration = case when ${to === 'closed'} then registration else ${paper} end, version = version + 1 where id = ${id}`,
  );
  await step(tx, of, moves[to], on, paper);
  await record(tx, 'senior-association.moved', of);
  return ok({ id });
}

export async function electHead(tx: Tx, id: string, given: z.output<typeof Election>): Promise<Result<{ id: string }>> {
  const found = await lock(tx, id);
  if (!found.ok) return found;
  if (given.on > tx.today) return wrong('on', '不能晚于今天');
  if (given.termTo <= given.on) return wrong('termTo', '任期要晚于换届的日期');
  await tx.run(
    sql`update senior_association set head = ${given.head}, members = ${given.members}, term_to = ${given.termTo}, version = version + 1 where id = ${id}`,
  );
  await step(tx, found.value, '换届', given.on, `会长${given.head}，任期到${longDate(given.termTo)}`);
  await record(tx, 'senior-association.elected', found.value);
  return ok({ id });
}

export async function planYear(tx: Tx, id: string, given: z.output<typeof Plan>): Promise<Result<{ id: string }>> {
  const found = await lock(tx, id);
  if (!found.ok) return found;
  if (given.approvedOn > tx.today) return wrong('approvedOn', '不能晚于今天');
  const added = await tx.run(sql`insert into association_plan (association_id, year, division, items, approved_on, entered_by)
    values (${id}, ${given.year}, ${found.value.division}, ${given.items}, ${given.approvedOn}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return fail('ASSOCIATION_PLANNED', { year: given.year });
  await record(tx, 'senior-association.planned', found.value);
  return ok({ id });
}

export async function logActivity(tx: Tx, id: string, given: z.output<typeof Log>): Promise<Result<{ id: string }>> {
  const found = await lock(tx, id);
  if (!found.ok) return found;
  if (given.on > tx.today) return wrong('on', '不能晚于今天');
  await tx.run(sql`insert into association_log (id, association_id, division, on_date, kind, persons, what, entered_at, entered_by)
    values (${newId()}, ${id}, ${found.value.division}, ${given.on}, ${given.kind}, ${given.persons}, ${given.what}, ${tx.now}, ${tx.actor.id})`);
  await record(tx, 'senior-association.logged', found.value);
  return ok({ id });
}

/** From April on: whoever has no plan for the year, and was not told. */
function withoutPlan(tx: Tx): Sql {
  const year = Number(tx.today.slice(0, 4));
  if (!planOverdue(tx.today, year, false)) return sql`false`;
  return sql`s.state in ('registered', 'filed') and s.state_on <= ${`${year}-03-31`} and s.plan_told is distinct from ${year}
    and not exists (select from association_plan p where p.association_id = s.id and p.year = ${year})`;
}

/** Daily: told once. */
export const remindPlans = whenDue(
  (tx) => anyRow(tx, sql`senior_association s where ${withoutPlan(tx)}`),
  (context) =>
    context.write(systemActor('association-watch', context.city), async (tx) => {
      const year = Number(tx.today.slice(0, 4));
      const late = await tx.rows<{ division: DivisionCode; name: string }>(
        sql`update senior_association s set plan_told = ${year} where ${withoutPlan(tx)} returning s.division, s.name`,
      );
      for (const { division, name } of late)
        await notify(tx, { to: { performer: 'village-worker', division }, template: 'association.plan', params: { name, year } });
      return late.length;
    }),
);
