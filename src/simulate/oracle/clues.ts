/**
 * 进出双预警: the day by which a clue had to be there at the latest, by what departments had sent or could be asked for (5.9). A row that is
 * sent counts on its day; what is only seen when asked counts by the end of the month after (monthly comparison), deposits a quarter later.
 * What is about money and who was seen (OUT-6, OUT-7, OUT-10) stands in `traces.ts`.
 */
import type { PlainDate } from '../../kernel/schema/index.ts';
import { isWithin, type Spell, type TruePerson } from '../world.ts';
import { type Dibao, eyesAt, type Question, sittingOf } from './dibao.ts';
import { counted, heldOn, isAlive, isSevere, truth } from './eyes.ts';
import { below, daysLater, endOfNextMonth, lastDay, monthIs, monthsLater, times, whole } from './measure.ts';
import { type Picture, pictureOf } from './picture.ts';
import { classOf, ownsLittle, reckon } from './reckoning.ts';
import { count, dibaoStandard } from './standards.ts';
import { type Money, onOneCard, paidTwice, unseen } from './traces.ts';

export interface ClueDue {
  readonly rule: string;
  readonly person: string | null;
  /** When it happened, and the last day on which nobody can be blamed for not knowing. */
  readonly since: PlainDate;
  readonly by: PlainDate;
}

const earliest = (...days: readonly (PlainDate | null)[]): PlainDate | null =>
  days.reduce((best, day) => (day && (!best || day < best) ? day : best), null);

const monthly = (seen: PlainDate | null | undefined): PlainDate | null => (seen ? endOfNextMonth(seen) : null);
const quarterly = (seen: PlainDate | null | undefined): PlainDate | null =>
  seen ? lastDay(monthIs(seen) - (monthIs(seen) % 3) + 5) : null;
const sent = (spell: Spell<unknown>): PlainDate | null => (spell.told.by === 'department' ? spell.told.on : null);

export interface Scene {
  readonly q: Question;
  readonly dibao: readonly Dibao[];
  /** Receives 低保 or 特困 on the day. */
  receives(ref: string, day: PlainDate): boolean;
  /** Anybody of the family does. */
  receiving(day: PlainDate): boolean;
  /**
   * Recognised as 低保边缘 since its 低保 was refused, or still so by its last review; null: perhaps as 刚性支出, of which nothing is known here, or
   * entitled to more by now.
   */
  isEdge(day: PlainDate): boolean | null;
  /** Nobody of the family earns a wage on the day but this person. */
  isSoleEarner(ref: string, day: PlainDate): boolean;
}

const earns = (person: TruePerson, day: PlainDate): boolean =>
  heldOn(person.incomes, truth, day).some((b) => b.value.type === 'wage');

/** Has begun to earn a wage between two days. */
const hasWorked = (person: TruePerson, from: PlainDate, to: PlainDate): boolean =>
  person.incomes.some((spell) => spell.value.type === 'wage' && spell.from >= from && spell.from <= to);

/** Something happened to a person that may have brought the family into need. */
function intoNeed({ q, receiving, receives, isEdge, isSoleEarner }: Scene, person: TruePerson): ClueDue[] {
  const { family, standards } = q;
  const found: ClueDue[] = [];
  const add = (rule: string, since: PlainDate, by: PlainDate | null, still: (day: PlainDate) => boolean) => {
    if (by && still(by)) found.push({ rule, person: person.ref, since, by });
  };
  const outside = (day: PlainDate) => isAlive(person, truth, day) && !receives(person.ref, day);
  for (const spell of person.expenses) {
    if (spell.value.class !== 'medical') continue;
    const table = standards.on(spell.from, family.division, spell.from);
    const own = whole(Math.max(0, spell.value.totalFen - spell.value.reimbursedFen));
    const much = !below(own, times(table('WARN-MEDICAL-TIMES'), dibaoStandard(table, family.urbanRural)));
    if (!much) continue;
    const by = earliest(sent(spell), monthly(spell.seenBy));
    add('IN-1', spell.from, by, (day) => outside(day) && isEdge(day) === false);
    add('IN-6', spell.from, by, (day) => outside(day) && isEdge(day) === true);
  }
  for (const [i, spell] of person.certificates.entries()) {
    const before = person.certificates[i - 1];
    if (!isSevere(spell.value) || (before && isSevere(before.value))) continue;
    // 低保边缘家庭的成员可能单独享受低保；哪一类都不是的才是 IN-2
    add('IN-2', spell.from, sent(spell), (day) => outside(day) && isEdge(day) === false);
    add('IN-6', spell.from, sent(spell), (day) => outside(day) && isEdge(day) === true);
  }
  const poor = (day: PlainDate) => !receiving(day);
  for (const spell of person.incomes) {
    if (!spell.to) continue;
    const over = daysLater(spell.to, 1);
    const table = standards.on(spell.to, family.division, spell.to);
    const wasSole = spell.value.type === 'wage' && isSoleEarner(person.ref, spell.to) && !earns(person, over);
    const months = monthsLater(spell.to, count(table, 'WARN-JOBLESS-MONTHS'));
    const jobless = (day: PlainDate) => poor(day) && !q.family.people.some((p) => hasWorked(p, over, day));
    if (wasSole && spell.seenBy && isAlive(person, truth, over)) add('IN-3', spell.to, monthly(months), jobless);
    const refused = q.steps.find(
      (s) =>
        s.benefit === 'dibao' &&
        s.kind === 'refused' &&
        s.decidedOn <= spell.to! &&
        monthsLater(s.decidedOn, count(table, 'WARN-REFUSED-MONTHS')) >= spell.to!,
    );
    // Who receives nothing has nobody to report to.
    // A prison that tells of somebody says nothing of his work.
    const jailed = person.custody.some((c) => c.from <= over && (c.to === null || c.to >= over));
    const told = spell.endTold?.by === 'department' && !jailed ? spell.endTold.on : null;
    const ended = earliest(told, spell.seenBy ? monthly(over) : null);
    if (refused && !earns(person, over)) add('IN-7', spell.to, ended, poor);
  }
  // A breadwinner leaves somebody who lived on the wage.
  const wasBreadwinner = (day: PlainDate): boolean =>
    isSoleEarner(person.ref, day) && counted(family, truth, day, new Set()).some((p) => p.ref !== person.ref);
  const fell = person.death && daysLater(person.death.on, -1);
  if (fell && wasBreadwinner(fell)) add('IN-4', person.death!.on, person.death!.told.on, poor);
  for (const spell of person.custody) if (wasBreadwinner(daysLater(spell.from, -1))) add('IN-4', spell.from, sent(spell), poor);
  return found;
}

/** What another department found by itself. */
function noticed({ q, receiving, isEdge }: Scene): ClueDue[] {
  const rules = { 'poverty-listed': 'IN-5', 'school-hardship': 'IN-8', 'veteran-hardship': 'IN-9' } as const;
  return (q.family.signals ?? []).flatMap(({ kind, person, on }) => {
    const who = q.family.people.find((p) => p.ref === person)!;
    const awarded = q.steps.some((s) => s.kind === 'granted' && s.benefit === 'dibao' && s.decidedOn <= on);
    const begins = awarded && receiving(daysLater(lastDay(monthIs(on)), 1));
    const none = kind !== 'poverty-listed' || (!receiving(on) && !begins && isEdge(on) === false);
    return isAlive(who, truth, on) && none ? [{ rule: rules[kind], person, since: on, by: on }] : [];
  });
}

/** 迁出本县: the register has it when the township has written the report down, 15 working days after it was told at the latest. */
function movedAway({ q, dibao }: Scene): ClueDue[] {
  const { move } = q.family;
  const by = move?.told.on && daysLater(move.told.on, 21);
  // 特困 is handed over by itself.
  const draws = (day: PlainDate) => dibao.some((d) => d.paid(monthIs(day)) !== null);
  if (!move || isWithin(q.family, move) || !by || !draws(move.on) || !draws(by)) return [];
  return [{ rule: 'OUT-9', person: null, since: move.on, by }];
}

/** Something happened to a person who receives, after which the household may receive too much. */
function outOfNeed({ q, receives, dibao }: Scene, person: TruePerson): ClueDue[] {
  const found: ClueDue[] = [];
  const add = (rule: string, since: PlainDate, by: PlainDate | null) => {
    if (by && receives(person.ref, since) && receives(person.ref, by)) found.push({ rule, person: person.ref, since, by });
  };
  if (person.death?.told.on && receives(person.ref, person.death.on))
    found.push({ rule: 'OUT-1', person: person.ref, since: person.death.on, by: person.death.told.on });
  for (const spell of person.custody) add('OUT-2', spell.from, earliest(sent(spell), monthly(spell.seenBy)));
  for (const spell of person.incomes) {
    if (
      spell.value.type !== 'wage' ||
      !spell.seenBy ||
      !dibao.some((d) => d.awards.some((a) => monthIs(a.decidedOn) < monthIs(spell.from)))
    )
      continue;
    const picture = presentPicture(q, spell.from);
    const r = reckon(picture, { standards: q.standards, day: spell.from, knownBy: spell.from });
    const by = monthly(spell.seenBy);
    if (!below(r.income, r.limit) && !isCounted(dibao, person.ref, { from: spell.from, by })) add('OUT-3', spell.from, by);
  }
  return found;
}

/** A decision since the job began has a wage of the person in it: nothing new is found. */
const isCounted = (dibao: readonly Dibao[], ref: string, job: { from: PlainDate; by: PlainDate | null }): boolean =>
  dibao.some(({ awards }) =>
    awards.some(
      ({ decidedOn, picture }) =>
        monthIs(decidedOn) >= monthIs(job.from) &&
        decidedOn <= (job.by ?? decidedOn) &&
        picture?.people.some((p) => p.ref === ref && p.year.at(-1)!.wage > 0),
    ),
  );

const presentPicture = (q: Question, day: PlainDate): Picture =>
  pictureOf(q.family, { eyes: truth, judgedOn: day, day, reach: 'present', except: new Set() });

/** Car, house and savings of a household that receives 低保. */
function beyondMeans({ q, dibao }: Scene): ClueDue[] {
  const receives = (day: PlainDate) => dibao[0]!.paid(monthIs(day)) !== null;
  const kinds = [
    { rule: 'OUT-4', spells: [...q.family.cars, ...q.family.houses] as readonly Spell<unknown>[], by: monthly },
    { rule: 'OUT-5', spells: q.family.deposits as readonly Spell<unknown>[], by: quarterly },
  ];
  return kinds.flatMap(({ rule, spells, by }) =>
    spells.flatMap((spell) => {
      const last = by(spell.seenBy);
      if (!last || !receives(spell.from) || !receives(last)) return [];
      const picture = presentPicture(q, spell.from);
      const r = reckon(picture, { standards: q.standards, day: spell.from, knownBy: spell.from });
      return ownsLittle(picture, r, 'dibao') ? [] : [{ rule, person: null, since: spell.from, by: last }];
    }),
  );
}

/** A review is due a year after the last decision at the latest; thirty days more, and it is overdue, which the next monthly comparison says. */
function overdue({ q, dibao }: Scene): ClueDue[] {
  const decided = q.steps.filter(
    (s) => s.benefit === 'dibao' && s.person === null && (s.kind === 'granted' || s.kind === 'reviewed'),
  );
  return decided.flatMap((step, i) => {
    const table = q.standards.on(step.decidedOn, q.family.division, step.decidedOn);
    const due = monthsLater(step.decidedOn, count(table, 'REVIEW-MONTHS-LONG'));
    const by = endOfNextMonth(daysLater(due, count(table, 'WARN-REVIEW-DAYS') + 1));
    const next = decided[i + 1];
    const late = (!next || next.decidedOn > by) && by <= q.until && dibao[0]!.paid(monthIs(by)) !== null;
    return late ? [{ rule: 'OUT-8', person: null, since: due, by }] : [];
  });
}

export function cluesOf(q: Question, dibao: readonly Dibao[], money: Money): ClueDue[] {
  const receives = (ref: string, day: PlainDate): boolean =>
    q.isTekun(ref, monthIs(day)) || dibao.some((d) => d.paid(monthIs(day))?.members.includes(ref));
  const scene: Scene = {
    q,
    dibao,
    receives,
    receiving: (day) => q.family.people.some((p) => receives(p.ref, day)),
    isEdge(day) {
      const reviewed = q.steps.filter((s) => s.benefit === 'edge' && s.kind === 'reviewed' && s.decidedOn <= day).at(-1);
      if (reviewed) {
        const picture = pictureOf(q.family, sittingOf(q, reviewed));
        const r = reckon(picture, { standards: q.standards, day: reviewed.decidedOn, knownBy: reviewed.decidedOn });
        const means = classOf(picture, r);
        // 查出够低保的，认定等新的申请办完再说
        return means === 'dibao' ? null : means === 'edge';
      }
      const refused = q.steps.filter((s) => s.benefit === 'dibao' && s.kind === 'refused' && s.person === null);
      const last = refused.filter((s) => s.decidedOn <= day).at(-1);
      if (!last) return false;
      const { decidedOn, openedOn } = last;
      const at = {
        eyes: eyesAt(q, decidedOn),
        judgedOn: decidedOn,
        day: openedOn,
        reach: 'window' as const,
        except: new Set<string>(),
      };
      const picture = pictureOf(q.family, at);
      const r = reckon(picture, { standards: q.standards, day: decidedOn, knownBy: decidedOn });
      if (classOf(picture, r) === 'edge') return true;
      // 基本生活支出也算刚性支出：收入低的家庭没有别的支出也可能认定
      const spendsMost = below(times(r.table('RIG-RATIO'), r.income), r.limit);
      return spendsMost || q.family.people.some((p) => p.expenses.length > 0) ? null : false;
    },
    isSoleEarner(ref, day) {
      const home = counted(q.family, truth, day, new Set());
      return home.some((p) => p.ref === ref && earns(p, day)) && !home.some((p) => p.ref !== ref && earns(p, day));
    },
  };
  const all = [
    ...q.family.people.flatMap((person) => [...intoNeed(scene, person), ...outOfNeed(scene, person)]),
    ...beyondMeans(scene),
    ...overdue(scene),
    ...noticed(scene),
    ...movedAway(scene),
    ...paidTwice(scene, money),
    ...unseen(scene),
    ...onOneCard(scene, money),
  ];
  return all.filter((clue) => clue.by <= q.until).sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
}
