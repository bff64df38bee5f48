import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import { scopeRange } from '../../../kernel/division/index.ts';

export const officerOf = (id: string, name: string, role: Actor['role'], division: string): Actor => ({
  ...publicActor,
  kind: 'staff',
  id,
  name,
  role,
  division,
  ...scopeRange(division),
});
