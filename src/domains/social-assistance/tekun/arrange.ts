/** 落实供养: at home by an agreement with whoever cares, or in an institution. Care is paid to nobody before (4.3). */
import { z } from 'zod';
import { longDate, longMonth, monthAfter, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import {
  type AccountOwner,
  grantEntitlement,
  payeesOf,
  recordPayee,
  recordPayoutAccount,
  setPayee,
} from '../../../kernel/payment/server.ts';
import { factsAsOf, findOrRegister } from '../../../kernel/resident/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  BankAccount,
  choice,
  FileRef,
  type FormField,
  formOf,
  type Id,
  Mobile,
  PlainDateText,
  ResidentId,
  type YearMonth,
} from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { countyOf } from '../family/places.ts';
import { dueOf, tellOthers } from './award.ts';
import { issueAgreement } from './letters.ts';
import {
  assessmentDecision,
  endAgreement,
  openWish,
  type Profile,
  replaceAgreement,
  settleWish,
  setWaitingReason,
  updateProfile,
} from './store.ts';
import { waitingReasons } from './terms.ts';

const Day = PlainDateText.meta({ widget: 'date', format: 'plain-date' });

/** The month from which the money goes to whom is now arranged: the first month of the benefit, later the month after. */
const arrangedFrom = (tx: Tx, profile: Profile): YearMonth =>
  profile.state === 'supported' ? monthAfter(tx.today) : profile.fromMonth;

/** Care is granted once somebody is there who gives it; later its payee changes. Returns the entitlement. */
async function payCareTo(
  tx: Tx,
  profile: Profile,
  of: { to: AccountOwner; fromMonth: YearMonth; reason: string },
): Promise<Result<string>> {
  const to = of.to.personId ? { personId: of.to.personId } : { payeeId: of.to.payeeId! };
  let id = profile.careEntitlementId;
  if (!id) {
    const { careFen, parameters, care } = await dueOf(tx, profile, profile.fromMonth);
    const granted = await grantEntitlement(tx, {
      programme: 'tekun-care',
      exclusiveGroups: ['tekun-care'],
      householdId: null,
      personId: profile.personId,
      division: profile.division,
      memberIds: [profile.personId],
      fromMonth: profile.fromMonth,
      amountFen: careFen!,
      breakdown: [],
      decisionId: await assessmentDecision(tx, profile.id),
      parameterIds: parameters.map((p) => p.rowId),
      facts: { division: profile.division, urbanRural: profile.urbanRural, care },
    });
    if (!granted.ok) return granted;
    id = granted.value.id;
  }
  await setPayee(tx, { entitlementId: id, fromMonth: of.fromMonth, to, reason: of.reason });
  return ok(id);
}

const Account = {
  bank: z.string().trim().min(2, '请填写开户银行').max(40),
  number: BankAccount,
};

export const HomeInput = z.strictObject({
  carer: choice({ person: '个人（亲友、邻居）', provider: '照料服务单位' }).meta({ label: '由谁照料' }),
  name: z.string().trim().min(2, '请填写姓名或者单位名称').max(60).meta({ label: '姓名或者单位名称' }),
  idNumber: ResidentId.optional().meta({
    label: '照料人身份证号码',
    protect: true,
    showIf: { field: 'carer', in: ['person'] },
    requiredIfShown: true,
  }),
  relation: z
    .string()
    .trim()
    .min(1, '请填写关系')
    .max(30)
    .meta({ label: '与特困人员的关系', help: '邻居、侄子、签约的服务单位等' }),
  phone: Mobile.meta({ label: '联系电话', protect: true }),
  duties: z.string().trim().min(10, '请写明照料内容（至少10个字）').max(1000).meta({ label: '照料内容', widget: 'textarea' }),
  bank: Account.bank.meta({ label: '收款开户银行' }),
  number: Account.number.meta({ label: '收款账号', protect: true }),
  signedOn: Day.meta({ label: '签订日期' }),
  signature: FileRef.meta({ label: '照料人签名', widget: 'signature', paper: 'agreement-signature' }),
  waitingReason: choice(waitingReasons)
    .optional()
    .meta({ label: '愿意入住机构而没有入住的原因', help: '没有登记入住意愿的不用选' }),
});

export const homeInitial = async (tx: Tx) => ({
  carer: 'person',
  signedOn: tx.today,
  duties: '料理日常起居和饮食，打扫卫生，陪同看病取药，夜间照看，有情况及时告知村（社区）。',
});

/** Where a wish for an institution is not met, the reason is put down (R23). */
export async function arrangeAtHome(
  tx: Tx,
  kase: Case,
  profile: Profile,
  given: z.infer<typeof HomeInput>,
): Promise<Result<{ opinion: string }>> {
  const wish = await openWish(tx, profile.id);
  const waits = wish?.wish === 'institution';
  const problems: FieldProblem[] = [];
  if (waits && !given.waitingReason)
    problems.push({ path: 'waitingReason', message: '已登记入住机构的意愿，请写明没有入住的原因' });
  if (given.carer === 'person' && !given.idNumber) problems.push({ path: 'idNumber', message: '请填写照料人身份证号码' });
  if (given.signedOn > tx.today) problems.push({ path: 'signedOn', message: '签订日期不能晚于今天' });
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  let to: AccountOwner;
  if (given.carer === 'person') {
    const caregiver = await findOrRegister(tx, { name: given.name, idNumber: given.idNumber!, division: kase.division });
    if (!caregiver.ok) return caregiver;
    if (caregiver.value === profile.personId)
      return fail('CAREGIVER_SELF', {}, [{ path: 'idNumber', message: '这是特困人员本人的号码' }]);
    to = { personId: caregiver.value };
  } else {
    to = { payeeId: await recordPayee(tx, { division: officeDivision(tx, kase), kind: 'provider', name: given.name }) };
  }
  const bound = await bindFiles(tx, [given.signature], { caseId: kase.id, personId: profile.personId, division: kase.division });
  if (!bound.ok) return bound;
  const account = await recordPayoutAccount(tx, {
    ...to,
    division: kase.division,
    bank: given.bank,
    number: given.number,
    holder: given.name,
  });
  if (!account.ok) return account;
  const fromMonth = arrangedFrom(tx, profile);
  const careId = await payCareTo(tx, profile, { to, fromMonth, reason: '照料服务协议' });
  if (!careId.ok) return careId;
  if (profile.mode === 'institution')
    await setPayee(tx, {
      entitlementId: profile.baseEntitlementId,
      fromMonth,
      to: { personId: profile.personId },
      reason: '回家供养',
    });
  const { careFen } = await dueOf(tx, profile, fromMonth);
  const content = {
    caregiver: given.name,
    relation: given.relation,
    phone: given.phone,
    duties: given.duties,
    payFen: careFen!,
    last4: given.number.slice(-4),
  };
  await replaceAgreement(tx, profile, {
    caseId: kase.id,
    caregiverPersonId: to.personId ?? null,
    providerId: to.payeeId ?? null,
    fromMonth,
    lastOfFormer: plusMonths(fromMonth, -1),
    signedOn: given.signedOn,
    content,
  });
  await updateProfile(tx, profile.id, { state: 'supported', mode: 'home', institutionId: null, careEntitlementId: careId.value });
  if (waits) await setWaitingReason(tx, wish.id, given.waitingReason!);
  const letter = await issueAgreement(tx, kase, { ...content, fromMonth, signedOn: given.signedOn });
  if (!letter.ok) return letter;
  await tellOthers(
    tx,
    { ...profile, mode: 'home' },
    { effectiveMonth: fromMonth, reason: 'care-arranged', from: 'active', to: 'active' },
  );
  return ok({
    opinion: `在家供养，由${given.name}照料，照料护理费从${longMonth(fromMonth)}起付给照料${given.carer === 'person' ? '人' : '单位'}`,
  });
}

export const InstitutionInput = z.strictObject({
  institution: z.string().min(1, '请选择机构').max(60).meta({ label: '供养服务机构' }),
  name: z
    .string()
    .trim()
    .max(60)
    .default('')
    .meta({ label: '机构名称', showIf: { field: 'institution', in: ['new'] } }),
  bank: z
    .string()
    .trim()
    .max(40)
    .default('')
    .meta({ label: '收款开户银行', showIf: { field: 'institution', in: ['new'] } }),
  number: BankAccount.optional().meta({ label: '机构收款账号', showIf: { field: 'institution', in: ['new'] } }),
  admittedOn: Day.meta({ label: '入住日期' }),
});

/** Where the person lives by now, as the register of institutions has it (`concentrated-support`): the unit that the county pays already, or a new one by its name. */
export async function institutionInitial(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const today = { admittedOn: tx.today };
  if (!kase.applicantPersonId) return today;
  const subject = { kind: 'person', id: kase.applicantPersonId } as const;
  const [lives] = await factsAsOf(tx, subject, { validOn: tx.today, kinds: ['concentrated-support'] });
  const name = (lives?.value as { institution: string | null } | undefined)?.institution;
  if (!lives || !name) return today;
  const known = (await payeesOf(tx, { county: countyOf(kase), kind: 'institution' })).find((payee) => payee.name === name);
  return { institution: known?.id ?? 'new', name: known ? '' : name, admittedOn: lives.validFrom };
}

/** The institutions of the county to choose from, or a new one. */
export async function institutionFields(tx: Tx, kase: Case): Promise<readonly FormField[]> {
  const known = await payeesOf(tx, { county: countyOf(kase), kind: 'institution' });
  return formOf(InstitutionInput).map((field) =>
    field.name === 'institution'
      ? {
          name: 'institution',
          type: 'choice' as const,
          label: field.label,
          required: true,
          choices: [...known.map((p) => ({ value: p.id as string, label: p.name })), { value: 'new', label: '还没有登记的机构' }],
        }
      : field,
  );
}

async function institutionOf(tx: Tx, kase: Case, given: z.infer<typeof InstitutionInput>): Promise<Result<Id<'Payee'>>> {
  if (given.institution !== 'new') {
    const known = await payeesOf(tx, { county: countyOf(kase), kind: 'institution' });
    return known.some((p) => p.id === given.institution)
      ? ok(given.institution as Id<'Payee'>)
      : fail('INVALID_INPUT', { count: 1 }, [{ path: 'institution', message: '请从选项中选择' }]);
  }
  const problems: FieldProblem[] = [];
  if (given.name.length < 2) problems.push({ path: 'name', message: '请填写机构名称' });
  if (given.bank.length < 2) problems.push({ path: 'bank', message: '请填写开户银行' });
  if (!given.number) problems.push({ path: 'number', message: '请填写机构收款账号' });
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const payeeId = await recordPayee(tx, { division: officeDivision(tx, kase), kind: 'institution', name: given.name });
  const account = await recordPayoutAccount(tx, {
    payeeId,
    division: officeDivision(tx, kase),
    bank: given.bank,
    number: given.number!,
    holder: given.name,
  });
  return account.ok ? ok(payeeId) : account;
}

/** Whoever records a unit keeps it: the county for all its townships, a township for itself. */
const officeDivision = (tx: Tx, kase: Case): string => tx.actor.division ?? countyOf(kase);

export async function arrangeInInstitution(
  tx: Tx,
  kase: Case,
  profile: Profile,
  given: z.infer<typeof InstitutionInput>,
): Promise<Result<{ opinion: string }>> {
  if (given.admittedOn > tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'admittedOn', message: '入住日期不能晚于今天' }]);
  // 供养方式由本人选择（《社会救助法》第十六条）。
  const wish = await openWish(tx, profile.id);
  if (wish?.wish !== 'institution') return fail('WISH_NOT_INSTITUTION');
  const institution = await institutionOf(tx, kase, given);
  if (!institution.ok) return institution;
  const to = { payeeId: institution.value };
  const fromMonth = arrangedFrom(tx, profile);
  const careId = await payCareTo(tx, profile, { to, fromMonth, reason: '入住供养服务机构' });
  if (!careId.ok) return careId;
  await setPayee(tx, { entitlementId: profile.baseEntitlementId, fromMonth, to, reason: '入住供养服务机构' });
  await endAgreement(tx, profile.id, plusMonths(fromMonth, -1));
  await settleWish(tx, profile.id, 'admitted');
  await updateProfile(tx, profile.id, {
    state: 'supported',
    mode: 'institution',
    institutionId: institution.value,
    careEntitlementId: careId.value,
  });
  await tellOthers(
    tx,
    { ...profile, mode: 'institution' },
    { effectiveMonth: fromMonth, reason: 'mode-changed', from: 'active', to: 'active' },
  );
  return ok({ opinion: `${longDate(given.admittedOn)}入住，从${longMonth(fromMonth)}起基本生活费和照料护理费付给机构` });
}
