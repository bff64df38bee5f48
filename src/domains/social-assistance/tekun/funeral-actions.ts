/** 丧葬补助: who died as 特困, who bore the cost; the amount follows from the standard of the day of death and is paid once. */

import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longMonth, monthAfter } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { endEntitlement, grantEntitlement, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { type Clause, type Decision, fenValue, textValue, yuanDigits } from '../../../kernel/policy/index.ts';
import { parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { findByIdNumber, identifyApplicant, type PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type ActionHandler, type Case, caseEvents, type Effect, handler, type Opening } from '../../../kernel/service/server.ts';
import { countyOf } from '../family/places.ts';
import { Opinion, type Procedure, Reason, tellApplicant } from '../procedure/index.ts';
import { intake } from '../procedure/intake.ts';
import type { FuneralApplication } from './application.ts';
import { type FuneralAction, type FuneralState, funeralFlow } from './funeral-flow.ts';
import { issueFuneralNotice, issueFuneralRefusal } from './letters.ts';
import { tekun } from './procedure.ts';
import { type FuneralAllowance, funeralAllowance } from './rules.ts';
import { findProfile, type Profile } from './store.ts';

type Done = Promise<Result<Effect<FuneralState>>>;
const RULE = { name: 'tekun-funeral', version: '2026-07' } as const;
const shared: Procedure = {
  ...tekun,
  flow: funeralFlow,
  limits: 'TEKUN-FUNERAL',
  service: '特困人员丧葬补助',
  benefit: '特困丧葬补助',
  papers: { ...tekun.papers!, subject: '特困人员丧葬补助' },
};
const { requestSupplement, resubmit, withdraw, terminate } = intake(shared);

export const funeralFormOf = (kase: Case): FuneralApplication => kase.form as FuneralApplication;

export async function openFuneral(tx: Tx, form: FuneralApplication): Promise<Result<Opening>> {
  const { division } = form.deceased;
  if (tx.divisions.get(division)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'deceased.division', message: '请选择到村（社区）' }]);
  if (tx.actor.kind === 'staff' && tx.actor.division && !inScope(division, tx.actor.division))
    return fail('DIVISION_FOREIGN', {}, [{ path: 'deceased.division', message: '不在您的办理范围内' }]);
  const person = await identifyApplicant(tx, { ...form.applicant, division });
  if (!person.ok) return person;
  const isProxy = tx.actor.kind === 'resident' && tx.actor.personId !== person.value;
  return ok({
    division,
    applicantPersonId: person.value,
    applicantName: form.applicant.name,
    agentPersonId: isProxy ? tx.actor.personId : null,
    persons: [{ personId: person.value, role: 'self' }],
    flags: isProxy || tx.actor.kind === 'staff' ? ['proxy'] : [],
    form,
  });
}

/** Of an application that is examined anew the papers lie with the case that it came from. */
export const bindFuneralPapers = async (tx: Tx, kase: Case): Promise<Result<null>> =>
  kase.parentId
    ? ok(null)
    : bindFiles(tx, funeralFormOf(kase).papers, { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division });

interface Deceased {
  readonly personId: PersonId;
  readonly diedOn: PlainDate;
  readonly profile: Profile;
}

/** The dead person's registered death and support, and that nobody has been paid yet. */
async function deceasedOf(tx: Tx, kase: Case): Promise<Result<Deceased>> {
  const { name, idNumber } = funeralFormOf(kase).deceased;
  const person = await findByIdNumber(tx, idNumber);
  const profile = person && (await findProfile(tx, person.id));
  if (!person || !profile) return fail('TEKUN_NOT_FOUND', { name });
  if (person.lifeState !== 'dead' || !person.diedOn || profile.endReason !== 'died') return fail('DECEASED_NOT_DEAD', { name });
  if (await tx.maybe(sql`select 1 as paid from tekun_funeral where deceased_person_id = ${person.id}`))
    return fail('FUNERAL_PAID', { name });
  return ok({ personId: person.id, diedOn: person.diedOn, profile });
}

const accept = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  async run(tx, kase, input): Done {
    const deceased = await deceasedOf(tx, kase);
    if (!deceased.ok) return deceased;
    await tx.run(sql`insert into case_person (case_id, person_id, role, division)
      values (${kase.id}, ${deceased.value.personId}, 'deceased', ${kase.division}) on conflict (case_id, person_id) do nothing`);
    return ok({ to: 'checking', opinion: input.opinion || null });
  },
});

const submitToCounty = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '经核实，丧葬费用由申请人承担，票据齐全，请审批。' }),
  run: async (_tx, _kase, input): Done => ok({ to: 'deciding', opinion: input.opinion }),
});

const returnToTownship = handler({
  input: z.strictObject({ reason: Reason }),
  run: async (_tx, _kase, input): Done => ok({ to: 'checking', opinion: input.reason }),
});

/** Whoever checked the case does not decide it. */
async function mayDecide(tx: Tx, kase: Case): Promise<Result<null>> {
  const own = (await caseEvents(tx, kase.id)).some(
    (e) => e.action === 'submitToCounty' && isOwnHand(tx.actor, e.actorId, e.onDate),
  );
  return own ? fail('SAME_OFFICER') : ok(null);
}

/** The allowance of this case as it would be granted now; for the page, too. */
export async function allowanceOf(tx: Tx, kase: Case): Promise<Result<FuneralAllowance & Deceased>> {
  const deceased = await deceasedOf(tx, kase);
  if (!deceased.ok) return deceased;
  const allowance = funeralAllowance({ ...deceased.value.profile, diedOn: deceased.value.diedOn }, await parametersOf(tx));
  return allowance.ok ? ok({ ...allowance.value, ...deceased.value }) : allowance;
}

export function funeralDecision(of: FuneralAllowance & Deceased, costFen: number, asOf: PlainDate): Decision {
  const basis = '民发〔2021〕43号；国发〔2016〕14号第三部分';
  return {
    programme: 'tekun-funeral',
    rule: RULE,
    asOf,
    outcome: 'eligible',
    clauses: [
      { name: '去世时享受特困人员救助供养', verdict: 'met', value: textValue(of.diedOn), limit: null, basis },
      {
        name: '申请人承担了丧葬费用',
        verdict: 'met',
        value: fenValue(costFen),
        limit: null,
        basis,
        note: '补助为定额，与实际花费无关',
      },
      { name: '没有领过丧葬补助', verdict: 'met', value: textValue('没有'), limit: null, basis },
    ],
    amountFen: of.amountFen,
    effectiveMonth: monthAfter(asOf),
    breakdown: of.breakdown,
    parameters: of.parameters,
  };
}

const grant = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const allowance = await allowanceOf(tx, kase);
    return { opinion: allowance.ok ? `同意发放${yuanDigits(allowance.value.amountFen)}元。` : '' };
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const allowance = await allowanceOf(tx, kase);
    if (!allowance.ok) return allowance;
    const { amountFen, breakdown, parameters, personId, diedOn, profile } = allowance.value;
    const form = funeralFormOf(kase);
    const decision = funeralDecision(allowance.value, form.costFen, tx.today);
    const decisionId = await saveDecision(tx, {
      caseId: kase.id,
      kind: 'final',
      division: kase.division,
      personId: kase.applicantPersonId,
      decision,
      facts: { diedOn, urbanRural: profile.urbanRural, division: profile.division, costFen: form.costFen },
    });
    const account = await recordPayoutAccount(tx, {
      personId: kase.applicantPersonId,
      division: kase.division,
      bank: form.account.bank,
      number: form.account.number,
      holder: form.applicant.name,
    });
    if (!account.ok) return account;
    const month = monthAfter(tx.today);
    const entitlement = await grantEntitlement(tx, {
      programme: 'tekun-funeral',
      exclusiveGroups: [],
      householdId: null,
      personId: kase.applicantPersonId,
      division: kase.division,
      memberIds: [kase.applicantPersonId],
      fromMonth: month,
      amountFen,
      breakdown: [],
      decisionId,
      parameterIds: parameters.map((p) => p.rowId),
      cause: profile.id,
    });
    if (!entitlement.ok) return entitlement;
    const ended = await endEntitlement(tx, { id: entitlement.value.id, lastMonth: month, reason: '一次性发放' });
    if (!ended.ok) return ended;
    // 同一人两边同时申领：数据库只让一边记下。
    const written =
      await tx.run(sql`insert into tekun_funeral (deceased_person_id, profile_id, case_id, division, bearer_person_id, entitlement_id, amount_fen, granted_on)
      values (${personId}, ${profile.id}, ${kase.id}, ${kase.division}, ${kase.applicantPersonId}, ${entitlement.value.id}, ${amountFen}, ${tx.today}) on conflict do nothing`);
    if (written === 0) return fail('FUNERAL_PAID', { name: form.deceased.name });
    const letter = await issueFuneralNotice(tx, kase, { deceased: form.deceased.name, diedOn, amountFen, breakdown, month });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'tekun.funeral', {
      amount: yuanDigits(amountFen),
      month: longMonth(month),
      tel: tx.office(countyOf(kase)).telephone,
    });
    return ok({ to: 'granted', opinion: input.opinion, data: { decisionId, amountFen, month } });
  },
});

const refuse = handler({
  input: z.strictObject({ reason: Reason }),
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const { deceased, costFen } = funeralFormOf(kase);
    const basis = '民发〔2021〕43号；国发〔2016〕14号第三部分';
    const reason = textValue(input.reason);
    const clauses: Clause[] = [{ name: '符合丧葬补助发放条件', verdict: 'unmet', value: reason, limit: null, basis }];
    const decisionId = await saveDecision(tx, {
      caseId: kase.id,
      kind: 'final',
      division: kase.division,
      personId: kase.applicantPersonId,
      decision: {
        programme: 'tekun-funeral',
        rule: RULE,
        asOf: tx.today,
        outcome: 'not-eligible',
        clauses,
        amountFen: 0,
        effectiveMonth: null,
        breakdown: [],
        parameters: [],
      },
      facts: { division: kase.division, costFen },
    });
    const letter = await issueFuneralRefusal(tx, kase, { deceased: deceased.name, reason: input.reason });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'assistance.refused', { reason: input.reason, tel: tx.office(countyOf(kase)).telephone });
    return ok({ to: 'refused', opinion: input.reason, data: { decisionId } });
  },
});

export const funeralActions: Readonly<Record<FuneralAction, ActionHandler<never, FuneralState>>> = {
  accept,
  requestSupplement: requestSupplement as ActionHandler<never, never>,
  resubmit: resubmit as ActionHandler<never, never>,
  withdraw: withdraw as ActionHandler<never, never>,
  terminate: terminate as ActionHandler<never, never>,
  submitToCounty,
  returnToTownship,
  grant,
  refuse,
};
