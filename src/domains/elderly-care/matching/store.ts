/** Rows of needs as the matching reads them, and what fits each. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { homePoints } from '../../../kernel/visit/server.ts';
import { levelOn } from '../assessment/effect.ts';
import { type Norms, type Scored, scoreOf, type Wish } from './rules.ts';
import { type Candidate, suppliesAround } from './supply.ts';
import { isMatchable, type Matchable, type NeedSource, type Special } from './terms.ts';

export interface NeedRow {
  id: string;
  personId: string;
  personName: string;
  division: DivisionCode;
  code: string;
  urgency: 'urgent' | 'normal';
  state: 'found' | 'given' | 'closed';
  source: NeedSource;
  owner: string | null;
  foundAt: string;
  foundBy: string;
  budgetFen: number | null;
  special: Special[];
  note: Buffer | null;
  matchBy: PlainDate | null;
  unmetOn: PlainDate | null;
  metOn: PlainDate | null;
  offers: number;
}
/** `n` is the need, `p` the person. */
export const needColumns = sql`n.id, n.person_id, p.name as person_name, n.division, n.code, n.urgency, n.state, n.source, n.owner, n.found_at, n.found_by, n.budget_fen::int as budget_fen, n.special,
  n.note, n.match_by, n.unmet_on, n.met_on, (select count(*)::int from care_need_offer o where o.need_id = n.id and o.answer is distinct from 'declined') as offers`;

export const needRow = (tx: Tx, id: string, held = false): Promise<NeedRow | null> =>
  tx.maybe<NeedRow>(
    sql`select ${needColumns} from care_need n join person p on p.id = n.person_id where n.id = ${id} ${held ? sql`for update of n` : sql``}`,
  );

export type Match = Candidate & Scored;

export interface Matches {
  readonly wish: Wish;
  readonly norms: Norms;
  readonly all: readonly Match[];
}

/** What fits a need that this actor sees; read with the eyes of the city, as the nearest canteen may stand across the border of the township. */
export async function lookAround(
  context: Context,
  actor: Actor,
  id: string,
): Promise<Result<Matches, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const need = await context.read(actor, (tx) => needRow(tx, id));
  if (!need || !isMatchable(need.code)) return fail('NOT_FOUND');
  return context.read(systemActor('care-match', context.city), (tx) => matchesOf(tx, need));
}

/** Everything around the person that does it, scored, whether it can be offered or not. */
async function matchesOf(
  tx: Tx,
  need: Pick<NeedRow, 'personId' | 'division' | 'code' | 'budgetFen' | 'special'>,
): Promise<Result<Matches, 'PARAM_MISSING'>> {
  const metres = await wholeParameter(tx, 'MATCH-METRES', tx.city, tx.today);
  if (!metres.ok) return metres;
  const norms = { metres: metres.value };
  const personId = need.personId as PersonId;
  const [home] = (await homePoints(tx, [personId])).values();
  const level = (await levelOn(tx, personId, tx.today))?.level;
  const wish: Wish = { budgetFen: need.budgetFen, level: level ?? null, specials: need.special };
  const around = { division: need.division, home: home ?? null };
  const found = await suppliesAround(tx, need.code as Matchable, around);
  return ok({ wish, norms, all: found.map((of) => ({ ...of, ...scoreOf(wish, of, norms) })) });
}
