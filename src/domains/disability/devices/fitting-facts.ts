/** What a free fitting is decided from: the registry, what the township saw, the assessment and the plan of this case. */
import { sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import type { FittingApplication } from './fitting-application.ts';
import { decideFitting, type FittingDecision, type FittingFacts, type FreeItem } from './fitting-rules.ts';
import { knownOf } from './standing.ts';
import type { CycleException } from './terms.ts';

export interface Assessment {
  readonly functions: string;
  readonly environment: string;
  readonly heightCm: number;
  readonly weightKg: number;
  readonly advice: string;
  readonly exception: CycleException | 'none';
}
export interface Plan {
  readonly itemCode: string;
  readonly quotedFen: Fen;
  readonly source: 'stock' | 'custom';
  readonly paysDifference: boolean;
  readonly stationId: string;
}
/** What the township saw of the certificate, where the registry has none. */
interface Seen {
  readonly certificate: { readonly level: number; readonly validTo: PlainDate } | null;
}

async function lastData<T>(tx: Tx, kase: Case, action: string): Promise<T | null> {
  return ((await caseEvents(tx, kase.id)).findLast((e) => e.action === action)?.data as T | undefined) ?? null;
}
export const assessmentOf = (tx: Tx, kase: Case): Promise<Assessment | null> =>
  lastData<Assessment>(tx, kase, 'recordAssessment');
export const planOf = (tx: Tx, kase: Case): Promise<Plan | null> => lastData<Plan>(tx, kase, 'submitPlan');

const received = async (tx: Tx, kase: Case): Promise<FreeItem[]> => [
  ...(
    await tx.rows<{ kind: FreeItem['kind']; deliveredOn: PlainDate }>(
      sql`select kind, delivered_on from free_devices_of(${kase.applicantPersonId})`,
    )
  ).map((item) => ({ ...item, programme: '免费配置' })),
  ...(kase.form as FittingApplication).received,
];

/** `plan`: null while nothing has been quoted. */
export async function factsOf(
  tx: Tx,
  kase: Case,
  plan: Pick<Plan, 'quotedFen' | 'paysDifference'> | null,
): Promise<FittingFacts> {
  const form = kase.form as FittingApplication;
  const known = await knownOf(tx, { personId: kase.applicantPersonId, from: tx.today, to: plusDays(tx.today, 1) });
  const held = known.periods.filter((p) => p.from <= tx.today && (p.to === null || tx.today < p.to)).map((p) => p.standing);
  const seen = (await lastData<Seen>(tx, kase, 'accept'))?.certificate ?? null;
  const registered = held.includes('severe') ? 2 : held.includes('certificate') ? 3 : null;
  const assessment = await assessmentOf(tx, kase);
  return {
    division: kase.division,
    certificate:
      registered !== null ? { valid: true, level: registered } : seen && { valid: seen.validTo >= tx.today, level: seen.level },
    assistance: held.filter((s) => s === 'tekun' || s === 'dibao' || s === 'edge'),
    kind: form.kind,
    quotedFen: plan?.quotedFen ?? null,
    received: await received(tx, kase),
    exception: assessment && assessment.exception !== 'none' ? assessment.exception : null,
    paysDifference: plan?.paysDifference ?? false,
  };
}

export async function computeFitting(
  tx: Tx,
  kase: Case,
  plan: Pick<Plan, 'quotedFen' | 'paysDifference'> | null,
): Promise<Result<{ decision: FittingDecision; facts: FittingFacts }, 'PARAM_MISSING'>> {
  const facts = await factsOf(tx, kase, plan);
  const decision = decideFitting(facts, await parametersOf(tx), tx.today);
  return decision.ok ? { ok: true, value: { decision: decision.value, facts } } : decision;
}
