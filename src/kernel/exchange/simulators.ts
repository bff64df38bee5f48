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
  /** What it says when it contradicts what was said before; the same as before where nothing can contradict. */
  contradictory?(query: ConnectorQuery, items: readonly AnswerItemInput[]): AnswerItemInput[];
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

export interface SimulatedAnswer {
  source: Source;
  idNumber: string;
  /** Empty: 查无记录. */
  items: readonly AnswerItemInput[];
}

/** Prepares what departments say of persons. */
export async function setSimulatedAnswers(tx: Tx, given: readonly SimulatedAnswer[]): Promise<void> {
  if (given.length === 0) return;
  const old = given.flatMap(({ source, idNumber }) =>
    tx.keys.digests(SIMULATED_DIGEST, idNumber).map((digest) => ({ source, digest })),
  );
  await tx.run(sql`delete from simulated_answer a using unnest(${old.map((o) => o.source)}::text[], ${old.map((o) => o.digest)}::bytea[]) as o (source, digest)
    where a.source = o.source and a.person_digest = o.digest`);
  const rows = given.map((answer) => ({ ...answer, id: newId() }));
  const by = <T>(value: (r: (typeof rows)[number]) => T): T[] => rows.map(value);
  await tx.run(sql`insert into simulated_answer (id, source, person_digest, answer)
    select * from unnest(${by((r) => r.id)}::uuid[], ${by((r) => r.source)}::text[],
      ${by((r) => tx.keys.digest(SIMULATED_DIGEST, r.idNumber))}::bytea[],
      ${by(({ id, ...answer }) => tx.keys.sealJson(answer, place(id)))}::bytea[])`);
}

export const setSimulatedAnswer = (tx: Tx, given: SimulatedAnswer): Promise<void> => setSimulatedAnswers(tx, [given]);

interface Behaviour {
  scenario: Scenario;
  prepared: AnswerItemInput[] | null;
}
interface Looking {
  source: Source;
  idNumber: string;
  found: (behaviour: Behaviour) => void;
  broken: (error: unknown) => void;
}

async function lookUp(tx: Tx, all: readonly Looking[]): Promise<Behaviour[]> {
  const modes = new Map((await scenarios(tx)).map((s) => [s.source, s]));
  const digests = all.map((one) => tx.keys.digests(SIMULATED_DIGEST, one.idNumber));
  const rows = await tx.rows<{ id: string; source: Source; personDigest: Buffer; answer: Buffer }>(
    sql`select id, source, person_digest, answer from simulated_answer
      where source = any(${[...new Set(all.map((one) => one.source))]}) and person_digest = any(${digests.flat()}::bytea[])`,
  );
  return all.map(({ source }, i) => {
    const row = rows.find((r) => r.source === source && digests[i]!.some((digest) => r.personDigest.equals(digest)));
    return {
      scenario: modes.get(source) ?? { source, mode: 'normal', delayMs: 0 },
      prepared: row ? tx.keys.openJson<{ items: AnswerItemInput[] }>(row.answer, place(row.id)).items : null,
    };
  });
}

/** The departments of one platform look things up together: what is asked in one turn is one read. */
const lookers = new WeakMap<Context, (source: Source, idNumber: string) => Promise<Behaviour>>();
function lookerOf(context: Context): (source: Source, idNumber: string) => Promise<Behaviour> {
  const known = lookers.get(context);
  if (known) return known;
  let waiting: Looking[] = [];
  const flush = async () => {
    const now = waiting;
    waiting = [];
    try {
      const found = await context.read(systemActor('simulated-departments', context.city), (tx) => lookUp(tx, now));
      for (const [i, one] of now.entries()) one.found(found[i]!);
    } catch (error) {
      for (const one of now) one.broken(error);
    }
  };
  const look = (source: Source, idNumber: string) =>
    new Promise<Behaviour>((found, broken) => {
      if (waiting.push({ source, idNumber, found, broken }) === 1) setImmediate(() => void flush());
    });
  lookers.set(context, look);
  return look;
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
    const { scenario, prepared } = await lookerOf(context)(source, query.idNumber);
    if (scenario.delayMs > 0) await sleep(scenario.delayMs, undefined, { signal });
    if (scenario.mode === 'down') throw new Error(`${department.owner} is down`);
    let items = prepared ?? department.usual(query, chanceOf(source, query.idNumber));
    if (scenario.mode === 'contradictory') items = department.contradictory?.(query, items) ?? items;
    const person = scenario.mode === 'wrong' ? mixedUp(query.idNumber) : query.idNumber;
    return { person, source, asOf: query.asOf, status: items.length > 0 ? 'found' : 'none', items } satisfies AnswerInput;
  },
});
