/** Everything known of a person that bears on the subsidies, gathered from the registry, the entitlements and what was told. */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Coverage, coveragesOf } from '../../../kernel/payment/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { certificatesOf } from '../certificate/known.ts';
import { circumstancesOf, type KnownCircumstance } from './circumstances.ts';
import { standardKeys } from './clauses.ts';
import { spellsOf } from './custody.ts';
import type { Kind, Months } from './facts.ts';
import { type Allowance, inForce, type Scale } from './higher.ts';
import type { Life, Switches } from './standing.ts';
import { allowanceKinds, type CircumstanceKind, circumstanceKinds, isAllowance, PROGRAMMES } from './terms.ts';

/** Programmes of social assistance that decide about the subsidies; known by their keys, as domains do not import each other. */
const DIBAO = 'dibao';
const TEKUN = 'tekun';

export interface Known {
  readonly life: Life;
  /** What is told but not decided yet, taken as true: where payment must wait. */
  readonly ifTrue: Life;
  /** Entitlements to the subsidies, oldest first. */
  readonly drawn: readonly Coverage[];
  readonly circumstances: readonly KnownCircumstance[];
  readonly factIds: readonly string[];
}

const monthsOf = (coverages: readonly Coverage[], programme: string): Months[] =>
  coverages.filter((c) => c.programme === programme).map((c) => ({ from: c.fromMonth, to: c.toMonth }));

/** In force of what was told, oldest first. */
export const allowancesOf = (circumstances: readonly KnownCircumstance[]): Allowance[] =>
  inForce(
    circumstances.flatMap(({ kind, from, toMonth, amountFen, name, programme }) =>
      isAllowance(kind)
        ? [
            {
              class: allowanceKinds[kind],
              name: name ?? circumstanceKinds[kind],
              amountFen: amountFen ?? 0,
              from: monthOf(from),
              to: toMonth,
              ...(programme ? { programme } : {}),
            },
          ]
        : [],
    ),
  );

/** Times in an edge family, the end not counted: a renewal takes over from its first day, and leaves the time before as it was. */
export function edgeOf(circumstances: readonly KnownCircumstance[]): { from: PlainDate; to: PlainDate | null }[] {
  const told = circumstances.filter((c) => c.kind === 'edge' && c.state === 'confirmed');
  return told.flatMap(({ from, toMonth }, i) => {
    const renewed = told.slice(i + 1).map((later) => later.from);
    const to = [...renewed, ...(toMonth ? [firstDayOf(plusMonths(toMonth, 1))] : [])].sort()[0] ?? null;
    return to !== null && to <= from ? [] : [{ from, to }];
  });
}

function lifeOf(
  base: Pick<Life, 'diedOn' | 'certificates' | 'dibao' | 'tekun'>,
  circumstances: readonly KnownCircumstance[],
): Life {
  const of = (kind: CircumstanceKind): Months[] =>
    circumstances.filter((c) => c.kind === kind).map((c) => ({ from: monthOf(c.from), to: c.toMonth }));
  const daysOf = (kind: CircumstanceKind): PlainDate[] => circumstances.filter((c) => c.kind === kind).map((c) => c.from);
  return {
    ...base,
    edge: edgeOf(circumstances).map(({ from, to }) => ({ from: monthOf(from), to: to && monthOf(plusDays(to, -1)) })),
    workInjuryCare: of('workinjury-care'),
    orphan: of('orphan'),
    deFactoFull: of('defacto-full'),
    custody: spellsOf(daysOf('custody'), daysOf('custody-ended')),
    movedOn: daysOf('moved'),
    allowances: allowancesOf(circumstances),
  };
}

export async function knownOf(tx: Tx, personId: string): Promise<Known> {
  const person = await tx.maybe<{ diedOn: PlainDate | null }>(sql`select died_on from person where id = ${personId}`);
  const coverages = await coveragesOf(tx, personId, [DIBAO, TEKUN, ...PROGRAMMES]);
  const { periods, factIds } = await certificatesOf(tx, personId);
  const circumstances = await circumstancesOf(tx, personId);
  const base = {
    diedOn: person?.diedOn ?? null,
    certificates: periods,
    dibao: monthsOf(coverages, DIBAO),
    tekun: monthsOf(coverages, TEKUN),
  };
  return {
    life: lifeOf(
      base,
      circumstances.filter((c) => c.state === 'confirmed'),
    ),
    ifTrue: lifeOf(base, circumstances),
    drawn: coverages.filter((c) => (PROGRAMMES as readonly string[]).includes(c.programme)),
    circumstances,
    factIds,
  };
}

/** The switches in force on a day. A missing one stops the work: nothing is ended by a standard that is not there. */
export async function switchesOn(tx: Tx, division: DivisionCode, on: PlainDate): Promise<Switches> {
  const parameters = await parametersOf(tx);
  const read = (key: string): string => {
    const found = parameters.on(key, division, on);
    if (!found.ok) throw new Error(`parameter ${key} is missing in ${division} on ${on}`);
    return found.value.value;
  };
  return { edge: read('LIV-EDGE') === '1', thirdLevel: read('NUR-L3') === '1', graceMonths: Number(read('CERT-GRACE')) };
}

/** The standard of a subsidy in a place, and whether 高龄津贴 is drawn beside it, month by month. */
export async function scaleIn(tx: Tx, division: DivisionCode, kind: Kind): Promise<(month: YearMonth) => Scale> {
  const parameters = await parametersOf(tx);
  return (month) => {
    const standard = parameters.on(standardKeys[kind], division, firstDayOf(month));
    const oldAge = parameters.on('HIGH-AGE', division, firstDayOf(month));
    return {
      standardFen: standard.ok ? Number(standard.value.value) : null,
      oldAgeStacks: !oldAge.ok || oldAge.value.value === '1',
    };
  };
}
