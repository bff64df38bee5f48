/**
 * Simulated departments for demonstration and tests, behind the same connector interface as real ones. What a department says of a person
 * comes from `simulated_answer`, else from a rule over the identity number; how it behaves comes from `department_scenario`.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import type { Connector, ConnectorQuery } from './connector.ts';
import type { AnswerInput, AnswerItemInput, DepartmentMode, Source } from './index.ts';

export interface Scenario {
  readonly source: Source;
  readonly mode: DepartmentMode;
  readonly delayMs: number;
}

export interface SimulatedDepartment {
  readonly source: Source;
  readonly zh: string;
  readonly owner: string;
  /** What it says of somebody about whom nothing was prepared. `chance` is a number in [0, 1) fixed by person and source. */
  usual(query: ConnectorQuery, chance: number): AnswerItemInput[];
  /** What it says when it contradicts what was said before. */
  contradictory(query: ConnectorQuery, items: readonly AnswerItemInput[]): AnswerItemInput[];
}

const DEFAULT_DELAY: Record<DepartmentMode, number> = { normal: 0, slow: 30_000, wrong: 0, contradictory: 0, down: 0 };

/** How a department behaves from now on. The caller makes sure that this is the demonstration. */
export async function setScenario(tx: Tx, scenario: { source: Source; mode: DepartmentMode; delayMs?: number }): Promise<void> {
  const delay = scenario.delayMs ?? DEFAULT_DELAY[scenario.mode];
  await tx.run(sql`insert into department_scenario (source, mode, delay_ms, set_by, set_at)
    values (${scenario.source}, ${scenario.mode}, ${delay}, ${tx.actor.id}, ${tx.now})
    on conflict on constraint department_scenario_pkey
    do update set mode = excluded.mode, delay_ms = excluded.delay_ms, set_by = excluded.set_by, set_at = excluded.set_at`);
  await recordAudit(tx, {
    action: 'department-scenario.set',
    detail: { source: scenario.source, mode: scenario.mode, delayMs: delay },
  });
}

export const scenarios = (tx: Tx): Promise<Scenario[]> =>
  tx.rows<Scenario>(sql`select source, mode, delay_ms from department_scenario order by source limit 200`);

export const SIMULATED_DIGEST = 'simulated-answer';
const place = (id: string): string => `simulated_answer.answer:${id}`;

/** Prepares what a department says of a person; an empty list says 查无记录. */
export async function setSimulatedAnswer(
  tx: Tx,
  given: { source: Source; idNumber: string; items: readonly AnswerItemInput[] },
): Promise<void> {
  const digests = tx.keys.digests(SIMULATED_DIGEST, given.idNumber);
  await tx.run(sql`delete from simulated_answer where source = ${given.source} and person_digest = any (${digests}::bytea[])`);
  const id = newId();
  await tx.run(sql`insert into simulated_answer (id, source, person_digest, answer)
    values (${id}, ${given.source}, ${tx.keys.digest(SIMULATED_DIGEST, given.idNumber)}, ${tx.keys.sealJson(given, place(id))})`);
}

async function preparedFor(tx: Tx, source: Source, idNumber: string): Promise<AnswerItemInput[] | null> {
  const digests = tx.keys.digests(SIMULATED_DIGEST, idNumber);
  const row = await tx.maybe<{ id: string; answer: Buffer }>(
    sql`select id, answer from simulated_answer where source = ${source} and person_digest = any (${digests}::bytea[]) limit 1`,
  );
  return row && tx.keys.openJson<{ items: AnswerItemInput[] }>(row.answer, place(row.id)).items;
}

const chanceOf = (source: Source, idNumber: string): number =>
  createHash('sm3').update(`${source}\0${idNumber}`).digest().readUInt32BE(0) / 2 ** 32;

/** Somebody else's number: what a department that mixes up its records returns. */
const mixedUp = (idNumber: string): string => `${idNumber.slice(0, 6)}19000101001X`;

export const simulatedConnector = (context: Context, department: SimulatedDepartment): Connector => ({
  source: department.source,
  zh: department.zh,
  owner: department.owner,
  async query(query, signal) {
    const { source } = department;
    const actor = systemActor(`simulated-${source}`, context.city);
    const { scenario, prepared } = await context.read(actor, async (tx) => ({
      scenario: (await scenarios(tx)).find((s) => s.source === source) ?? { source, mode: 'normal' as const, delayMs: 0 },
      prepared: await preparedFor(tx, source, query.idNumber),
    }));
    if (scenario.delayMs > 0) await sleep(scenario.delayMs, undefined, { signal });
    if (scenario.mode === 'down') throw new Error(`${department.owner} is down`);
    let items = prepared ?? department.usual(query, chanceOf(source, query.idNumber));
    if (scenario.mode === 'contradictory') items = department.contradictory(query, items);
    const person = scenario.mode === 'wrong' ? mixedUp(query.idNumber) : query.idNumber;
    return { person, source, asOf: query.asOf, status: items.length > 0 ? 'found' : 'none', items } satisfies AnswerInput;
  },
});
