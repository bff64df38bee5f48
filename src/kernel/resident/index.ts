/**
 * 居民与家庭: shapes and words of persons, households and what is known about them. One person, one file (一人一档).
 * Pure: runs in the browser as well as in the server.
 */
import { z } from 'zod';
import {
  choice,
  Division,
  type DivisionCode,
  formats,
  type Id,
  Mobile,
  type PlainDate,
  PlainDateText,
  residentIdFacts,
  residentIdProblem,
} from '../schema/index.ts';

import './errors.ts';

export type PersonId = Id<'Person'>;
export type HouseholdId = Id<'Household'>;

export const sexes = { male: '男', female: '女' } as const;
export type Sex = keyof typeof sexes;

/** Why an identity number on file is used no longer, when a merge gives it up. */
export const numberFaults = {
  wrong: '登记时录错了',
  corrected: '公安机关更正过（重号、错号）',
  cancelled: '重复落户，公安机关已经注销',
} as const;
export type NumberFault = keyof typeof numberFaults;

export const idKinds = {
  'resident-id': '居民身份证',
  'travel-permit': '港澳台居民来往内地通行证',
  passport: '护照',
  temporary: '无证临时号',
} as const;
export type IdKind = keyof typeof idKinds;

/** 疑似死亡 holds a payment and stops nothing; only a confirmed death ends rights (platform 4.7). */
export const lifeStates = { alive: '在世', 'death-reported': '疑似死亡', dead: '已去世' } as const;
export type LifeState = keyof typeof lifeStates;

export const urbanRurals = { urban: '城市', rural: '农村' } as const;
export type UrbanRural = keyof typeof urbanRurals;

/** What a member is to the head of the household. */
export const householdRelations = {
  head: '户主',
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  'parent-in-law': '公婆或岳父母',
  grandparent: '祖父母或外祖父母',
  grandchild: '孙子女或外孙子女',
  'child-spouse': '儿媳或女婿',
  sibling: '兄弟姐妹',
  other: '其他亲属',
} as const;
export type HouseholdRelation = keyof typeof householdRelations;

export { relationSeenFrom } from './kin.ts';

/** What the other is to the person: used for 回避. */
export const relationshipKinds = {
  spouse: '配偶',
  parent: '父母',
  child: '子女',
  sibling: '兄弟姐妹',
  guardian: '监护人',
} as const;
export type RelationshipKind = keyof typeof relationshipKinds;
/** What `relatedTo` may answer beside the recorded kinds. */
export const relatedKinds = { ...relationshipKinds, ward: '被监护人', household: '共同生活' } as const;
export type RelatedKind = keyof typeof relatedKinds;

export const lifeEventKinds = {
  birth: '出生',
  'death-reported': '疑似死亡报告',
  death: '死亡',
  'death-revoked': '死亡报告或者登记撤销',
  'death-corrected': '死亡日期更正',
  move: '迁移',
  marriage: '结婚',
  divorce: '离婚',
} as const;
export type LifeEventKind = keyof typeof lifeEventKinds;

/** What a death is registered by (platform 4.7): a paper with its number, or what two surveyors found on the spot. */
export const deathProofs = {
  'medical-certificate': '死亡证明',
  cremation: '火化证明',
  police: '公安注销',
  hospital: '医院证明',
  visit: '两人上门核实',
} as const;
export type DeathProof = keyof typeof deathProofs;

const surveyor = z.string().trim().max(20, '姓名不超过20个字').default('');
const ifVisited = { showIf: { field: 'proof', in: ['visit'] }, requiredIfShown: true } as const;

/** 登记死亡. */
export const DeathRegistration = z
  .strictObject({
    diedOn: PlainDateText.meta({ label: '哪天去世的', widget: 'date' }),
    proof: choice(deathProofs).meta({ label: '凭什么登记' }),
    number: z
      .string()
      .trim()
      .max(40, '编号不超过40个字')
      .default('')
      .meta({
        label: '证明编号',
        help: '证明上的编号；公安注销填注销证明的编号或者注销日期',
        showIf: { field: 'proof', in: ['medical-certificate', 'cremation', 'police', 'hospital'] },
        requiredIfShown: true,
      }),
    visitedOn: PlainDateText.optional().meta({ label: '哪天上门的', widget: 'date', ...ifVisited }),
    first: surveyor.meta({ label: '上门的人', ...ifVisited }),
    second: surveyor.meta({ label: '一同上门的另一人', ...ifVisited }),
  })
  .superRefine((given, { addIssue }) => {
    const missing = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
    if (given.proof !== 'visit') {
      if (given.number.length < 2) missing('number', '请填写证明编号');
      return;
    }
    if (!given.visitedOn) missing('visitedOn', '请填写上门日期');
    else if (given.visitedOn < given.diedOn) missing('visitedOn', '上门日期早于去世日期');
    if (given.first.length < 2) missing('first', '请填写姓名');
    if (given.second.length < 2) missing('second', '须两人上门，请填写另一人');
    else if (given.second === given.first) missing('second', '两人不能是同一人');
  });
export type DeathRegistration = z.infer<typeof DeathRegistration>;

/** Why a death that was reported or registered was none. */
export const revocationReasons = {
  'wrong-person': '认错了人：姓名、号码对上的是另一个人',
  'wrong-record': '登记有误：本人健在',
} as const;
export type RevocationReason = keyof typeof revocationReasons;
export const amendmentKinds = { revoke: '撤销死亡登记', correct: '更正死亡日期' } as const;
export type AmendmentKind = keyof typeof amendmentKinds;

/** A change of a registered death that waits for a second person. */
export interface DeathAmendment {
  readonly id: string;
  readonly kind: AmendmentKind;
  readonly reason: RevocationReason | 'wrong-date';
  readonly paper: string;
  readonly oldDiedOn: PlainDate;
  readonly newDiedOn: PlainDate | null;
  readonly proposedAt: string;
  readonly proposedName: string;
  /** Whoever reads it proposed it: another one confirms. */
  readonly mine: boolean;
}

/** Facts with two clocks. `protect`: the value is encrypted wherever it is stored. */
export const factKinds = {
  life: { zh: '生存状态', protect: false },
  residence: { zh: '户籍所在地', protect: false },
  phone: { zh: '手机号码', protect: true },
  address: { zh: '详细地址', protect: true },
  'home-point': { zh: '住处位置', protect: true },
  communication: { zh: '沟通需要', protect: true },
  'family-members': { zh: '共同生活的家庭成员', protect: true },
  'declared-income': { zh: '申报收入', protect: true },
  'verified-income': { zh: '核实收入', protect: true },
  'declared-asset': { zh: '申报财产', protect: true },
  'verified-asset': { zh: '核实财产', protect: true },
  certificate: { zh: '证件证明', protect: true },
  'disability-certificate': { zh: '残疾人证', protect: true },
  'capacity-level': { zh: '老年人能力等级', protect: true },
  'living-status': { zh: '居住状况', protect: false },
  'emergency-contacts': { zh: '紧急联系人', protect: true },
  'low-income-status': { zh: '低收入家庭认定', protect: true },
  'concentrated-support': { zh: '集中供养', protect: true },
  'visit-risk': { zh: '探访情况', protect: true },
  'hospital-stay': { zh: '住院', protect: true },
} as const;
export type FactKind = keyof typeof factKinds;
export interface FactSubject {
  readonly kind: 'person' | 'household';
  readonly id: string;
}

/** 沟通需要. A sign-language interpreter, papers in large print, somebody who reads aloud, an officer who comes. */
export const communicationNeeds = {
  sign: '手语翻译',
  'large-print': '大字材料',
  'read-out': '把材料念给我听',
  'at-home': '上门办理',
} as const;
export type CommunicationNeed = keyof typeof communicationNeeds;

/** The question of an application. */
export const CommunicationNeeds = z.array(choice(communicationNeeds)).max(4).default([]).meta({
  label: '沟通需要',
  help: '有需要的勾上，工作人员上门、约谈以前会安排好；没有就不用勾',
  protect: true,
  choices: communicationNeeds,
});
export const communicationText = (needs: readonly CommunicationNeed[]): string =>
  needs.map((need) => communicationNeeds[need]).join('、');

/** As a case shows it beside the telephone; no row where nothing was asked for (older forms had no such question). */
export const communicationRows = (needs: readonly CommunicationNeed[] | undefined): { label: string; value: string }[] =>
  needs && needs.length > 0 ? [{ label: '沟通需要', value: communicationText(needs) }] : [];

const name = z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '姓名' });

/** A new person. For a resident identity card, birth date and sex are read from the number and may be left out. */
export const NewPerson = z.strictObject({
  name,
  idKind: choice(idKinds).default('resident-id').meta({ label: '证件类型', choices: idKinds }),
  idNumber: z.string().trim().min(4, '证件号码过短').max(30, '证件号码过长').meta({ label: '证件号码', protect: true }),
  sex: choice(sexes).optional().meta({ label: '性别', choices: sexes }),
  birthDate: PlainDateText.optional().meta({ label: '出生日期', widget: 'date' }),
  ethnicity: z.string().max(20).default('汉族').meta({ label: '民族' }),
  phone: Mobile.optional().meta({ label: '手机号码', protect: true }),
  division: Division.meta({ label: '常住地', widget: 'division' }),
  registeredDivision: Division.optional().meta({ label: '户籍地', help: '与常住地相同时不用填', widget: 'division' }),
  address: z.string().trim().max(100).optional().meta({ label: '详细地址', protect: true }),
});
export type NewPerson = z.input<typeof NewPerson>;

export const Contact = z.strictObject({
  phone: Mobile.optional().meta({ label: '手机号码', protect: true }),
  address: z.string().trim().max(100).optional().meta({ label: '详细地址', protect: true }),
});
export type Contact = z.infer<typeof Contact>;

/** The clear fields that somebody with a purpose may see. */
export const revealable = { idNumber: '证件号码', phone: '手机号码', address: '详细地址' } as const;
export type Revealable = keyof typeof revealable;

/** A person as staff in scope see one: full name, the rest masked. */
export interface PersonView {
  id: PersonId;
  name: string;
  sex: Sex;
  birthDate: PlainDate;
  ethnicity: string;
  idKind: IdKind;
  /** 421***********0012 */
  idNumber: string;
  /** 138****5678; null when none is known. */
  phone: string | null;
  hasAddress: boolean;
  division: DivisionCode;
  divisionName: string;
  registeredDivision: DivisionCode;
  registeredDivisionName: string;
  lifeState: LifeState;
  diedOn: PlainDate | null;
  version: number;
}

/** A line of a list: enough to tell two persons of one name apart. */
export type PersonSummary = Omit<PersonView, 'phone' | 'hasAddress' | 'ethnicity' | 'registeredDivisionName'>;

export interface HouseholdMemberView {
  personId: PersonId;
  relation: HouseholdRelation;
  validFrom: PlainDate;
  validTo: PlainDate | null;
  /** Null when the actor may not see that person: a resident sees relatives by relation only. */
  person: Pick<PersonView, 'name' | 'sex' | 'birthDate' | 'lifeState' | 'division'> | null;
}

export interface HouseholdView {
  id: HouseholdId;
  /** County code and sequence, never changed. */
  code: string;
  division: DivisionCode;
  divisionName: string;
  urbanRural: UrbanRural;
  headId: PersonId;
  version: number;
  members: HouseholdMemberView[];
}

/** 代办: what an application begins with. What is not registered is null. */
export interface ApplicantFilled extends Record<Revealable, string | null> {
  readonly name: string;
  readonly division: DivisionCode;
}

/** The applicant's household, without the applicant. */
export interface FamilyFilled {
  readonly members: readonly {
    readonly name: string;
    /** Null where the person has no resident identity card; masked for a resident, in full for an officer who applies for the family. */
    readonly idNumber: string | null;
    /** To the applicant. */
    readonly relation: Exclude<HouseholdRelation, 'head'>;
    /** Said where the number does not show it. */
    readonly minor?: true;
  }[];
  /** Members of the household whom the actor may not see. */
  readonly unseen: number;
}

/** Valid on a day, as known at an instant (ISO; now when left out). */
export interface AsOf {
  readonly validOn: PlainDate;
  readonly knownAt?: string;
}

/** Why a document number cannot be one; null when it is right. Only the resident identity card has a check digit. */
export function idNumberProblem(kind: IdKind, number: string): string | null {
  if (kind === 'resident-id') return residentIdProblem(number);
  return /^[0-9A-Za-z-]{4,30}$/.test(number) ? null : `${idKinds[kind]}号码只能是字母和数字，请核对`;
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A number with its check digit (GB 11643), for made-up people: county code, birth date, 0–999 (odd is male). */
export function makeIdNumber(county: string, birthDate: PlainDate, order: number): string {
  const body = `${county}${birthDate.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}

/** One spelling for one document: digests of x and X must agree. */
export const normaliseIdNumber = (number: string): string => number.trim().toUpperCase();

export interface Particulars {
  sex: Sex;
  birthDate: PlainDate;
}

/** Sex and birth date as the card states them; for other documents as given, null when they are not. */
export function particularsOf(person: {
  idKind: IdKind;
  idNumber: string;
  sex?: Sex;
  birthDate?: PlainDate;
}): Particulars | null {
  if (person.idKind === 'resident-id') return residentIdFacts(person.idNumber);
  return person.sex && person.birthDate && formats['plain-date'](person.birthDate) === null
    ? { sex: person.sex, birthDate: person.birthDate }
    : null;
}
