/** The offices that a record belongs to, and whom its papers say to ask. */
import type { Tx } from '../../kernel/context/server.ts';
import type { Contact } from '../../kernel/document/index.ts';
import type { DivisionCode } from '../../kernel/schema/index.ts';

type Placed = { readonly division: DivisionCode };
export const countyOf = ({ division }: Placed): DivisionCode => division.slice(0, 6).padEnd(12, '0');
export const townshipOf = ({ division }: Placed): DivisionCode => division.slice(0, 9).padEnd(12, '0');

export function contactAt(tx: Tx, office: DivisionCode): Contact {
  const { name, telephone } = tx.office(office);
  return { office: name, telephone };
}

/** The government that decides a reconsideration of what the county's bureau decided. */
export const reconsiderationBody = (tx: Tx, of: Placed): string => `${tx.divisions.get(countyOf(of))?.name ?? ''}人民政府`;
