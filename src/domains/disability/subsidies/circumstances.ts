/** What other departments and domains told of a person that bears on the subsidies. A message is kept once; its content is sealed. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { CircumstanceKind } from './terms.ts';

export interface Circumstance {
  readonly kind: CircumstanceKind;
  /** The first day; of what counts by months, the first of the month. */
  readonly from: PlainDate;
  /** Last month; null: goes on. */
  readonly toMonth: YearMonth | null;
  readonly amountFen?: Fen;
  /** Of an allowance: by which programme, so that later news of it are told apart from another one. */
  readonly programme?: string;
  readonly name?: string;
}

export interface KnownCircumstance extends Circumstance {
  readonly id: string;
  readonly personId: string;
  readonly division: DivisionCode;
  readonly state: 'proposed' | 'confirmed' | 'dismissed';
  readonly recordedAt: string;
}

interface Row extends Omit<KnownCircumstance, keyof Circumstance> {
  readonly content: Buffer;
}

const place = (id: string): string => `subsidy_circumstance.content:${id}`;
const columns = sql`id, person_id, division, state, content, recorded_at`;
const opened = (tx: Tx, { content, ...row }: Row): KnownCircumstance => ({
  ...row,
  ...tx.keys.openJson<Circumstance>(content, place(row.id)),
});

/** `proposed`: a person decides; payment of the months concerned waits. False when the message was kept before. */
export async function recordCircumstance(
  tx: Tx,
  given: {
    personId: string;
    division: DivisionCode;
    sourceEvent: string | null;
    state: 'proposed' | 'confirmed';
    circumstance: Circumstance;
  },
): Promise<boolean> {
  const id = newId();
  const written =
    await tx.run(sql`insert into subsidy_circumstance (id, source_event, person_id, division, state, content, recorded_at)
    values (${id}, ${given.sourceEvent}, ${given.personId}, ${given.division}, ${given.state}, ${tx.keys.sealJson(given.circumstance, place(id))}, ${tx.now})
    on conflict (source_event, person_id) do nothing`);
  return written > 0;
}

/** What was told before of the same kind no longer holds: newer news take its place. */
export async function replaceCircumstances(
  tx: Tx,
  personId: string,
  kind: CircumstanceKind,
  which: (old: KnownCircumstance) => boolean = () => true,
): Promise<void> {
  const old = (await circumstancesOf(tx, personId)).filter((c) => c.kind === kind && which(c)).map((c) => c.id);
  await tx.run(sql`update subsidy_circumstance set state = 'dismissed', decided_at = ${tx.now}, decided_by = ${tx.actor.id}, decision_note = '有新的情况'
    where id = any(${old}::uuid[])`);
}

/** Of a person, oldest first; dismissed ones are left out. */
export async function circumstancesOf(tx: Tx, personId: string): Promise<KnownCircumstance[]> {
  const rows = await tx.rows<Row>(
    sql`select ${columns} from subsidy_circumstance where person_id = ${personId} and state <> 'dismissed' order by id limit 200`,
  );
  return rows.map((row) => opened(tx, row));
}

/** To be decided, in the actor's scope, oldest first; 50 a page. */
export async function openCircumstances(tx: Tx, after: string | null): Promise<KnownCircumstance[]> {
  const rows = await tx.rows<Row>(sql`select ${columns} from subsidy_circumstance where state = 'proposed'
    and division >= ${tx.actor.lo} and division < ${tx.actor.hi} and (${after}::uuid is null or id > ${after}::uuid) order by id limit 51`);
  return rows.map((row) => opened(tx, row));
}

/** An officer says whether it is so. */
export async function decideCircumstance(
  tx: Tx,
  given: { id: string; is: boolean; note: string },
): Promise<Result<{ personId: string }, 'NOT_FOUND' | 'CIRCUMSTANCE_DECIDED'>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from subsidy_circumstance where id = ${given.id} for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.state !== 'proposed') return fail('CIRCUMSTANCE_DECIDED');
  await tx.run(sql`update subsidy_circumstance set state = ${given.is ? 'confirmed' : 'dismissed'}, decided_at = ${tx.now}, decided_by = ${tx.actor.id},
    decision_note = ${given.note} where id = ${given.id}`);
  return ok({ personId: row.personId });
}
