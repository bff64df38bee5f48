/** 自评的佐证: officers open them by their place; the third party those of the evaluation that it has declared itself independent for, as long as that is open, and no other file. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { filesOfCase, filesShown } from '../../../kernel/document/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { SelfView } from './content.ts';
import { type Evaluation, readEvaluation } from './store.ts';
import { evaluationStates, evaluator } from './terms.ts';

const isTheirs = (tx: Tx, e: Evaluation): boolean => e.declaredBy === tx.actor.id;

/** Of one unit's own evaluation, with where each is opened. */
export async function proofsOf(tx: Tx, e: Evaluation, selfId: string): Promise<SelfView['proofs']> {
  if (!isOneOf(tx.actor, [evaluator]))
    return (await filesOfCase(tx, selfId)).map(({ id, name }) => ({ id, name, to: `/api/files/${id}` }));
  if (e.state !== 'open' || !isTheirs(tx, e)) return [];
  return (await filesShown(tx, selfId)).map(({ id, name }) => ({
    id,
    name,
    to: `/api/plan-evaluations/${e.id}/selves/${selfId}/files/${id}`,
  }));
}

/** Whether the third party may open the files of an own evaluation; answers with the record that they belong to. */
export async function shownToEvaluator(tx: Tx, of: { id: string; selfId: string }): Promise<Result<string>> {
  const e = await readEvaluation(tx, of.id);
  if (!e || e.state === 'draft') return fail('NOT_FOUND');
  if (e.state !== 'open') return fail('EVALUATION_STATE', { state: evaluationStates[e.state] });
  if (!e.declaredAt) return fail('EVALUATOR_UNDECLARED');
  if (!isTheirs(tx, e)) return fail('NOT_FOUND');
  const self = await tx.maybe(
    sql`select 1 as known from plan_self_evaluation where id = ${of.selfId} and evaluation_id = ${e.id} and reported_at is not null`,
  );
  return self ? ok(of.selfId) : fail('NOT_FOUND');
}
