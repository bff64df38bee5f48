/** Tasks of some days with their lines, as they are shown at the bed, on the nurse's page and to the family. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { RecordLine, TaskView } from './content.ts';
import { isLate, isMissed } from './rules.ts';
import { type CareRecord, plansById, recordsOf, type Task, taskColumns } from './store.ts';
import { abnormals, results } from './terms.ts';

const LATER = 30 * 60_000;

/** 异常、体征、说明, in one sentence. */
function saysOf(record: CareRecord): string {
  return [
    record.what && abnormals[record.what],
    record.temperature && `体温${record.temperature}℃`,
    record.pressure && `血压${record.pressure}`,
    record.pulse && `脉搏${record.pulse}`,
    record.note,
  ]
    .filter(Boolean)
    .join('，');
}

const lineOf = (task: Pick<Task, 'dueAt'>, record: CareRecord, corrected: boolean): RecordLine => ({
  id: record.id,
  resultZh: results[record.result].zh,
  tone: results[record.result].tone,
  doneAt: record.doneAt,
  enteredAt: Date.parse(record.receivedAt) - Date.parse(record.doneAt) > LATER ? record.receivedAt : null,
  by: record.signedName,
  says: saysOf(record),
  late: isLate(task.dueAt, record.doneAt),
  bulk: record.bulk,
  corrected,
});

const stateOf = (task: Task, now: string): TaskView['state'] => {
  if (task.result !== null && task.result !== 'withdrawn') return task.result;
  if (isMissed(task.dueAt, now)) return 'missed';
  return Date.parse(task.dueAt) - Date.parse(now) > 2 * 3_600_000 ? 'waiting' : 'open';
};

/** `t` is the task, `s` its stay. What was due while the person was away is nobody's task. */
export async function tasksWhere(tx: Tx, where: Sql): Promise<(TaskView & { stayId: string })[]> {
  const tasks = await tx.rows<Task>(sql`select ${taskColumns} from care_task t join care_stay s on s.id = t.stay_id
    where t.result is distinct from 'withdrawn' and ${where} and (t.result is not null or not exists (select from care_leave l where l.stay_id = t.stay_id
      and l.from_on <= t.on_day and (l.to_on is null or l.to_on > t.on_day))) order by t.due_at, t.item_no limit 10000`);
  const plans = await plansById(
    tx,
    tasks.map((t) => t.planId),
  );
  const records = await recordsOf(
    tx,
    tasks.filter((t) => t.result !== null).map((t) => t.id),
  );
  return tasks.map((task) => {
    const lines = records.get(task.id) ?? [];
    return {
      id: task.id,
      stayId: task.stayId,
      what: plans.get(task.planId)!.items[task.itemNo]!.what,
      onDay: task.onDay,
      dueAt: task.dueAt,
      state: stateOf(task, tx.now),
      lines: lines.map((record, i) => lineOf(task, record, i < lines.length - 1)),
    };
  });
}
