/** The family of the register put into the rows of an application: what somebody has typed stays. */
import { isMaskedIdNumber, maskIdNumber } from '../../kernel/protect/index.ts';
import type { FamilyFilled } from '../../kernel/resident/index.ts';
import type { FormField } from '../../kernel/schema/index.ts';

type Row = Readonly<Record<string, unknown>>;
type Known = FamilyFilled['members'][number];

const has = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** The list of family members that these fields ask for; null where they ask for none. */
export const familyField = (fields: readonly FormField[]): FormField | null =>
  fields.find(
    (f) =>
      f.name === 'members' &&
      f.type === 'list' &&
      ['name', 'idNumber', 'relation'].every((part) => f.fields?.some((inner) => inner.name === part)),
  ) ?? null;

/** The row of a member: by the number, where it is masked by what it shows; a row without a number by the name. */
function placeOf(rows: readonly Row[], { name, idNumber }: Known): number {
  const isMasked = idNumber !== null && isMaskedIdNumber(idNumber);
  return rows.findIndex((r) => {
    if (!has(r.idNumber)) return has(r.name) && r.name.trim() === name;
    const typed = r.idNumber.toUpperCase();
    return (isMasked ? maskIdNumber(typed) : typed) === idNumber;
  });
}

/** Those whom no row names. */
export const notIn = (rows: readonly Row[], members: readonly Known[]): Known[] => members.filter((m) => placeOf(rows, m) < 0);

/** A member goes into the row that names him without a number, else into an empty row, else into a new one. */
export function withFamily(
  rows: readonly Row[],
  members: readonly Known[],
  blank: () => Row,
): { rows: readonly Row[]; added: number } {
  const filled = [...rows];
  let added = 0;
  for (const member of members) {
    const { idNumber, ...known } = member;
    const same = placeOf(filled, member);
    if (same >= 0 && (has(filled[same]!.idNumber) || idNumber === null)) continue;
    const empty = filled.findIndex((r) => !has(r.idNumber) && !has(r.name));
    const at = same >= 0 ? same : empty >= 0 ? empty : filled.length;
    filled[at] = { ...(filled[at] ?? blank()), ...known, ...(idNumber === null ? {} : { idNumber }) };
    added += 1;
  }
  return { rows: filled, added };
}
