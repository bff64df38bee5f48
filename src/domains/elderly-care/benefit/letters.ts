/** What the paper of every benefit says of whom it is about and whom to ask. */
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { contactAt, countyOf, reconsiderationBody } from '../offices.ts';

export const aboutAt = (tx: Tx, of: { division: DivisionCode }, name: string) => ({
  name,
  contact: contactAt(tx, countyOf(of)),
  reconsiderationBody: reconsiderationBody(tx, of),
});
