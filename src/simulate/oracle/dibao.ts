/**
 * 低保 as a row of awards: each begins in a month, the last to have begun decides. A household, and each 单人保, has its own row.
 * Decisions are made again here from what could be known on their day; only their days are taken from the platform.
 */
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import { type Ask, isWithin, type Step, type TrueFamily } from '../world.ts';
import { deathOf, type Eyes, heldOn, personOf, truth, valueOn } from './eyes.ts';
import { below, firstDay, hasAge, type Month, monthIs, monthsLater, times, upTo, whole } from './measure.ts';
import { certificateOn, type Picture, pictureOf, type Sitting, type Support } from './picture.ts';
import { amountIn, classOf, ownsLittle, reckon } from './reckoning.ts';
import { count, type Standards } from './standards.ts';

export interface Award {
  readonly decidedOn: PlainDate;
  readonly from: Month;
  /** Last month; null: until something follows. */
  readonly to: Month | null;
  /** Null: ended. */
  readonly picture: Picture | null;
  /** 渐退: this and nothing else until `to`. */
  readonly frozen: Fen | null;
}

/** Everything that one question to the oracle is asked with. */
export interface Question {
  readonly family: TrueFamily;
  readonly steps: readonly Step[];
  readonly standards: Standards;
  readonly asKnown: boolean;
  /** The last day that counts as past. */
  readonly until: PlainDate;
  /** Months of 特困 of a person. */
  isTekun(ref: string, month: Month): boolean;
}

/** Sees what could be known on the day of a decision. */
export function eyesAt({ asKnown, steps }: Question, day: PlainDate): Eyes {
  if (!asKnown) return truth;
  const checks = steps.filter((s) => s.checkedOn && s.decidedOn <= day).map((s) => s.checkedOn!);
  return { knownBy: day, checkedOn: checks.sort().at(-1) ?? null };
}
/** Sees what is known in the end. */
export const eyesNow = (q: Question): Eyes => eyesAt(q, q.until);

export const knownBy = (q: Question, day: PlainDate): PlainDate | null => (q.asKnown ? day : null);

const tekunIn = (q: Question, month: Month): Set<string> =>
  new Set(q.family.people.map((p) => p.ref).filter((ref) => q.isTekun(ref, month)));

/** What the family told after the record of a review was written is for the next one. */
function eyesOf(q: Question, step: Step): Eyes {
  const eyes = eyesAt(q, step.decidedOn);
  return { ...eyes, knownBy: eyes.knownBy && (step.factsOn ?? eyes.knownBy), deathsBy: step.decidedOn };
}

/** Ground of an application that a review opened. */
export const RECLASSIFIED = 'reclassified';

export const sittingOf = (q: Question, step: Step): Sitting => ({
  eyes: eyesOf(q, step),
  judgedOn: step.decidedOn,
  day: step.factsOn ?? step.openedOn,
  // An application that a review opened says what the review found.
  reach: step.kind === 'reviewed' || step.ground === RECLASSIFIED ? 'present' : 'window',
  except: tekunIn(q, monthIs(step.decidedOn) + 1),
});

/** Whose money 低保 is: the household's, or one member's. */
interface Claim {
  draw(sitting: Sitting): Picture;
  /** May have it at all, the income apart. */
  may(picture: Picture, sitting: Sitting, decidedOn: PlainDate): boolean;
  /** Goes on although it may not: the whole family is under the standard and asks as one (83号). */
  waits(sitting: Sitting, decidedOn: PlainDate): boolean;
}

const household = (q: Question): Claim => ({
  draw: (sitting) => pictureOf(q.family, sitting),
  may: () => true,
  waits: () => false,
});

/** 60 and over, and brothers and sisters, need not support (5.3). */
const OLD_SUPPORTER = 60;
function supportersOf(family: TrueFamily, ref: string): string[] {
  const relation = personOf(family, ref).relation;
  const all = family.people.filter((p) => p.ref !== ref);
  const kin: Record<string, readonly string[]> = {
    self: ['spouse', 'child', 'parent'],
    spouse: ['self', 'child'],
    child: ['self', 'spouse'],
    parent: ['self'],
    grandchild: ['child'],
  };
  return all.filter((p) => kin[relation]!.includes(p.relation)).map((p) => p.ref);
}

/** What the members who live with the person could give: as an obligor outside would, by what they have on the day. */
function supportAtHome(q: Question, whole_: Picture, ref: string): Support[] {
  const kin = new Set(supportersOf(q.family, ref));
  const others = whole_.people.filter((p) => p.ref !== ref);
  const able = others.filter((p) => kin.has(p.ref) && !hasAge(p.birthDate, OLD_SUPPORTER, whole_.judgedOn));
  const monthly = able.reduce((total, { year }) => total + year.at(-1)!.wage + year.at(-1)!.other + year.at(-1)!.pension, 0);
  if (monthly === 0) return [];
  const { division, urbanRural } = whole_;
  return [{ person: ref, monthly, size: others.length, mustSupport: 1, division, urbanRural }];
}

function single(q: Question, ref: string): Claim {
  const ground = (day: PlainDate): Ask['single'] =>
    q.family.asks.filter((a) => a.single && a.person === ref && a.on <= day).at(-1)?.single;
  /** The family under the standard: he is all of it, or there are others. */
  const poor = (sitting: Sitting, day: PlainDate): 'alone' | 'together' | null => {
    const all = pictureOf(q.family, sitting);
    const light = { standards: q.standards, day, knownBy: knownBy(q, day) };
    if (classOf(all, reckon(all, light)) !== 'dibao') return null;
    return all.people.every((p) => p.ref === ref) ? 'alone' : 'together';
  };
  return {
    waits: (sitting, decidedOn) => poor(sitting, decidedOn) === 'together',
    draw(sitting) {
      const all = pictureOf(q.family, sitting);
      if (poor(sitting, sitting.judgedOn) === 'alone') return all;
      const own = pictureOf(q.family, sitting, ref);
      const light = { standards: q.standards, day: sitting.judgedOn, knownBy: knownBy(q, sitting.judgedOn) };
      // 低保边缘家庭的义务人不计供养费 (5.4)
      const atHome = classOf(all, reckon(all, light)) === null ? supportAtHome(q, all, ref) : [];
      return { ...own, support: [...own.support, ...atHome] };
    },
    may(_, sitting, decidedOn) {
      if (poor(sitting, decidedOn) === 'alone') return true;
      const person = personOf(q.family, ref);
      const { eyes, day } = sitting;
      const certificate = certificateOn(person, eyes, day);
      const all = pictureOf(q.family, sitting);
      const r = reckon(all, { standards: q.standards, day: decidedOn, knownBy: knownBy(q, decidedOn) });
      const edge = classOf(all, r) === 'edge';
      const { level, category } = certificate ?? { level: 9, category: '' };
      const mind = category === 'intellectual' || category === 'mental';
      switch (ground(day)) {
        case 'disability':
          return edge && (level <= 2 || (level === 3 && mind));
        case 'illness':
          return edge && heldOn(person.seriousIllness, eyes, day).length > 0;
        case 'jobless-severe':
          return (
            !below(r.income, r.limit) && // 全家收入低于标准的，全家申请
            level <= 2 &&
            hasAge(person.birthDate, 18, decidedOn) &&
            valueOn(person.situations, eyes, day)?.employment === 'unemployed'
          );
        default:
          return false;
      }
    },
  };
}

const inForce = (awards: readonly Award[], month: Month): Award | undefined => {
  const last = awards.filter((a) => a.from <= month).at(-1);
  return last?.picture && (last.to === null || month <= last.to) ? last : undefined;
};

/** Who has died before the month begins, or receives 特困 in it. */
function gone(q: Question, picture: Picture, month: Month, eyes: Eyes): Set<string> {
  const dead = picture.people.filter(({ ref }) => {
    const death = deathOf(personOf(q.family, ref), eyes);
    return death !== null && monthIs(death) < month;
  });
  return new Set([...dead.map((p) => p.ref), ...picture.people.map((p) => p.ref).filter((ref) => q.isTekun(ref, month))]);
}

export interface Paid {
  readonly fen: Fen;
  readonly why: string;
  /** Who lives on it. */
  readonly members: readonly string[];
  /** Whose standard it is decided by. */
  readonly place: Pick<Picture, 'division' | 'urbanRural'>;
}

/** What an award comes to in a month, by what is known by a day. A death lowers the amount by itself and never raises it. */
function paidIn(q: Question, award: Award, month: Month, by: PlainDate): Paid | null {
  const picture = award.picture!;
  const eyes = eyesAt(q, by);
  const light = { standards: q.standards, knownBy: knownBy(q, by) };
  const without = gone(q, picture, month, eyes);
  const members = picture.people.map((p) => p.ref).filter((ref) => !without.has(ref));
  if (members.length === 0) return null;
  const common = { members, place: picture };
  if (award.frozen !== null) return { fen: award.frozen, why: '渐退期', ...common };
  const before = amountIn(picture, month, light);
  if (without.size === 0) return before.fen > 0 ? { ...before, ...common } : null;
  // Fewer people may own too much together: then nothing is due from the month after the death (5.14).
  const own = ownsLittle(picture, reckon(picture, { ...light, day: firstDay(month) }, without), 'dibao');
  const after = own ? amountIn(picture, month, light, without) : { ...before, fen: 0 };
  const now = after.fen < before.fen ? after : before;
  return now.fen > 0 ? { ...now, why: `${now.why}（有成员去世或转特困）`, ...common } : null;
}

/** The picture if everybody worked and earned as when the award was made. */
function withWagesOf(old: Picture, picture: Picture): Picture {
  const thenOf = (ref: string) => old.people.find((p) => p.ref === ref)?.year.at(-1);
  const people = picture.people.map((person) => {
    const then = thenOf(person.ref);
    // Who joined since brought no wage to the award.
    const { wage, idle } = then ?? { wage: 0, idle: null };
    return { ...person, year: person.year.map((now) => ({ ...now, wage, idle })) };
  });
  return { ...picture, people };
}

/** More than the limit only because somebody went to work or earns more, and less than twice the standard (5.8). */
function mayFadeOut(q: Question, awards: readonly Award[], old: Award, picture: Picture, decidedOn: PlainDate): boolean {
  const light = { standards: q.standards, day: decidedOn, knownBy: knownBy(q, decidedOn) };
  const r = reckon(picture, light);
  const asBefore = reckon(withWagesOf(old.picture!, picture), light);
  const once = count(r.table, 'GRAD-ONCE-MONTHS');
  const recent = awards.some((a) => a.frozen !== null && monthsLater(a.decidedOn, once) > decidedOn);
  return (
    !recent &&
    r.people.length > 0 &&
    !below(r.income, r.limit) &&
    below(asBefore.income, asBefore.limit) &&
    below(r.income, times(r.limit, r.table('GRAD-CEIL'))) &&
    ownsLittle(picture, r, 'dibao')
  );
}

/** Reviews that settle the amount anew, however little it changes: only inside the period between them must a change be marked. */
const SETTLING: readonly (string | undefined)[] = ['periodic', 'age', 'standard', 'move'];

/** The amount changed by so much, or the number of people at all. */
function isMarked(q: Question, old: Award, picture: Picture, step: Step): boolean {
  if (SETTLING.includes(step.ground)) return true;
  const month = monthIs(step.decidedOn) + 1;
  const light = { standards: q.standards, knownBy: knownBy(q, step.decidedOn) };
  const [a, b] = [amountIn(old.picture!, month, light), amountIn(picture, month, light)];
  if (a.people !== b.people) return true;
  const percent = count(q.standards.on(step.decidedOn, picture.division, light.knownBy), 'REVIEW-MARKED-PERCENT');
  return Math.abs(b.fen - a.fen) * 100 >= a.fen * percent;
}

function afterReview(q: Question, awards: readonly Award[], step: Step, picture: Picture, eligible: boolean): Award | null {
  const { decidedOn } = step;
  const next = monthIs(decidedOn) + 1;
  const fading = inForce(awards, next - 1);
  // In its last month a fading award is still there to be restored, from the month after (5.8).
  const old = inForce(awards, next) ?? (eligible && fading && fading.frozen !== null ? fading : null);
  if (!old) return null;
  const begins = { decidedOn, from: next, to: null, frozen: null };
  if (eligible) return old.frozen !== null || isMarked(q, old, picture, step) ? { ...begins, picture } : null;
  if (old.frozen !== null) return null; // 渐退期走完为止
  if (!mayFadeOut(q, awards, old, picture, decidedOn)) return { ...begins, picture: null };
  const table = q.standards.on(decidedOn, picture.division, knownBy(q, decidedOn));
  // 上月刚确认、尚未发过的，按首月应发的额
  const last = paidIn(q, old, Math.max(old.from, monthIs(decidedOn)), q.until);
  if (!last) return { ...begins, picture: null };
  const frozen = upTo(times(table('GRAD-PAY'), whole(last.fen)), table('ROUND'));
  return { ...begins, picture, frozen, to: next + count(table, 'GRAD-MONTHS') - 1 };
}

/**
 * 户籍迁移 (4.6): the old county up to and including the month of the move, the new one goes on by its own standard, with the circumstances as they
 * were decided. What the old county had paid before anybody told stays paid. Within a county nothing ends: a review decides where another standard holds.
 */
function afterMove(q: Question, awards: readonly Award[]): Award | null {
  const { move } = q.family;
  const known = q.asKnown ? move?.told.on : move?.on;
  if (!move || !known || known > q.until || isWithin(q.family, move)) return null;
  const from = Math.max(monthIs(move.on), monthIs(known)) + 1;
  const old = inForce(awards, from);
  if (!old) return null;
  const { division, urbanRural } = move;
  return { decidedOn: known, from, to: old.to, picture: { ...old.picture!, division, urbanRural }, frozen: old.frozen };
}

/** What the household's own row means for a single one. */
interface Beside {
  excluded(month: Month): boolean;
  /** Awards of the household in which the person is taken in: the single one is over. */
  readonly takenIn: readonly Award[];
}
const nothingBeside: Beside = { excluded: () => false, takenIn: [] };

function awardsOf(q: Question, claim: Claim, steps: readonly Step[], { excluded, takenIn }: Beside): Award[] {
  const awards: Award[] = [];
  const ends = takenIn.map((a): Award => ({ decidedOn: a.decidedOn, from: a.from, to: null, picture: null, frozen: null }));
  const takenInBy = (day: PlainDate): void => {
    while (ends[0] && ends[0].decidedOn <= day) awards.push(ends.shift()!);
  };
  let moved = false;
  const moveBy = (day: PlainDate): void => {
    const known = q.asKnown ? q.family.move?.told.on : q.family.move?.on;
    if (moved || !known || known > day) return;
    moved = true;
    const after = afterMove(q, awards);
    if (after) awards.push(after);
  };
  for (const step of steps) {
    moveBy(step.decidedOn);
    takenInBy(step.decidedOn);
    const next = monthIs(step.decidedOn) + 1;
    const application = step.kind === 'granted' || step.kind === 'refused';
    if (!application && step.kind !== 'reviewed') continue;
    if (application && inForce(awards, next)) continue;
    const sitting = sittingOf(q, step);
    const picture = claim.draw(sitting);
    const light = { standards: q.standards, day: step.decidedOn, knownBy: knownBy(q, step.decidedOn) };
    const eligible = classOf(picture, reckon(picture, light)) === 'dibao' && claim.may(picture, sitting, step.decidedOn);
    if (!application) {
      if (!eligible && claim.waits(sitting, step.decidedOn)) continue;
      const after = afterReview(q, awards, step, picture, eligible);
      if (after) awards.push(after);
    } else if (eligible && !excluded(next)) {
      awards.push({ decidedOn: step.decidedOn, from: next, to: null, picture, frozen: null });
    }
  }
  moveBy(q.until);
  takenInBy(q.until);
  return awards;
}

export interface Dibao {
  /** Null: of the household; else of the person's 单人保. */
  readonly person: string | null;
  readonly awards: readonly Award[];
  paid(month: Month): Paid | null;
}

/** The rows of a family: its own first, then those of single members, who have none in a month of the family's. */
export function dibaoOf(q: Question): Dibao[] {
  const steps = q.steps.filter((s) => s.benefit === 'dibao');
  const row = (person: string | null, awards: readonly Award[], excluded: (month: Month) => boolean): Dibao => {
    const known = new Map<Month, Paid | null>();
    const reckoned = (month: Month): Paid | null => {
      const award = excluded(month) ? undefined : inForce(awards, month);
      return award ? paidIn(q, award, month, q.until) : null;
    };
    return {
      person,
      awards,
      paid(month) {
        const paid = known.has(month) ? known.get(month)! : reckoned(month);
        known.set(month, paid);
        return paid;
      },
    };
  };
  const never = () => false;
  const own = row(
    null,
    awardsOf(
      q,
      household(q),
      steps.filter((s) => s.person === null),
      nothingBeside,
    ),
    never,
  );
  const inHousehold = (month: Month) => own.paid(month) !== null;
  const refs = [...new Set(steps.map((s) => s.person).filter((ref) => ref !== null))];
  const singles = refs.map((ref) =>
    row(
      ref,
      awardsOf(
        q,
        single(q, ref),
        steps.filter((s) => s.person === ref),
        { excluded: inHousehold, takenIn: own.awards.filter((a) => a.picture?.people.some((p) => p.ref === ref)) },
      ),
      inHousehold,
    ),
  );
  return [own, ...singles];
}
