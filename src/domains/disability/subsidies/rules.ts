/**
 * 残疾人两项补贴: pure. `determineSubsidy` judges one kind for one person (国发〔2015〕52号, 民发〔2021〕70号; 5.2 and 5.3 of the domain's rules; clauses.ts);
 * what ends or suspends a subsidy later: standing.ts.
 */
import { firstDayOf, monthAfter, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import { type Decision, fenValue, outcomeOf, type Parameters, ruleBook, withParameters } from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { BASIS, clausesOf, isOn, lowIncome, standardKeys } from './clauses.ts';
import { freeFrom } from './custody.ts';
import { type Kind, kinds, type Months, type SubsidyFacts } from './facts.ts';
import { inPlaceOf } from './higher.ts';

export interface SubsidyDecision extends Decision {
  readonly kind: Kind;
  /** The standard by the month it begins, also where it is not granted. */
  readonly standardFen: Fen;
}

const RULE = { version: '2026-01' } as const;
const programmes = { living: 'disability-living', nursing: 'disability-nursing' } as const;
export const programmeOfKind = (kind: Kind): string => programmes[kind];

const laterMonth = (...months: readonly (YearMonth | null | undefined)[]): YearMonth =>
  months.reduce<YearMonth>((last, m) => (m && m > last ? m : last), '0000-01');

/** The later of application, qualifying status, issue of the certificate, release, and the month after a change of level (4.1, 4.2, 5.2). */
export const firstMonthOf = (facts: SubsidyFacts, statusFrom: YearMonth | null): YearMonth =>
  freeFrom(
    facts.custody ?? [],
    laterMonth(
      facts.applicationMonth,
      statusFrom,
      facts.certificate?.issuedOn && monthOf(facts.certificate.issuedOn),
      facts.levelChangedOn && monthAfter(facts.levelChangedOn),
    ),
  );

/** The first month, and past what was drawn in its place or inside until a month that is known. */
function beginsIn(
  kind: Kind,
  facts: SubsidyFacts,
  given: { statusFrom: YearMonth | null; parameters: Parameters },
): Result<YearMonth, 'PARAM_MISSING'> {
  const others = facts.others ?? [];
  for (let month = firstMonthOf(facts, given.statusFrom); ; ) {
    const taken = withParameters({ parameters: given.parameters, division: facts.division, date: firstDayOf(month) }, (read) =>
      inPlaceOf(kind, others, {
        month,
        scale: {
          standardFen: read.fen(standardKeys[kind]),
          oldAgeStacks: !others.some((o) => o.class === 'old-age') || isOn(read, 'HIGH-AGE'),
        },
        drawnSince: facts.drawnSince[kind],
      }),
    );
    if (!taken.ok) return taken;
    if (!taken.value?.to) return ok(month);
    month = freeFrom(facts.custody ?? [], plusMonths(taken.value.to, 1));
  }
}

/** Judges one kind on the decision day; the standard is that of the first month. */
export function determineSubsidy(
  kind: Kind,
  facts: SubsidyFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<SubsidyDecision, 'PARAM_MISSING'> {
  const month = monthOf(asOf);
  const at = { parameters, division: facts.division };
  const status = withParameters({ ...at, date: asOf }, (read) =>
    kind === 'living' ? lowIncome(facts, isOn(read, 'LIV-EDGE'), month).from : null,
  );
  if (!status.ok) return status;
  const begins = beginsIn(kind, facts, { statusFrom: status.value, parameters });
  if (!begins.ok) return begins;
  const firstMonth = begins.value;
  const judged = withParameters({ ...at, date: firstDayOf(firstMonth) }, (read) => ({
    ...clausesOf(facts, kind, read, { month, first: firstMonth }),
    parameters: read.used(),
  }));
  if (!judged.ok) return judged;
  const { clauses, standardFen } = judged.value;
  const outcome = outcomeOf(clauses);
  return ok({
    programme: programmes[kind],
    rule: { name: programmes[kind], ...RULE },
    asOf,
    kind,
    outcome,
    clauses,
    standardFen,
    amountFen: outcome === 'eligible' ? standardFen : outcome === 'not-eligible' ? 0 : null,
    effectiveMonth: outcome === 'eligible' ? firstMonth : null,
    breakdown: [{ label: kinds[kind], formula: `按${firstMonth}执行的标准，每人每月`, fen: standardFen }],
    parameters: judged.value.parameters,
  });
}

const MONTH_RULE = { version: '2026-11' } as const;

/** What whoever draws a subsidy comes to in a month: the standard of the place. A new standard judges nobody again. */
export function subsidyAtStandard(
  kind: Kind,
  division: DivisionCode,
  parameters: Parameters,
  month: YearMonth,
): Result<Decision, 'PARAM_MISSING'> {
  const date = firstDayOf(month);
  return withParameters({ parameters, division, date }, (read) => {
    const parameter = read.ref(standardKeys[kind]);
    const standardFen = read.fen(standardKeys[kind]);
    return {
      programme: programmes[kind],
      rule: { name: `${programmes[kind]}-month`, ...MONTH_RULE },
      asOf: date,
      outcome: 'eligible',
      clauses: [
        {
          name: '按执行的标准发放',
          verdict: 'met',
          value: fenValue(standardFen),
          limit: fenValue(standardFen),
          basis: BASIS,
          parameter,
        },
      ],
      amountFen: standardFen,
      effectiveMonth: month,
      breakdown: [{ label: kinds[kind], formula: `按${month}执行的标准，每人每月`, fen: standardFen }],
      parameters: read.used(),
    };
  });
}

const monthBookOf = (kind: Kind) =>
  ruleBook<Pick<SubsidyFacts, 'division'>, Decision>([
    {
      name: `${programmes[kind]}-month`,
      ...MONTH_RULE,
      decide: (facts, parameters, asOf) => subsidyAtStandard(kind, facts.division, parameters, monthOf(asOf)),
    },
  ]);
export const subsidyMonthRules = { living: monthBookOf('living'), nursing: monthBookOf('nursing') } as const;

const bookOf = (kind: Kind) =>
  ruleBook<SubsidyFacts, SubsidyDecision>([
    { name: programmes[kind], ...RULE, decide: (facts, parameters, asOf) => determineSubsidy(kind, facts, parameters, asOf) },
  ]);
/** The rules by version: a decision names its version, and replays with it. */
export const subsidyRules = { living: bookOf('living'), nursing: bookOf('nursing') } as const;

/** What is still owed when a standard turns out higher than what was paid (5.2): for every month that the person was entitled. */
export function arrearsOf(
  entitled: Months,
  paid: readonly { month: YearMonth; amountFen: Fen }[],
  due: (month: YearMonth) => Fen,
): { month: YearMonth; amountFen: Fen }[] {
  return paid
    .filter(({ month }) => month >= entitled.from && (entitled.to === null || month <= entitled.to))
    .map(({ month, amountFen }) => ({ month, amountFen: due(month) - amountFen }))
    .filter((line) => line.amountFen > 0);
}
