/** Who changes a standard: by a draft that is rehearsed where somebody is paid by it, else by entering the next version. */
import { type Actor, isOneOf, type Performer } from '../access/index.ts';

export const standardHands = ['county-leader', 'city-clerk', 'city-leader'] as const satisfies readonly Performer[];

export const standardActions = { propose: '拟定方案', enter: '录入新标准' } as const;
export interface StandardAction {
  readonly action: keyof typeof standardActions;
  readonly zh: string;
}

/** What the actor may do with a standard: the page draws its button from it. */
export function actionsOnStandard(actor: Pick<Actor, 'role' | 'duty'>, rehearsed: boolean): StandardAction[] {
  const action = rehearsed ? 'propose' : 'enter';
  return isOneOf(actor, standardHands) ? [{ action, zh: standardActions[action] }] : [];
}
