/** 特困人员丧葬补助 (SA-15): whoever bore the cost of the funeral of a person in 特困 is given the base of so many months, once for a dead person. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longDate, monthAfter } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  type Clause,
  type Decision,
  fenValue,
  formatValue,
  outcomeOf,
  type Parameters,
  roundFen,
  textValue,
  times,
  withParameters,
  yuan,
} from '../../../kernel/policy/index.ts';
import { maskAccount, maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { findByIdNumber, type PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { BankAccount, Division, FenAmount, FileRef, Mobile, type PlainDate, ResidentId } from '../../../kernel/schema/index.ts';
import { defineOneOff } from '../one-off/index.ts';
import { baseKey } from './rules.ts';
import { findProfile, type Profile } from './store.ts';

const FuneralApplication = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.meta({ label: '手机号码', protect: true, help: '办理进度会发短信到这个号码' }),
      relation: z.string().trim().min(1, '请填写关系').max(30).meta({ label: '与去世的特困人员是什么关系' }),
    })
    .meta({ label: '承担丧葬费用的人' }),
  deceased: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true }),
      division: Division.meta({ label: '生前户籍所在村（社区）', widget: 'division' }),
    })
    .meta({ label: '去世的特困人员' }),
  costFen: FenAmount.meta({ label: '实际花了多少钱' }),
  account: z
    .strictObject({
      bank: z.string().trim().min(2, '请填写开户银行').max(40).meta({ label: '开户银行' }),
      number: BankAccount.meta({ label: '社会保障卡（一卡通）账号', protect: true }),
    })
    .meta({ label: '收款账户', help: '户名须是承担费用的人本人' }),
  papers: z.array(FileRef).min(1, '请上传费用票据').max(20).meta({ label: '火化证明、费用票据照片', paper: 'support' }),
  promise: z.literal(true, '请阅读并同意承诺').meta({ label: '丧葬费用由本人承担，以上内容属实' }),
});
type FuneralApplication = z.infer<typeof FuneralApplication>;

const steps = [
  { title: '您和去世的特困人员', help: '谁承担了丧葬费用', fields: ['applicant', 'deceased'] },
  { title: '费用和收款账户', help: '补助是定额，发一次', fields: ['costFen', 'account', 'papers'] },
  { title: '承诺', help: '看过就可以提交', fields: ['promise'] },
] as const;

/** Null: not known, as in the decisions that refused before this was kept. */
interface FuneralFacts {
  readonly division: string;
  readonly urbanRural: 'urban' | 'rural';
  readonly diedOn: PlainDate | null;
  readonly costFen: number;
}

const BASIS = '民发〔2021〕43号；国发〔2016〕14号第三部分';

/** The base of the day of death times TK-FUNERAL. */
export function determineFuneral(facts: FuneralFacts, parameters: Parameters, on: PlainDate): Result<Decision, 'PARAM_MISSING'> {
  const { division, urbanRural, diedOn, costFen } = facts;
  const clause = (name: string, value: Clause['value'], note?: string): Clause => ({
    name,
    verdict: value ? 'met' : 'unknown',
    value,
    limit: null,
    basis: BASIS,
    ...(note ? { note } : {}),
  });
  const clauses = [
    clause('去世时享受特困人员救助供养', diedOn && textValue(diedOn)),
    clause('申请人承担了丧葬费用', fenValue(costFen), '补助为定额，与实际花费无关'),
    clause('没有领过丧葬补助', textValue('没有')),
  ];
  return withParameters({ parameters, division, date: diedOn ?? on }, (read) => {
    const base = read.fen(baseKey(urbanRural));
    const factor = read.ref('TK-FUNERAL').value;
    const fen = roundFen(times(factor, base));
    return {
      programme: 'tekun-funeral',
      rule: { name: 'tekun-funeral', version: '2026-07' },
      asOf: on,
      outcome: outcomeOf(clauses),
      clauses,
      amountFen: diedOn && fen,
      effectiveMonth: diedOn && monthAfter(on),
      breakdown: [{ label: '丧葬补助', formula: `基本生活标准${yuan(base)}×${factor}个月`, fen }],
      parameters: read.used(),
    };
  });
}

interface Deceased {
  readonly personId: PersonId;
  readonly diedOn: PlainDate;
  readonly profile: Profile;
}

/** The dead person's registered death and support, and that nobody has been paid yet. */
async function deceasedOf(tx: Tx, { deceased: { name, idNumber } }: FuneralApplication): Promise<Result<Deceased>> {
  const person = await findByIdNumber(tx, idNumber);
  const profile = person && (await findProfile(tx, person.id));
  if (!person || !profile) return fail('TEKUN_NOT_FOUND', { name });
  if (person.lifeState !== 'dead' || !person.diedOn || profile.endReason !== 'died') return fail('DECEASED_NOT_DEAD', { name });
  if (await tx.maybe(sql`select 1 as paid from tekun_funeral where deceased_person_id = ${person.id}`))
    return fail('FUNERAL_PAID', { name });
  return ok({ personId: person.id, diedOn: person.diedOn, profile });
}

defineOneOff<FuneralApplication, FuneralFacts>({
  key: 'tekun-funeral',
  zh: '特困人员丧葬补助',
  short: '丧葬补助',
  money: '特困丧葬补助',
  word: '特困葬',
  basis: BASIS,
  accepts: '去世的特困人员和死亡登记',
  checks: '去世的情况和由谁承担了丧葬费用',
  limits: {
    supplement: 'TEKUN-LIMIT-SUPPLEMENT',
    check: 'TEKUN-FUNERAL-LIMIT-CHECK',
    total: 'TEKUN-FUNERAL-LIMIT-TOTAL',
  },
  standards: {
    'TK-FUNERAL': '特困丧葬补助（月标准的倍数）',
    'TEKUN-FUNERAL-LIMIT-CHECK': '特困丧葬补助时限：乡镇核实',
    'TEKUN-FUNERAL-LIMIT-TOTAL': '特困丧葬补助时限：全部手续',
  },
  form: FuneralApplication,
  steps,
  place: { of: (form) => form.deceased.division, path: 'deceased.division' },
  async facts(tx, _kase, form) {
    const deceased = await deceasedOf(tx, form);
    if (!deceased.ok) return deceased;
    const { diedOn, profile } = deceased.value;
    return ok({ division: profile.division, urbanRural: profile.urbanRural, diedOn, costFen: form.costFen });
  },
  rules: [{ name: 'tekun-funeral', version: '2026-07', decide: determineFuneral }],
  opinion: '经核实，丧葬费用由申请人承担，票据齐全，请审批。',
  letter: {
    because: ({ deceased }, { diedOn }) =>
      `特困人员${deceased.name}于${diedOn ? longDate(diedOn) : ''}去世，丧葬事宜由您办理并承担费用。`,
    asked: ({ deceased }) => `特困人员${deceased.name}的`,
  },
  shown: ({ applicant, deceased, costFen, account }) => [
    { label: '承担费用的人', value: `${applicant.name} ${maskIdNumber(applicant.idNumber)}` },
    { label: '手机', value: maskPhone(applicant.phone) },
    { label: '关系', value: applicant.relation },
    { label: '去世的特困人员', value: `${deceased.name} ${maskIdNumber(deceased.idNumber)}` },
    { label: '实际花费', value: formatValue(fenValue(costFen)) },
    { label: '收款账户', value: `${account.bank} ${maskAccount(account.number)}` },
  ],
  async accepted(tx, kase, form) {
    const deceased = await deceasedOf(tx, form);
    if (!deceased.ok) return deceased;
    await tx.run(sql`insert into case_person (case_id, person_id, role, division)
      values (${kase.id}, ${deceased.value.personId}, 'deceased', ${kase.division}) on conflict (case_id, person_id) do nothing`);
    return ok(null);
  },
  async granted(tx, kase, { form, entitlementId, amountFen }) {
    const deceased = await deceasedOf(tx, form);
    if (!deceased.ok) return deceased;
    const { personId, profile } = deceased.value;
    // 同一人两边同时申领：数据库只让一边记下。
    const written =
      await tx.run(sql`insert into tekun_funeral (deceased_person_id, profile_id, case_id, division, bearer_person_id, entitlement_id, amount_fen, granted_on)
      values (${personId}, ${profile.id}, ${kase.id}, ${kase.division}, ${kase.applicantPersonId}, ${entitlementId}, ${amountFen}, ${tx.today}) on conflict do nothing`);
    return written === 0 ? fail('FUNERAL_PAID', { name: form.deceased.name }) : ok(null);
  },
});
