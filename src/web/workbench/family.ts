/** The family of the register put into the rows of an application: what somebody has typed stays. */
import type { FamilyFilled } from '../../kernel/resident/index.ts';

type Row = Readonly<Record<string, unknown>>;

const has = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** A member goes into the row that names him without a number, else into an empty row, else into a new one. */
export function withFamily(
  rows: readonly Row[],
  members: FamilyFilled['members'],
  blank: () => Row,
): { rows: readonly Row[]; added: number } {
  const filled = [...rows];
  let added = 0;
  for (const { name, idNumber, relation } of members) {
    const same = filled.findIndex((r) =>
      has(r.idNumber) ? r.idNumber.toUpperCase() === idNumber : has(r.name) && r.name.trim() === name,
    );
    if (same >= 0 && (has(filled[same]!.idNumber) || idNumber === null)) continue;
    const empty = filled.findIndex((r) => !has(r.idNumber) && !has(r.name));
    const at = same >= 0 ? same : empty >= 0 ? empty : filled.length;
    filled[at] = { ...(filled[at] ?? blank()), name, relation, ...(idNumber === null ? {} : { idNumber }) };
    added += 1;
  }
  return { rows: filled, added };
}
