/**
 * What the office owed an answer and gave none: the consequences of decisions are in the months, but a decision that was never taken has none.
 * Counted in calendar days and months on the generous side, so that whoever stands here is late by any reading of the limits.
 */
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { Spell, Step } from '../world.ts';
import type { Dibao, Question } from './dibao.ts';
import { isAlive, personOf, truth } from './eyes.ts';
import { daysLater, monthIs, monthsLater } from './measure.ts';
import { count } from './standards.ts';

export interface Lapse {
  readonly what: 'undecided' | 'death-review' | 'report-unheard' | 'first-help';
  readonly person: string | null;
  /** What should have been answered, and the last day for it. */
  readonly since: PlainDate;
  readonly by: PlainDate;
}

/** 45 working days (4.2) never take longer, Spring Festival and all. */
const LONGEST_PROCEDURE_DAYS = 75;
/** 15 and 5 working days to handle and decide, 5 to hear the family. */
const REVIEW_DAYS = 60;

const later = (a: PlainDate, b: PlainDate): PlainDate => (a < b ? b : a);

function undecided({ family, steps }: Question): Lapse[] {
  return family.asks.flatMap((ask) => {
    const whose = ask.item === 'dibao' && !ask.single ? null : ask.person;
    const kinds = ask.item === 'subsidies' ? (ask.kinds ?? []).map((kind) => `disability-${kind}`) : [ask.item];
    const by = daysLater(ask.on, LONGEST_PROCEDURE_DAYS);
    if (!isAlive(personOf(family, ask.person), truth, by)) return [];
    const answered = (benefit: string) =>
      steps.some((s) => s.benefit === benefit && s.person === whose && s.decidedOn >= ask.on && s.decidedOn <= by);
    return kinds.every(answered) ? [] : [{ what: 'undecided' as const, person: ask.person, since: ask.on, by }];
  });
}

/** 急难 the day after it was reported (24 hours), bills after 15 working days and the notice. */
const FIRST_HELP_DAYS = 1;
const BILLS_DAYS = 40;

function withoutHelp({ family, steps }: Question): Lapse[] {
  return (family.troubles ?? []).flatMap(({ type, person, on: since }) => {
    const urgent = type === 'emergency';
    const by = daysLater(since, urgent ? FIRST_HELP_DAYS : BILLS_DAYS);
    const ground = urgent ? 'first-aid' : 'expense';
    const helped = steps.some((s) => s.ground === ground && s.decidedOn >= since && s.decidedOn <= by);
    return helped ? [] : [{ what: urgent ? ('first-help' as const) : ('undecided' as const), person, since, by }];
  });
}

/** A review that looked at the family on the day or after it, and was decided in time. A death is seen until the decision. */
const looked = (
  steps: readonly Step[],
  since: PlainDate,
  by: PlainDate,
  seenUntil = (s: Step): PlainDate => s.factsOn ?? s.openedOn,
): boolean =>
  steps.some(
    (s) => s.benefit === 'dibao' && s.kind === 'reviewed' && s.decidedOn <= by && seenUntil(s) >= since && s.person === null,
  );

function deathReviews(q: Question, own: Dibao): Lapse[] {
  return q.family.people.flatMap((person) => {
    const told = person.death?.told.on;
    if (!person.death || !told) return [];
    const month = monthIs(told) + 1;
    const paid = own.paid(month);
    if (!paid || !own.paid(monthIs(person.death.on))?.members.includes(person.ref)) return [];
    const table = q.standards.on(told, q.family.division, told);
    const by = later(monthsLater(person.death.on, count(table, 'REVIEW-DEATH-MONTHS')), daysLater(told, REVIEW_DAYS));
    return looked(q.steps, told, by, (s) => s.decidedOn)
      ? []
      : [{ what: 'death-review' as const, person: person.ref, since: told, by }];
  });
}

/** A change of income that the family or the village told while the household received, and nobody wrote down. */
function unheard(q: Question, own: Dibao): Lapse[] {
  const reports = (spell: Spell<unknown>): PlainDate[] =>
    [spell.told, spell.endTold].flatMap((told) => (told?.on && told.by !== 'department' ? [told.on] : []));
  return q.family.people.flatMap((person) =>
    [...new Set(person.incomes.flatMap(reports))].flatMap((since) => {
      const before = q.steps.some((s) => s.benefit === 'dibao' && s.kind === 'granted' && s.decidedOn < since);
      const by = daysLater(since, REVIEW_DAYS);
      if (!before || !isAlive(person, truth, by) || !own.paid(monthIs(since))?.members.includes(person.ref)) return [];
      return own.paid(monthIs(by)) === null || looked(q.steps, since, by)
        ? []
        : [{ what: 'report-unheard' as const, person: person.ref, since, by }];
    }),
  );
}

export function lapsesOf(q: Question, dibao: readonly Dibao[]): Lapse[] {
  const own = dibao[0]!;
  return [...undecided(q), ...withoutHelp(q), ...deathReviews(q, own), ...unheard(q, own)].filter((lapse) => lapse.by <= q.until);
}
