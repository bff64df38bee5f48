/**
 * 临时救助 (4.5, 5.12): a sum for each trouble, in the month of its first money. In an emergency the township helps first, whatever came before
 * (law 50); what goes beyond its limit, and every bill, is bound by the limits on repeats.
 */
import type { Fen, PlainDate, YearMonth } from '../../kernel/schema/index.ts';
import type { Burden, Emergency, Step, Trouble } from '../world.ts';
import { type Dibao, eyesAt, knownBy, type Question } from './dibao.ts';
import {
  below,
  type Exact,
  least,
  type Month,
  minus,
  monthIs,
  monthsLater,
  nameOf,
  notNegative,
  plus,
  times,
  upTo,
  whole,
  yuan,
  zero,
} from './measure.ts';
import { type Picture, pictureOf } from './picture.ts';
import { ownsLittle, reckon } from './reckoning.ts';
import { count, dibaoStandard, shareOf, type Table } from './standards.ts';

export interface Aid {
  readonly trouble: Trouble;
  readonly month: YearMonth;
  readonly fen: Fen;
  readonly why: string;
}

interface Given {
  readonly cause: string;
  readonly on: PlainDate;
}

const tableOn = (q: Question, day: PlainDate, division: string): Table => q.standards.on(day, division, knownBy(q, day));

/** 同一事由 once in twelve months, twice in a calendar year (TA-FREQ). */
function mayRepeat(given: readonly Given[], cause: string, day: PlainDate, table: Table): boolean {
  const months = count(table, 'TA-FREQ-MONTHS');
  const inYear = given.filter(({ on }) => on.slice(0, 4) === day.slice(0, 4)).length;
  return inYear < count(table, 'TA-FREQ-YEAR') && !given.some((g) => g.cause === cause && monthsLater(g.on, months) > day);
}

/** Tier × urban standard of the place × persons, within the cap. */
function emergencySum({ tier, persons }: Emergency, table: Table): Exact {
  const heads = whole(Math.min(persons, count(table, 'TA-PERSONS-MAX')));
  const sum = times(times(table(`TA-K${tier}`), dibaoStandard(table, 'urban')), heads);
  return least(whole(upTo(sum, table('ROUND'))), table('TA-CAP'));
}

interface Answer {
  readonly on: PlainDate;
  readonly fen: Fen;
  readonly why: string;
}

function emergencyAid(q: Question, trouble: Emergency, steps: readonly Step[], given: readonly Given[]): Answer {
  const on = steps.find((s) => s.ground === 'first-aid')?.decidedOn ?? trouble.on;
  const table = tableOn(q, on, trouble.division);
  const first = upTo(least(emergencySum(trouble, table), table('TA-LIMIT-TWP-EMERGENCY')), whole(1));
  const later = steps.find((s) => s.ground === 'rest')?.decidedOn;
  const then = later && tableOn(q, later, trouble.division);
  const restTo = (all: Exact): Fen => upTo(notNegative(minus(all, whole(first))), whole(1));
  // 一事一议 lifts the limits on repeats and says how much it is in all (4.13).
  const rest = !then
    ? 0
    : mayRepeat(given, trouble.cause, later, then)
      ? restTo(emergencySum(trouble, then))
      : restTo(whole(trouble.resolvedFen ?? 0));
  return { on, fen: first + rest, why: `${trouble.tier}档${trouble.persons}人，先行${yuan(first)}，其余${yuan(rest)}` };
}

/** Receives 低保 or 特困 on the day, or has been granted 低保 from the next month on: only the bills are looked at. */
function isAssisted(q: Question, dibao: readonly Dibao[], ref: string, day: PlainDate): boolean {
  const month = monthIs(day);
  const begins = (d: Dibao): boolean => d.awards.some((a) => a.decidedOn <= day && a.from === month + 1 && a.picture !== null);
  const covers = (d: Dibao, which: Month): boolean => d.paid(which)?.members.includes(ref) ?? false;
  return q.isTekun(ref, month) || dibao.some((d) => covers(d, month) || (begins(d) && covers(d, month + 1)));
}

/** TA-EXP: a share of each piece of the gap. */
function byPieces(gap: Exact, table: Table): Exact {
  const ends = [table('TA-EXP-UPTO-1'), table('TA-EXP-UPTO-2'), gap];
  let [sum, from] = [zero, zero];
  for (const [i, end] of ends.entries()) {
    const to = least(gap, end);
    sum = plus(sum, shareOf(table, `TA-EXP-RATE-${i + 1}`, notNegative(minus(to, from))));
    from = to;
  }
  return sum;
}

/** What the family has above the minimum for twelve months; null: too much for aid. No bill is taken off: it would count twice. */
function spare(q: Question, step: Step): Exact | null {
  const { decidedOn, openedOn } = step;
  const drawn = pictureOf(q.family, {
    eyes: { ...eyesAt(q, decidedOn), deathsBy: decidedOn },
    judgedOn: decidedOn,
    day: openedOn,
    reach: 'window',
    except: new Set(q.family.people.map((p) => p.ref).filter((ref) => q.isTekun(ref, monthIs(decidedOn)))),
  });
  const picture: Picture = { ...drawn, people: drawn.people.map((person) => ({ ...person, ownPayments: 0 })) };
  const r = reckon(picture, { standards: q.standards, day: decidedOn, knownBy: knownBy(q, decidedOn) });
  const usual = times(r.table(picture.urbanRural === 'urban' ? 'PCDI-U' : 'PCDI-R'), whole(r.people.length));
  return below(r.income, usual) && ownsLittle(picture, r, 'edge') ? notNegative(minus(r.income, r.limit)) : null;
}

function expenseAid(
  q: Question,
  dibao: readonly Dibao[],
  trouble: Burden,
  steps: readonly Step[],
  given: readonly Given[],
): Answer | null {
  const step = steps.find((s) => s.ground === 'expense');
  if (!step) return null;
  const { decidedOn: on } = step;
  const table = tableOn(q, on, q.family.division);
  const left = isAssisted(q, dibao, trouble.person, on) ? zero : spare(q, step);
  if (!left) return null;
  const spent = trouble.bills.reduce((total, bill) => total + Math.max(0, bill.totalFen - bill.reimbursedFen), 0);
  const sum = upTo(byPieces(notNegative(minus(whole(spent), left)), table), table('ROUND'));
  if (sum === 0) return null;
  if (!mayRepeat(given, trouble.cause, on, table))
    return trouble.resolvedFen ? { on, fen: trouble.resolvedFen, why: '一事一议' } : null;
  return { on, fen: upTo(least(whole(sum), table('TA-EXP-CAP')), whole(1)), why: `自负${yuan(spent)}` };
}

export function aidOf(q: Question, dibao: readonly Dibao[]): Aid[] {
  const given: Given[] = [];
  return (q.family.troubles ?? []).flatMap((trouble, i, all) => {
    const next = all[i + 1]?.on;
    const steps = q.steps.filter(
      (s) => s.benefit === 'temporary-aid' && s.openedOn >= trouble.on && (next === undefined || s.openedOn < next),
    );
    if (trouble.on > q.until) return [];
    const answer =
      trouble.type === 'emergency' ? emergencyAid(q, trouble, steps, given) : expenseAid(q, dibao, trouble, steps, given);
    if (!answer || answer.fen === 0) return [];
    given.push({ cause: trouble.cause, on: answer.on });
    return [{ trouble, month: nameOf(monthIs(answer.on)), fen: answer.fen, why: answer.why }];
  });
}
