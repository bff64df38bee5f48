/**
 * 发放: an entitlement is paid at most once for a month, and whoever makes a batch does not check it. This is the face for
 * everybody: programmes, states, days, sums and rows. Pure.
 */
import './errors.ts';

export * from './batch-states.ts';
export * from './due.ts';
export type { PaymentError } from './errors.ts';
export * from './ids.ts';
export * from './pay-days.ts';
export * from './rows.ts';

/** How a programme is called: `zh` on screens, `money` in messages to people. Registered by the domain that grants it. */
export interface Programme {
  readonly key: string;
  readonly zh: string;
  readonly money: string;
  /** `single`: granted one by one, not month by month; its lists are made as grants come, once a week. */
  readonly grants?: 'single';
  /** Where its law knows a fine for fraud: the parameter of the cap, and the provision as a decision quotes it. */
  readonly fine?: { readonly cap: string; readonly law: string };
}
const programmes = new Map<string, Programme>();
export function defineProgramme(programme: Programme): Programme {
  const known = programmes.get(programme.key);
  if (known && JSON.stringify(known) !== JSON.stringify(programme))
    throw new Error(`programme ${programme.key} is defined twice`);
  programmes.set(programme.key, programme);
  return programme;
}
/** Every programme that pays, in the order of their keys. */
export const allProgrammes = (): Programme[] => [...programmes.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
export const programmeOf = (key: string): Programme => programmes.get(key) ?? { key, zh: '补助', money: '补助金' };
