/** 隐患 as they are kept: found and put on record, by whoever saw it; what happened is added and never changed. */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { plusDays } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { bindFiles, contentHashOf } from '../document/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, PlainDate } from '../schema/index.ts';
import { type Grade, graver, isRebound } from './dangers.ts';
import type { Inspected, InspectedKind } from './kinds.ts';
import { nextNo, officeOf } from './shared.ts';
import type { DangerSource, DangerState } from './terms.ts';

defineTemplates({
  'danger.reported': { title: '隐患待定级', text: '{object}：{rule}（{place}），请定级交办。' },
});

export interface Danger {
  readonly id: Id<'HiddenDanger'>;
  readonly no: string;
  readonly objectId: string;
  readonly objectNo: string;
  readonly objectName: string;
  readonly division: DivisionCode;
  readonly source: DangerSource;
  readonly taskId: string | null;
  readonly rule: string;
  readonly place: string;
  readonly foundOn: PlainDate;
  readonly reportedBy: string;
  readonly reportedName: string;
  readonly grade: Grade | null;
  readonly suggested: Grade;
  readonly leastGrade: Grade;
  readonly measures: string;
  readonly dueOn: PlainDate | null;
  readonly firstDueOn: PlainDate | null;
  readonly extensionDays: number | null;
  readonly extensionReason: string | null;
  readonly extensionAskedOn: PlainDate | null;
  readonly extensionState: 'asked' | 'granted' | 'refused' | null;
  readonly state: DangerState;
  readonly doneOn: PlainDate | null;
  readonly doneBy: string | null;
  readonly reviewBy: PlainDate | null;
  readonly closedOn: PlainDate | null;
  readonly reboundOf: string | null;
  readonly overdueStep: number;
  readonly caseOn: PlainDate | null;
  readonly position: string | null;
  readonly version: number;
}
export const dangerColumns = sql`d.id, d.no, d.object_id, d.object_no, d.object_name, d.division, d.source, d.task_id, d.rule, d.place, d.found_on, d.reported_by, d.reported_name, d.grade,
  d.suggested, d.least_grade, d.measures, d.due_on, d.first_due_on, d.extension_days, d.extension_reason, d.extension_asked_on, d.extension_state, d.state, d.done_on, d.done_by,
  d.review_by, d.closed_on, d.rebound_of, d.overdue_step, d.case_on, d.position, d.version`;

export const findDanger = (tx: Tx, kind: InspectedKind, id: string, lock: Sql = sql``): Promise<Danger | null> =>
  tx.maybe<Danger>(sql`select ${dangerColumns} from hidden_danger d where d.kind = ${kind.kind} and d.id = ${id} ${lock}`);

export interface DangerStep {
  readonly seq: number;
  readonly action: string;
  readonly note: string;
  readonly photo: string | null;
  readonly at: string;
  readonly byName: string;
}
export const stepsOf = (tx: Tx, dangerId: string): Promise<DangerStep[]> =>
  tx.rows<DangerStep>(
    sql`select seq, action, note, photo, at, by_name from hidden_danger_step where danger_id = ${dangerId} order by seq limit 200`,
  );

/** Adds what happened. A photograph is taken for one step of one danger: the same picture a second time is refused. `keptWith`: the check that it was taken for. */
export async function addStep(
  tx: Tx,
  danger: Pick<Danger, 'id' | 'objectId' | 'division'>,
  step: { action: string; note: string; photo?: string | null; position?: string | null; keptWith?: string },
): Promise<Result<null>> {
  const photo = step.photo ?? null;
  let hash: string | null = null;
  if (photo) {
    hash = await contentHashOf(tx, photo);
    const used = hash && (await tx.maybe(sql`select 1 as yes from hidden_danger_step where photo_hash = ${hash}`));
    if (!hash || used) return fail('DANGER_PHOTO_USED', {}, [{ path: 'photo', message: '请在原处重新拍摄' }]);
    const bound = await bindFiles(tx, [photo], { caseId: step.keptWith ?? danger.id, personId: null, division: danger.division });
    if (!bound.ok) return bound;
  }
  await tx.run(sql`insert into hidden_danger_step (id, danger_id, object_id, division, seq, action, note, photo, photo_hash, position, at, by_id, by_name)
    select ${newId()}, ${danger.id}, ${danger.objectId}, ${danger.division}, coalesce(max(seq), 0) + 1, ${step.action}, ${step.note}, ${photo}, ${hash}, ${step.position ?? null}, ${tx.now},
      ${tx.actor.id}, ${tx.actor.name} from hidden_danger_step where danger_id = ${danger.id}`);
  return ok(null);
}

export interface FoundDanger {
  readonly object: Pick<Inspected, 'id' | 'no' | 'name' | 'division'>;
  readonly source: DangerSource;
  readonly taskId?: string;
  readonly rule: string;
  readonly place: string;
  readonly note: string;
  readonly suggested: Grade;
  readonly photo: string | null;
  readonly position?: string | null;
  /** Today where it is not said: what another department saw is told later. */
  readonly foundOn?: PlainDate;
}

/** The same rule at the same place closed not long ago (反弹): it is at least one grade graver now. */
async function reboundOf(tx: Tx, found: FoundDanger): Promise<Result<{ id: string; grade: Grade } | null>> {
  const days = await wholeParameter(tx, 'DANGER-REBOUND-DAYS', found.object.division, tx.today);
  if (!days.ok) return days;
  const before = await tx.maybe<{ id: string; grade: Grade; closedOn: PlainDate }>(
    sql`select id, grade, closed_on from hidden_danger where object_id = ${found.object.id} and rule = ${found.rule} and place = ${found.place} and state = 'closed'
      and closed_on >= ${plusDays(tx.today, -days.value)} order by closed_on desc limit 1`,
  );
  return ok(before && isRebound(before.closedOn, tx.today, days.value) ? before : null);
}

export async function reportDanger(
  tx: Tx,
  kind: InspectedKind,
  found: FoundDanger,
): Promise<Result<{ id: string; no: string; least: Grade }>> {
  const rebound = await reboundOf(tx, found);
  if (!rebound.ok) return rebound;
  const id = newId();
  const no = await nextNo(tx, `YH-${tx.today.slice(0, 4)}`);
  const { object } = found;
  const least = rebound.value ? graver(rebound.value.grade) : 'general';
  await tx.run(sql`insert into hidden_danger (id, no, kind, object_id, object_no, object_name, division, source, task_id, rule, place, found_on, reported_by, reported_name, suggested, least_grade,
      rebound_of, position)
    values (${id}, ${no}, ${kind.kind}, ${object.id}, ${object.no}, ${object.name}, ${object.division}, ${found.source}, ${found.taskId ?? null}, ${found.rule}, ${found.place}, ${found.foundOn ?? tx.today},
      ${tx.actor.id}, ${tx.actor.name}, ${found.suggested}, ${least}, ${rebound.value?.id ?? null}, ${found.position ?? null})`);
  const stepped = await addStep(
    tx,
    { id, objectId: object.id, division: object.division },
    {
      action: 'report',
      note: rebound.value ? `${found.note}（反弹）` : found.note,
      photo: found.photo,
      position: found.position ?? null,
      ...(found.taskId ? { keptWith: found.taskId } : {}),
    },
  );
  if (!stepped.ok) return stepped;
  await recordAudit(tx, { action: 'danger.reported', subject: { kind: 'hidden-danger', id }, division: object.division });
  await notify(tx, {
    to: officeOf(tx, object.division),
    template: 'danger.reported',
    params: { object: object.name, rule: found.rule, place: found.place },
  });
  return ok({ id, no, least });
}
