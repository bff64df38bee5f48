/** A subsidy from the asking to the approval: counted and checked by the county, on notice, approved by another hand. What is paid follows in `parts.ts`. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { newId, type Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { limitFrom, yuan } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { choice, type Fen, type PlainDate } from '../schema/index.ts';
import { type Book, type Scheme, type Subsidy, schemeOf, whatOf } from './define.ts';
import './errors.ts';
import { partsOf } from './rules.ts';
import { auditSubsidy, lockSubsidy, otherHand, settle, subsidyColumns } from './store.ts';
import { reviewKinds } from './terms.ts';

defineTemplates({
  'subsidy.asked': { title: '{what}待核', text: '{name}申请{what}，请在{by}以前核。' },
  'subsidy.checked': { title: '{what}待批准', text: '{name}{what}{amount}，{when}。' },
});

/** `given`: the form of the scheme. */
export async function askSubsidy(
  tx: Tx,
  scheme: Scheme,
  given: unknown,
): Promise<Result<{ id: string } & Readonly<Record<string, unknown>>>> {
  const asked = await scheme.ask.work(tx, given as never);
  if (!asked.ok) return asked;
  const { body, own, term, alone, entered, answer } = asked.value;
  const checkBy = await limitFrom(tx, scheme.days.check, { division: body.division, from: tx.today });
  if (!checkBy.ok) return checkBy;
  const id = newId();
  const row =
    await tx.maybe<Subsidy>(sql`insert into subsidy as s (id, scheme, body_id, body_name, unit_id, division, term, alone, asked, applied_on, applied_by, check_by)
    values (${id}, ${scheme.key}, ${body.id}, ${body.name}, ${own ? body.id : null}, ${body.division}, ${term ?? null}, ${alone ?? false}, ${JSON.stringify(asked.value.asked ?? {})}::jsonb,
      ${tx.today}, ${tx.actor.id}, ${checkBy.value.dueOn}) on conflict do nothing returning ${subsidyColumns}`);
  if (!row) {
    const what = `${term === undefined ? '' : (scheme.termZh?.({ term } as Subsidy) ?? '')}${scheme.zh}`;
    return fail(alone ? 'SUBSIDY_OPEN' : 'SUBSIDY_TWICE', { name: body.name, what });
  }
  const more = await entered?.(row);
  if (more && !more.ok) return more;
  await auditSubsidy(tx, 'subsidy.asked', row);
  await notify(tx, {
    to: { performer: 'county-clerk', division: row.division },
    template: 'subsidy.asked',
    params: { name: row.bodyName, what: whatOf(row), by: row.checkBy },
  });
  return ok({ ...answer, id });
}

const verdicts = { ok: '核对无误', refuse: '不予补贴' } as const;
export const Check = z.strictObject({
  verdict: choice(verdicts).meta({ label: '核的结果', choices: verdicts }),
  note: z.string().trim().min(4, '请写明意见').max(300).meta({ label: '意见', widget: 'textarea', help: '不予补贴的写明原因' }),
});
/** 县核: counted at this moment; what was counted is kept with the amount. */
export async function checkSubsidy(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof Check>,
): Promise<Result<{ amountFen: Fen }>> {
  const found = await lockSubsidy(tx, book, id, ['applied']);
  if (!found.ok) return found;
  const of = found.value;
  const scheme = schemeOf(of);
  const checked = sql`checked_on = ${tx.today}, checked_by = ${tx.actor.id}, note = ${given.note}`;
  if (given.verdict === 'refuse') {
    await scheme.refused?.(tx, of, given.note);
    await tx.run(sql`update subsidy set state = 'refused', ${checked} where id = ${id}`);
    await auditSubsidy(tx, 'subsidy.checked', of, { verdict: 'refuse' });
    return ok({ amountFen: 0 });
  }
  const still = await scheme.still?.(tx, of);
  if (still && !still.ok) return still;
  const counted = await scheme.count(tx, of);
  if (!counted.ok) return counted;
  const { fen, basis, nothing } = counted.value;
  if (fen === 0 || nothing !== null) return fail('SUBSIDY_NOTHING', { why: nothing ?? '没有可以计入的' });
  const notice =
    scheme.days.notice === null
      ? ok({ dueOn: null })
      : await limitFrom(tx, scheme.days.notice, { division: of.division, from: tx.today });
  if (!notice.ok) return notice;
  const noticeTo = notice.value.dueOn;
  await tx.run(
    sql`update subsidy set state = 'checked', ${checked}, basis = ${JSON.stringify(basis)}::jsonb, amount_fen = ${fen}, notice_to = ${noticeTo} where id = ${id}`,
  );
  await auditSubsidy(tx, 'subsidy.checked', of, { verdict: 'ok', amountFen: fen });
  await notify(tx, {
    to: { performer: 'county-leader', division: of.division },
    template: 'subsidy.checked',
    params: {
      name: of.bodyName,
      what: whatOf(of),
      amount: yuan(fen),
      when: noticeTo === null ? '请批准' : `公示到${noticeTo}`,
    },
  });
  return ok({ amountFen: fen });
}

export const Approval = z.strictObject({
  note: z.string().trim().min(2, '请写明公示情况').max(300).meta({ label: '公示情况', help: '例如“公示期满，没有异议”' }),
});
/** Of what is not put on notice. */
export const PlainApproval = z.strictObject({
  note: z.string().trim().min(2, '请写明意见').max(300).meta({ label: '意见' }),
});
/** 批准: when the notice is over and nothing is left to be cleared up; its parts stand from now on. */
export async function approveSubsidy(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof Approval>,
): Promise<Result<{ payBy: PlainDate | null }>> {
  const found = await lockSubsidy(tx, book, id, ['checked']);
  if (!found.ok) return found;
  const of = found.value;
  const scheme = schemeOf(of);
  const hand = otherHand(tx, { by: of.checkedBy, on: of.checkedOn, zh: '核' });
  if (!hand.ok) return hand;
  if (of.noticeTo !== null && tx.today <= of.noticeTo) return fail('SUBSIDY_NOTICE', { to: of.noticeTo });
  const open = await tx.maybe<{ kind: keyof typeof reviewKinds }>(
    sql`select kind from subsidy_review where subsidy_id = ${id} and answer is null order by raised_on, id limit 1`,
  );
  if (open) return fail('SUBSIDY_REVIEW_OPEN', { kind: reviewKinds[open.kind] });
  const still = await scheme.still?.(tx, of);
  if (still && !still.ok) return still;
  const pay =
    scheme.days.pay === null
      ? ok({ dueOn: of.checkBy })
      : await limitFrom(tx, scheme.days.pay, { division: of.division, from: tx.today });
  if (!pay.ok) return pay;
  const payBy = pay.value.dueOn;
  await tx.run(
    sql`update subsidy set state = 'approved', approved_on = ${tx.today}, approved_by = ${tx.actor.id}, opinion = ${given.note} where id = ${id}`,
  );
  const { parts } = scheme;
  if (parts)
    for (const [i, fen] of partsOf(of.amountFen!, parts.shares(of.basis!)).entries())
      await tx.run(
        sql`insert into subsidy_part (subsidy_id, no, amount_fen, due_from) values (${id}, ${i + 1}, ${fen}, ${parts.dueFrom(of, i + 1)})`,
      );
  else
    await tx.run(sql`insert into subsidy_part (subsidy_id, no, amount_fen, due_from, state, checked_on, checked_by, approved_on, approved_by, pay_by)
      values (${id}, 1, ${of.amountFen}, ${tx.today}, 'approved', ${of.checkedOn}, ${of.checkedBy}, ${tx.today}, ${tx.actor.id}, ${payBy})`);
  await settle(tx, id);
  await auditSubsidy(tx, 'subsidy.approved', of);
  return ok({ payBy: parts ? null : payBy });
}
