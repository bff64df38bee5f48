/** Floors and ceilings (platform 5.2): what an authority demands of every division below it. Pure. */
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { isBelow } from './exact.ts';
import { type AncestorsOf, ancestorsByCode, overlaps, type ParameterRow } from './parameters.ts';
import { standardText } from './standard-text.ts';

/** A row that has fallen below a floor set since; the look-up gives the floor, and whoever set the row has to set it anew. */
export interface BelowFloor {
  readonly row: ParameterRow;
  readonly bound: ParameterRow;
  /** The first day on which both hold. */
  readonly from: PlainDate;
}

/** As it waits on the desk of whoever set it. */
export interface StandardBelowFloor {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly divisionName: string;
  readonly value: string;
  readonly floor: string;
  readonly unit: string;
  readonly from: PlainDate;
  readonly source: string;
  readonly rehearsed: boolean;
}

/** The rows that lie below a floor above them on any day from `since` on; each once, with the highest such floor. */
export function rowsBelowFloor(
  rows: readonly ParameterRow[],
  since: PlainDate,
  ancestorsOf: AncestorsOf = ancestorsByCode,
): BelowFloor[] {
  const holds = (row: ParameterRow): boolean => row.validTo === null || row.validTo > since;
  const bounds = new Map<string, ParameterRow[]>();
  for (const row of rows) if (row.floor && holds(row)) bounds.set(row.key, [...(bounds.get(row.key) ?? []), row]);
  const below: BelowFloor[] = [];
  for (const row of rows) {
    if (!holds(row) || !bounds.has(row.key)) continue;
    const above = new Set<DivisionCode>(ancestorsOf(row.division).filter((code) => code !== row.division));
    let highest: ParameterRow | null = null;
    for (const bound of bounds.get(row.key)!)
      if (above.has(bound.division) && overlaps(bound, row) && isBelow(row.value, bound.floor!))
        if (!highest || isBelow(highest.floor!, bound.floor!)) highest = bound;
    if (highest) below.push({ row, bound: highest, from: [row.validFrom, highest.validFrom].sort()[1]! });
  }
  return below;
}

/** 下级不低于20.00元，不高于40.00元; empty where nothing is demanded. */
export function boundsText(row: Pick<ParameterRow, 'unit' | 'floor' | 'ceiling'>): string {
  const { unit } = row;
  const parts = [
    row.floor ? `不低于${standardText({ value: row.floor, unit })}` : '',
    row.ceiling ? `不高于${standardText({ value: row.ceiling, unit })}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? '' : `下级${parts.join('，')}`;
}
