/** What was paid against what was due, month by month: every difference with the story of its family, so that its cause can be found. */
import type { Fen, PlainDate, YearMonth } from '../kernel/schema/index.ts';
import type { PaidMonth } from './paid.ts';
import { type Benefit, benefits, type MonthDue, type Step, type TrueFamily } from './world.ts';

export type DifferenceKind = 'missed' | 'notEntitledPaid' | 'wrongAmount';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly family: string;
  readonly benefit: Benefit;
  readonly person: string | null;
  readonly month: YearMonth;
  readonly paidFen: Fen;
  readonly dueFen: Fen;
  readonly why: string;
}

/** Months of one benefit, counted once for each household or person. */
export interface Tally {
  readonly benefit: Benefit;
  /** Due in truth, whether anybody knew or not. */
  entitled: number;
  /** Due by what could be known, and paid to the fen. */
  found: number;
  /** Due by what could be known, and not paid. */
  missed: number;
  notEntitledPaid: number;
  wrongAmount: number;
  /** Due or paid otherwise in truth, but nobody had told and no department that was asked could show it. */
  unknowable: number;
  paidFen: Fen;
  dueFen: Fen;
}

const keyOf = (row: { benefit: Benefit; person: string | null; month: YearMonth }): string =>
  `${row.benefit} ${row.person ?? ''} ${row.month}`;

const emptyTally = (benefit: Benefit): Tally => ({
  benefit,
  entitled: 0,
  found: 0,
  missed: 0,
  notEntitledPaid: 0,
  wrongAmount: 0,
  unknowable: 0,
  paidFen: 0,
  dueFen: 0,
});

export interface Comparison {
  readonly tallies: ReadonlyMap<Benefit, Tally>;
  readonly differences: Difference[];
}

export const startComparison = (): Comparison => ({
  tallies: new Map(benefits.map((benefit) => [benefit, emptyTally(benefit)])),
  differences: [],
});

/** A family of which one is left is paid what that one would be paid alone: the money of the person is then the money of the family. */
function ofFamilyOfOne(paid: readonly PaidMonth[], due: readonly MonthDue[]): PaidMonth[] {
  const [dueKeys, paidKeys] = [new Set(due.map(keyOf)), new Set(paid.map(keyOf))];
  return paid.map((row) => {
    const whole = { ...row, person: null };
    const isOther = row.person !== null && !dueKeys.has(keyOf(row)) && dueKeys.has(keyOf(whole)) && !paidKeys.has(keyOf(whole));
    return isOther ? whole : row;
  });
}

/** Adds one family. `due`: by what could be known; `truth`: by what was so. */
export function compareFamily(
  into: Comparison,
  family: TrueFamily,
  given: { paid: readonly PaidMonth[]; due: readonly MonthDue[]; truth: readonly MonthDue[]; until: YearMonth },
): void {
  const upTo = <T extends { month: YearMonth }>(rows: readonly T[]): T[] => rows.filter((row) => row.month <= given.until);
  const due = new Map(upTo(given.due).map((row) => [keyOf(row), row]));
  const truth = new Map(upTo(given.truth).map((row) => [keyOf(row), row]));
  const paid = new Map(upTo(ofFamilyOfOne(given.paid, given.due)).map((row) => [keyOf(row), row]));
  for (const row of truth.values()) into.tallies.get(row.benefit)!.entitled++;
  for (const key of new Set([...due.keys(), ...paid.keys(), ...truth.keys()])) {
    const row = (due.get(key) ?? paid.get(key) ?? truth.get(key))!;
    const [dueFen, paidFen, trueFen] = [due.get(key)?.fen ?? 0, paid.get(key)?.fen ?? 0, truth.get(key)?.fen ?? 0];
    const tally = into.tallies.get(row.benefit)!;
    tally.paidFen += paidFen;
    tally.dueFen += dueFen;
    if (trueFen !== dueFen) tally.unknowable++;
    if (dueFen === paidFen) {
      if (dueFen > 0) tally.found++;
      continue;
    }
    const kind: DifferenceKind = paidFen <= 0 ? 'missed' : dueFen === 0 ? 'notEntitledPaid' : 'wrongAmount';
    tally[kind]++;
    into.differences.push({
      kind,
      family: family.key,
      benefit: row.benefit,
      person: row.person,
      month: row.month,
      paidFen,
      dueFen,
      why: due.get(key)?.why ?? truth.get(key)?.why ?? '',
    });
  }
}

const yuan = (fen: Fen): string => (fen / 100).toFixed(2);

/** The whole story of a family with differences, for whoever looks for the cause. */
export function tellFamily(
  family: TrueFamily,
  given: { steps: readonly Step[]; paid: readonly PaidMonth[]; due: readonly MonthDue[]; differences: readonly Difference[] },
): string {
  const lines = [`${family.key} ${family.division} ${family.urbanRural}: ${family.story}`];
  const spell = (s: {
    from: PlainDate;
    to: PlainDate | null;
    told: { on: PlainDate | null };
    endTold: { on: PlainDate | null } | null;
  }): string => `${s.from}…${s.to ?? ''} told ${s.told.on ?? 'never'}${s.endTold ? `/${s.endTold.on ?? 'never'}` : ''}`;
  for (const person of family.people) {
    lines.push(
      `  ${person.ref} ${person.relation} born ${person.birthDate}${person.death ? ` died ${person.death.on} told ${person.death.told.on}` : ''}`,
      ...person.situations.map(
        (s) => `    ${s.value.employment}/${s.value.capacity}/${s.value.exempt ?? '-'}/${s.value.student} ${spell(s)}`,
      ),
      ...person.incomes.map((s) => `    ${s.value.type} ${yuan(s.value.fen)} ${spell(s)}`),
      ...person.certificates.map((s) => `    certificate ${s.value.category} ${s.value.level} ${spell(s)}`),
      ...person.expenses.map((s) => `    ${s.value.class} ${yuan(s.value.totalFen - s.value.reimbursedFen)} ${spell(s)}`),
    );
  }
  for (const { supports, householdSize, mustSupport, monthlyIncome } of family.obligors)
    lines.push(
      `  obligor of ${supports.join(',')} household ${householdSize} supports ${mustSupport} income ${monthlyIncome.map((s) => yuan(s.value)).join()}`,
    );
  if (family.houses.length + family.deposits.length + family.cars.length > 0)
    lines.push(
      `  houses ${family.houses.length}, deposits ${family.deposits.map((s) => yuan(s.value)).join(' ') || 0}, cars ${family.cars.length}`,
    );
  lines.push(
    ...given.steps.map(
      (s) =>
        `  ${s.decidedOn} ${s.benefit} ${s.person ?? ''} ${s.kind} (${s.ground ?? 'application'}, opened ${s.openedOn}, checked ${s.checkedOn ?? '-'}, facts ${s.factsOn ?? '-'})${s.said ? ` ${s.said}` : ''}`,
    ),
    `  due  ${runs(given.due)}`,
    `  paid ${runs(given.paid)}`,
    ...given.differences.map(
      (d) => `  ${d.kind} ${d.benefit} ${d.person ?? ''} ${d.month}: paid ${yuan(d.paidFen)}, due ${yuan(d.dueFen)} (${d.why})`,
    ),
  );
  return lines.join('\n');
}

/** Months with the same amount in one word. */
function runs(rows: readonly { benefit: Benefit; person: string | null; month: YearMonth; fen: Fen }[]): string {
  return [...Map.groupBy(rows, (r) => `${r.benefit} ${r.person ?? ''}`)]
    .map(([name, list]) => {
      const words: string[] = [];
      const sorted = [...list].sort((a, b) => (a.month < b.month ? -1 : 1));
      for (const [i, row] of sorted.entries())
        if (i === 0 || sorted[i - 1]!.fen !== row.fen) words.push(`${row.month}: ${yuan(row.fen)}`);
      return `${name.trim()} ${words.join(', ')}${sorted.length > 0 ? ` until ${sorted.at(-1)!.month}` : ''}`;
    })
    .join('; ');
}
