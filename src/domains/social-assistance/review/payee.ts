/** 更换领款人: the one who drew the family's money has died. The rest of the family goes on being paid, to one of its own and to that person's account. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { deadPayee, type EntitlementView, replaceDeadPayee } from '../../../kernel/payment/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { BankAccount, formOf } from '../../../kernel/schema/index.ts';
import { type Case, type Effect, handler } from '../../../kernel/service/server.ts';
import type { ReviewState as State } from './flow.ts';
import { namesOf } from './inputs.ts';
import { reviewState } from './result.ts';

const NewPayee = z.strictObject({
  member: z.string().min(1, '请选择家庭成员').max(40).meta({ label: '哪位家人', help: '由这位家人领全家的救助金' }),
  bank: z.string().trim().min(2, '请填写开户银行').max(40).meta({ label: '开户银行' }),
  number: BankAccount.meta({ label: '这位家人的社会保障卡（一卡通）账号', protect: true }),
});

/**
 * A message about the family's benefit: to the one who asked for it while that person lives, then to who draws the money, then to the eldest of
 * those who live on it. Null when nobody is left.
 */
export async function tellFamily(
  tx: Tx,
  kase: Pick<Case, 'id' | 'applicantPersonId'>,
  message: { template: string; params: Record<string, string> },
): Promise<void> {
  // Whoever may be meant first, then their rows: a condition with "or" on person would read the whole city.
  const living = await tx.maybe<{ id: EntitlementView['personId'] }>(sql`
    with review as (select entitlement_id, recognition_id from benefit_review where case_id = ${kase.id}),
      meant as (
        select ${kase.applicantPersonId}::uuid as person_id from review
        union select m.person_id from review r join entitlement e on e.id = r.entitlement_id
          join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(greatest(${monthOf(tx.today)}, e.from_month))
        union select m.person_id from review r join assistance_recognition_member m on m.recognition_id = r.recognition_id and m.validity @> ${tx.today}::date)
    select p.id from meant join person p on p.id = meant.person_id
    where p.died_on is null
    order by p.id = ${kase.applicantPersonId}::uuid desc,
      p.id = (select y.owner_id from review r join entitlement_payee y on y.entitlement_id = r.entitlement_id order by y.no desc limit 1) desc nulls last,
      p.birth_date limit 1`);
  if (living) await notify(tx, { to: { personId: living.id }, ...message, caseId: kase.id });
}

/** Who is left must be able to draw the money before anything is proposed about it. */
export async function payeeLives(tx: Tx, entitlement: Pick<EntitlementView, 'id' | 'personId'>): Promise<Result<null>> {
  const dead = await deadPayee(tx, entitlement);
  return dead ? fail('PAYEE_DEAD', { name: dead.name }) : ok(null);
}

export const changePayee = handler({
  input: NewPayee,
  fields: async (tx, kase) => {
    const state = await reviewState(tx, kase);
    if (!state.ok) return [];
    const nameOf = namesOf(state.value.origin);
    const living = state.value.facts.members.filter((m) => m.diedOn === null);
    const choices = living.map((m) => ({ value: m.ref, label: nameOf(m.ref) }));
    return formOf(NewPayee).map((field) =>
      field.name === 'member' ? { name: 'member', type: 'choice', label: field.label, required: true, choices } : field,
    );
  },
  offered: async (tx, kase) => {
    const state = await reviewState(tx, kase);
    return state.ok && state.value.entitlement !== null && (await deadPayee(tx, state.value.entitlement)) !== null;
  },
  async run(tx, kase, input): Promise<Result<Effect<State>>> {
    const state = await reviewState(tx, kase);
    if (!state.ok) return state;
    const { entitlement, origin, facts } = state.value;
    if (!entitlement) return fail('PAYEE_LIVES');
    const living = facts.members.some((m) => m.ref === input.member && m.diedOn === null);
    const member = living ? origin.family.find((m) => m.ref === input.member) : undefined;
    if (!member) return fail('MEMBER_UNKNOWN');
    const { personId, name: holder } = member;
    const replaced = await replaceDeadPayee(tx, {
      entitlementId: entitlement.id,
      to: personId,
      account: { bank: input.bank, number: input.number, holder },
      reason: '原领款人去世',
    });
    if (!replaced.ok) return replaced;
    return ok({ to: kase.state as State, opinion: `领款人${replaced.value.name}去世，改由${holder}领取` });
  },
});
