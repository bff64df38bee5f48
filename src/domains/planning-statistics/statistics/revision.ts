/**
 * 修订: what is locked is never changed. A unit asks with the new figures and the reason, the city's leader approves with a document; then a new version of
 * the unit's report and of every sum above it stands beside the old ones.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, scopeRange } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, formOf, parseInput } from '../../../kernel/schema/index.ts';
import { findingsOf, type Typed } from './checks.ts';
import type { RevisionView } from './content.ts';
import { type FormDefinition, typedCells } from './definition.ts';
import { type Period, reportLevelOf, unitsBelow } from './forms.ts';
import { issueRevised } from './paper.ts';
import { periodWords } from './period.ts';
import { readSheet, sumOfUnits, totalsOf } from './sheet.ts';
import { atOf, type Located, locate, unitName, wordsOf } from './steps.ts';
import { addStep, findSubmission, type Submission, submissionsOf } from './store.ts';
import { clerks, type ReportLevel } from './terms.ts';
import { decimalsOf, scaledOf } from './value.ts';

export const revisionStates = { asked: '等批准', approved: '已批准', refused: '不批准' } as const;
export type RevisionState = keyof typeof revisionStates;

const words = (label: string) => z.string().trim().min(4, `${label}至少写4个字`).max(200).meta({ label, widget: 'textarea' });

const Asked = (form: FormDefinition) => {
  const cells = Object.fromEntries(typedCells(form).map((cell) => [cell.key, `${cell.label}（${cell.unit}）`]));
  return z.strictObject({
    cells: z
      .array(
        z.strictObject({
          cell: choice(cells).meta({ label: '指标', choices: cells }),
          value: z
            .string()
            .trim()
            .regex(/^\d{1,10}(\.\d)?$/, '填写数字')
            .meta({ label: '应为' }),
        }),
      )
      .min(1, '至少修订一格')
      .max(50)
      .meta({ label: '要修订的格', help: '写全受影响的格，修订以后表内关系仍要成立' }),
    reason: words('理由'),
  });
};
const Approved = z.strictObject({
  documentNo: z.string().trim().min(2, '请填写批准文号').max(60).meta({ label: '批准文号' }),
});
const Refused = z.strictObject({ answer: words('不批准的理由') });

interface Row {
  id: string;
  form: string;
  period: string;
  division: DivisionCode;
  fromVersion: number;
  before: Typed;
  after: Typed;
  reason: string;
  askedAt: string;
  askedBy: string;
  askedName: string;
  state: RevisionState;
  documentNo: string | null;
  answer: string | null;
  toVersion: number | null;
  decidedAt: string | null;
  decidedName: string | null;
}
/** A request with the paper by which it is approved. */
type Asking = Row & { readonly documentNo: string };
const columns = sql`id, form, period, division, from_version, before, after, reason, asked_at, asked_by, asked_name, state, document_no, answer, to_version, decided_at, decided_name`;

/** What the unit may ask for. */
export function revisionOffers(tx: Tx, at: Located, row: Submission | null, open: boolean): Offer[] {
  if (row?.state !== 'locked' || open || !isOneOf(tx.actor, [clerks[at.level]]) || tx.actor.division !== at.unit) return [];
  return [
    {
      action: 'revise',
      zh: '申请修订',
      causes: '写明哪一格应为多少、为什么；市级领导按批准文号批准以后另成一版，原来的一版保留。',
      button: '提出申请',
      danger: false,
      fields: formOf(Asked(at.period.form)),
      initial: { cells: [{}] },
      to: '/api/statistics/revisions',
      fixed: { form: at.period.form.code, period: at.period.period, unit: at.unit },
    },
  ];
}

const decides = (tx: Tx): boolean => isOneOf(tx.actor, ['city-leader']);

function decisionOffers(tx: Tx, row: Row): Offer[] {
  if (row.state !== 'asked' || !decides(tx) || isOwnHand(tx.actor, row.askedBy, row.askedAt)) return [];
  const to = `/api/statistics/revisions/${row.id}`;
  return [
    {
      action: 'approve',
      zh: '批准',
      causes: '这个单位和它上面各级的汇总另成一版，公布的数以新的一版为准，原来的一版保留。',
      button: '批准修订',
      danger: true,
      fields: formOf(Approved),
      initial: {},
      to,
      fixed: { decision: 'approve' },
    },
    {
      action: 'refuse',
      zh: '不批准',
      causes: '数不变，理由告知申请的单位。',
      button: '不批准',
      danger: true,
      fields: formOf(Refused),
      initial: {},
      to,
      fixed: { decision: 'refuse' },
    },
  ];
}

/** Revisions of a period within a unit, newest first. */
export async function revisionsOf(tx: Tx, { period, unit }: Located): Promise<RevisionView[]> {
  const { lo, hi } = scopeRange(unit);
  const rows = await tx.rows<Row>(sql`select ${columns} from stat_revision
    where form = ${period.form.code} and period = ${period.period} and division >= ${lo} and division < ${hi} order by id desc limit 100`);
  return rows.map((row) => ({
    id: row.id,
    unit: row.division,
    unitName: unitName(tx, row.division),
    state: row.state,
    stateZh: revisionStates[row.state],
    changes: Object.entries(row.after).map(([key, after]) => {
      const cell = period.form.cells.find((c) => c.key === key);
      return { key, label: cell?.label ?? key, unit: cell?.unit ?? '', before: row.before[key] ?? '', after };
    }),
    reason: row.reason,
    askedAt: row.askedAt,
    askedName: row.askedName,
    documentNo: row.documentNo,
    answer: row.answer,
    toVersion: row.toVersion,
    decidedAt: row.decidedAt,
    decidedName: row.decidedName,
    offers: decisionOffers(tx, row),
  }));
}

export async function askRevision(
  tx: Tx,
  of: { form: string; period: string; unit: DivisionCode; input: unknown },
): Promise<Result<{ id: string }>> {
  const found = await locate(tx, of);
  if (!found.ok) return found;
  const { period, level, unit } = found.value;
  if (!isOneOf(tx.actor, [clerks[level]]) || tx.actor.division !== unit) return fail('STAT_UNIT_UNKNOWN');
  const row = await findSubmission(tx, atOf(found.value));
  if (row?.state !== 'locked') return fail('STAT_NOT_LOCKED');
  const input = parseInput(Asked(period.form), of.input);
  if (!input.ok) return input;
  const after: Record<string, string> = {};
  for (const [i, { cell, value }] of input.value.cells.entries()) {
    if (decimalsOf(value) > period.form.cells.find((c) => c.key === cell)!.decimals)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: `cells.${i}.value`, message: '户、人、个等填整数' }]);
    if (scaledOf(value) !== scaledOf(row.typed[cell])) after[cell] = value;
  }
  if (Object.keys(after).length === 0) return fail('STAT_REVISION_SAME');
  const before = Object.fromEntries(Object.keys(after).map((key) => [key, row.typed[key] ?? '']));
  const id = newId();
  const added =
    await tx.run(sql`insert into stat_revision (id, form, period, division, from_version, before, after, reason, asked_at, asked_by, asked_name)
    values (${id}, ${of.form}, ${of.period}, ${unit}, ${row.version}, ${JSON.stringify(before)}::jsonb, ${JSON.stringify(after)}::jsonb, ${input.value.reason},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict do nothing`);
  if (added === 0) return fail('STAT_REVISION_OPEN');
  await recordAudit(tx, {
    action: 'statistics.revision-asked',
    subject: { kind: 'stat-revision', id },
    division: unit,
    detail: { form: of.form, period: of.period, before: JSON.stringify(before), after: JSON.stringify(after) },
  });
  await notify(tx, {
    to: { performer: 'city-leader', division: tx.city },
    template: 'statistics.revision',
    params: { unit: unitName(tx, unit), ...wordsOf(period), reason: input.value.reason },
  });
  return ok({ id });
}

/** A new locked version of a report, with the records that the old one had counted. */
async function newVersion(
  tx: Tx,
  old: Submission,
  now: { typed: Typed; totals: Submission['totals']; notes: Typed },
  of: { period: Period; asked: Asking },
): Promise<number> {
  const { period, asked } = of;
  const id = newId();
  await tx.run(sql`insert into stat_submission (id, form, period, division, version, state, typed, counted, totals, notes, changed_at, changed_by, changed_name,
      prepared_at, prepared_by, prepared_name, signed_at, signed_by, signed_name, checked_at, checked_by, checked_name, locked_at)
    values (${id}, ${old.form}, ${old.period}, ${old.division}, ${old.version + 1}, 'locked', ${JSON.stringify(now.typed)}::jsonb, ${JSON.stringify(old.counted)}::jsonb,
      ${JSON.stringify(now.totals)}::jsonb, ${JSON.stringify(now.notes)}::jsonb, ${tx.now}, ${tx.actor.id}, ${tx.actor.name},
      ${asked.askedAt}, ${asked.askedBy}, ${asked.askedName}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}, ${tx.now})`);
  await tx.run(sql`insert into stat_counted_row (submission_id, cell, id, division, num, link, link_id)
    select ${id}::uuid, cell, id, division, num, link, link_id from stat_counted_row where submission_id = ${old.id}`);
  await addStep(tx, { id, division: old.division, action: 'revise', note: asked.reason });
  await issueRevised(tx, period, old.division, { documentNo: asked.documentNo, reason: asked.reason, replaces: old.paper });
  return old.version + 1;
}

/** The sums above a unit, each as a new version, from the lowest up. */
async function reviseAbove(tx: Tx, period: Period, unit: DivisionCode, asked: Asking): Promise<void> {
  const chain: { unit: DivisionCode; level: ReportLevel }[] = [
    { unit: `${unit.slice(0, 6)}000000`, level: 'county' },
    { unit: tx.city, level: 'city' },
  ];
  const at = { form: period.form.code, period: period.period };
  for (const upper of chain) {
    const below = unitsBelow(period, upper.unit, upper.level);
    if (upper.unit === unit || below.length === 0 || !inScope(unit, upper.unit)) continue;
    const old = await findSubmission(tx, { ...at, division: upper.unit });
    const rows = await submissionsOf(tx, at, below);
    const sums = sumOfUnits(
      period.form,
      below.map((code) => rows.find((row) => row.division === code) ?? null),
    );
    const now = { typed: old!.typed, totals: totalsOf(period.form, old!.typed, sums), notes: old!.notes };
    await newVersion(tx, old!, now, { period, asked });
  }
}

async function approve(tx: Tx, row: Asking): Promise<Result<number>> {
  const found = await locate(tx, { form: row.form, period: row.period, unit: row.division });
  if (!found.ok) return found;
  const { period, level, unit } = found.value;
  const old = await findSubmission(tx, atOf(found.value));
  if (!old || old.version !== row.fromVersion) return fail('STAT_REVISION_OLD');
  const typed = { ...old.typed, ...row.after };
  // 改过的格，理由就是它的说明
  const notes = { ...old.notes, ...Object.fromEntries(Object.keys(row.after).map((key) => [key, row.reason])) };
  const below = unitsBelow(period, unit, level);
  const rows = await submissionsOf(tx, atOf(found.value), below);
  const sums =
    below.length === 0
      ? null
      : sumOfUnits(
          period.form,
          below.map((code) => rows.find((r) => r.division === code) ?? null),
        );
  const totals = totalsOf(period.form, typed, sums);
  const { facts } = await readSheet(tx, found.value, old);
  const errors = findingsOf({ ...facts, typed, notes, values: totals }).filter(({ kind }) => kind === 'error');
  if (errors.length > 0)
    return fail(
      'STAT_ERRORS',
      { n: errors.length },
      errors.map(({ cells, says }) => ({ path: cells[0] ?? '', message: says })),
    );
  const version = await newVersion(tx, old, { typed, totals, notes }, { period, asked: row });
  await reviseAbove(tx, period, unit, row);
  await emit(tx, {
    type: 'statistics.period.locked',
    subject: { kind: 'stat-form', id: row.form },
    division: tx.city,
    payload: { form: row.form, period: row.period, version },
    sensitivity: 'internal',
  });
  return ok(version);
}

export async function decideRevision(
  tx: Tx,
  of: { id: string; decision: 'approve' | 'refuse'; input: unknown },
): Promise<Result<{ version: number | null }>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from stat_revision where id = ${of.id} for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.state !== 'asked') return fail('STAT_REVISION_DECIDED', { result: revisionStates[row.state] });
  if (isOwnHand(tx.actor, row.askedBy, row.askedAt)) return fail('STAT_OWN_HAND');
  // 两件修订同时批准，汇总要一件一件算
  await tx.run(sql`select from stat_period where form = ${row.form} and period = ${row.period} for update`);
  const approved = of.decision === 'approve';
  const input = approved ? parseInput(Approved, of.input) : parseInput(Refused, of.input);
  if (!input.ok) return input;
  const given = { documentNo: null, answer: null, ...input.value };
  const version = approved ? await approve(tx, { ...row, documentNo: given.documentNo ?? '' }) : ok(null);
  if (!version.ok) return version;
  await tx.run(sql`update stat_revision set state = ${approved ? 'approved' : 'refused'}, document_no = ${given.documentNo}, answer = ${given.answer}, to_version = ${version.value},
    decided_at = ${tx.now}, decided_by = ${tx.actor.id}, decided_name = ${tx.actor.name} where id = ${row.id}`);
  await recordAudit(tx, {
    action: approved ? 'statistics.revision-approved' : 'statistics.revision-refused',
    subject: { kind: 'stat-revision', id: row.id },
    division: row.division,
    detail: { form: row.form, period: row.period, documentNo: given.documentNo ?? '', answer: given.answer ?? '' },
  });
  const found = await locate(tx, { form: row.form, period: row.period, unit: row.division });
  if (found.ok)
    await notify(tx, {
      to: { performer: clerks[reportLevelOf(found.value.period, row.division)!], division: row.division },
      template: 'statistics.revised',
      params: {
        form: found.value.period.form.name,
        period: periodWords(row.period),
        result: revisionStates[approved ? 'approved' : 'refused'],
        reason: given.documentNo ?? given.answer ?? '',
      },
    });
  return ok({ version: version.value });
}
