/** 行政处罚的一案 (4.10): two officers with certificates, the record, the notice; statement, defence and hearing of the home; the decision by another hand, published, and its points of credit. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind } from '../../../kernel/document/index.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, type Fen, FenAmount, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { findInstitution, type Institution, lockInstitution } from '../register/store.ts';
import { tellStaff } from '../stays/apply.ts';
import { postCredit } from '../supervision/credit.ts';
import { penaltyLimits } from './parameters.ts';
import { isHeavier, waitsFor } from './rules.ts';
import { auditPenalty, certifiedOf, lockPenalty, type Penalty } from './store.ts';
import { type PenaltyKind, penaltyKinds } from './terms.ts';

defineTemplates({
  'care-penalty.noticed': { title: '拟作行政处罚', text: '拟{what}。请在{by}以前陈述、申辩{hearing}。' },
  'care-penalty.decided': { title: '行政处罚决定', text: '决定书{no}：{what}。' },
  'care-penalty.dropped': { title: '不予行政处罚', text: '案件已经办结，不予处罚。{answer}' },
  'care-penalty.said': { title: '机构陈述申辩', text: '{name}{what}，请看“行政处罚”。' },
});

export const text = (label: string, least: number, most: number, help?: string) =>
  z
    .string()
    .trim()
    .min(least, `请写明${label}`)
    .max(most)
    .meta({ label, widget: 'textarea', ...(help ? { help } : {}) });
export const saysKinds = (kinds: readonly PenaltyKind[], fineFen: Fen): string =>
  kinds.map((kind) => (kind === 'fine' ? `罚款${yuan(fineFen)}` : penaltyKinds[kind])).join('、');

export const NewPenalty = z.strictObject({
  institution: Uuid.meta({ label: '哪家机构' }),
  second: z.string().min(1, '请选择').max(100).meta({ label: '另一名执法人员' }),
  facts: text('违法线索', 8, 1000, '从哪里发现、涉嫌违反哪一条；会给机构看，不写个人'),
});
/** 立案: whoever opens it leads; both have certificates that are valid today. */
export async function openPenalty(tx: Tx, given: z.infer<typeof NewPenalty>): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, given.institution);
  if (!found.ok) return found;
  const home = found.value;
  const known = await certifiedOf(tx, home.division);
  const lead = known.find(({ userId }) => userId === tx.actor.id);
  if (!lead) return fail('PENALTY_NO_CERT', { name: tx.actor.name });
  if (given.second === lead.userId) return fail('PENALTY_SAME');
  const second = known.find(({ userId }) => userId === given.second);
  if (!second) return fail('PENALTY_NO_CERT', { name: '另一名执法人员' });
  const id = newId();
  await tx.run(sql`insert into care_penalty (id, institution_id, division, facts, opened_on, lead_id, lead_name, lead_cert, second_id, second_name, second_cert)
    values (${id}, ${home.id}, ${home.division}, ${given.facts}, ${tx.today}, ${lead.userId}, ${lead.name}, ${lead.certNo}, ${second.userId}, ${second.name}, ${second.certNo})`);
  await auditPenalty(tx, 'care-penalty.opened', { id, division: home.division });
  return ok({ id });
}

export const isPart = (tx: Tx, of: Penalty): boolean => tx.actor.id === of.leadId || tx.actor.id === of.secondId;
/** Only the two officers of the case go on with it. */
const mine = (tx: Tx, of: Penalty): Result<null, 'PENALTY_NOT_YOURS'> =>
  isPart(tx, of) ? ok(null) : fail('PENALTY_NOT_YOURS', { lead: of.leadName, second: of.secondName });

export const PenaltyRecord = z.strictObject({
  record: text('调查笔录和证据', 8, 2000, '询问了谁、看到什么、拍了哪些照片；写机构的岗位，不写老人姓名'),
});
export async function recordPenalty(tx: Tx, id: string, given: z.infer<typeof PenaltyRecord>): Promise<Result<{ id: string }>> {
  const found = await lockPenalty(tx, id, 'opened');
  if (!found.ok) return found;
  const own = mine(tx, found.value);
  if (!own.ok) return own;
  await tx.run(
    sql`update care_penalty set state = 'recorded', record = ${given.record}, recorded_on = ${tx.today} where id = ${id}`,
  );
  await auditPenalty(tx, 'care-penalty.recorded', found.value);
  return ok({ id });
}

const kinds = z.array(choice(penaltyKinds)).min(1, '请选择').max(3).meta({ label: '处罚种类', choices: penaltyKinds });
const fine = FenAmount.default(0).meta({ label: '罚款', help: '没有罚款的填0' });
export const PenaltyNotice = z.strictObject({
  kinds,
  fine,
  basis: text('依据', 4, 300, '法律、法规、规章的名称和条款'),
});

const NOTICE: DocumentKind = { code: 'care-penalty-notice', word: '养罚告', title: '行政处罚事先告知书' };
const DECISION: DocumentKind = { code: 'care-penalty', word: '养罚', title: '行政处罚决定书' };
export const paper = (
  tx: Tx,
  of: Penalty,
  given: { kind: DocumentKind; home: Institution; rows: [string, string][]; paragraphs: string[] },
) => {
  const county = `${of.division.slice(0, 6)}000000`;
  return issueDocument(tx, {
    kind: given.kind,
    issuer: { division: county, name: tx.office(county).name },
    letter: {
      addressee: given.home.name,
      blocks: [
        {
          kind: 'fields',
          rows: [['当事人', `${given.home.name}（${given.home.creditCode}）`], ['违法事实', of.facts], ...given.rows],
        },
        ...given.paragraphs.map((words) => ({ kind: 'paragraph' as const, text: words })),
        { kind: 'paragraph', text: `执法人员：${of.leadName}（${of.leadCert}）、${of.secondName}（${of.secondCert}）。` },
      ],
    },
    signer: tx.actor.name,
    caseId: null,
    personId: null,
    division: of.division,
  });
};

/** 事先告知: what is intended and by which provision; so many working days to speak, and to ask for a hearing where the fine is a large one. */
export async function noticePenalty(
  tx: Tx,
  id: string,
  given: z.infer<typeof PenaltyNotice>,
): Promise<Result<{ sayBy: string }>> {
  const found = await lockPenalty(tx, id, 'recorded');
  if (!found.ok) return found;
  const of = found.value;
  const own = mine(tx, of);
  if (!own.ok) return own;
  if (given.kinds.includes('fine') !== given.fine > 0)
    return fail('PENALTY_FINE_KIND', {}, [{ path: 'fine', message: '和处罚种类不一致' }]);
  const home = await findInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  const set = await penaltyLimits(tx, of.division, ['CARE-FINE-MOST', 'CARE-FINE-HEARING', 'CARE-PENALTY-SAY']);
  if (!set.ok) return set;
  const most = set.value['CARE-FINE-MOST'];
  if (given.fine > most) return fail('PENALTY_FINE', { most: yuan(most) }, [{ path: 'fine', message: '超过上限' }]);
  const mayHear = given.fine >= set.value['CARE-FINE-HEARING'];
  const sayBy = tx.calendar.addWorkdays(tx.today, set.value['CARE-PENALTY-SAY'], of.division);
  const what = saysKinds(given.kinds, given.fine);
  const issued = await paper(tx, of, {
    kind: NOTICE,
    home: home.value,
    rows: [
      ['拟作处罚', what],
      ['依据', given.basis],
    ],
    paragraphs: [
      `你单位有权在${longDate(sayBy)}以前陈述、申辩${mayHear ? '，也可以要求听证' : ''}。逾期不提的，视为放弃。不会因为申辩加重处罚。`,
    ],
  });
  if (!issued.ok) return issued;
  await tx.run(sql`update care_penalty set state = 'noticed', kinds = ${given.kinds}, fine_fen = ${given.fine}, basis = ${given.basis}, noticed_on = ${tx.today},
    notice_id = ${issued.value.id}, say_by = ${sayBy}, may_hear = ${mayHear} where id = ${id}`);
  await tellStaff(tx, of.institutionId, {
    performers: ['care-home-head'],
    template: 'care-penalty.noticed',
    params: { what, by: sayBy, hearing: mayHear ? '或者要求听证' : '' },
  });
  await auditPenalty(tx, 'care-penalty.noticed', of);
  return ok({ sayBy });
}

async function speak(tx: Tx, id: string): Promise<Result<Penalty>> {
  const found = await lockPenalty(tx, id, 'noticed');
  if (!found.ok) return found;
  return tx.today > found.value.sayBy! ? fail('PENALTY_SAY_LATE', { by: found.value.sayBy! }) : found;
}
async function tellOfficers(tx: Tx, of: Penalty, what: string): Promise<void> {
  const home = await findInstitution(tx, of.institutionId);
  for (const userId of [of.leadId, of.secondId])
    await notify(tx, { to: { userId }, template: 'care-penalty.said', params: { name: home.ok ? home.value.name : '', what } });
}

export const Statement = z.strictObject({ said: text('陈述、申辩', 4, 2000) });
export async function statePenalty(tx: Tx, id: string, given: z.infer<typeof Statement>): Promise<Result<{ id: string }>> {
  const found = await speak(tx, id);
  if (!found.ok) return found;
  await tx.run(sql`update care_penalty set said = ${given.said}, said_on = ${tx.today} where id = ${id}`);
  await auditPenalty(tx, 'care-penalty.said', found.value);
  await tellOfficers(tx, found.value, '提出陈述申辩');
  return ok({ id });
}
export async function askHearing(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await speak(tx, id);
  if (!found.ok) return found;
  if (!found.value.mayHear) return fail('PENALTY_NO_HEARING');
  await tx.run(sql`update care_penalty set hearing_asked_on = coalesce(hearing_asked_on, ${tx.today}::date) where id = ${id}`);
  await auditPenalty(tx, 'care-penalty.hearing-asked', found.value);
  await tellOfficers(tx, found.value, '申请听证');
  return ok({ id });
}

export const Hearing = z.strictObject({
  on: PlainDateText.meta({ label: '听证日期', widget: 'date' }),
  heard: text('听证笔录', 8, 2000, '主持人（不是办案的人）、双方意见'),
});
export async function holdHearing(tx: Tx, id: string, given: z.infer<typeof Hearing>): Promise<Result<{ id: string }>> {
  const found = await lockPenalty(tx, id, 'noticed');
  if (!found.ok) return found;
  const of = found.value;
  const own = mine(tx, of);
  if (!own.ok) return own;
  if (of.hearingAskedOn === null) return fail('PENALTY_NO_HEARING');
  if (of.heardOn !== null) return fail('PENALTY_STATE', { state: '已登记听证' });
  if (given.on < of.hearingAskedOn || given.on > tx.today) return wrong('on', `在${of.hearingAskedOn}和今天之间`);
  await tx.run(sql`update care_penalty set heard = ${given.heard}, heard_on = ${given.on} where id = ${id}`);
  await auditPenalty(tx, 'care-penalty.heard', of);
  return ok({ id });
}

/** Under which its points stand in the ledger of credit, as those of a fine that another office imposed. */
export const fineCause = (of: Pick<Penalty, 'institutionId' | 'documentNo'>): string =>
  `fine:${of.institutionId}:${of.documentNo}`;

export const PenaltyDecision = z.strictObject({
  kinds: z.array(choice(penaltyKinds)).max(3).meta({ label: '处罚种类', choices: penaltyKinds, help: '一项也不选：不予处罚' }),
  fine,
  answer: text('对陈述申辩的答复和理由', 4, 1000),
});
/** 决定: by a leader who is none of the two, when everybody was heard; never heavier than announced. A fine costs points of credit. */
export async function decidePenalty(
  tx: Tx,
  id: string,
  given: z.infer<typeof PenaltyDecision>,
): Promise<Result<{ documentNo: string | null }>> {
  const found = await lockPenalty(tx, id, 'noticed');
  if (!found.ok) return found;
  const of = found.value;
  for (const hand of [of.leadId, of.secondId]) if (isOwnHand(tx.actor, hand, of.openedOn)) return fail('PENALTY_OWN_HAND');
  const heard = {
    sayBy: of.sayBy!,
    mayHear: of.mayHear!,
    saidOn: of.saidOn,
    hearingAskedOn: of.hearingAskedOn,
    heardOn: of.heardOn,
  };
  const waits = waitsFor(heard, tx.today);
  if (waits === 'hearing') return fail('PENALTY_HEARING_FIRST');
  if (waits === 'time') return fail('PENALTY_TIME', { by: of.sayBy! });
  if (given.kinds.includes('fine') !== given.fine > 0)
    return fail('PENALTY_FINE_KIND', {}, [{ path: 'fine', message: '和处罚种类不一致' }]);
  if (isHeavier({ kinds: given.kinds, fineFen: given.fine }, { kinds: of.kinds!, fineFen: of.fineFen! }))
    return fail('PENALTY_HEAVIER');
  const decided = sql`decided_on = ${tx.today}, decided_by = ${tx.actor.id}, answer = ${given.answer}`;
  if (given.kinds.length === 0) {
    await tx.run(sql`update care_penalty set state = 'dropped', ${decided} where id = ${id}`);
    await tellStaff(tx, of.institutionId, {
      performers: ['care-home-head'],
      template: 'care-penalty.dropped',
      params: { answer: given.answer },
    });
    await auditPenalty(tx, 'care-penalty.decided', of);
    return ok({ documentNo: null });
  }
  const home = await findInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  const set = await penaltyLimits(tx, of.division, ['CARE-PENALTY-PUBLISH', 'CARE-PENALTY-PAY']);
  if (!set.ok) return set;
  const publishBy = tx.calendar.addWorkdays(tx.today, set.value['CARE-PENALTY-PUBLISH'], of.division);
  const payBy = given.fine > 0 ? tx.calendar.addDays(tx.today, set.value['CARE-PENALTY-PAY'], of.division) : null;
  const what = saysKinds(given.kinds, given.fine);
  const issued = await paper(tx, of, {
    kind: DECISION,
    home: home.value,
    rows: [
      ['处罚', what],
      ['依据', of.basis!],
      ['对陈述申辩的答复', given.answer],
    ],
    paragraphs: [
      ...(payBy ? [`请在${longDate(payBy)}以前缴纳罚款。`] : []),
      '不服本决定的，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。',
    ],
  });
  if (!issued.ok) return issued;
  const { number } = issued.value;
  await tx.run(sql`update care_penalty set state = 'decided', ${decided}, decided_kinds = ${given.kinds}, decided_fen = ${given.fine}, document_id = ${issued.value.id},
    document_no = ${number}, publish_by = ${publishBy}, pay_by = ${payBy} where id = ${id}`);
  if (given.fine > 0)
    await postCredit(tx, {
      institutionId: of.institutionId,
      division: of.division,
      reason: 'fine',
      note: `${number}：${what}`,
      cause: fineCause({ ...of, documentNo: number }),
    });
  await tellStaff(tx, of.institutionId, {
    performers: ['care-home-head'],
    template: 'care-penalty.decided',
    params: { no: number, what },
  });
  await auditPenalty(tx, 'care-penalty.decided', of);
  return ok({ documentNo: number });
}

export async function publishPenalty(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await lockPenalty(tx, id, 'decided');
  if (!found.ok) return found;
  const own = mine(tx, found.value);
  if (!own.ok) return own;
  await tx.run(sql`update care_penalty set published_on = coalesce(published_on, ${tx.today}::date) where id = ${id}`);
  await auditPenalty(tx, 'care-penalty.published', found.value);
  return ok({ id });
}

export const FinePaid = z.strictObject({
  on: PlainDateText.meta({ label: '缴款日期', widget: 'date' }),
  voucher: z.string().trim().min(4, '请填写票据号').max(60).meta({ label: '缴款票据号' }),
});
export async function payFine(tx: Tx, id: string, given: z.infer<typeof FinePaid>): Promise<Result<{ id: string }>> {
  const found = await lockPenalty(tx, id, 'decided');
  if (!found.ok) return found;
  const of = found.value;
  const own = mine(tx, of);
  if (!own.ok) return own;
  if (of.payBy === null || of.paidOn !== null) return fail('PENALTY_STATE', { state: of.paidOn ? '已缴清' : '没有罚款' });
  if (given.on < of.decidedOn! || given.on > tx.today) return wrong('on', `在${of.decidedOn}和今天之间`);
  await tx.run(sql`update care_penalty set paid_on = ${given.on}, voucher = ${given.voucher} where id = ${id}`);
  await auditPenalty(tx, 'care-penalty.paid', of);
  return ok({ id });
}
