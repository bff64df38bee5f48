/** Steps that end by themselves: the platform takes their automatic action on the day after the limit. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
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

interface Due {
  id: string;
  version: number;
  dueOn: PlainDate;
}
const START: Pick<Due, 'dueOn' | 'id'> = { dueOn: '1900-01-01', id: '00000000-0000-0000-0000-000000000000' };

/** The first of each step, after one of the step where one is named, in one question: mostly nothing is due. */
async function pages(tx: Tx, steps: readonly AutomaticStep[], after = START): Promise<Due[][]> {
  const found = await tx.rows<Due & { step: number }>(sql`select s.no::int - 1 as step, c.id, c.version, c.due_on
    from unnest(${steps.map((s) => s.flow)}::text[], ${steps.map((s) => s.flowVersion)}::text[], ${steps.map((s) => s.state)}::text[])
      with ordinality s(flow, version, state, no)
    cross join lateral (select id, version, due_on from service_case
      where state = s.state and flow = s.flow and flow_version = s.version and closed_at is null and due_on < ${tx.today}::date
        and (due_on, id) > (${after.dueOn}::date, ${after.id}::uuid) order by due_on, id limit ${BATCH}) c
    order by s.no, c.due_on, c.id`);
  return steps.map((_, i) => found.filter(({ step }) => step === i));
}

/**
 * Takes the automatic action of every case whose step is over. Returns how many moved. A case that cannot move does not stop the
 * others; all such cases are told together at the end.
 */
export async function runCaseTimers(context: Context): Promise<number> {
  const city = systemActor('case-timer', context.city);
  const failures: Error[] = [];
  let moved = await deemAccepted(context);
  const steps = automaticSteps();
  const first = await context.read(city, (tx) => pages(tx, steps));
  for (const [i, step] of steps.entries()) {
    for (let due = first[i]!; ; ) {
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
      due = (await context.read(city, (tx) => pages(tx, [step], last)))[0]!;
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} case timers failed; first: ${failures[0]!.message}`);
  return moved;
}
