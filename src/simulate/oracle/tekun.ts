/** 特困: who is without working capacity, means and capable obligor (5.7), from when to when, with which grade of care. */
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { Certificate, Step, TrueFamily, TruePerson } from '../world.ts';
import { eyesAt, eyesNow, knownBy, type Question } from './dibao.ts';
import { deathOf, type Eyes, heldOn, isSevere, personOf, truth, valueOn } from './eyes.ts';
import { below, firstDay, hasAge, type Month, monthIs, upTo, whole } from './measure.ts';
import { certificateOn, type Picture, pictureOf, type Reach } from './picture.ts';
import { ownsLittle, reckon } from './reckoning.ts';
import { type Standards, tekunStandard } from './standards.ts';

interface Span {
  readonly from: Month;
  readonly to: Month | null;
}

/** The first day on which the person is known to be graded so. */
interface Grade {
  readonly from: Month;
  readonly unable: number;
}

const disabledEnough = ({ category, level }: Certificate): boolean =>
  ((category === 'intellectual' || category === 'mental') && level <= 3) ||
  (category === 'physical' && level <= 2) ||
  (category === 'sight' && level === 1);

interface Sight {
  readonly family: TrueFamily;
  readonly standards: Standards;
  readonly eyes: Eyes;
  readonly day: PlainDate;
  readonly decidedOn: PlainDate;
  readonly knownBy: PlainDate | null;
  readonly reach: Reach;
  readonly receives: boolean;
  receivesTekun(ref: string): boolean;
}

/** 无劳动能力: 60 and over, under 16, or disabled so; under 18, or at school after that, who already receives it stays. */
function cannotWork(person: TruePerson, { eyes, day, decidedOn, receives }: Sight): boolean {
  if (hasAge(person.birthDate, 60, decidedOn) || !hasAge(person.birthDate, 16, decidedOn)) return true;
  if (receives && (!hasAge(person.birthDate, 18, decidedOn) || valueOn(person.situations, eyes, day)?.student === 'school'))
    return true;
  const certificate = certificateOn(person, eyes, day);
  return certificate !== undefined && disabledEnough(certificate);
}

/** Money that the test does not see: 失业保险 is social insurance (43号 6); 基础养老金 and 高龄津贴 are left out by the reckoning itself. */
const withoutInsurance = (person: TruePerson): TruePerson => ({
  ...person,
  incomes: person.incomes.filter((spell) => spell.value.type !== 'unemployment-benefit'),
});

/** A member of the own household who would have to support: spouse, grown children, parents of a minor. */
function kinAtHome(family: TrueFamily, person: TruePerson): TruePerson[] {
  const owes: Record<string, readonly string[]> = {
    self: ['spouse', 'child', 'parent'],
    spouse: ['self', 'child'],
    child: ['self', 'spouse'],
    parent: ['self'],
    grandchild: ['child'],
  };
  return family.people.filter((p) => p.ref !== person.ref && owes[person.relation]!.includes(p.relation));
}

function isCapable(sight: Sight, kin: TruePerson, picture: Picture): boolean {
  const { eyes, day, standards, decidedOn } = sight;
  if (kin.birthDate > day || (deathOf(kin, eyes) ?? '9') <= day || sight.receivesTekun(kin.ref)) return false;
  if (!hasAge(kin.birthDate, 18, decidedOn) || heldOn(kin.custody, eyes, day).length > 0) return false;
  if (heldOn(kin.together, eyes, day).length === 0) return true;
  const own = reckon(pictureOf(sight.family, { eyes, judgedOn: decidedOn, day, reach: 'present', except: new Set() }, kin.ref), {
    standards,
    day: decidedOn,
    knownBy: sight.knownBy,
  });
  const poor =
    below(own.income, own.table(picture.urbanRural === 'urban' ? 'PCDI-U' : 'PCDI-R')) && ownsLittle(picture, own, 'edge');
  const certificate = certificateOn(kin, eyes, day);
  return !(poor && (hasAge(kin.birthDate, 70, decidedOn) || (certificate !== undefined && isSevere(certificate))));
}

/** All three conditions on a day. */
export function isTekunCase(sight: Sight, ref: string): boolean {
  const { family, eyes, day, standards } = sight;
  const person = personOf(family, ref);
  if (!cannotWork(person, sight)) return false;
  const seen = { ...family, people: family.people.map((p) => (p.ref === ref ? withoutInsurance(p) : p)) };
  const picture = pictureOf(seen, { eyes, judgedOn: sight.decidedOn, day, reach: sight.reach, except: new Set() }, ref);
  if (picture.people.length === 0) return false;
  const own = reckon({ ...picture, support: [] }, { standards, day: sight.decidedOn, knownBy: sight.knownBy });
  if (!below(own.income, own.limit) || !ownsLittle(picture, own, 'dibao')) return false;
  if (family.obligors.some((o) => o.supports.includes(ref))) return false;
  return !kinAtHome(family, person).some((kin) => isCapable(sight, kin, picture));
}

const gradeOf = (unable: number): 1 | 2 | 3 => (unable === 0 ? 1 : unable <= 3 ? 2 : 3);
const gradeNames = { 1: '全自理', 2: '半护理', 3: '全护理' } as const;

/** The assessor sees the person, not what was told of him. */
const unableOn = (person: TruePerson, day: PlainDate): number => valueOn(person.unableTo, truth, day) ?? 0;

export interface TekunMonth {
  readonly base: number;
  readonly care: number;
  readonly why: string;
}

export interface Tekun {
  readonly ref: string;
  covers(month: Month): boolean;
  paid(month: Month): TekunMonth | null;
}

type Asked = Omit<Question, 'isTekun'>;

function spansOf(q: Asked, steps: readonly Step[], ref: string, others: (ref: string, month: Month) => boolean): Span[] {
  const spans: { from: Month; to: Month | null }[] = [];
  for (const step of steps) {
    if (step.kind !== 'granted' && step.kind !== 'refused' && step.kind !== 'reviewed') continue;
    const next = monthIs(step.decidedOn) + 1;
    const running = spans.find((s) => s.to === null);
    const review = step.kind === 'reviewed';
    if (review !== (running !== undefined)) continue;
    const question = { ...q, isTekun: () => false };
    const fits = isTekunCase(
      {
        family: q.family,
        standards: q.standards,
        eyes: eyesAt(question, step.decidedOn),
        day: step.factsOn ?? step.openedOn,
        decidedOn: step.decidedOn,
        knownBy: knownBy(question, step.decidedOn),
        reach: review ? 'present' : 'window',
        receives: review,
        receivesTekun: (kin) => others(kin, next),
      },
      ref,
    );
    if (running && !fits) running.to = next - 1;
    if (!running && fits) spans.push({ from: next, to: null });
  }
  return spans;
}

/** The first assessment counts from the first month, a later one from the month after it. */
function gradesOf(q: Asked, spans: readonly Span[], ref: string): Grade[] {
  const person = personOf(q.family, ref);
  const assessed = q.steps.filter((s) => s.benefit === 'tekun-care' && s.person === ref);
  return assessed.map((step, i) => ({
    from: i === 0 ? Math.min(spans[0]?.from ?? 0, monthIs(step.decidedOn) + 1) : monthIs(step.decidedOn) + 1,
    unable: unableOn(person, step.decidedOn),
  }));
}

/** Everybody in the family for whom 特困 was decided; those first decided do not count as obligors of the later ones. */
export function tekunOf(q: Asked): Tekun[] {
  const steps = q.steps.filter((s) => s.benefit === 'tekun' && s.person !== null);
  const refs = [...new Set(steps.map((s) => s.person!))];
  const done: Tekun[] = [];
  for (const ref of refs) {
    const spans = spansOf(
      q,
      steps.filter((s) => s.person === ref),
      ref,
      (kin, month) => done.some((t) => t.ref === kin && t.covers(month)),
    );
    const grades = gradesOf(q, spans, ref);
    const question = { ...q, isTekun: () => false };
    const death = deathOf(personOf(q.family, ref), eyesNow(question));
    const covers = (month: Month): boolean =>
      spans.some((s) => s.from <= month && (s.to === null || month <= s.to)) && (death === null || month <= monthIs(death));
    done.push({
      ref,
      covers,
      paid(month) {
        if (!covers(month)) return null;
        const table = q.standards.on(firstDay(month), q.family.division, knownBy(question, q.until));
        const base = upTo(tekunStandard(table, q.family.urbanRural), whole(1));
        const grade = grades.filter((g) => g.from <= month).at(-1);
        if (!grade) return { base, care: 0, why: '未评估' };
        const class_ = gradeOf(grade.unable);
        return { base, care: upTo(table(`TK-CARE-${class_}`), whole(1)), why: gradeNames[class_] };
      },
    });
  }
  return done;
}
