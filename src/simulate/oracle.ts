/**
 * Who was due what in which month, reckoned from a family's history by the text of the specification: `dueMonths` as the decisions of the
 * platform's days had to come out, by what could be known then or by the truth. Shares no code with the rules of the domains, on purpose:
 * two that agree by different ways are probably right.
 */
import type { PlainDate } from '../kernel/schema/index.ts';
import { aidOf } from './oracle/aid.ts';
import { type ClueDue, cluesOf } from './oracle/clues.ts';
import { dibaoOf, type Question } from './oracle/dibao.ts';
import { truth } from './oracle/eyes.ts';
import { type Lapse, lapsesOf } from './oracle/lapses.ts';
import { classOn, entitledIn } from './oracle/material.ts';
import { monthIs, nameOf } from './oracle/measure.ts';
import { priceSumsOf } from './oracle/prices.ts';
import type { Means } from './oracle/reckoning.ts';
import { recognitionsOf } from './oracle/recognitions.ts';
import { type Standards, standardsOf } from './oracle/standards.ts';
import { subsidiesOf } from './oracle/subsidies.ts';
import { tekunOf } from './oracle/tekun.ts';
import type { Money } from './oracle/traces.ts';
import type { MonthDue, PriceRise, PublishedParameter, Step, TrueFamily } from './world.ts';

export interface Asked {
  /** By what had been told, corrected or seen by a department; else by the truth. */
  readonly asKnown: boolean;
  /** Last day that has passed: its month is the last one told, and what is told later is not known. */
  readonly until: PlainDate;
}

const kept = new WeakMap<readonly PublishedParameter[], Standards>();
function standardsFrom(parameters: readonly PublishedParameter[]): Standards {
  const found = kept.get(parameters) ?? standardsOf(parameters);
  kept.set(parameters, found);
  return found;
}

/** All that the oracle makes of a family and its steps. */
function reckonings(
  family: TrueFamily,
  parameters: readonly PublishedParameter[],
  steps: readonly Step[],
  { asKnown, until }: Asked,
) {
  const past = steps
    .filter((s) => s.decidedOn <= until)
    .sort((a, b) => (a.decidedOn < b.decidedOn ? -1 : Number(a.decidedOn > b.decidedOn)));
  const asked = { family, standards: standardsFrom(parameters), steps: past, asKnown, until };
  const tekun = tekunOf(asked);
  const question: Question = { ...asked, isTekun: (ref, month) => tekun.some((t) => t.ref === ref && t.covers(month)) };
  const dibao = dibaoOf(question);
  return { past, question, tekun, dibao, subsidies: subsidiesOf(question, dibao) };
}

/** The months that are due after these steps, in order of month; a month of nothing is left out. */
export function dueMonths(
  family: TrueFamily,
  parameters: readonly PublishedParameter[],
  steps: readonly Step[],
  asked: Asked,
  prices: readonly PriceRise[] = [],
): MonthDue[] {
  const { past, question, tekun, dibao, subsidies } = reckonings(family, parameters, steps, asked);
  const { until } = asked;
  const due: MonthDue[] = [];
  const first = Math.min(...past.map((s) => monthIs(s.openedOn)));
  for (let month = first; month <= monthIs(until); month++) {
    const name = nameOf(month);
    for (const { person, paid } of dibao) {
      const now = paid(month);
      if (now) due.push({ benefit: 'dibao', person, month: name, fen: now.fen, why: now.why });
    }
    for (const { ref, paid } of tekun) {
      const now = paid(month);
      if (!now) continue;
      due.push({ benefit: 'tekun', person: ref, month: name, fen: now.base, why: '特困基本生活' });
      if (now.care > 0) due.push({ benefit: 'tekun-care', person: ref, month: name, fen: now.care, why: now.why });
    }
    for (const { ref, kind, paid } of subsidies) {
      const now = paid(month);
      if (now) due.push({ benefit: `disability-${kind}`, person: ref, month: name, fen: now.fen, why: now.why });
    }
  }
  for (const { trouble, month, fen, why } of aidOf(question, dibao))
    due.push({ benefit: 'temporary-aid', person: trouble.person, month, fen, why });
  for (const { kind, month } of recognitionsOf(question))
    due.push({ benefit: kind, person: null, month, fen: 1, why: '按申请认定' });
  for (const sum of priceSumsOf(question, dibao, prices)) due.push({ benefit: 'price-subsidy', ...sum });
  return due;
}

/** The months in which the conditions were fulfilled in truth, whether anybody asked or not; a standard published late counts from its day. */
export const entitledMonths = (
  family: TrueFamily,
  parameters: readonly PublishedParameter[],
  { from, until }: { from: PlainDate; until: PlainDate },
): MonthDue[] => entitledIn(family, standardsFrom(parameters), from, until);

/** 低保, 低保边缘 or neither, by the true circumstances of a day. */
export const standingOn = (family: TrueFamily, parameters: readonly PublishedParameter[], day: PlainDate): Means | null =>
  classOn(family, standardsFrom(parameters), day, truth, new Set());

/**
 * The clues that had to be there, with the last day on which each may be missing. By the true facts and by what departments sent or showed; of
 * money by what was paid, and to whose card.
 */
export function cluesDue(
  family: TrueFamily,
  parameters: readonly PublishedParameter[],
  steps: readonly Step[],
  { until, ...money }: { until: PlainDate } & Partial<Money>,
): ClueDue[] {
  const { question, dibao } = reckonings(family, parameters, steps, { asKnown: true, until });
  return cluesOf(question, dibao, { paid: [], others: [], ...money });
}

/** Applications, deaths and reports that the office left without an answer beyond any limit. */
export function lapses(
  family: TrueFamily,
  parameters: readonly PublishedParameter[],
  steps: readonly Step[],
  until: PlainDate,
): Lapse[] {
  const { question, dibao } = reckonings(family, parameters, steps, { asKnown: true, until });
  return lapsesOf(question, dibao);
}
