/** What may be done with a person's file and with that of a household, by whom. The routes allow by the same hands. */
import { isOneOf, officers, type Performer, proxies } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { decisionOffers, type Offer, type Offered, offersTo } from '../offer/index.ts';
import { ok, type Result } from '../result/index.ts';
import { type FormField, formOf } from '../schema/index.ts';
import {
  amendmentKinds,
  type DeathAmendment,
  DeathRegistration,
  type HouseholdView,
  householdRelations,
  idKinds,
  numberFaults,
  type PersonId,
  type PersonSummary,
  type Revealable,
  revealable,
  revocationReasons,
} from './index.ts';
import type { MergedFile, MergeView } from './merges.ts';
import { getPerson, type PersonRow } from './persons.ts';
import { searchPersons } from './search.ts';
import type { UnmergeView } from './unmerges.ts';

/** Who does what with the register of persons and households. */
export const residentHands = {
  apply: proxies,
  register: proxies,
  reveal: officers,
  reportDeath: ['village-worker', 'township-clerk', 'county-clerk'],
  registerDeath: ['township-clerk', 'county-clerk'],
  amendDeath: ['township-clerk', 'county-clerk'],
  decideAmendment: ['township-clerk', 'township-leader', 'county-clerk'],
  changeHead: ['township-clerk'],
  whoLooked: ['auditor', 'audit-admin'],
  proposeMerge: ['township-clerk', 'county-clerk', 'city-clerk'],
  decideMerge: ['township-leader', 'county-clerk', 'county-leader', 'city-clerk', 'city-leader'],
} as const satisfies Record<string, readonly Performer[]>;

const source: FormField = {
  name: 'source',
  type: 'text',
  label: '从哪里得知',
  required: true,
  min: 2,
  max: 100,
  help: '例如：家属来村里说的',
};
const diedOn: FormField = { name: 'diedOn', type: 'date', label: '哪天去世的', required: true, format: 'plain-date' };
const reason: FormField = {
  name: 'reason',
  type: 'choice',
  label: '怎么错的',
  required: true,
  choices: Object.entries(revocationReasons).map(([value, label]) => ({ value, label })),
};
const paper: FormField = {
  name: 'paper',
  type: 'text',
  label: '依据',
  required: true,
  min: 4,
  max: 200,
  help: '例如：7月3日上门见到本人；派出所证明；更正后的死亡证明及编号',
};

function deathOffers({ id, lifeState }: PersonRow, amendment: DeathAmendment | null): Offered[] {
  const dead = lifeState === 'dead';
  const to = `/api/persons/${id}/death`;
  const amend = {
    danger: true,
    by: residentHands.amendDeath,
    when: dead && !amendment,
    to: `${to}/amendment`,
    button: '提出，等另一人确认',
  };
  return [
    {
      action: 'reportDeath',
      zh: '报告去世',
      causes: '报告以后，这个人和家庭的发放先暂停，由乡镇（街道）核实；正式登记以后停发到去世当月为止。',
      button: '报告（发放先暂停）',
      danger: true,
      fields: [diedOn, source],
      by: residentHands.reportDeath,
      when: !dead,
      to,
    },
    {
      action: 'registerDeath',
      zh: '登记死亡',
      causes:
        '凭死亡证明、火化证明、公安注销、医院证明之一，或者两人上门核实登记。本人的待遇发到去世当月为止，有家人的按余下的人重新核算。',
      danger: true,
      fields: formOf(DeathRegistration),
      by: residentHands.registerDeath,
      when: !dead,
      to: `${to}/registration`,
    },
    {
      action: 'withdrawDeath',
      zh: '撤回死亡报告',
      causes: '本人健在，或者报错了人的，撤回以后恢复为在世，因这个报告暂停的款项恢复发放。同一条部门数据再来，不再暂停。',
      button: '撤回，恢复发放',
      danger: true,
      fields: [reason, paper],
      by: residentHands.amendDeath,
      when: lifeState === 'death-reported',
      to: `${to}/withdraw`,
    },
    {
      ...amend,
      action: 'revokeDeath',
      zh: amendmentKinds.revoke,
      causes:
        '由另一人确认后生效：恢复为在世、回到原来的家庭，因去世终止的待遇接着发，少发的月份列入下一批名单或者待确认的补发；已按减少的人口定过金额的家庭，自动开出复核。',
      fields: [reason, paper],
      fixed: { kind: 'revoke' },
    },
    {
      ...amend,
      action: 'correctDeath',
      zh: amendmentKinds.correct,
      causes: '由另一人确认后生效：待遇改为发到正确日期的当月，多发、少发的列为待确认的调整。',
      fields: [{ ...diedOn, label: '正确的去世日期' }, paper],
      fixed: { kind: 'correct' },
    },
  ];
}

/** What may be done with the file of a person as it stands. */
export const personOffers = (
  tx: Tx,
  row: PersonRow,
  open: { amendment: DeathAmendment | null; merge: MergeView | null; unmerge: UnmergeView | null },
): Offer[] =>
  offersTo(tx.actor, [
    ...deathOffers(row, open.amendment),
    {
      action: 'proposeMerge',
      zh: '与另一份档案合并',
      causes:
        '同一个人有两份档案的，由您提出、另一人确认后并成一份：家庭、待遇、办件、账户、证件和授权都跟到保留的一份，从前的编号和证件号码都找到它。合错了的，以后还可以由两人撤销。',
      button: '提出，等另一人确认',
      fieldsAt: `/api/persons/${row.id}/merge-form`,
      by: residentHands.proposeMerge,
      when: open.merge === null && open.unmerge === null,
      to: `/api/persons/${row.id}/merge`,
    },
  ]);

/** What may be answered to a proposed merge; confirmed only once nothing stands against it. */
export const mergeOffers = (tx: Tx, merge: MergeView): Offer[] =>
  offersTo(tx.actor, [
    ...decisionOffers({
      mine: merge.mine,
      by: residentHands.decideMerge,
      to: `/api/merges/${merge.id}/decision`,
      causes: '确认后立即并成一份，请核对两份档案确是同一个人。合错了的可以由两人撤销，但以后新立的办件和待遇要逐件分开。',
      button: '确认，并成一份',
      stays: '两份档案都不变。',
    }).filter(({ action }) => action !== 'confirm' || merge.obstacles.length === 0),
    {
      action: 'withdraw',
      zh: '撤回',
      causes: '不再提出合并，两份档案都不变。',
      by: residentHands.proposeMerge,
      when: merge.mine,
      to: `/api/merges/${merge.id}/withdraw`,
    },
  ]);

/** How a merge may be undone: asked for on the file that remained. */
export const undoOffers = (tx: Tx, merged: MergedFile, open: boolean): Offer[] =>
  offersTo(tx.actor, [
    {
      action: 'proposeUnmerge',
      zh: '撤销合并',
      causes:
        '不是同一个人、合错了的，由您提出、另一人确认后分成两份：合并时搬过来的都搬回去，搬过来的待遇和办件连同以后的记录一起回去；合并以后新立的留在这一份，除非在下面勾选。',
      button: '提出撤销，等另一人确认',
      danger: true,
      fieldsAt: `/api/merges/${merged.mergeId}/unmerge-form`,
      by: residentHands.proposeMerge,
      when: merged.undoable && !open,
      to: `/api/merges/${merged.mergeId}/unmerge`,
    },
  ]);

/** What may be answered to a proposed undoing. */
export const unmergeOffers = (tx: Tx, unmerge: UnmergeView): Offer[] =>
  offersTo(tx.actor, [
    ...decisionOffers({
      mine: unmerge.mine,
      by: residentHands.decideMerge,
      to: `/api/unmerges/${unmerge.id}/decision`,
      causes: '确认后立即分成两份。请先对照档案页上列出的：搬回去的、留下的、要自己核对的。',
      button: '确认，分成两份',
      stays: '仍是一份档案。',
    }).map((offer) => (offer.action === 'confirm' ? { ...offer, zh: '确认撤销' } : offer)),
    {
      action: 'withdraw',
      zh: '撤回',
      causes: '不再提出撤销，仍是一份档案。',
      by: residentHands.proposeMerge,
      when: unmerge.mine,
      to: `/api/unmerges/${unmerge.id}/withdraw`,
    },
  ]);

const label = ({ name, idKind, idNumber, birthDate, divisionName }: PersonSummary): string =>
  `${name}，${idKinds[idKind]} ${idNumber}，${birthDate}生，${divisionName}`;

/** The form of a merge: files of the same name, sex and birth date in the same township are offered (platform rules 4.7), any other one by its number. */
export async function mergeFields(tx: Tx, personId: PersonId): Promise<Result<{ fields: FormField[] }>> {
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  const { id, name, sex, birthDate, division } = person.value;
  const named = await searchPersons(tx, { text: name, division: `${division.slice(0, 9)}000` });
  if (!named.ok) return named;
  const alike = named.value.persons.filter(
    (other) => other.id !== id && other.name === name && other.sex === sex && other.birthDate === birthDate,
  );
  const twoNumbers: readonly FormField[] = person.value.idKind === 'resident-id' ? numberFaultFields : [];
  const ifByNumber = { showIf: { field: 'otherId', in: ['number'] } } as const;
  return ok({
    fields: [
      {
        name: 'otherId',
        type: 'choice',
        label: '另一份档案',
        required: true,
        choices: [
          ...alike.map((other) => ({ value: other.id, label: label(other) })),
          { value: 'number', label: '按证件号码找' },
        ],
        help:
          alike.length > 0
            ? '同一乡镇（街道）里同名、同性别、同一天出生的'
            : '本乡镇（街道）没有同名、同性别、同一天出生的，请按证件号码找',
      },
      {
        name: 'idKind',
        type: 'choice',
        label: '证件类型',
        required: true,
        choices: Object.entries(idKinds).map(([value, zh]) => ({ value, label: zh })),
        ...ifByNumber,
      },
      { name: 'idNumber', type: 'text', label: '证件号码', required: true, min: 4, max: 30, ...ifByNumber },
      {
        name: 'keep',
        type: 'choice',
        label: '保留哪一份',
        required: true,
        choices: [
          { value: 'this', label: '现在打开的这一份' },
          { value: 'other', label: '另一份' },
        ],
        help: '保留有居民身份证号码的一份；都没有的，保留正在领取待遇的一份',
      },
      {
        name: 'paper',
        type: 'text',
        label: '依据',
        required: true,
        min: 4,
        max: 200,
        help: '例如：户口簿；派出所证明；5月6日当面核对本人',
      },
      ...twoNumbers,
    ],
  });
}

/** Asked where the other file may have an identity number, too. */
const numberFaultFields: readonly FormField[] = [
  {
    name: 'numberFault',
    type: 'choice',
    label: '两份都有居民身份证号码的：并掉的号码为什么不用了',
    required: false,
    choices: Object.entries(numberFaults).map(([value, zh]) => ({ value, label: zh })),
    help: '另一份没有居民身份证号码的不用选。并掉的号码留作从前的号码，按它仍找得到这个人',
  },
  {
    name: 'proof',
    type: 'file',
    label: '证明材料的照片',
    required: true,
    paper: 'identity-proof',
    showIf: { field: 'numberFault', in: Object.keys(numberFaults) },
    help: '派出所的证明，或者登记时出错的原始材料',
  },
];

/** What may be answered to a change of the registered death. */
export const amendmentOffers = (tx: Tx, personId: string, amendment: DeathAmendment): Offer[] =>
  offersTo(
    tx.actor,
    decisionOffers({
      mine: amendment.mine,
      by: residentHands.decideAmendment,
      to: `/api/persons/${personId}/death/amendment/decision`,
      causes: `确认后立即生效：${amendmentKinds[amendment.kind]}，相关待遇随之恢复或者调整。`,
      stays: '死亡登记不变，待遇不变。',
    }),
  );

/** The protected values of a file that the actor may see in clear, for a purpose. */
export function revealsOf(tx: Tx, row: PersonRow): Revealable[] {
  const allowed = tx.actor.personId === row.id || isOneOf(tx.actor, residentHands.reveal);
  return allowed ? (Object.keys(revealable) as Revealable[]).filter((field) => row[field] !== null) : [];
}

/** What may be done with a household as it is today. */
export function householdOffers(tx: Tx, { id, headId, version, members }: HouseholdView): Offer[] {
  const choices = members
    .filter((m) => m.personId !== headId && m.person && m.person.lifeState !== 'dead')
    .map((m) => ({ value: m.personId, label: `${m.person!.name}（${householdRelations[m.relation]}）` }));
  return offersTo(tx.actor, [
    {
      action: 'changeHead',
      zh: '变更户主',
      causes: '从这一天起，其他人与户主的关系按新户主换算，换算不出的记为“其他亲属”；以前的记录不变。',
      button: '确定变更',
      fields: [
        { name: 'headId', type: 'choice', label: '新户主', required: true, choices },
        { name: 'on', type: 'date', label: '哪一天变更', required: true, format: 'plain-date' },
        { name: 'source', type: 'text', label: '依据', required: true, min: 2, max: 200, help: '例如：户口簿、公安户籍信息' },
      ],
      initial: { on: tx.today },
      by: residentHands.changeHead,
      when: choices.length > 0,
      to: `/api/households/${id}/head`,
      fixed: { version },
    },
  ]);
}
