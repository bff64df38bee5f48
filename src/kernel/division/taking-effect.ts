/**
 * 区划变更生效 (divisions.md 4.1, 5.3): in one transaction the change counts and everybody is told; then, table by table and taken up again after a kill, whatever stands
 * under an old code goes to the unit that took its place. Nothing is placed by a share: what was split waits for a person.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, PlainDate } from '../schema/index.ts';
import { type ChangeProblem, effectOf, problemsOf, type UnitChange, WHOLE } from './changes.ts';
import './errors.ts';
import { commonUnit } from './index.ts';

export interface NewChange {
  readonly change: UnitChange;
  readonly approvedOn: PlainDate;
  readonly approver: string;
  readonly documentNo: string;
  /** Why it holds from a day before its approval; empty where it does not. */
  readonly retroactiveReason: string;
}

export interface ChangeRecord extends NewChange {
  readonly id: Id<'DivisionChange'>;
  readonly division: DivisionCode;
  readonly tookEffectAt: string | null;
}

const columns = sql`id, division, approved_on, approver, document_no, retroactive_reason, content as change, took_effect_at`;

const recorded = (tx: Tx, which: Sql): Promise<ChangeRecord[]> =>
  tx.rows<ChangeRecord>(sql`select ${columns} from division_change where ${which} order by effective_on, id limit 5000`);

/** What the process answers with follows the changes that have taken effect. */
export async function refreshDivisions(context: Context): Promise<void> {
  const inEffect = await context.read(systemActor('divisions', context.city), (tx) =>
    recorded(tx, sql`took_effect_at is not null`),
  );
  context.divisions.use(
    inEffect.map((row) => row.change),
    context.clock.today(),
  );
}

export interface Preview {
  readonly problems: readonly ChangeProblem[];
  readonly ended: readonly { code: DivisionCode; name: string }[];
  readonly opened: readonly { code: DivisionCode; name: string; kind: string }[];
  readonly passes: readonly { from: DivisionCode; to: DivisionCode; weight: number }[];
  /** Records under the codes that end or are concerned, by what they are; nothing of them but their number. */
  readonly touched: readonly { zh: string; rows: number }[];
}

const waiting = (tx: Tx): Promise<ChangeRecord[]> => recorded(tx, sql`took_effect_at is null`);

/** 影响分析: what the change would make of the tree and how much stands under what ends. Nothing is written. */
export async function previewChange(tx: Tx, change: UnitChange): Promise<Preview> {
  const rows = tx.divisions.rowsWith((await waiting(tx)).map((row) => row.change));
  const problems = problemsOf(rows, change);
  if (problems.some((p) => p.code === 'DIVISION_UNKNOWN')) return { problems, ended: [], opened: [], passes: [], touched: [] };
  const effect = effectOf(rows, change);
  const touched = await tx.rows<{ zh: string; rows: number }>(
    sql`select zh, sum(rows)::int as rows from division_usage(${[...effect.ended, ...(change.concerns ?? [])]}::text[]) group by zh order by 2 desc, 1`,
  );
  return {
    problems,
    ended: effect.ended.map((code) => ({ code, name: tx.divisions.fullName(code) })),
    opened: effect.opened.map(({ code, name, kind }) => ({ code, name, kind })),
    passes: effect.successions.map(({ from, to, weight }) => ({ from, to, weight })),
    touched,
  };
}

type RecordError = ChangeProblem['code'] | 'DIVISION_NO_DOCUMENT' | 'DIVISION_RETROACTIVE' | 'DIVISION_STILL_USED';

/** An approved change; it takes effect by itself on its day, or at once where that day has come. */
export async function recordChange(tx: Tx, given: NewChange): Promise<Result<{ id: Id<'DivisionChange'> }, RecordError>> {
  const { change, approvedOn, documentNo, retroactiveReason } = given;
  if (documentNo.trim() === '') return fail('DIVISION_NO_DOCUMENT', {}, [{ path: 'documentNo', message: '请填写批准文号' }]);
  if (change.effectiveOn < approvedOn && retroactiveReason.trim() === '')
    return fail('DIVISION_RETROACTIVE', {}, [{ path: 'retroactiveReason', message: '请说明追溯原因' }]);
  // One at a time: the second is judged by what the first makes of the tree.
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended('division-change', 0))`);
  const { problems, ended, touched } = await previewChange(tx, change);
  const [problem] = problems;
  if (problem) return fail(problem.code, problem.params);
  if (change.shares.length === 0 && touched.length > 0 && change.type === 'abolish')
    return fail('DIVISION_STILL_USED', { n: touched.reduce((sum, row) => sum + row.rows, 0) });
  const id: Id<'DivisionChange'> = newId();
  const division = commonUnit([
    ...ended.map((row) => row.code),
    ...change.begins.map((row) => row.code),
    ...(change.concerns ?? []),
  ]);
  await tx.run(sql`insert into division_change (id, division, effective_on, approved_on, approver, document_no, retroactive_reason, content, recorded_at, recorded_by)
    values (${id}, ${division}, ${change.effectiveOn}, ${approvedOn}, ${given.approver}, ${documentNo.trim()}, ${retroactiveReason.trim()}, ${JSON.stringify(change)}::jsonb, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'division.change.recorded',
    subject: { kind: 'division-change', id },
    division,
    detail: { documentNo, effectiveOn: change.effectiveOn },
  });
  return ok({ id });
}

/** The changes whose day has come take effect, each in a transaction of its own, then their records go where they belong. Gives how many did something. */
export async function applyDueChanges(context: Context): Promise<number> {
  const city = systemActor('divisions', context.city);
  const due = await context.read(city, (tx) => recorded(tx, sql`took_effect_at is null and effective_on <= ${tx.today}`));
  for (const record of due) {
    await context.write(city, (tx) => takeEffect(tx, record));
    await refreshDivisions(context);
  }
  const open = await context.read(city, (tx) =>
    tx.rows<{ id: Id<'DivisionChange'> }>(
      sql`select id from division_change where took_effect_at is not null and rehomed_at is null order by effective_on, id limit 100`,
    ),
  );
  for (const { id } of open) await rehome(context, id);
  return due.length + open.length;
}

async function takeEffect(tx: Tx, record: ChangeRecord): Promise<void> {
  const { id, change, division, documentNo } = record;
  const { successions } = effectOf(tx.divisions.history, change);
  const taken =
    await tx.run(sql`update division_change set took_effect_at = ${tx.now}, successions = ${JSON.stringify(successions)}::jsonb
    where id = ${id} and took_effect_at is null`);
  if (taken === 0) return;
  await recordAudit(tx, {
    action: 'division.change.took-effect',
    subject: { kind: 'division-change', id },
    division,
    detail: { documentNo, effectiveOn: change.effectiveOn },
  });
  await emit(tx, {
    type: 'division.changed',
    subject: { kind: 'division', id: division },
    division,
    payload: {
      changeId: id,
      type: change.type,
      effectiveOn: change.effectiveOn,
      mappings: JSON.stringify(successions.map(({ from, to, weight }) => [from, to, weight])),
      documentNo,
    },
    sensitivity: 'public',
  });
}

/** Table by table, each in which something moved in a transaction of its own: a kill in between loses nothing and repeats nothing. */
async function rehome(context: Context, id: Id<'DivisionChange'>): Promise<void> {
  const city = systemActor('divisions', context.city);
  for (;;) {
    const { done } = await context.write(city, (tx) =>
      tx.one<{ done: string | null }>(sql`select rehome_next(${id}, ${tx.now}) as done`),
    );
    if (done === null) break;
  }
  await context.write(city, async (tx) => {
    const finished = await tx.run(sql`update division_change set rehomed_at = ${tx.now} where id = ${id} and rehomed_at is null`);
    if (finished === 0) return;
    const { division, moved, stayed } = await tx.one<{ division: DivisionCode; moved: number; stayed: number }>(
      sql`select c.division, coalesce(sum(g.moved), 0)::int as moved, coalesce(sum(g.left_rows), 0)::int as stayed
        from division_change c left join division_rehoming g on g.change_id = c.id where c.id = ${id} group by c.division`,
    );
    await recordAudit(tx, {
      action: 'division.change.rehomed',
      subject: { kind: 'division-change', id },
      division,
      detail: { moved, stayed },
    });
  });
}

export interface Rehomed {
  readonly zh: string;
  readonly moved: number;
  readonly stayed: number;
}

/** What became of the records, by what they are; tables of which nothing was touched are left out. */
export const rehomedOf = (tx: Tx, id: Id<'DivisionChange'>): Promise<Rehomed[]> =>
  tx.rows<Rehomed>(sql`select split_part(coalesce(obj_description(to_regclass(format('%I', table_name)), 'pg_class'), table_name), '：', 1) as zh,
      sum(moved)::int as moved, sum(left_rows)::int as stayed from division_rehoming where change_id = ${id}
    group by 1 having sum(moved) + sum(left_rows) > 0 order by 2 desc, 1`);

/** The codes of a change that pass to several units: whatever stands under them waits for a person. */
export const splitCodes = (change: Pick<UnitChange, 'shares'>): DivisionCode[] => [
  ...new Set(change.shares.filter((share) => share.millionths !== WHOLE).map((share) => share.from)),
];
