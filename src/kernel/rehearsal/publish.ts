/** What a publication writes for whoever it raises: decisions, versions, and what the programme tells of them. Only what rises is written. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { reviseByStandard, type StandardRevision } from '../payment/server.ts';
import type { DivisionCode, Fen, Id, YearMonth } from '../schema/index.ts';
import type { AssessedSubject } from './assess.ts';
import type { Holder } from './register.ts';

/** An entitlement that a publication raised, for the programme that pays it. */
export interface Raised {
  readonly entitlementId: Id<'Entitlement'>;
  /** Null for what is an individual's own. */
  readonly householdId: Id<'Household'> | null;
  readonly personId: Id<'Person'>;
  readonly division: string;
  readonly fromMonth: YearMonth;
  readonly oldFen: Fen;
  readonly newFen: Fen;
  readonly arrearsFen: Fen;
}

const listeners = new Map<string, (tx: Tx, raised: readonly Raised[]) => Promise<void>>();
/** What a programme does with entitlements that a new standard raised: events, messages. In the transaction that raises them. */
export function whenRaised(programme: string, tell: (tx: Tx, raised: readonly Raised[]) => Promise<void>): void {
  listeners.set(programme, tell);
}

const reviewers = new Map<string, (tx: Tx, found: readonly ToReview[]) => Promise<void>>();
/** An entitlement that a person must look at by a new standard, whatever the amount. */
export interface ToReview {
  readonly entitlementId: Id<'Entitlement'>;
  readonly reason: string;
}
/** How a programme has a person look at what a publication found. In the transaction of the page. */
export function whenToReview(programme: string, open: (tx: Tx, found: readonly ToReview[]) => Promise<void>): void {
  reviewers.set(programme, open);
}
export async function openToReview(tx: Tx, programme: string, rows: readonly AssessedSubject[]): Promise<void> {
  const found = rows.flatMap(({ id, review }) => (review ? [{ entitlementId: id as Id<'Entitlement'>, reason: review }] : []));
  if (found.length > 0) await reviewers.get(programme)?.(tx, found);
}

async function saveDecisions(tx: Tx, rows: readonly AssessedSubject[], holders: ReadonlyMap<string, Holder>): Promise<void> {
  const steps = rows.flatMap((row) =>
    row.steps.flatMap((step) => (step.decided ? [{ ...step, ...step.decided, holder: holders.get(row.id)! }] : [])),
  );
  if (steps.length === 0) return;
  const of = <T>(pick: (step: (typeof steps)[number]) => T): T[] => steps.map(pick);
  const written =
    await tx.run(sql`insert into decision (id, case_id, kind, division, person_id, as_of, rule_name, rule_version, outcome, amount_fen, effective_month, parameter_ids, facts_of, content, made_by, made_at)
    select s.id, b.case_id, 'standard', s.division, s.person_id, s.as_of, s.rule_name, s.rule_version, 'eligible', s.amount_fen, s.month, s.parameter_ids::uuid[],
      case when s.own_facts then null else coalesce(b.facts_of, b.id) end, s.content, ${tx.actor.id}, ${tx.now}::timestamptz
    from unnest(${of((s) => s.decisionId)}::uuid[], ${of((s) => s.holder.division)}::text[], ${of((s) => s.holder.personId)}::uuid[], ${of((s) => s.asOf)}::date[],
      ${of((s) => s.rule.name)}::text[], ${of((s) => s.rule.version)}::text[], ${of((s) => s.amountFen)}::bigint[], ${of((s) => s.fromMonth)}::text[],
      ${of((s) => `{${s.parameterIds.join(',')}}`)}::text[], ${of((s) => s.factsDecision)}::uuid[], ${of((s) => s.ownFacts)}::boolean[], ${of((s) => Buffer.from(s.content))}::bytea[])
      s(id, division, person_id, as_of, rule_name, rule_version, amount_fen, month, parameter_ids, facts_decision, own_facts, content)
    join decision b on b.id = s.facts_decision`);
  if (written !== steps.length) throw new Error(`${steps.length - written} decisions of a publication rest on none that is kept`);
}

/** Those who are raised by a standard get their new amounts, each with its decision, and are told. */
export async function reviseRaised(
  tx: Tx,
  given: {
    programme: string;
    documentNo: string;
    division: DivisionCode;
    raised: readonly AssessedSubject[];
    holders: ReadonlyMap<string, Holder>;
  },
): Promise<void> {
  const { raised, holders } = given;
  await saveDecisions(tx, raised, holders);
  const changes = raised.flatMap((row) =>
    row.steps.map((step): StandardRevision => {
      const { division, personId } = holders.get(row.id)!;
      const { fromMonth, amountFen, decisionId, parameterIds, factsOf, lastShare } = step;
      return { entitlementId: row.id, division, personId, fromMonth, amountFen, decisionId, parameterIds, factsOf, lastShare };
    }),
  );
  await reviseByStandard(tx, changes, { reason: `调标：${given.documentNo}`, division: given.division });
  await listeners.get(given.programme)?.(
    tx,
    raised.flatMap((row) => {
      const { division, personId, householdId } = holders.get(row.id)!;
      const { fromMonth, oldFen, newFen, arrearsFen } = row;
      // 只有以前的月份提高的，补发时再告知
      if (newFen === oldFen) return [];
      return [{ entitlementId: row.id, householdId, personId, division, fromMonth, oldFen, newFen, arrearsFen }];
    }),
  );
}
