/** Clues about money and about who was seen (5.9): one person in two schemes that shut each other out, nobody seen for half a year, one card for two homes. */
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { MonthDue, Step } from '../world.ts';
import type { ClueDue, Scene } from './clues.ts';
import { endOfNextMonth, firstDay, monthIs, monthsLater } from './measure.ts';
import { count } from './standards.ts';

/** The card of a family: on file since it was first named in what came to be paid or put to the county, and paid to since. */
export interface CardUse {
  readonly namedOn: PlainDate;
  readonly paidOn: PlainDate;
}

/** What is known of the money itself. */
export interface Money {
  readonly paid: readonly Omit<MonthDue, 'why'>[];
  /** Of families without kinship that use the same card. */
  readonly others: readonly CardUse[];
}

/** 5.11: 低保 and 特困 shut each other out, 特困 both subsidies. A household's 低保 says nothing of one person. */
const SHUT_OUT = ['disability-living', 'disability-nursing', 'dibao'] as const;

/** OUT-6. */
export function paidTwice({ q }: Scene, { paid }: Money): ClueDue[] {
  const gets = (benefit: string, like: Omit<MonthDue, 'why'>): boolean =>
    paid.some((p) => p.benefit === benefit && p.person === like.person && p.month === like.month && p.fen > 0);
  const twice = paid.filter((p) => p.benefit === 'tekun' && SHUT_OUT.some((other) => gets(other, p)));
  const first = twice.reduce<(typeof twice)[number] | null>((best, p) => (best && best.month <= p.month ? best : p), null);
  if (!first) return [];
  const since = firstDay(monthIs(first.month));
  return since > q.until ? [] : [{ rule: 'OUT-6', person: first.person, since, by: endOfNextMonth(since) }];
}

/** OUT-7: counted from the grant; what is sent of cards and doctors begins it anew. A review asks on paper, and sees nobody. */
export function unseen({ q, receives }: Scene): ClueDue[] {
  const [person] = q.family.people;
  // A new county begins to count when it takes the family over.
  if (!person || q.family.move) return [];
  const { ref } = person;
  const granted = q.steps
    .filter(
      (s) =>
        s.kind === 'granted' && ((s.benefit === 'dibao' && s.person === null) || (s.benefit === 'tekun' && s.person === ref)),
    )
    .map((s) => s.decidedOn);
  const seen = [...granted, ...(person.seen ?? [])].filter((day) => granted[0] && day >= granted[0]).sort();
  return seen.flatMap((day, i) => {
    const table = q.standards.on(day, q.family.division, day);
    const since = monthsLater(day, count(table, 'WARN-LIFE-MONTHS'));
    const by = endOfNextMonth(since);
    const [next, dead] = [seen[i + 1], person.death?.told.on];
    if ((next && next <= by) || (dead && dead <= by)) return [];
    // Paid on after a death of which nobody has told.
    const alive = [by, person.death?.on ?? by].sort()[0]!;
    return receives(ref, [since, alive].sort()[0]!) && receives(ref, alive) ? [{ rule: 'OUT-7', person: ref, since, by }] : [];
  });
}

/** The card is that of whoever applies for the family, also for himself alone and for bills; first aid is handed out by the township. */
const asksForCard = ({ benefit, person, ground }: Step): boolean =>
  (person === null || person === 'p0') && (benefit === 'dibao' || (benefit === 'temporary-aid' && ground !== 'first-aid'));
const toCard = (step: Step): boolean => step.kind === 'granted' && asksForCard(step);
/** The rest of an emergency is put to the county with the card, whatever it decides. */
const namesCard = (step: Step): boolean => toCard(step) || (step.ground === 'rest' && asksForCard(step));

/** Null: nothing has gone to it. */
export function cardUse(steps: readonly Step[]): CardUse | null {
  const [paid, named] = [steps.find(toCard), steps.find(namesCard)];
  return paid && named ? { namedOn: named.openedOn, paidOn: paid.decidedOn } : null;
}

const later = (a: PlainDate, b: PlainDate): PlainDate => [a, b].sort()[1]!;

/** OUT-10: nobody has to see it before both are paid; whoever sees it when the second card is put on file has seen it. */
export function onOneCard({ q, receives }: Scene, { others }: Money): ClueDue[] {
  const { card, people } = q.family;
  const own = q.steps.find((s) => s.benefit === 'dibao' && toCard(s))?.decidedOn;
  const [other] = others.toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : 1));
  if (!card || !own || !other) return [];
  const by = endOfNextMonth(later(own, other.paidOn));
  const [drawer] = people;
  const dead = drawer?.death?.told.on;
  const since = later(own, other.namedOn);
  return drawer && receives(drawer.ref, by) && !(dead && dead <= by) ? [{ rule: 'OUT-10', person: null, since, by }] : [];
}
