/** Standards that only hold together: what a draft would leave unsound, wherever and whenever it changes one of them. Pure. */
import { inScope } from '../division/index.ts';
import { makeParameters, type ParameterRow, type Parameters } from '../policy/index.ts';
import type { Params } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { type ProposedRow, rehearsalRules } from './index.ts';

/** What is wrong with the standards of a place on a day. */
export interface Unsound {
  /** A refusal of the programme; its sentence may name {place} and {from} beside `params`. */
  readonly code: string;
  readonly params: Params;
  /** The standard that has to be set otherwise; it may be none of the draft. */
  readonly key: string;
  /** Said at the field of that standard, or of another one that the draft changes. */
  readonly message: string;
}

/** A demand of a programme on standards that it reads together. */
export interface Soundness {
  readonly keys: (key: string) => boolean;
  /** Null where nothing is wrong; what is not set is not judged. */
  readonly unsound: (parameters: Parameters, division: DivisionCode, on: PlainDate) => Unsound | null;
  /** How a standard of a place stands to the others that day, said beside it. */
  readonly says?: (key: string, parameters: Parameters, division: DivisionCode, on: PlainDate) => string | null;
}

/** `row`: the number of the proposed standard at which it is said. */
export interface Found extends Unsound {
  readonly division: DivisionCode;
  readonly on: PlainDate;
  readonly row: number;
}

const demands = (): readonly Soundness[] => rehearsalRules().flatMap((rule) => rule.soundness ?? []);

/**
 * The first day and place that a draft would leave unsound; null where it leaves none. Looked at: the places of the draft and those below them that have
 * a standard of their own, from its first day on, at every turn of what is read together. What was unsound in the same way before is not its fault.
 */
export function unsoundWith(
  rows: readonly ProposedRow[],
  before: readonly ParameterRow[],
  after: readonly ParameterRow[],
): Found | null {
  const [was, is] = [makeParameters(before), makeParameters(after)];
  for (const demand of demands()) {
    const own = rows.filter((row) => demand.keys(row.key));
    if (own.length === 0) continue;
    const read = after.filter((row) => demand.keys(row.key));
    const below = read.filter((row) => own.some((one) => inScope(row.division, one.division)));
    const first = own.map((row) => row.validFrom).sort()[0]!;
    const days = new Set(read.flatMap((row) => [row.validFrom, row.validTo ?? row.validFrom]).filter((day) => day >= first));
    const places = new Set(below.map((row) => row.division));
    for (const on of [...days].sort())
      for (const division of [...places].sort()) {
        const found = demand.unsound(is, division, on);
        if (!found || JSON.stringify(demand.unsound(was, division, on)) === JSON.stringify(found)) continue;
        const at = (fits: (row: ProposedRow) => boolean) =>
          rows.findIndex((row) => demand.keys(row.key) && inScope(division, row.division) && fits(row));
        const exactly = at((row) => row.key === found.key);
        return {
          ...found,
          division,
          on,
          row:
            exactly >= 0
              ? exactly
              : Math.max(
                  0,
                  at(() => true),
                ),
        };
      }
  }
  return null;
}

/** What is said beside a proposed standard, with the draft in force. */
export function saidOf(row: ProposedRow, after: readonly ParameterRow[]): string | null {
  const parameters = makeParameters(after);
  for (const { keys, says } of demands()) {
    const said = keys(row.key) && says?.(row.key, parameters, row.division, row.validFrom);
    if (said) return said;
  }
  return null;
}
