/** 残疾人两项补贴: from the month of the application, month by month until something ends them (disability 4.2, 5.2). */
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import type { Certificate, Step, TruePerson } from '../world.ts';
import { type Dibao, eyesAt, eyesNow, knownBy, type Question } from './dibao.ts';
import { type Belief, beliefs, deathOf, type Eyes, isSevere, personOf } from './eyes.ts';
import { firstDay, type Month, monthIs, monthsLater, upTo, whole } from './measure.ts';
import { count, type Table } from './standards.ts';

export type SubsidyKind = 'living' | 'nursing';

interface Run {
  readonly months: ReadonlySet<Month>;
  /** First month in which it no longer exists; null: it goes on (also when suspended). */
  readonly ended: Month | null;
}

export interface Subsidy {
  readonly ref: string;
  readonly kind: SubsidyKind;
  paid(month: Month): { fen: Fen; why: string } | null;
}

type Held = Belief<Certificate>;

function fits(kind: SubsidyKind, { level, category, longTermCare }: Certificate, table: Table): boolean {
  if (kind === 'living') return true;
  const third = count(table, 'NUR-L3') === 1 && isSevere({ level, category } as Certificate);
  return longTermCare && (level <= 2 || third);
}

/** The certificate that decides about a month: the one at its beginning, or the first one ever if it is issued in it. */
function decidesMonth(held: readonly Held[], month: Month): Held | undefined {
  const [first, last] = [firstDay(month), firstDay(month + 1)];
  const atStart = held.filter((c) => c.from <= first && (!c.to || c.to >= first)).at(-1);
  return atStart ?? held.find((c) => c.from > first && c.from < last);
}

/** Ran out before the month began. */
const ranOut = (c: Held, month: Month): boolean => c.value.validTo < firstDay(month);

type MonthState = 'paid' | 'suspended' | 'ended';

/** 逾期换证：the one before had run out so long ago that the new one restores nothing. */
function isLate(held: readonly Held[], renewed: Held, grace: number): boolean {
  const before = held.filter((c) => c.from < renewed.from).at(-1);
  return before !== undefined && before.value.validTo < renewed.from && renewed.from > monthsLater(before.value.validTo, grace);
}

/** What the certificate says about a month of a run: valid, run out and perhaps renewed in time, or gone. */
function certificateIn(held: readonly Held[], kind: SubsidyKind, month: Month, first: Month, table: Table): MonthState {
  const grace = count(table, 'CERT-GRACE');
  const now = decidesMonth(held, month);
  if (now && !ranOut(now, month)) {
    if (monthIs(now.from) > first && isLate(held, now, grace)) return 'ended';
    return fits(kind, now.value, table) ? 'paid' : 'ended';
  }
  // 过期的：在宽限期内换证，停发的月份补发；宽限期内未见新证，暂停；逾期换证的，须重新申请
  const before = held.filter((c) => ranOut(c, month)).at(-1);
  if (!before || (before.to !== null && before.to < before.value.validTo)) return 'ended';
  const renewed = held.find((c) => c.from > before.value.validTo && c !== before);
  if (renewed) return !isLate(held, renewed, grace) && fits(kind, renewed.value, table) ? 'paid' : 'ended';
  return firstDay(month) <= monthsLater(before.value.validTo, grace) ? 'suspended' : 'ended';
}

interface Ground {
  readonly person: TruePerson;
  readonly held: readonly Held[];
  readonly eyes: Eyes;
  inDibao(month: Month): boolean;
  inTekun(month: Month): boolean;
  table(month: Month): Table;
}

const OTHERS_THAT_END: Record<SubsidyKind, readonly string[]> = {
  living: ['work-injury-care', 'orphan', 'unsupported-full'],
  nursing: ['work-injury-care'],
};

const begunBy = (spells: readonly Belief<unknown>[], month: Month): Belief<unknown> | undefined =>
  spells.find((s) => monthIs(s.from) <= month && (!s.to || monthIs(s.to) >= month));

/** Why the subsidy does not exist in a month, apart from the certificate. */
function isBarred({ person, eyes, inDibao, inTekun }: Ground, kind: SubsidyKind, month: Month): boolean {
  const death = deathOf(person, eyes);
  if (death && monthIs(death) < month) return true;
  if (inTekun(month) || (kind === 'living' && !inDibao(month))) return true;
  const custody = beliefs(person.custody, eyes).some((c) => monthIs(c.from) < month && (!c.to || c.to >= firstDay(month)));
  const others = beliefs(person.others ?? [], eyes).filter((o) => OTHERS_THAT_END[kind].includes(o.value.kind));
  return custody || begunBy(others, month) !== undefined;
}

/** A level that first fits after a change counts from the month after it; a first certificate from its own month. */
function firstMonthOf(held: readonly Held[], now: Held, kind: SubsidyKind, table: Table): Month {
  const before = held.filter((c) => c.from < now.from).at(-1);
  const upgraded = before && !fits(kind, before.value, table) && before.value.validTo >= now.from;
  return upgraded ? monthIs(now.from) + 1 : monthIs(now.value.issuedOn);
}

function startOf(kind: SubsidyKind, step: Step, known: Ground): Month | null {
  const now = known.held.filter((c) => c.from <= step.decidedOn && (!c.to || c.to >= step.decidedOn)).at(-1);
  const table = known.table(monthIs(step.decidedOn));
  if (!now || now.value.validTo < step.decidedOn || !fits(kind, now.value, table)) return null;
  const earliest = Math.max(monthIs(step.openedOn), firstMonthOf(known.held, now, kind, table));
  const latest = monthIs(step.decidedOn) + 1;
  for (let month = earliest; month <= Math.max(latest, earliest); month++) if (!isBarred(known, kind, month)) return month;
  return null;
}

function runFrom(g: Ground, kind: SubsidyKind, first: Month, last: Month): Run {
  const months = new Set<Month>();
  for (let month = first; month <= last; month++) {
    const state = isBarred(g, kind, month)
      ? 'ended'
      : month === first
        ? 'paid'
        : certificateIn(g.held, kind, month, first, g.table(month));
    if (state === 'ended') return { months, ended: month };
    if (state === 'paid') months.add(month);
  }
  return { months, ended: null };
}

/** Another allowance of the same type: the higher one only; at equal amounts the one that was there first (5.2). */
function isSurpassed(g: Ground, kind: SubsidyKind, first: Month, month: Month, fen: Fen): boolean {
  return beliefs(g.person.others ?? [], g.eyes).some(
    (o) =>
      o.value.kind === `${kind}-type` &&
      begunBy([o], month) !== undefined &&
      (o.value.fen > fen || (o.value.fen === fen && monthIs(o.from) < first)),
  );
}

/** 低保 that had been decided by the day; on the day itself only by one of these steps, which came earlier. */
const isDecided = ({ awards }: Dibao, by: PlainDate, told: readonly Step[]): boolean =>
  awards.some(
    (a) => a.decidedOn < by || (a.decidedOn === by && told.some((s) => s.benefit === 'dibao' && s.decidedOn === a.decidedOn)),
  );

function subsidyOf(q: Question, dibao: readonly Dibao[], ref: string, kind: SubsidyKind): Subsidy {
  const person = personOf(q.family, ref);
  const last = monthIs(q.until);
  const groundBy = (eyes: Eyes, by: PlainDate, told: readonly Step[] = q.steps): Ground => ({
    person,
    eyes,
    held: beliefs(person.certificates, eyes),
    inDibao: (month) => dibao.some((d) => isDecided(d, by, told) && d.paid(month)?.members.includes(ref)),
    inTekun: (month) => q.isTekun(ref, month),
    table: (month) => q.standards.on(firstDay(month), q.family.division, knownBy(q, by)),
  });
  const now = groundBy(eyesNow(q), q.until);
  const runs: (Run & { first: Month })[] = [];
  const steps = q.steps.filter((s) => s.benefit === `disability-${kind}` && s.person === ref);
  for (const step of steps) {
    if (step.kind !== 'granted' && step.kind !== 'refused') continue;
    const running = runs.at(-1);
    if (running && (running.ended === null || running.ended > monthIs(step.openedOn))) continue;
    const told = q.steps.slice(0, q.steps.indexOf(step));
    const first = startOf(kind, step, groundBy(eyesAt(q, step.decidedOn), step.decidedOn, told));
    if (first !== null) runs.push({ ...runFrom(now, kind, first, last), first });
  }
  return {
    ref,
    kind,
    paid(month) {
      const run = runs.find((r) => r.months.has(month));
      if (!run) return null;
      const fen = upTo(now.table(month)(kind === 'living' ? 'LIV' : 'NUR'), whole(1));
      return isSurpassed(now, kind, run.first, month, fen) ? null : { fen, why: kind === 'living' ? '生活补贴' : '护理补贴' };
    },
  };
}

export function subsidiesOf(q: Question, dibao: readonly Dibao[]): Subsidy[] {
  const pairs = new Set(
    q.steps.filter((s) => s.person !== null && s.benefit.startsWith('disability-')).map((s) => `${s.benefit} ${s.person}`),
  );
  return [...pairs].map((pair) => {
    const [benefit, ref] = pair.split(' ');
    return subsidyOf(q, dibao, ref!, benefit === 'disability-living' ? 'living' : 'nursing');
  });
}
