/** Who comes to a family and who leaves it: a child is born, somebody marries in, moves out, goes to prison and comes back; and the whole family moves. */
import { ageOn, plusDays } from '../kernel/calendar/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { type Happening, type Occasion, tell, wageOf } from './occasion.ts';
import {
  addIncome,
  changeSituation,
  type DraftPerson,
  isAdult,
  makePerson,
  type NewPersonDraft,
  situations,
  stopWork,
} from './people.ts';
import { earlier, later } from './place.ts';
import type { Relation, Situation, Told } from './world.ts';

const of = (at: Occasion, relation: Relation): DraftPerson | undefined =>
  at.family.people.find((p) => p.relation === relation && !p.death);

interface Joining {
  readonly relation: Relation;
  readonly birth: NewPersonDraft['birth'];
  readonly sex?: NewPersonDraft['sex'];
  readonly surname?: string;
  readonly situation: Situation;
  readonly told: Told;
}

/** Somebody who is of the family from the day on, and whom nobody there knew of before. */
function joins(at: Occasion, { told, situation, ...given }: Joining): DraftPerson {
  const made = makePerson(
    at.random,
    { today: at.plan.from, county: at.county, numbers: at.numbers },
    { ...given, situation, ref: `p${at.family.people.length}` },
  );
  made.together = [{ value: true, from: at.on, to: null, told, endTold: null }];
  made.situations = made.situations.map((spell) => ({ ...spell, told }));
  at.family.people.push(made);
  return made;
}

const leaves = (person: DraftPerson, on: PlainDate, told: Told): void => {
  person.together = person.together.map((spell) =>
    spell.to === null ? { ...spell, to: plusDays(on, -1), endTold: told } : spell,
  );
};

/** Old enough to have a child of this family, and not too old. */
const MOTHER = { from: 20, to: 45 } as const;

const yuans = (fen: number): number => Math.round(fen / 100) * 100;

export const membership: Record<'birth' | 'wedding' | 'leaving' | 'custody' | 'move', Happening> = {
  birth: (at) => {
    const [one, other] = [of(at, 'self'), of(at, 'spouse')];
    const mother = [one, other].find((p) => p?.sex === 'female');
    const age = mother ? ageOn(mother.birthDate, at.on) : 0;
    if (!one || !other || age < MOTHER.from || age > MOTHER.to) return null;
    const { told, how } = tell(at, at.on, 88);
    const surname = (one.sex === 'male' ? one : other).name.slice(0, 1);
    joins(at, { relation: 'child', birth: at.on, surname, situation: situations.toddler, told }).birthTold = told;
    return how;
  },
  wedding: (at) => {
    const one = of(at, 'self');
    if (!one || at.family.people.some((p) => p.relation === 'spouse')) return null;
    const age = ageOn(one.birthDate, at.plan.from);
    const { told, how } = tell(at, at.on, 75);
    const works = age < 55 && at.random.chance(0.5);
    const situation = works ? situations.working : age < 58 ? situations.hardToEmploy : situations.old;
    const sex = one.sex === 'male' ? 'female' : 'male';
    const other = joins(at, { relation: 'spouse', birth: [Math.max(22, age - 4), Math.max(22, age - 1)], sex, situation, told });
    if (works) {
      addIncome(other, { type: 'wage', fen: yuans(at.standardFen * (at.random.between(6, 34) / 10)) });
      other.incomes = other.incomes.map((spell) => ({ ...spell, told }));
    }
    return `${works ? 'works' : 'without work'}, ${how}`;
  },
  leaving: (at) => {
    const minors = at.family.people.some((p) => !isAdult(p, at.on));
    const grown = at.family.people.find((p) => p.relation === 'child' && isAdult(p, at.plan.from));
    const who = grown ?? (minors ? undefined : of(at, 'spouse'));
    // Whoever asked for 单人保 holds a file of his own, and nobody is moved out of that.
    if (!who || at.family.asks.some((ask) => ask.single && ask.person === who.ref)) return null;
    const { told, how } = tell(at, at.on, 75);
    leaves(who, at.on, told);
    return `${who.ref}, ${how}`;
  },
  custody: (at) => {
    const who = at.family.people.find((p) => isAdult(p, at.on) && ageOn(p.birthDate, at.on) < 60 && p.certificates.length === 0);
    if (!who || who.seriousIllness.length > 0) return null;
    const { told, how } = tell(at, at.monthBegins, 75);
    const by: Told = how === 'soon' && at.random.chance(0.5) ? { ...told, by: 'department' } : told;
    if (wageOf(who)) stopWork(who, at.monthBegins, by, situations.idle);
    else changeSituation(who, situations.idle, at.monthBegins, by);
    const home = plusDays(at.monthBegins, at.random.between(100, 250));
    const back = home < plusDays(at.last, -15) && by.on !== null;
    const backTold: Told = { on: plusDays(home, at.random.between(1, 10)), by: 'family' };
    who.custody = [
      { value: true, from: at.monthBegins, to: back ? plusDays(home, -1) : null, told: by, endTold: back ? backTold : null },
    ];
    if (back) changeSituation(who, situations.hardToEmploy, home, backTold);
    return `${who.ref}, ${how}${by.by === 'department' ? ' by the prison' : ''}${back ? ', comes back' : ''}`;
  },
  move: (at) => {
    // Whatever was asked for here has been decided.
    const settled = at.family.asks
      .map((ask) => plusDays(ask.on, 45))
      .sort()
      .at(-1)!;
    const on = later(settled, at.on);
    const within = at.random.chance(0.4);
    const elsewhere = at.plan.villages.filter(
      (v) => v.persons > 0 && v.code !== at.family.division && (v.code.slice(0, 6) === at.county) === within,
    );
    const late = at.random.chance(0.3);
    const heard = plusDays(on, late ? at.random.between(30, 75) : at.random.between(0, 8));
    // Told when the list of the month is with the bank.
    const told = `${heard.slice(0, 8)}${at.random.between(12, 27)}` as PlainDate;
    if (elsewhere.length === 0 || told >= at.last) return null;
    const to = at.random.pick(elsewhere);
    at.family.move = {
      on: earlier(on, told),
      division: to.code,
      urbanRural: to.urban ? 'urban' : 'rural',
      told: { on: told, by: 'family' },
    };
    return `${within ? 'within the county, ' : ''}${late ? 'late' : 'soon'}`;
  },
};
