/** A need as the person sees it on the portal, and what can be asked for there. */
import { needs } from '../visits/terms.ts';
import { isMatchable, type Matchable } from './terms.ts';

export interface MyNeed {
  readonly id: string;
  readonly zh: string;
  readonly stateZh: string;
  readonly offers: readonly { readonly name: string; readonly telephone: string }[];
}
export const matchableNames = Object.fromEntries(Object.entries(needs).filter(([code]) => isMatchable(code))) as Record<
  Matchable,
  string
>;
