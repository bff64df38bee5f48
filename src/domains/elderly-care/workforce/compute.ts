/** What each person could be given now, from the register of the whole city. */
import { sql } from '../../../database/sql.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { certificatesOf } from '../workers/store.ts';
import type { Education } from '../workers/terms.ts';
import { entryDue, type Norms, type Outcome, type Period, postDue, trainingDue, type WorkerFacts, yearsDue } from './rules.ts';
import type { ClaimKind } from './terms.ts';

interface Drawn {
  readonly tranches: Readonly<Record<Exclude<ClaimKind, 'post'>, readonly number[]>>;
  readonly months: readonly YearMonth[];
}
export interface Known {
  readonly id: string;
  readonly name: string;
  readonly facts: WorkerFacts;
  readonly drawn: Drawn;
}

/** Facts of these people with what was asked for before; `but`: the claim that is being checked, which takes nothing from itself. */
export async function knownOf(tx: Tx, ids: readonly string[], but?: string): Promise<Map<string, Known>> {
  const persons = await tx.rows<{
    id: string;
    name: string;
    barred: boolean;
    identified: boolean;
    education: Education | null;
    graduatedOn: PlainDate | null;
  }>(sql`select id, name, barred_on is not null as barred, id_digest is not null as identified, education, graduated_on from care_worker
    where id = any(${[...ids]}::uuid[]) order by name, id limit 5000`);
  const own = persons.map(({ id }) => id);
  const by = <R extends { workerId: string }>(rows: R[]) => Map.groupBy(rows, ({ workerId }) => workerId);
  const periods = by(
    await tx.rows<Period & { workerId: string }>(sql`select * from care_worker_course(${own}::uuid[]) limit 20000`),
  );
  const months = by(
    await tx.rows<{ workerId: string; month: YearMonth; attended: number; insured: boolean }>(
      sql`select * from care_worker_months(${own}::uuid[]) limit 100000`,
    ),
  );
  const certificates = by((await certificatesOf(tx, own)).filter(({ scheme }) => scheme !== 'social'));
  const drawn = by(
    await tx.rows<{ workerId: string; kind: Exclude<ClaimKind, 'post'>; tranche: number; claimId: string }>(
      sql`select * from care_worker_drawn(${own}::uuid[]) limit 20000`,
    ),
  );
  const post = by(
    await tx.rows<{ workerId: string; month: YearMonth; claimId: string }>(
      sql`select * from care_worker_post_months(${own}::uuid[]) limit 100000`,
    ),
  );
  return new Map(
    persons.map(({ id, name, ...facts }) => {
      const tranchesOf = (kind: ClaimKind) =>
        (drawn.get(id) ?? []).filter((d) => d.kind === kind && d.claimId !== but).map(({ tranche }) => tranche);
      return [
        id,
        {
          id,
          name,
          facts: {
            ...facts,
            periods: periods.get(id) ?? [],
            months: months.get(id) ?? [],
            certificates: certificates.get(id) ?? [],
          },
          drawn: {
            tranches: { entry: tranchesOf('entry'), years: tranchesOf('years'), training: tranchesOf('training') },
            months: (post.get(id) ?? []).filter(({ claimId }) => claimId !== but).map(({ month }) => month),
          },
        },
      ];
    }),
  );
}

/** `current`: the month in which it is asked for; it and later ones are not over. */
export function outcomeOf(kind: ClaimKind, { facts, drawn }: Known, norms: Norms, current: YearMonth): Outcome {
  switch (kind) {
    case 'entry':
      return entryDue(facts, norms, drawn.tranches.entry);
    case 'post':
      return postDue(facts, norms, { drawn: drawn.months, current });
    case 'years':
      return yearsDue(facts, norms, drawn.tranches.years);
    case 'training':
      return trainingDue(facts, norms, drawn.tranches.training);
  }
}
/** A line counted again: its own months for the post allowance, its own tranche for the others. */
export function recounted(
  kind: ClaimKind,
  known: Known,
  norms: Norms,
  line: { tranche: number; months: readonly YearMonth[] },
): { fen: Fen } | { none: string } {
  if (kind === 'post') {
    const months = known.facts.months.filter(({ month }) => line.months.includes(month));
    const outcome = postDue({ ...known.facts, months }, norms, { drawn: known.drawn.months, current: AFTER_ALL });
    return 'none' in outcome ? outcome : { fen: outcome.due[0]!.fen };
  }
  const outcome = outcomeOf(kind, known, norms, AFTER_ALL);
  if ('none' in outcome) return outcome;
  return { fen: outcome.due.find(({ tranche }) => tranche === line.tranche)?.fen ?? 0 };
}
/** The months of a line were over when it was asked for. */
const AFTER_ALL: YearMonth = '9999-12';

export const currentMonth = (tx: Tx): YearMonth => monthOf(tx.today);

/**
 * The carers whose last post is in the body: also of those who have left and gone nowhere else, who keep what they earned. The subsidies are of carers alone.
 */
export const carersOf = (tx: Tx, employerId: string): Promise<{ workerId: string; left: boolean }[]> =>
  tx.rows<{ workerId: string; left: boolean }>(
    sql`select e.worker_id, coalesce(e.left_on <= ${tx.today}, false) as left from care_employment e where e.employer_id = ${employerId} and e.post = 'carer' and e.hired_on <= ${tx.today}
      and not exists (select from care_worker_course(array[e.worker_id]) c where c.hired_on > e.hired_on) limit 5000`,
  );
