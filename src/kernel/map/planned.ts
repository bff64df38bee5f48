/**
 * 对应规划项目: an officer says which project of the plan's library a facility is. That library is another domain's: its records are known here as everybody
 * knows them, by the layer of the map. A row of the plan may stand for many facilities, so nothing is matched by machine. Whoever keeps the facility tells it
 * by the event `facility.project.linked`.
 */
import { z } from 'zod';
import { choice } from '../schema/index.ts';
import type { MapRecord } from './index.ts';

/** Nothing in the library is this facility. */
const NONE = 'none';
const SHOWN = 30;

const pairs = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
/** How many pairs of characters two names share. */
function shared(one: string, other: string): number {
  const known = new Set(pairs(other));
  return pairs(one).filter((pair) => known.has(pair)).length;
}

/** The planned projects of the place of a facility, the likeliest names first, as the form asks for one of them; `find` gives the record that was chosen. */
export function choiceAmong(records: readonly MapRecord[], facility: { readonly name: string }) {
  const candidates = records.toSorted((a, b) => shared(b.name, facility.name) - shared(a.name, facility.name)).slice(0, SHOWN);
  const choices = {
    ...Object.fromEntries(candidates.map(({ id, name, says }) => [id, `${name}（${says}）`])),
    [NONE]: '规划项目里没有',
  };
  return {
    shape: z.strictObject({ planned: choice(choices).meta({ label: '是规划里的哪个项目', choices }) }),
    find: (id: string): MapRecord | null => candidates.find((record) => record.id === id) ?? null,
  };
}
