/**
 * Raises that passed somebody by. No machine computes an entitlement that waits for a person (a death to be decided), so a publication leaves it as it is;
 * what it would have written is computed when the person decides, and written in the same transaction: the months before the death are nobody's otherwise.
 */
import { sql } from '../../database/sql.ts';
import { newId, type Tx } from '../context/server.ts';
import type { EntitlementId, EntitlementView } from '../payment/server.ts';
import { allRows, decisionPlace } from '../policy/server.ts';
import type { DivisionCode, YearMonth } from '../schema/index.ts';
import type { AssessedSubject } from './assess.ts';
import { startHere } from './evaluator.ts';
import { rulesOf } from './index.ts';
import { type Draft, firstMonthOf } from './proposed.ts';
import { reviseRaised } from './publish.ts';
import { entitlementPage, type Holder, opensFacts, type RegisterPage } from './register.ts';
import type { Run } from './runs.ts';

/** Keeps which entitlements of a page a publication did not raise because they wait. */
export async function notePassed(
  tx: Tx,
  given: { draft: Draft; run: Run; programme: string; rows: Parameters<typeof firstMonthOf>[0]; page: RegisterPage },
): Promise<void> {
  const waiting = given.page.subjects.filter((subject) => subject.waits !== null);
  if (waiting.length === 0) return;
  const { draft, run, programme, rows } = given;
  await tx.run(sql`insert into passed_raise (entitlement_id, run_id, programme, division, first_month, document_no, passed_at)
    select w.id, ${run.id}, ${programme}, w.division, ${firstMonthOf(rows)}, ${draft.documentNo}, ${tx.now}
    from unnest(${waiting.map((s) => s.id)}::uuid[], ${waiting.map((s) => s.division)}::text[]) w(id, division)
    on conflict do nothing`);
}

/** What an entitlement is raised by as soon as it is decided. */
export interface PassedRaise {
  readonly entitlementId: EntitlementId;
  readonly programme: string;
  readonly division: DivisionCode;
  /** 文号 of the newest standard. */
  readonly documentNo: string;
  readonly firstMonth: YearMonth;
  readonly raised: AssessedSubject;
  /** Instant at which it was computed. */
  readonly knownSince: string;
  readonly holders: ReadonlyMap<string, Holder>;
}

/**
 * The raises that passed an entitlement by, computed from the facts that it was decided by and the standards of today; null where there are none, or where
 * they raise nothing. Writes nothing.
 */
export async function passedRaise(tx: Tx, entitlementId: EntitlementId): Promise<PassedRaise | null> {
  const passed = await tx.rows<{ programme: string; firstMonth: YearMonth; documentNo: string }>(
    sql`select programme, first_month, document_no from passed_raise where entitlement_id = ${entitlementId} and made_up_at is null
      order by passed_at limit 50`,
  );
  const newest = passed.at(-1);
  if (!newest) return null;
  const { programme, documentNo } = newest;
  const firstMonth = passed.map((p) => p.firstMonth).toSorted()[0]!;
  const page = await entitlementPage(tx, {
    programme,
    division: tx.city,
    firstMonth,
    after: '',
    limit: 1,
    only: entitlementId,
    lock: false,
    facts: opensFacts(programme),
  });
  const standards = await allRows(tx);
  const { module } = rulesOf(programme);
  const task = {
    programme,
    module,
    proposed: standards,
    present: standards,
    firstMonth,
    today: tx.today,
    rise: true,
    decide: true,
  };
  const evaluator = startHere({ keys: tx.keys, newId, decisionPlace }, [task]);
  const subjects = page.subjects.map((subject) => ({ ...subject, waits: null }));
  const [raised] = await evaluator.assess({ programme, subjects, bytes: page.bytes });
  if (!raised || raised.steps.length === 0) return null;
  const { division } = page.holders.get(entitlementId)!;
  return { entitlementId, programme, division, documentNo, firstMonth, raised, knownSince: tx.now, holders: page.holders };
}

/** The entitlement as it will be once the raise is written: its amounts stand behind those that are there. */
export function raisedBy<E extends EntitlementView>(entitlement: E, passed: PassedRaise | null): E {
  if (!passed) return entitlement;
  const last = Math.max(...entitlement.versions.map((v) => v.no));
  const added = passed.raised.steps.map((step, i) => ({
    id: step.factsOf,
    no: last + 1 + i,
    fromMonth: step.fromMonth,
    amountFen: step.amountFen,
    reason: `调标：${passed.documentNo}`,
    knownSince: passed.knownSince,
    decisionId: step.decided?.factsDecision ?? step.decisionId,
    breakdown: [],
  }));
  return { ...entitlement, versions: [...entitlement.versions, ...added] };
}

/** Writes what `passedRaise` found, and tells of it as a publication does; what was passed by is made up for. Harmless when nothing was. */
export async function makeUpRaise(tx: Tx, entitlementId: EntitlementId): Promise<void> {
  await tx.rows(sql`select id from entitlement where id = ${entitlementId} for update`);
  const passed = await passedRaise(tx, entitlementId);
  if (passed) {
    const { programme, documentNo, division, raised, holders } = passed;
    await reviseRaised(tx, { programme, documentNo, division, raised: [raised], holders });
  }
  await tx.run(
    sql`update passed_raise set made_up_at = ${tx.now} where entitlement_id = ${entitlementId} and made_up_at is null`,
  );
}
