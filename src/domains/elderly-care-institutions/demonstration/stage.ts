import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';

export interface CareStage {
  /** On a clock that `moveTo` moves; the platform's own stays where it is. */
  readonly context: Context;
  moveTo(instant: string): void;
}

export const officerOf = (id: string, name: string, role: Actor['role'], division: string): Actor => ({
  ...publicActor,
  kind: 'staff',
  id,
  name,
  role,
  division,
  ...scopeRange(division),
});
