/**
 * 撤销行政处罚 (行政处罚法第四十八条、第七十五条): asked for with the paper that says so, decided by another hand who did not handle the case. The public page takes
 * the decision back at once and says why, the points of credit come back, and a fine that was paid is returned.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, PlainDateText } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { tellStaff } from '../stays/apply.ts';
import { takeBackCredit } from '../supervision/credit.ts';
import { fineCause, isPart, paper, saysKinds, text } from './act.ts';
import { penaltyLimits } from './parameters.ts';
import { auditPenalty, lockPenalty, type Penalty } from './store.ts';
import { deciders, revocationGrounds } from './terms.ts';

defineTemplates({
  'care-penalty.revocation-asked': { title: '提请撤销行政处罚', text: '{name}：提请撤销{no}，请看“行政处罚”。' },
  'care-penalty.revoked': { title: '行政处罚已撤销', text: '{no}已经撤销，公开的信息同时撤回{money}。' },
});

export const RevocationAsk = z.strictObject({
  ground: choice(revocationGrounds).meta({ label: '凭什么撤销', choices: revocationGrounds }),
  paperNo: z
    .string()
    .trim()
    .min(4, '请填写文书号')
    .max(60)
    .meta({ label: '文书号', help: '复议决定书、判决书，或者本机关集体讨论的记录' }),
  reason: text('撤销的理由', 8, 500, '会公开，不写个人'),
});
/** 提请撤销: by an officer or the office of the county, also where the officers of the case would not. One open for a penalty. */
export async function askRevocation(tx: Tx, id: string, given: z.infer<typeof RevocationAsk>): Promise<Result<{ id: string }>> {
  const found = await lockPenalty(tx, id, 'decided');
  if (!found.ok) return found;
  const of = found.value;
  const revocationId = newId();
  const added =
    await tx.run(sql`insert into care_penalty_revocation (id, penalty_id, institution_id, division, ground, paper_no, reason, asked_on, asked_by, asked_name)
    values (${revocationId}, ${id}, ${of.institutionId}, ${of.division}, ${given.ground}, ${given.paperNo}, ${given.reason}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (penalty_id) where state in ('asked', 'agreed') do nothing`);
  if (added === 0) return fail('PENALTY_REVOCATION_OPEN');
  await auditPenalty(tx, 'care-penalty.revocation-asked', of);
  const home = await findInstitution(tx, of.institutionId);
  for (const performer of deciders)
    await notify(tx, {
      to: { performer, division: of.division },
      template: 'care-penalty.revocation-asked',
      params: { name: home.ok ? home.value.name : '', no: of.documentNo! },
    });
  return ok({ id: revocationId });
}

const verdicts = { agreed: '撤销', refused: '不撤销' } as const;
export const RevocationDecision = z.strictObject({
  verdict: choice(verdicts).meta({ label: '决定', choices: verdicts }),
  opinion: text('理由', 4, 500),
});
interface Asked {
  id: string;
  ground: keyof typeof revocationGrounds;
  paperNo: string;
  reason: string;
  askedOn: Penalty['openedOn'];
  askedBy: string;
}
/** 决定撤销: not by who asked for it, nor by who handled the case. */
export async function decideRevocation(
  tx: Tx,
  id: string,
  given: z.infer<typeof RevocationDecision>,
): Promise<Result<{ documentNo: string | null }>> {
  const found = await lockPenalty(tx, id, 'decided');
  if (!found.ok) return found;
  const of = found.value;
  const asked = await tx.maybe<Asked>(
    sql`select id, ground, paper_no, reason, asked_on, asked_by from care_penalty_revocation where penalty_id = ${id} and state = 'asked' for update`,
  );
  if (!asked) return fail('PENALTY_NO_REVOCATION');
  if (isOwnHand(tx.actor, asked.askedBy, asked.askedOn)) return fail('PENALTY_OWN_HAND');
  for (const hand of [of.leadId, of.secondId]) if (isOwnHand(tx.actor, hand, of.openedOn)) return fail('PENALTY_OWN_HAND');
  const decided = sql`opinion = ${given.opinion}, decided_on = ${tx.today}, decided_by = ${tx.actor.id}, decided_name = ${tx.actor.name}`;
  if (given.verdict === 'refused') {
    await tx.run(sql`update care_penalty_revocation set state = 'refused', ${decided} where id = ${asked.id}`);
    await auditPenalty(tx, 'care-penalty.revocation-refused', of);
    return ok({ documentNo: null });
  }
  return revoke(tx, of, { asked, opinion: given.opinion });
}

async function revoke(tx: Tx, of: Penalty, { asked, opinion }: { asked: Asked; opinion: string }) {
  const home = await findInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  const set = await penaltyLimits(tx, of.division as DivisionCode, ['CARE-FINE-RETURN']);
  if (!set.ok) return set;
  const returnBy = of.paidOn === null ? null : tx.calendar.addDays(tx.today, set.value['CARE-FINE-RETURN'], of.division);
  const issued = await paper(tx, of, {
    kind: { code: 'care-penalty-revocation', word: '养罚撤', title: '撤销行政处罚决定书' },
    home: home.value,
    rows: [
      ['撤销的决定', `${of.documentNo}：${saysKinds(of.decidedKinds!, of.decidedFen!)}`],
      ['依据', `${revocationGrounds[asked.ground]}（${asked.paperNo}）`],
      ['理由', asked.reason],
      ['决定', opinion],
    ],
    paragraphs: [
      `${of.documentNo}自作出之日起撤销。${returnBy ? `已经缴纳的罚款在${longDate(returnBy)}以前退还。` : of.payBy ? '没有缴纳的罚款不再缴纳。' : ''}`,
    ],
  });
  if (!issued.ok) return issued;
  await tx.run(sql`update care_penalty_revocation set state = 'agreed', opinion = ${opinion}, decided_on = ${tx.today}, decided_by = ${tx.actor.id}, decided_name = ${tx.actor.name},
    document_id = ${issued.value.id}, document_no = ${issued.value.number} where id = ${asked.id}`);
  await tx.run(
    sql`update care_penalty set state = 'revoked', revoked_on = ${tx.today}, return_by = ${returnBy} where id = ${of.id}`,
  );
  if (of.decidedFen! > 0)
    await takeBackCredit(tx, { cause: fineCause(of), note: `${of.documentNo}已经撤销（${issued.value.number}）` });
  await tellStaff(tx, of.institutionId, {
    performers: ['care-home-head'],
    template: 'care-penalty.revoked',
    params: { no: of.documentNo!, money: returnBy ? `，罚款在${returnBy}以前退还` : '' },
  });
  await auditPenalty(tx, 'care-penalty.revoked', of);
  return ok({ documentNo: issued.value.number });
}

export const FineReturned = z.strictObject({
  on: PlainDateText.meta({ label: '退还日期', widget: 'date' }),
  voucher: z.string().trim().min(4, '请填写票据号').max(60).meta({ label: '退还票据号' }),
});
export async function returnFine(tx: Tx, id: string, given: z.infer<typeof FineReturned>): Promise<Result<{ id: string }>> {
  const found = await lockPenalty(tx, id, 'revoked');
  if (!found.ok) return found;
  const of = found.value;
  if (!isPart(tx, of)) return fail('PENALTY_NOT_YOURS', { lead: of.leadName, second: of.secondName });
  if (of.returnBy === null || of.returnedOn !== null)
    return fail('PENALTY_STATE', { state: of.returnedOn ? '已退还' : '没有缴过罚款' });
  if (given.on < of.revokedOn! || given.on > tx.today) return wrong('on', `在${of.revokedOn}和今天之间`);
  await tx.run(sql`update care_penalty set returned_on = ${given.on}, return_voucher = ${given.voucher} where id = ${id}`);
  await auditPenalty(tx, 'care-penalty.fine-returned', of);
  return ok({ id });
}
