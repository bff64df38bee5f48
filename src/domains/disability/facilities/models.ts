/** 标杆机构: applied for by the county, confirmed by the city, scored every year, listed for everybody. */

import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { type InstitutionLevel, type ModelState, modelStates, type ScoreItem, scoreItems } from './terms.ts';

export interface InstitutionRow {
  id: string;
  name: string;
  division: DivisionCode;
  operator: string;
  address: string;
  telephone: string;
  capacity: number;
  level: InstitutionLevel;
  beds: number | null;
  state: ModelState | null;
  appliedBy: string | null;
  appliedOn: PlainDate | null;
  reason: string | null;
  lastYear: number | null;
  lastTotal: number | null;
}

/** Every body in the actor's range, with where it stands as a model; at most 300. */
export const institutionsWithModels = (tx: Tx): Promise<InstitutionRow[]> =>
  tx.rows<InstitutionRow>(sql`select i.id, i.name, i.division, i.operator, i.address, i.telephone, i.capacity, i.level, i.beds,
      m.state, m.applied_by, m.applied_on, m.reason, s.year as last_year, s.total as last_total
    from rehab_institution i left join model_institution m on m.institution_id = i.id
      left join lateral (select year, total from model_score s where s.institution_id = i.id order by year desc limit 1) s on true
    where i.active order by i.division, i.name limit 300`);

/** For everybody: where help is; models first. */
export async function publicInstitutions(
  tx: Tx,
): Promise<
  { id: string; name: string; isModel: boolean; divisionName: string; operator: string; address: string; telephone: string }[]
> {
  const rows = await tx.rows<{
    id: string;
    name: string;
    isModel: boolean;
    division: DivisionCode;
    operator: string;
    address: string;
    telephone: string;
  }>(
    sql`select id, name, is_model, division, operator, address, telephone from rehab_institution where active order by is_model desc, division, name limit 300`,
  );
  return rows.map(({ division, ...row }) => ({ ...row, divisionName: tx.divisions.fullName(division) }));
}

async function lockModel(tx: Tx, id: string) {
  const institution = await tx.maybe<{ name: string; division: DivisionCode }>(
    sql`select name, division from rehab_institution where id = ${id} and active for update`,
  );
  const model = institution
    ? await tx.maybe<{ state: ModelState; appliedBy: string; appliedOn: PlainDate }>(
        sql`select state, applied_by, applied_on from model_institution where institution_id = ${id} for update`,
      )
    : null;
  return institution ? { ...institution, model } : null;
}

const onRecord = (
  tx: Tx,
  action: AuditAction,
  id: string,
  division: DivisionCode,
  detail: Record<string, string | number> = {},
) => recordAudit(tx, { action, subject: { kind: 'rehab-institution', id }, division, detail });

export const NewModel = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(10, '请写明申报理由（至少10个字）')
    .max(500, '不超过500字')
    .meta({ label: '申报理由', widget: 'textarea' }),
});

/** The county puts a body forward; one that was not confirmed or was removed may be put forward again. */
export async function applyModel(tx: Tx, command: { id: string; reason: string }): Promise<Result<{ id: string }>> {
  const found = await lockModel(tx, command.id);
  if (!found) return fail('NOT_FOUND');
  if (found.model?.state === 'applied' || found.model?.state === 'named') return fail('MODEL_APPLIED', { name: found.name });
  await tx.run(sql`insert into model_institution (institution_id, division, state, reason, applied_on, applied_by)
    values (${command.id}, ${found.division}, 'applied', ${command.reason}, ${tx.today}, ${tx.actor.id})
    on conflict (institution_id) do update set state = 'applied', reason = excluded.reason, applied_on = excluded.applied_on, applied_by = excluded.applied_by,
      decided_on = null, decided_by = null`);
  await onRecord(tx, 'rehab.model-applied', command.id, found.division);
  return ok({ id: command.id });
}

export const ModelDecision = z.strictObject({
  decision: choice({ named: '确认为标杆机构', 'not-named': '不确认' }).meta({
    label: '决定',
    choices: { named: '确认为标杆机构', 'not-named': '不确认' },
  }),
});

export async function decideModel(
  tx: Tx,
  command: { id: string; decision: 'named' | 'not-named' },
): Promise<Result<{ id: string }>> {
  const found = await lockModel(tx, command.id);
  if (!found) return fail('NOT_FOUND');
  if (found.model?.state !== 'applied') return wrongState(found);
  if (isOwnHand(tx.actor, found.model.appliedBy, found.model.appliedOn)) return fail('MODEL_SAME_OFFICER');
  await setState(tx, command.id, command.decision);
  await onRecord(tx, 'rehab.model-decided', command.id, found.division, { decision: command.decision });
  return ok({ id: command.id });
}

const wrongState = (found: { name: string; model: { state: ModelState } | null }) =>
  fail('MODEL_STATE', { name: found.name, state: found.model ? modelStates[found.model.state] : '没有申报' });

async function setState(tx: Tx, id: string, state: ModelState): Promise<void> {
  await tx.run(
    sql`update model_institution set state = ${state}, decided_on = ${tx.today}, decided_by = ${tx.actor.id} where institution_id = ${id}`,
  );
  await tx.run(sql`update rehab_institution set is_model = ${state === 'named'} where id = ${id}`);
}

const mark = (item: ScoreItem) =>
  z
    .int('请填写整数')
    .min(0, `0到${scoreItems[item].max}`)
    .max(scoreItems[item].max, `0到${scoreItems[item].max}`)
    .meta({ label: scoreItems[item].zh, unit: `分（满分${scoreItems[item].max}）` });
export const NewScore = z.strictObject({
  service: mark('service'),
  staff: mark('staff'),
  safety: mark('safety'),
  family: mark('family'),
  teaching: mark('teaching'),
  note: z.string().trim().min(4, '请写明评分情况（至少4个字）').max(500).meta({ label: '评分说明', widget: 'textarea' }),
});

/** Of this year; what falls below the mark is no model any more. */
export async function scoreModel(
  tx: Tx,
  command: { id: string } & z.infer<typeof NewScore>,
): Promise<Result<{ total: number; passed: boolean }>> {
  const found = await lockModel(tx, command.id);
  if (!found) return fail('NOT_FOUND');
  if (found.model?.state !== 'named') return wrongState(found);
  const { id, note, ...items } = command;
  const least = await wholeParameter(tx, 'REH-MODEL-PASS', found.division, tx.today);
  if (!least.ok) return least;
  const total = Object.values(items).reduce((sum, n) => sum + n, 0);
  const passed = total >= least.value;
  const year = Number(tx.today.slice(0, 4));
  const added =
    await tx.run(sql`insert into model_score (institution_id, year, division, items, total, passed, note, scored_at, scored_by)
    values (${id}, ${year}, ${found.division}, ${JSON.stringify(items)}::jsonb, ${total}, ${passed}, ${note}, ${tx.now}, ${tx.actor.id})
    on conflict (institution_id, year) do nothing`);
  if (added === 0) return fail('MODEL_SCORED', { name: found.name, year });
  if (!passed) await setState(tx, id, 'removed');
  await onRecord(tx, 'rehab.model-scored', id, found.division, { year, total });
  return ok({ total, passed });
}
