/**
 * The true history of a family, and what was told of it to whom when. Data only: `life.ts` makes it from a seed, `replay.ts` acts it out
 * through the platform, `oracle` says from it who was due what, `compare.ts` holds the two against each other.
 *
 * Two clocks run in it. A `Spell` is true from its first to its last day, whatever anybody knows; `told` says when the officers hear of it.
 * What is told may be wrong (`wrongly`) until it is corrected; what is never told may still be seen by a department that is asked (`seenBy`).
 */
import type { Sex } from '../kernel/resident/index.ts';
import type { Fen, PlainDate, YearMonth } from '../kernel/schema/index.ts';

/**
 * The benefits that are compared. `dibao` and the price subsidy that comes with it are one amount for a
 * household, the others one for a person; `temporary-aid` is a sum, which stands
 * in the month in which its first money was decided; a recognition (`edge`, `rigid`) is 1 in the month of its decision.
 */
export const benefits = [
  'dibao',
  'tekun',
  'tekun-care',
  'edge',
  'rigid',
  'disability-living',
  'disability-nursing',
  'temporary-aid',
  'price-subsidy',
] as const;
export type Benefit = (typeof benefits)[number];

/** Who tells: the family or village worker comes by itself; a department sends a row (deaths) or answers when asked. */
export type Teller = 'family' | 'village' | 'department';

export interface Told {
  /** Null: nobody ever tells. */
  readonly on: PlainDate | null;
  readonly by: Teller;
}

/** Something that is so from one day to another, both counted; `to` null: it goes on beyond the end of the simulation. */
export interface Spell<T> {
  readonly value: T;
  readonly from: PlainDate;
  readonly to: PlainDate | null;
  /**
   * When its beginning is told. On or before the day of an application: it stands in the application. Later: it is reported that day.
   */
  readonly told: Told;
  /** When its end is told; null exactly where `to` is null. */
  readonly endTold: Told | null;
  /** What is declared instead, until the day of the correction (null: never corrected). */
  readonly wrongly?: { readonly value: T; readonly until: PlainDate | null };
  /** The day from which a department that is asked sees it; null or left out: no department ever does. */
  readonly seenBy?: PlainDate | null;
}

/** To the person who applies, as the application form asks. */
export type Relation = 'self' | 'spouse' | 'child' | 'parent' | 'grandchild';

/** What somebody does all day. `child`: under 16 or at school. Capacity is what an official would enter. */
export interface Situation {
  readonly employment: 'employed' | 'self-employed' | 'unemployed' | 'retired' | 'child';
  readonly capacity: 'full' | 'partial' | 'none';
  /** Why somebody without work is not expected to work; null: no reason. */
  readonly exempt: 'caring' | 'ill' | 'pregnant-nursing' | 'hard-to-employ' | null;
  readonly student: 'none' | 'school' | 'undergraduate';
}

/** Money a month, the same every month of the spell. `resident-pension` includes the central basic pension. */
export interface Income {
  readonly type:
    | 'wage'
    | 'land-rent'
    | 'rent'
    | 'employee-pension'
    | 'resident-pension'
    | 'regular-gift'
    | 'old-age-allowance'
    | 'unemployment-benefit';
  readonly fen: Fen;
}

/** A disability certificate; `validTo` is printed on it, the spell ends when it is replaced or withdrawn. */
export interface Certificate {
  readonly category: 'sight' | 'hearing' | 'speech' | 'physical' | 'intellectual' | 'mental';
  readonly level: 1 | 2 | 3 | 4;
  readonly issuedOn: PlainDate;
  readonly validTo: PlainDate;
  /** Cannot manage the day without somebody, for six months or more. */
  readonly longTermCare: boolean;
}

/** Own payments of the last twelve months for a recognised serious illness (medical) or disability (rehabilitation). */
export interface Expense {
  readonly class: 'medical' | 'rehabilitation';
  readonly totalFen: Fen;
  readonly reimbursedFen: Fen;
}

export interface TruePerson {
  /** `p0` applies. Never changes within the family. */
  readonly ref: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: PlainDate;
  readonly idNumber: string;
  readonly relation: Relation;
  /** Of a child born during the simulation: when it is told. */
  readonly birthTold: Told | null;
  readonly death: { readonly on: PlainDate; readonly told: Told } | null;
  /** Somebody said that the person had died, and an officer found that it was not so; left out: nobody did. */
  readonly takenForDead?: { readonly on: PlainDate; readonly withdrawnOn: PlainDate };
  /** Lives with the family; ends when the person moves out for good. One spell at a time. */
  readonly together: readonly Spell<true>[];
  /** One after another without gap, from before the simulation (or birth) on. */
  readonly situations: readonly Spell<Situation>[];
  readonly incomes: readonly Spell<Income>[];
  readonly certificates: readonly Spell<Certificate>[];
  /** Recognised by medical insurance. */
  readonly seriousIllness: readonly Spell<true>[];
  readonly expenses: readonly Spell<Expense>[];
  /** In prison or compulsory rehabilitation. */
  readonly custody: readonly Spell<true>[];
  /** How many of the six things (eating, dressing, bed, toilet, walking, bathing) the person cannot do alone. */
  readonly unableTo: readonly Spell<number>[];
  /** Days on which the card was used or a doctor saw the person; left out: never. */
  readonly seen?: readonly PlainDate[];
  /** Other benefits that shut out or compete with the two disability subsidies; left out: none. */
  readonly others?: readonly Spell<OtherBenefit>[];
}

export interface OtherBenefit {
  readonly kind: 'work-injury-care' | 'orphan' | 'unsupported-full' | 'living-type' | 'nursing-type';
  readonly fen: Fen;
}

/** A son or daughter who lives elsewhere and owes support. */
export interface TrueObligor {
  readonly relation: 'child';
  readonly name: string;
  readonly supports: readonly string[];
  readonly mustSupport: number;
  readonly householdSize: number;
  readonly division: string;
  readonly urbanRural: 'urban' | 'rural';
  readonly monthlyIncome: readonly Spell<Fen>[];
}

export interface Farm {
  readonly person: string;
  readonly kind: 'rice' | 'tea' | 'bamboo' | 'pig';
  /** Mu or heads; whole. */
  readonly scale: number;
}

/** The day on which somebody asks for a benefit. `single`: 单人保 for the person alone. */
export interface Ask {
  readonly item: 'dibao' | 'tekun' | 'subsidies';
  readonly on: PlainDate;
  /** Who applies, and for 单人保, 特困 and the subsidies: for whom. */
  readonly person: string;
  readonly single?: 'disability' | 'illness' | 'jobless-severe';
  /** Of `subsidies`: which of the two. */
  readonly kinds?: readonly ('living' | 'nursing')[];
}

/** Bills of the last twelve months that a family brings when it asks for help with them. */
export interface Bill {
  readonly class: 'medical' | 'education' | 'rehabilitation' | 'other';
  readonly totalFen: Fen;
  readonly reimbursedFen: Fen;
}

/** Befalls people somewhere, not always at home, and is reported on its day. Whoever comes sees it as it is. */
export interface Emergency {
  readonly type: 'emergency';
  readonly on: PlainDate;
  readonly person: string;
  readonly cause: 'fire' | 'accident' | 'illness' | 'other';
  readonly tier: 1 | 2 | 3;
  readonly persons: number;
  readonly division: string;
  /** What a conference (一事一议) resolves in all where the limits on repeats refuse; left out: nobody asks for one. */
  readonly resolvedFen?: Fen;
}

/** Bills with which the family asks for help once. */
export interface Burden {
  readonly type: 'expense';
  readonly on: PlainDate;
  readonly person: string;
  readonly cause: 'medical' | 'education' | 'other';
  readonly bills: readonly Bill[];
  /** What a conference (一事一议) resolves in all where the limits on repeats refuse; left out: nobody asks for one. */
  readonly resolvedFen?: Fen;
}

export type Trouble = Emergency | Burden;

/** The registration of the whole family moves: to another county, or to another village of its own. */
export interface Move {
  readonly on: PlainDate;
  readonly division: string;
  readonly urbanRural: 'urban' | 'rural';
  readonly told: Told;
}

/** What another department tells by itself of somebody in need: one row, on its day. */
export interface Signal {
  readonly kind: 'poverty-listed' | 'school-hardship' | 'veteran-hardship';
  readonly person: string;
  readonly on: PlainDate;
}

export interface TrueFamily {
  readonly key: string;
  /** Village or community, 12 digits. */
  readonly division: string;
  readonly urbanRural: 'urban' | 'rural';
  /** What the generator had in mind, for whoever reads a difference: `wage-begins`, `death-late` … */
  readonly story: string;
  readonly people: readonly TruePerson[];
  readonly obligors: readonly TrueObligor[];
  readonly farms: readonly Spell<Farm>[];
  /** Of the whole household, in fen. */
  readonly deposits: readonly Spell<Fen>[];
  readonly houses: readonly Spell<{ readonly areaSqm: number }>[];
  readonly cars: readonly Spell<{ readonly valueFen: Fen }>[];
  /** The card to which `p0` has the money sent, where it is somebody else's. */
  readonly card?: string;
  /** Left out: the family stays where it is. */
  readonly move?: Move;
  /** Left out: none. */
  readonly signals?: readonly Signal[];
  /** In order of day; left out: none. */
  readonly troubles?: readonly Trouble[];
  /** In order of day. */
  readonly asks: readonly Ask[];
}

/** A parameter of the city as published: the oracle reads these, never the platform's table. */
export interface PublishedParameter {
  readonly key: string;
  /** Decimal text, fen or ratio as the city's table has it. */
  readonly value: string;
  /** 12 digits; a county's own row goes before the city's. */
  readonly division: string;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  /** When it became known: later than `validFrom` for a standard that is published late. */
  readonly publishedOn: PlainDate;
}

/** Consumer prices of a month against those a year before, in thousandths, as they are published in the next. */
export interface PriceRise {
  readonly month: YearMonth;
  readonly cpiPermille: number;
  readonly foodPermille: number;
  readonly publishedOn: PlainDate;
}

export interface World {
  readonly seed: number;
  /** First and last day that are played. */
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly parameters: readonly PublishedParameter[];
  /** In order of month. */
  readonly prices: readonly PriceRise[];
  /** One at a time: a city does not fit into memory. */
  families(): Iterable<TrueFamily>;
}

/** What the platform did with a family, as the replay saw it. The oracle checks the consequences, not the officers' speed. */
export interface Step {
  readonly family: string;
  readonly benefit: Benefit;
  /** Null: the household (dibao of the whole family). */
  readonly person: string | null;
  /**
   * `granted`/`refused`: an application was decided. `reviewed`: a review was decided, whatever came of it (also: no change).
   * `ended`/`suspended`/`restored`: by the platform itself, on an event.
   */
  readonly kind: 'granted' | 'refused' | 'reviewed' | 'ended' | 'suspended' | 'restored';
  /** Day of the application, of the report, or of the event. */
  readonly openedOn: PlainDate;
  /** Day on which departments were asked; null: they were not. */
  readonly checkedOn: PlainDate | null;
  readonly decidedOn: PlainDate;
  /** The day whose circumstances were written down (the form, the record of a review); `openedOn` when left out. */
  readonly factsOn?: PlainDate;
  /** Of a review: periodic, change, death, warning, standard. Of an application: reclassified, where a review opened it. Of temporary aid: first-aid, rest, expense. */
  readonly ground?: string;
  /** The platform's reasons, for whoever reads a difference; the oracle does not. */
  readonly said?: string;
}

/** A month of a benefit as somebody (the oracle, the platform) sees it. */
export interface MonthDue {
  readonly benefit: Benefit;
  readonly person: string | null;
  readonly month: YearMonth;
  readonly fen: Fen;
  /** A few words, for whoever reads a difference. */
  readonly why: string;
}

/** A clue that the platform opened: rule of 5.9, about whom, on which day. */
export interface ClueSeen {
  readonly family: string;
  readonly person: string | null;
  readonly rule: string;
  readonly on: PlainDate;
}

/** 本县以内: the first six digits of a division are its county. */
export const isWithin = (family: TrueFamily, move: Move): boolean => move.division.slice(0, 6) === family.division.slice(0, 6);
