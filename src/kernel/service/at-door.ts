/** Cases that wait for somebody to go to a home: by the flow tables, whose actions say what is done at the door. */
import { type Sql, sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { defineVisits } from '../visit/server.ts';
import { allFlows } from './flows.ts';
import type { Hand, Step } from './index.ts';
import { divisionFilter, knownFilter } from './visibility.ts';

/** A visit that a table names: in which steps of which flow, and how it is called. */
interface Named {
  readonly flow: string;
  readonly version: string;
  readonly action: string;
  readonly zh: string;
  readonly flags: readonly string[] | undefined;
  readonly states: readonly string[];
}

/** What the actor may do at a door, from every table. */
const namedFor = (tx: Tx): Named[] =>
  allFlows().flatMap(({ flow }) =>
    Object.entries(flow.actions).flatMap(([action, { visit }]) => {
      if (!visit) return [];
      const may = ([, step]: [string, Step]): boolean => {
        const hands = (step.can as Record<string, readonly Hand[]>)[action] ?? [];
        return isOneOf(
          tx.actor,
          hands.filter((hand) => hand !== 'applicant' && hand !== 'anyone' && hand !== 'timer'),
        );
      };
      const states = (Object.entries(flow.steps) as [string, Step][]).filter(may).map(([state]) => state);
      return states.length === 0
        ? []
        : [{ flow: flow.name, version: flow.version, action, ...visit, flags: visit.flags, states }];
    }),
  );

/** In one of its steps and not done since the case came into them: sent back for another look, it waits again. */
const waits = ({
  flow,
  version,
  action,
  flags,
  states,
}: Named): Sql => sql`(c.flow = ${flow} and c.flow_version = ${version} and c.state = any (${states}::text[])
  and ${flags ? sql`c.flags && ${flags}::text[]` : sql`true`}
  and not exists (select from case_event e where e.case_id = c.id and e.action = ${action} and e.seq > (
    select max(f.seq) from case_event f where f.case_id = c.id and f.to_state = any (${states}::text[])
      and (f.from_state is null or f.from_state <> all (${states}::text[])))))`;

defineVisits('case', async (tx, limit) => {
  const named = namedFor(tx);
  if (named.length === 0) return [];
  const known = await knownFilter(tx);
  const rows = await tx.rows<{
    id: string;
    personId: string;
    name: string;
    division: DivisionCode;
    dueOn: PlainDate | null;
    flow: string;
    state: string;
  }>(sql`select c.id, c.applicant_person_id as person_id, c.applicant_name as name, c.division, c.due_on, c.flow, c.state
    from service_case c where c.closed_at is null and c.open and ${divisionFilter(tx.actor)} and ${known}
      and (${named.map(waits).reduce((all, one) => sql`${all} or ${one}`)}) order by c.ends_on, c.id limit ${limit}`);
  return rows.map(({ id, flow, state, ...row }) => ({
    ...row,
    zh: named.find((one) => one.flow === flow && one.states.includes(state))!.zh,
    href: `/cases/${id}`,
  }));
});
