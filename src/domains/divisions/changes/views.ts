/** A dossier as it is read: its scheme, what it would change or has changed, its course, and what may be done now. */
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { changeTypes } from '../../../kernel/division/index.ts';
import { type ChangeRecord, previewChange, rehomedOf } from '../../../kernel/division/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { explain, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import {
  Approval,
  Completion,
  changeOfScheme,
  columns,
  type Dossier,
  Extension,
  missingPapers,
  Note,
  Papers,
} from './dossiers.ts';
import { Scheme } from './scheme.ts';
import { CODE_MONTHS, deciders, drafters, type PaperKind, papers, type Step, states, stepNames } from './terms.ts';
import { householdsUnder, placingOf } from './unplaced.ts';

const PAGE = 50;

export async function listDossiers(tx: Tx, cursor?: string) {
  const [at, id] = cursor?.split('|') ?? [];
  const found = await tx.rows<Dossier>(
    sql`select ${columns} from division_dossier where ${at && id ? sql`(created_at, id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`} order by created_at desc, id desc limit ${PAGE + 1}`,
  );
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return {
    rows: rows.map((d) => ({
      id: d.id,
      title: d.title,
      typeZh: changeTypes[d.scheme.type],
      state: d.state,
      stateZh: states[d.state],
      divisionName: tx.divisions.fullName(d.division),
      effectiveOn: d.scheme.effectiveOn,
      completeBy: d.completeBy,
      overdue: d.state === 'approved' && d.completeBy !== null && d.completeBy < tx.today,
    })),
    next: found.length > PAGE && last ? `${last.createdAt}|${last.id}` : null,
    form: formOf(Scheme),
  };
}

const pathOf = (id: string, step: string): string => `/api/division-changes/${id}/${step}`;

function offersOf(tx: Tx, d: Dossier): Offer[] {
  const open = d.state === 'research' || d.state === 'argued';
  const own = isOwnHand(tx.actor, d.submittedBy, d.submittedOn ?? tx.today);
  const fixed = { version: d.version };
  const offer = (action: Step, to: string, causes: string) => ({
    action,
    zh: stepNames[action],
    causes,
    to: pathOf(d.id, to),
    fixed,
  });
  const submitted = d.state === 'submitted';
  return offersTo(tx.actor, [
    { ...offer('argue', 'papers', '材料归入本卷，已有的同类材料换成新的。'), by: drafters, when: open, fields: formOf(Papers) },
    {
      ...offer('submit', 'submission', '报送以后方案不能再改，等批准机关决定。'),
      by: drafters,
      when: open && missingPapers(d).length === 0,
    },
    {
      ...offer('revise', 'scheme', '方案改成下面这样，影响重新分析。'),
      by: drafters,
      when: open,
      fields: formOf(Scheme),
      initial: { ...d.scheme },
    },
    {
      ...offer('approve', 'approval', '到生效日期自动生效：代码、名称换新，在这些单位下的居民、办件、待遇和账号随着归过去。'),
      by: deciders,
      when: submitted && !own,
      fields: formOf(Approval),
      initial: { effectiveOn: d.scheme.effectiveOn },
      button: '登记批准',
    },
    { ...offer('return', 'return', '退回补充材料、修改方案。'), by: deciders, when: submitted, fields: formOf(Note) },
    { ...offer('refuse', 'refusal', '本卷到此为止。'), by: deciders, when: submitted, fields: formOf(Note), danger: true },
    {
      ...offer('withdraw', 'withdrawal', '本卷到此为止，要再办须重新拟定。'),
      by: drafters,
      when: open || submitted,
      fields: formOf(Note),
      danger: true,
    },
    { ...offer('complete', 'completion', '本卷办结。'), by: drafters, when: d.state === 'approved', fields: formOf(Completion) },
    {
      ...offer('extend', 'extension', '完成期限延长六个月，只能一次。'),
      by: drafters,
      when: d.state === 'approved' && d.extensionNo === null,
      fields: formOf(Extension),
    },
  ]);
}

/** `household`: who of those that are placed by hand is looked for. */
export async function dossierView(tx: Tx, id: string, household = ''): Promise<Result<unknown>> {
  const d = await tx.maybe<Dossier>(sql`select ${columns} from division_dossier where id = ${id}`);
  if (!d) return fail('NOT_FOUND');
  const steps = await tx.rows<{ no: number; action: Step; note: string; at: string; byName: string }>(
    sql`select no, action, note, at, by_name from division_step where dossier_id = ${id} order by no limit 200`,
  );
  const change = changeOfScheme(d.scheme);
  const record = d.changeId
    ? await tx.one<Pick<ChangeRecord, 'change' | 'tookEffectAt'> & { rehomed: boolean }>(
        sql`select content as change, took_effect_at, rehomed_at is not null as rehomed from division_change where id = ${d.changeId}`,
      )
    : null;
  const preview = !record && change.ok ? await previewChange(tx, change.value) : null;
  const placing = record?.tookEffectAt ? placingOf(record.change) : null;
  return ok({
    id: d.id,
    version: d.version,
    title: d.title,
    typeZh: changeTypes[d.scheme.type],
    state: d.state,
    stateZh: record?.tookEffectAt && d.state === 'approved' ? '实施中' : states[d.state],
    division: d.division,
    divisionName: tx.divisions.fullName(d.division),
    reason: d.scheme.reason,
    effectiveOn: record ? record.change.effectiveOn : d.scheme.effectiveOn,
    units: {
      ends: d.scheme.ends.map(({ unit }) => ({ code: unit, name: tx.divisions.fullName(unit) })),
      begins: d.scheme.begins.map(({ code, name, percent }) => ({ code, name, percent: percent ?? '' })),
      into: d.scheme.into ? { code: d.scheme.into, name: tx.divisions.fullName(d.scheme.into) } : null,
      concerns: (d.scheme.concerns ?? []).map(({ unit }) => ({ code: unit, name: tx.divisions.fullName(unit) })),
      seat: d.scheme.seat ?? null,
    },
    papers: (Object.keys(papers) as PaperKind[]).map((kind) => ({ kind, zh: papers[kind], file: d.papers[kind] ?? null })),
    approval:
      d.documentNo === null
        ? null
        : {
            approver: d.approver,
            documentNo: d.documentNo,
            approvedOn: d.approvedOn,
            completeBy: d.completeBy,
            extensionNo: d.extensionNo,
            completedOn: d.completedOn,
            codeBy: addMonths(d.approvedOn as PlainDate, CODE_MONTHS),
          },
    problems:
      preview?.problems.map((p) => explain(fail(p.code, p.params)).message) ??
      (change.ok ? [] : (change.fields?.map((f) => f.message) ?? [])),
    preview: preview && { ended: preview.ended, opened: preview.opened, touched: preview.touched },
    announcement: record?.tookEffectAt ? `/division-changes/${d.changeId}` : null,
    rehomed: record?.tookEffectAt ? { done: record.rehomed, rows: await rehomedOf(tx, d.changeId!) } : null,
    placing: placing && {
      all: placing.all,
      to: placing.to.map((code) => ({ code, name: tx.divisions.fullName(code) })),
      ...(await householdsUnder(tx, placing.from, household)),
    },
    steps: steps.map((s) => ({ ...s, zh: stepNames[s.action] })),
    offers: offersOf(tx, d),
  });
}
