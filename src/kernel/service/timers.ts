/** Steps that end by themselves: the platform takes their automatic action on the day after the limit. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { act } from './cases.ts';
import { deemAccepted } from './deeming.ts';
import { allFlows } from './flows.ts';

interface AutomaticStep {
  flow: string;
  flowVersion: string;
  state: string;
  action: string;
}

/** Steps whose end is nobody's duty. */
export const automaticSteps = (): AutomaticStep[] =>
  allFlows().flatMap(({ flow }) =>
    Object.entries(flow.steps).flatMap(([state, step]) =>
      step.auto ? [{ flow: flow.name, flowVersion: flow.version, state, action: step.auto }] : [],
    ),
  );

const BATCH = 100;

/**
 * Takes the automatic action of every case whose step is over. Returns how many moved. A case that cannot move does not stop the
 * others; all such cases are told together at the end.
 */
export async function runCaseTimers(context: Context): Promise<number> {
  const city = systemActor('case-timer', context.city);
  const failures: Error[] = [];
  let moved = await deemAccepted(context);
  for (const step of automaticSteps()) {
    let after: { dueOn: PlainDate; id: string } = { dueOn: '1900-01-01', id: '00000000-0000-0000-0000-000000000000' };
    for (;;) {
      const due = await context.read(city, (tx) =>
        tx.rows<{ id: string; version: number; dueOn: PlainDate }>(sql`select id, version, due_on from service_case
          where state = ${step.state} and flow = ${step.flow} and flow_version = ${step.flowVersion} and closed_at is null and due_on < ${tx.today}::date
            and (due_on, id) > (${after.dueOn}::date, ${after.id}::uuid) order by due_on, id limit ${BATCH}`),
      );
      for (const row of due) {
        try {
          const result = await act(context, city, {
            caseId: row.id,
            action: step.action,
            version: row.version,
            requestId: `timer-${row.id}-${row.version}`,
            input: {},
          });
          if (result.ok) moved++;
          else if (result.code !== 'VERSION_CONFLICT')
            failures.push(new Error(`${step.action} on case ${row.id}: ${result.code}`));
        } catch (error) {
          failures.push(error as Error);
        }
      }
      const last = due.at(-1);
      if (due.length < BATCH || !last) break;
      after = last;
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} case timers failed; first: ${failures[0]!.message}`);
  return moved;
}
