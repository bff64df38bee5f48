/** 尚未查明: no conclusion while something is unknown. An officer is told what is to be found out, of whom, not only which condition it leaves open. */
import type { Clause } from '../../kernel/policy/index.ts';
import { fail } from '../../kernel/result/index.ts';
import './errors.ts';

const isOpen = (clause: Clause): boolean => clause.verdict === 'unknown';
const said = ({ name, note }: Clause): string => (note ? `${name}（${note}）` : name);

export const stillUnknown = (clauses: readonly Clause[]) => {
  const open = clauses.filter(isOpen);
  return fail('STILL_UNKNOWN', { count: open.length, names: open.map(said).join('；') });
};
