/**
 * A named household of the demonstration: who they are, what they declare, what the departments know, and how far their application
 * has come when the demonstration begins. Data only; `path.ts` says who does what in which order, `seed.ts` does it with the real actions.
 */
import type { AnswerItemInput } from '../../../kernel/exchange/index.ts';
import { makeIdNumber } from '../../../kernel/resident/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { DibaoState } from '../dibao/flow.ts';
import type { AssistanceApplication } from '../family/application.ts';
import { disabilityTypes, studentStages } from '../family/terms.ts';
import type { VerificationSource } from '../verification/sources.ts';
import { type Place, places } from './places.ts';

type Form = AssistanceApplication;
type Applicant = Form['applicant'];
type Member = Form['members'][number];

export interface StoryPerson {
  /** As the form points at members: `self`, `m1` …; `agent` files for the family and does not live with it. */
  readonly ref: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly place: Place;
}

export interface Story {
  readonly key: string;
  /** One line for the sign-in list. */
  readonly title: string;
  readonly place: Place;
  readonly persons: readonly StoryPerson[];
  /** Without the signatures: `consents` names the members who sign. */
  readonly form: Omit<Form, 'consents'> & { readonly signers: readonly string[] };
  /** What a department says of a member; of everybody else it finds nothing out of the ordinary. */
  readonly departments: readonly {
    readonly source: VerificationSource;
    readonly ref: string;
    readonly items: readonly AnswerItemInput[];
  }[];
  /** What the rule must come to, once the check is done. Null: never decided. */
  readonly expect: {
    /** Of 低保. */
    readonly outcome: 'eligible' | 'not-eligible';
    readonly amountFen: Fen;
    /** What the same application ends as when it is not 低保. */
    readonly recognised?: 'edge' | 'rigid';
  } | null;
  /** Where the demonstration finds the case; null: the family has not applied yet. */
  readonly rest: DibaoState | null;
  /** Day of application when `rest` is not null. */
  readonly appliedOn: PlainDate | null;
  /** What this story asks of an action beside the usual input. */
  readonly inputs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The department that is down while the check runs. */
  readonly down?: VerificationSource;
}

const YUAN = 100;
export const yuan = (amount: number): Fen => Math.round(amount * YUAN);

/** Numbers of the stories end in 9xx, which the population does not reach on any one birthday of a county: room for 49 of each sex. */
const given = new Map<string, number>();
function idNumberOf(birth: PlainDate, sex: '男' | '女', county: string): string {
  const key = `${county} ${birth} ${sex}`;
  // The last digit of the order is odd for men.
  const sequence = (given.get(key) ?? (sex === '男' ? 899 : 900)) + 2;
  if (sequence > 999) throw new Error(`too many people of stories are born on ${birth}`);
  given.set(key, sequence);
  return makeIdNumber(county, birth, sequence);
}
let telephone = 13_972_800_000;

type Situation = Pick<
  Member,
  'student' | 'employment' | 'workCapacity' | 'exemptReason' | 'disability' | 'disabilityLevel' | 'seriousIllness'
>;
const working: Situation = {
  student: 'none',
  employment: 'employed',
  workCapacity: 'full',
  exemptReason: 'none',
  disability: 'none',
  seriousIllness: false,
};

/** How somebody lives, in the words of a village worker. */
export const lives = {
  上班: working,
  务农: { ...working, employment: 'self-employed' },
  照护家人: { ...working, employment: 'unemployed', exemptReason: 'caring' },
  患病在家: { ...working, employment: 'unemployed', workCapacity: 'partial', exemptReason: 'ill' },
  退休: { ...working, employment: 'retired' },
  年老: { ...working, employment: 'unemployed', workCapacity: 'none' },
  上学: { ...working, employment: 'child', workCapacity: 'none', student: 'school' },
  幼儿: { ...working, employment: 'child', workCapacity: 'none' },
  重残: { ...working, employment: 'unemployed', workCapacity: 'none', disability: 'physical', disabilityLevel: '1' },
} as const satisfies Record<string, Situation>;

export interface Relative {
  name: string;
  sex: '男' | '女';
  birth: PlainDate;
  relation?: Member['relation'];
  lives: Situation;
  livesTogether?: boolean;
}

/** What a family needs to say; everything else is empty. */
export interface Family {
  key: string;
  title: string;
  place: Place;
  urbanRural: Applicant['urbanRural'];
  address: string;
  /** The applicant first. */
  people: readonly [Relative, ...Relative[]];
  /** Files for the family. */
  agent?: Omit<Relative, 'lives'>;
  incomes?: Form['incomes'];
  farms?: Form['farms'];
  deposits?: Form['deposits'];
  houses?: Form['houses'];
  expenses?: Form['expenses'];
  obligors?: Form['obligors'];
  staffRelative?: Form['staffRelative'];
  accountHolder?: string;
  /** The bank of the account; 咸宁农村商业银行 when left out. */
  bank?: string;
  departments?: Story['departments'];
  expect: Story['expect'];
  rest?: DibaoState;
  appliedOn?: PlainDate;
  inputs?: Story['inputs'];
  down?: VerificationSource;
}

const ADULT_YEARS = 18;
const DEMONSTRATION_YEAR = 2026;
const isChild = (birth: PlainDate): boolean => DEMONSTRATION_YEAR - Number(birth.slice(0, 4)) < ADULT_YEARS;

/** What a family declares is what the departments know, where the story says nothing else. */
function knownOf(family: Family): Story['departments'] {
  const lines: { source: VerificationSource; ref: string; item: AnswerItemInput }[] = [];
  const knows = (source: VerificationSource, ref: string, item: AnswerItemInput) => lines.push({ source, ref, item });
  for (const { member, type, amountFen, per } of family.incomes ?? []) {
    if (per !== 'month') continue;
    if (type === 'wage') knows('tax', member, { kind: 'wage', text: '工资薪金所得', amountFen });
    if (type === 'employee-pension' || type === 'resident-pension')
      knows('social-insurance', member, { kind: type, text: '养老金发放', amountFen });
  }
  for (const { member, areaSqm } of family.houses ?? [])
    knows('real-estate', member, { kind: 'house', text: '住宅', quantity: areaSqm });
  for (const { member, kind, valueFen } of family.deposits ?? [])
    if (kind === 'deposit') knows('bank-deposits', member, { kind, text: '存款余额', amountFen: valueFen });
  for (const bill of family.expenses ?? [])
    if (bill.class === 'medical')
      knows('medical-insurance', bill.member, { kind: 'self-paid', amountFen: bill.totalFen - bill.reimbursedFen });
  for (const [i, { lives: life }] of family.people.entries()) {
    const ref = i === 0 ? 'self' : `m${i}`;
    if (life.student !== 'none') knows('education', ref, { kind: 'enrolment', text: studentStages[life.student] });
    if (life.disability !== 'none' && life.disabilityLevel)
      knows('disability-certificate', ref, {
        kind: 'certificate',
        text: `${disabilityTypes[life.disability]}${life.disabilityLevel}级`,
        quantity: life.disabilityLevel,
      });
  }
  const keys = [...new Set(lines.map((line) => `${line.source} ${line.ref}`))];
  return keys.map((key) => {
    const own = lines.filter((line) => `${line.source} ${line.ref}` === key);
    return { source: own[0]!.source, ref: own[0]!.ref, items: own.map((line) => line.item) };
  });
}

export function story(family: Family): Story {
  const county = places[family.place].slice(0, 6);
  const persons = family.people.map(
    (p, i): StoryPerson => ({
      ref: i === 0 ? 'self' : `m${i}`,
      name: p.name,
      idNumber: idNumberOf(p.birth, p.sex, county),
      phone: String(telephone++),
      place: family.place,
    }),
  );
  const self = persons[0]!;
  const { agent } = family;
  if (agent)
    persons.push({
      ref: 'agent',
      name: agent.name,
      idNumber: idNumberOf(agent.birth, agent.sex, county),
      phone: String(telephone++),
      place: family.place,
    });
  return {
    key: family.key,
    title: family.title,
    place: family.place,
    persons,
    form: {
      applyAs: 'family',
      applicant: {
        name: self.name,
        idNumber: self.idNumber,
        phone: self.phone,
        division: places[family.place],
        address: family.address,
        urbanRural: family.urbanRural,
        ...family.people[0].lives,
        communication: [],
      },
      members: family.people.slice(1).map((p, i) => ({
        name: p.name,
        idNumber: persons[i + 1]!.idNumber,
        relation: p.relation ?? 'other',
        livesTogether: p.livesTogether ?? true,
        status: 'none',
        ...p.lives,
      })),
      incomes: family.incomes ?? [],
      farms: family.farms ?? [],
      deposits: family.deposits ?? [],
      houses: family.houses ?? [],
      vehicles: [],
      firms: [],
      expenses: family.expenses ?? [],
      obligors: family.obligors ?? [],
      staffRelative: family.staffRelative ?? { is: false, name: '', relation: '' },
      account: {
        bank: family.bank ?? '咸宁农村商业银行',
        number: `62177${self.idNumber.slice(6, 17)}`,
        holder: family.accountHolder ?? self.name,
      },
      papers: [],
      promise: true,
      signers: persons.filter((p, i) => p.ref !== 'agent' && !isChild(family.people[i]!.birth)).map((p) => p.ref),
    },
    departments: family.departments
      ? [
          ...knownOf(family).filter((k) => !family.departments!.some((d) => d.source === k.source && d.ref === k.ref)),
          ...family.departments,
        ]
      : knownOf(family),
    expect: family.expect,
    rest: family.rest ?? null,
    appliedOn: family.appliedOn ?? null,
    ...(family.inputs ? { inputs: family.inputs } : {}),
    ...(family.down ? { down: family.down } : {}),
  };
}

export const monthly = (member: string, type: Form['incomes'][number]['type'], amount: number): Form['incomes'][number] => ({
  member,
  type,
  amountFen: yuan(amount),
  per: 'month',
});

/** The form as it is sent, with a signature file for each signer. */
export const filled = ({ form: { signers, ...form } }: Story, signatures: Readonly<Record<string, string>>): Form => ({
  ...form,
  consents: signers.map((member) => ({ member, signature: signatures[member]! })),
});
