/** The buttons of a subsidy as it stands, and those over the list. */
import { newId, type Tx } from '../context/server.ts';
import { type Offer, type Offered, offersTo } from '../offer/index.ts';
import { wholeParameter } from '../policy/server.ts';
import { formOf } from '../schema/index.ts';
import { Approval, Check, PlainApproval } from './act.ts';
import { ClaimDecision, ClaimReceipt, Reclaim, UseEnded } from './claims.ts';
import type { Line } from './content.ts';
import { askOffer, type Book, type Part, type Scheme, type Subsidy, schemeOf } from './define.ts';
import { approvers, checkers, samplers } from './hands.ts';
import { PartCheck, Payment } from './parts.ts';
import { Answer, Correction, Objection, SAMPLE } from './reviews.ts';
import type { Claim, Review } from './store.ts';
import { reviewKinds } from './terms.ts';

/** Of one subsidy what its row, its buttons and its line in the spreadsheet are made of. */
export interface Course {
  readonly of: Subsidy;
  readonly parts: readonly Part[];
  readonly claims: readonly Claim[];
  readonly reviews: readonly Review[];
  readonly lines: readonly Line[];
}

export const partName = (scheme: Scheme, no: number): string => scheme.parts?.names[no - 1] ?? '';

export function offersOf(tx: Tx, book: Book, { of, parts, claims, reviews }: Course): Offer[] {
  const scheme = schemeOf(of);
  const to = (what: string) => `${book.url}/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  const live = of.state === 'approved' && of.endedOn === null;
  const next = live ? parts.find((part) => part.state !== 'paid' && part.state !== 'withheld') : undefined;
  const name = next ? partName(scheme, next.no) : '';
  const part = { requestId: newId(), no: next?.no ?? 0 };
  const open = reviews.find(({ answer }) => answer === null);
  const proposed = claims.find(({ state }) => state === 'proposed');
  const claimed = claims.find(({ state }) => state === 'claimed');
  const onNotice = of.noticeTo !== null;
  const paid = parts.some(({ state }) => state === 'paid');
  const offered: Offered[] = [
    {
      action: 'check',
      zh: '核',
      causes: scheme.checks.causes,
      by: checkers,
      when: of.state === 'applied',
      to: to('check'),
      fields: formOf(Check).map((field) => (field.name === 'note' ? { ...field, help: scheme.checks.help } : field)),
      initial: { verdict: 'ok' },
      fixed,
    },
    {
      action: 'approve',
      zh: '批准',
      causes: scheme.parts ? `公示期满以后分${scheme.parts.names.length}期拨付。` : '批准以后拨付。',
      by: approvers,
      when: of.state === 'checked' && !open && (of.noticeTo === null || tx.today > of.noticeTo),
      to: to('approval'),
      fields: formOf(onNotice ? Approval : PlainApproval),
      fixed,
    },
    {
      action: 'object',
      zh: '登记异议',
      causes: '核实清楚以前不能批准；有问题的退回重核。',
      by: checkers,
      when: of.state === 'checked' && onNotice,
      to: to('objection'),
      fields: formOf(Objection),
      fixed,
    },
    {
      action: 'answer',
      zh: open ? `登记${reviewKinds[open.kind]}的结果` : '',
      causes: '没有问题的照常批准；有问题的退回重核，原来的金额留着。',
      by: open?.kind === 'sample' ? samplers : approvers,
      when: of.state === 'checked' && open !== undefined,
      to: to('answer'),
      fields: formOf(Answer.omit({ review: true })),
      fixed: { ...fixed, review: open?.id },
    },
    {
      action: 'correct',
      zh: '退回重核',
      causes: '算错了的，批准以前可以从头再核；原来的金额留着。',
      by: checkers,
      when: of.state === 'checked',
      to: to('correction'),
      fields: formOf(Correction),
      danger: true,
      fixed,
    },
    {
      action: 'part-check',
      zh: `核${name}`,
      causes: next ? (scheme.parts?.causes(next.no) ?? '') : '',
      by: checkers,
      when: next?.state === 'waiting' && tx.today >= next.dueFrom,
      to: to('part-check'),
      fields: formOf(PartCheck.omit({ no: true })),
      fixed: part,
    },
    {
      action: 'part-approve',
      zh: `批准${name}`,
      causes: '批准以后拨付。',
      by: approvers,
      when: next?.state === 'checked',
      to: to('part-approval'),
      fixed: part,
    },
    {
      action: 'pay',
      zh: `登记拨付${name}`,
      causes: scheme.use ? '写明凭证号；至少使用的月份从第一次拨付算起。' : '写明凭证号，这一笔就办完了。',
      by: checkers,
      when: next?.state === 'approved',
      to: to('payment'),
      fields: formOf(Payment.omit({ no: true })),
      initial: { on: tx.today },
      fixed: part,
    },
    {
      action: 'end',
      zh: '停止使用',
      causes: '以后不再拨，已拨的按没有用满的月份追回，由领导定。只停用一部分的，追回和少拨那一部分。',
      by: checkers,
      when: scheme.use !== undefined && (of.state === 'approved' || of.state === 'paid') && of.endedOn === null,
      to: to('end'),
      fields: scheme.use
        ? formOf(UseEnded).map((field) => (field.name === 'units' ? { ...field, unit: scheme.use!.unit } : field))
        : [],
      initial: { on: tx.today },
      fixed,
    },
    {
      action: 'reclaim',
      zh: '提出追回',
      causes: '算错、虚报的，由领导定了以后限期退回。',
      by: checkers,
      when: scheme.use === undefined && scheme.returns !== undefined && paid && claims.length === 0,
      to: to('reclaim'),
      fields: formOf(Reclaim),
      danger: true,
      fixed,
    },
    {
      action: 'decide-claim',
      zh: '定追回',
      causes: '定了追回的，限期退回；登记错了的，照常办。',
      by: approvers,
      when: proposed !== undefined,
      to: to('claim-decision'),
      fields: formOf(ClaimDecision.omit({ claim: true })),
      initial: { verdict: 'claim' },
      fixed: { ...fixed, claim: proposed?.id },
    },
    {
      action: 'receive',
      zh: '登记退回',
      causes: '可以分几次，付清为止。',
      by: checkers,
      when: claimed !== undefined,
      to: to('receipts'),
      fields: formOf(ClaimReceipt.omit({ claim: true })),
      initial: { on: tx.today, amount: claimed ? claimed.amountFen - claimed.receivedFen : 0 },
      fixed: { ...fixed, claim: claimed?.id },
    },
  ];
  return offersTo(tx.actor, offered);
}

/** The buttons over the list: what may be asked for, and the city's sample. */
export async function headOffers(tx: Tx, book: Book): Promise<Offer[]> {
  const offered: Offered[] = [];
  for (const scheme of book.schemes) {
    const form = await scheme.ask.head?.(tx);
    if (form) offered.push(askOffer(book, scheme, { ...form, fixed: { requestId: newId() } }));
  }
  const percent = await wholeParameter(tx, SAMPLE, tx.city, tx.today);
  if (percent.ok)
    offered.push({
      action: 'sample',
      zh: '市级抽查',
      causes: `在核过、还没有批准、没有抽过的里面抽${percent.value}%，至少一笔，由系统随机抽。查清以前不能批准。`,
      by: samplers,
      to: `${book.url}/sample`,
      fixed: { requestId: newId() },
    });
  return offersTo(tx.actor, offered);
}
