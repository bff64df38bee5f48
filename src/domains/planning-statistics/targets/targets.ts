/**
 * 目标值: the printed target is the first version, every adjustment a further one with its document. A county proposes for itself, the city decides; what lowers
 * a binding target needs the approval of the city's government on file. Old versions stay in sight.
 */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand, performerName } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { levelOf } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { defineTemplates } from '../../../kernel/notice/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import { defineErrors, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, FileRef, formOf, parseInput, Uuid } from '../../../kernel/schema/index.ts';
import type { Qualifier } from '../figures/progress.ts';
import { getIndicator, unitName } from '../values/indicator.ts';
import { goalOf, isLower, isSame } from '../values/measure.ts';
import { type TargetState, targetDecider, targetProposers } from './terms.ts';

defineErrors({
  TARGET_NOT_YOURS: { http: 403, zh: '只能由{who}办理。' },
  TARGET_OPEN: { http: 409, zh: '{unit}{year}年的目标已有一件调整在等审定。' },
  TARGET_SAME: { http: 422, zh: '调整以后的目标与现在的一样。' },
  TARGET_YEAR: { http: 422, zh: '目标的年份应在{from}至{to}之间。' },
  TARGET_LOWERED: { http: 422, zh: '调低约束性指标须上传批准文件。', next: '请上传市政府的批准文件。' },
  TARGET_DECIDED: { http: 409, zh: '这件调整{result}。', next: '请刷新以后再看。' },
  TARGET_OWN_HAND: { http: 403, zh: '提出调整的人不能自己审定。' },
});
defineTemplates({
  'plan-target.proposed': { title: '目标调整', text: '{unit}提出调整“{indicator}”{year}年目标，请审定。' },
  'plan-target.decided': { title: '目标调整结果', text: '{unit}“{indicator}”{year}年目标的调整{result}。' },
});

export interface TargetRow {
  readonly id: string | null;
  readonly indicator: string;
  readonly division: DivisionCode;
  /** Four digits; a target over a span of years is one of its last year. */
  readonly year: string;
  readonly qualifier: Qualifier;
  readonly value: string;
  readonly beforeValue: string | null;
  readonly lowers: boolean;
  readonly binding: boolean;
  /** Null: proposed or refused. */
  readonly version: number | null;
  readonly state: TargetState;
  readonly reason: string;
  readonly evaluationId: string | null;
  readonly documentNo: string | null;
  readonly documentFile: string | null;
  readonly proposedAt: string | null;
  readonly proposedBy: string | null;
  readonly proposedName: string | null;
  readonly answer: string | null;
  readonly decidedAt: string | null;
  readonly decidedName: string | null;
}

/** Printed ones and adjustments of them, as rows of one shape; of a target printed in several places the first row. */
const everyTarget = (where: Sql) => sql`select * from (
    (select distinct on (f.indicator, f.division, right(f.year, 4)) null::uuid as id, f.indicator, f.division, right(f.year, 4) as year, f.qualifier, f.value,
      null::text as before_value, false as lowers, f.kind = '约束性' as binding, 1 as version, 'printed' as state, f.phrase || '（' || f.section || '）' as reason,
      null::uuid as evaluation_id, null::text as document_no, null::uuid as document_file, null::timestamptz as proposed_at, null::text as proposed_by,
      null::text as proposed_name, null::text as answer, null::timestamptz as decided_at, null::text as decided_name
    from plan_figure f where f.value_type = 'target' order by f.indicator, f.division, right(f.year, 4), f.row_no)
    union all select id, indicator, division, year, qualifier, value, before_value, lowers, binding, version, state, reason, evaluation_id, document_no, document_file,
      proposed_at, proposed_by, proposed_name, answer, decided_at, decided_name from plan_target
  ) t where ${where}`;

/** Every version, the oldest first; proposals and refusals after those that hold. */
export const targetVersions = (tx: Tx, indicator: string): Promise<TargetRow[]> =>
  tx.rows<TargetRow>(
    sql`${everyTarget(sql`t.indicator = ${indicator}`)} order by t.division, t.year, t.version nulls last, t.proposed_at limit 500`,
  );

/** The targets that hold now, of all indicators: the newest version for each place and year. */
export const targetsInForce = (tx: Tx): Promise<TargetRow[]> =>
  tx.rows<TargetRow>(sql`select distinct on (w.indicator, w.division, w.year) w.* from (${everyTarget(sql`t.version is not null`)}) w
    order by w.indicator, w.division, w.year, w.version desc limit 5000`);

/** Of one place and year; of a county that has none of its own, the city's. */
export const targetFor = (
  targets: readonly TargetRow[],
  of: { indicator: string; division: DivisionCode; city: DivisionCode; year: string },
): TargetRow | null => {
  const at = (division: DivisionCode) =>
    targets.find((t) => t.indicator === of.indicator && t.division === division && t.year === of.year) ?? null;
  return at(of.division) ?? at(of.city);
};

/** Years of the targets of an indicator within a plan, the last one first. */
export const targetYears = (targets: readonly TargetRow[], of: { indicator: string; from: string; to: string }): string[] =>
  [...new Set(targets.filter((t) => t.indicator === of.indicator).map((t) => t.year))]
    .filter((year) => year >= of.from.slice(0, 4) && year <= of.to.slice(0, 4))
    .sort()
    .reverse();

const Decimal = z
  .string()
  .trim()
  .regex(/^\d{1,10}(\.\d{1,4})?$/, '填写数字，最多四位小数');
const DocumentNo = z.string().trim().min(2, '请填写文号').max(60).meta({ label: '文号' });
const Approval = FileRef.optional().meta({
  label: '批准文件',
  widget: 'file',
  paper: 'plan-target-approval',
  help: '调低约束性指标的必须上传',
});
export const Proposed = z.strictObject({
  year: z
    .string()
    .trim()
    .regex(/^\d{4}$/, '写四位年份')
    .meta({ label: '目标年份' }),
  value: Decimal.meta({ label: '调整为' }),
  reason: z.string().trim().min(4, '理由至少写4个字').max(300).meta({ label: '理由', widget: 'textarea' }),
  documentNo: DocumentNo.optional(),
  documentFile: Approval,
  evaluationId: Uuid.optional(),
});
const Adopted = z.strictObject({ documentNo: DocumentNo.optional(), documentFile: Approval });
const Refused = z.strictObject({
  answer: z.string().trim().min(4, '理由至少写4个字').max(300).meta({ label: '不同意的理由', widget: 'textarea' }),
});
export const proposalOffer = (indicator: string, year: string | undefined): Offer => ({
  action: 'propose',
  zh: '提出调整目标',
  causes: '由市级领导审定；同意以后另成一版，原来的目标留着。调低约束性指标须有市政府的批准文件。',
  button: '提出',
  danger: false,
  fields: formOf(Proposed.omit({ evaluationId: true })),
  initial: year ? { year } : {},
  to: `/api/plan-indicators/${indicator}/targets`,
  fixed: { requestId: newId() },
});

/** For which place this actor proposes; null: for none. */
export function proposesFor(tx: Tx): DivisionCode | null {
  const own = tx.actor.division;
  if (!own) return null;
  if (isOneOf(tx.actor, [targetProposers.city])) return own === tx.city ? own : null;
  return isOneOf(tx.actor, [targetProposers.county]) && levelOf(own) === 'county' ? own : null;
}

const bind = (tx: Tx, id: string, division: DivisionCode, file: string | undefined) =>
  bindFiles(tx, file ? [file] : [], { caseId: id, personId: null, division });

export async function propose(tx: Tx, of: { indicator: string; input: unknown }): Promise<Result<{ id: string }>> {
  const indicator = await getIndicator(tx, of.indicator);
  if (!indicator.ok) return indicator;
  const division = proposesFor(tx);
  if (!division) return fail('TARGET_NOT_YOURS', { who: `${performerName('county-clerk')}、${performerName('city-clerk')}` });
  const input = parseInput(Proposed, of.input);
  if (!input.ok) return input;
  const { year, value, reason, documentNo, documentFile, evaluationId } = input.value;
  const { id: key, unit, kind, from, to } = indicator.value;
  if (year < from.slice(0, 4) || year > to.slice(0, 4))
    return fail('TARGET_YEAR', { from: from.slice(0, 4), to: to.slice(0, 4) }, [{ path: 'year', message: '不在规划期内' }]);
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`plan-target ${key} ${division} ${year}`}, 0))`);
  const targets = await targetsInForce(tx);
  const now = targetFor(targets, { indicator: key, division, city: tx.city, year });
  const [next, before] = [goalOf(unit, value), now && goalOf(unit, now.value)];
  if (before && isSame(next, before)) return fail('TARGET_SAME', {}, [{ path: 'value', message: '与现在的一样' }]);
  const qualifier = now?.qualifier ?? targets.find((t) => t.indicator === key)?.qualifier ?? '=';
  const lowers = before !== null && isLower(next, before, qualifier);
  const binding = kind === '约束性';
  if (lowers && binding && division === tx.city && !documentFile)
    return fail('TARGET_LOWERED', {}, [{ path: 'documentFile', message: '请上传批准文件' }]);
  const open = await tx.maybe(
    sql`select 1 as known from plan_target where indicator = ${key} and division = ${division} and year = ${year} and state = 'proposed'`,
  );
  if (open) return fail('TARGET_OPEN', { unit: unitName(tx, division), year });
  const id = newId();
  const bound = await bind(tx, id, division, documentFile);
  if (!bound.ok) return bound;
  await tx.run(sql`insert into plan_target (id, indicator, division, year, qualifier, value, before_value, lowers, binding, reason, evaluation_id, document_no, document_file,
      proposed_at, proposed_by, proposed_name)
    values (${id}, ${key}, ${division}, ${year}, ${qualifier}, ${value}, ${now?.value ?? null}, ${lowers}, ${binding}, ${reason}, ${evaluationId ?? null}, ${documentNo ?? null},
      ${documentFile ?? null}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await notify(tx, {
    to: { performer: targetDecider, division: tx.city },
    template: 'plan-target.proposed',
    params: { unit: unitName(tx, division), indicator: indicator.value.name, year },
  });
  await recordAudit(tx, {
    action: 'plan-target.proposed',
    subject: { kind: 'plan-target', id },
    division,
    detail: { indicator: key, year, from: now?.value ?? '', to: value },
  });
  return ok({ id });
}

/** What this actor may do with a version. */
export function targetOffers(tx: Tx, row: TargetRow): Offer[] {
  if (row.state !== 'proposed' || !isOneOf(tx.actor, [targetDecider]) || isOwnHand(tx.actor, row.proposedBy, row.proposedAt!))
    return [];
  const to = `/api/plan-targets/${row.id}`;
  const lowered = row.lowers && row.binding ? '这是调低约束性指标，须有市政府的批准文件。' : '';
  return [
    {
      action: 'adopt',
      zh: '同意调整',
      causes: `另成一版，原来的目标留着。${lowered}`,
      button: '同意调整',
      danger: row.lowers,
      fields: formOf(Adopted),
      initial: { documentNo: row.documentNo ?? '' },
      to,
      fixed: { decision: 'adopt', requestId: newId() },
    },
    {
      action: 'refuse',
      zh: '不同意',
      causes: '目标不变，理由告知提出的单位。',
      button: '不同意',
      danger: true,
      fields: formOf(Refused),
      initial: {},
      to,
      fixed: { decision: 'refuse', requestId: newId() },
    },
  ];
}

export async function decide(
  tx: Tx,
  of: { id: string; decision: 'adopt' | 'refuse'; input: unknown },
): Promise<Result<{ id: string }>> {
  const row = await tx.maybe<TargetRow>(sql`select * from plan_target where id = ${of.id} for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.state !== 'proposed')
    return fail('TARGET_DECIDED', { result: row.state === 'adopted' ? '已经同意' : '已经答复不同意' });
  if (isOwnHand(tx.actor, row.proposedBy, row.proposedAt!)) return fail('TARGET_OWN_HAND');
  const done = of.decision === 'adopt' ? await adopt(tx, row, of.input) : await refuse(tx, row, of.input);
  if (!done.ok) return done;
  const indicator = await getIndicator(tx, row.indicator);
  await notify(tx, {
    to: { performer: targetProposers[row.division === tx.city ? 'city' : 'county'], division: row.division },
    template: 'plan-target.decided',
    params: {
      unit: unitName(tx, row.division),
      indicator: indicator.ok ? indicator.value.name : row.indicator,
      year: row.year,
      result: of.decision === 'adopt' ? '已同意' : '未同意',
    },
  });
  await recordAudit(tx, {
    action: `plan-target.${of.decision}`,
    subject: { kind: 'plan-target', id: of.id },
    division: row.division,
    detail: { indicator: row.indicator, year: row.year, value: row.value },
  });
  return ok({ id: of.id });
}

async function adopt(tx: Tx, row: TargetRow, given: unknown): Promise<Result<null>> {
  const input = parseInput(Adopted, given);
  if (!input.ok) return input;
  const documentNo = input.value.documentNo ?? row.documentNo;
  if (!documentNo) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'documentNo', message: '请填写文号' }]);
  const file = input.value.documentFile ?? row.documentFile;
  if (row.lowers && row.binding && !file)
    return fail('TARGET_LOWERED', {}, [{ path: 'documentFile', message: '请上传批准文件' }]);
  const bound = await bind(tx, row.id!, row.division, input.value.documentFile);
  if (!bound.ok) return bound;
  const versions = (await targetVersions(tx, row.indicator)).filter((t) => t.division === row.division && t.year === row.year);
  const version = Math.max(0, ...versions.map((t) => t.version ?? 0)) + 1;
  await tx.run(sql`update plan_target set state = 'adopted', version = ${version}, document_no = ${documentNo}, document_file = ${file ?? null}, decided_at = ${tx.now},
    decided_by = ${tx.actor.id}, decided_name = ${tx.actor.name} where id = ${row.id}`);
  return ok(null);
}

async function refuse(tx: Tx, row: TargetRow, given: unknown): Promise<Result<null>> {
  const input = parseInput(Refused, given);
  if (!input.ok) return input;
  await tx.run(sql`update plan_target set state = 'refused', answer = ${input.value.answer}, decided_at = ${tx.now}, decided_by = ${tx.actor.id}, decided_name = ${tx.actor.name}
    where id = ${row.id}`);
  return ok(null);
}
