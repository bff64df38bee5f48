/** Who can be called for one call, in the order of the chain: 120, the responders of the village, the contacts, its cadres, the township, the county. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { contactsOf } from '../register/living.ts';
import type { Candidate } from './chain.ts';
import { type Incident, responderPlace } from './store.ts';
import type { ResponderKind } from './terms.ts';

export interface Reachable extends Candidate {
  readonly phone: string | null;
}

export async function candidatesOf(tx: Tx, incident: Pick<Incident, 'division' | 'personId'>): Promise<Reachable[]> {
  const { division, personId } = incident;
  const contacts = personId ? await contactsOf(tx, personId) : [];
  const people = await tx.rows<{ id: string; kind: ResponderKind; name: string; phone: Buffer }>(
    sql`select id, kind, name, phone from emergency_responder where division = ${division} and available and ended_on is null order by rank, id limit 50`,
  );
  const named = (kind: (of: ResponderKind) => boolean, helper: 'responder' | 'village'): Reachable[] =>
    people
      .filter((one) => kind(one.kind))
      .map(({ id, name, phone }) => ({ helper, id, name, phone: tx.keys.open(phone, responderPlace(id)) }));
  const desk = (helper: 'township' | 'county', code: DivisionCode): Reachable => {
    const office = tx.office(code);
    return { helper, id: null, name: office.name, phone: office.telephone };
  };
  return [
    { helper: 'ambulance', id: null, name: '120急救中心', phone: '120' },
    ...named((kind) => kind !== 'cadre', 'responder'),
    ...contacts.map(({ name, phone }, i): Reachable => ({ helper: 'contact', id: `${i + 1}`, name, phone })),
    ...named((kind) => kind === 'cadre', 'village'),
    desk('township', `${division.slice(0, 9)}000` as DivisionCode),
    desk('county', `${division.slice(0, 6)}000000` as DivisionCode),
  ];
}
