/** What may be done with a subsidy, once: its address, hand and form, what it does, and when it is offered. Routes and buttons are made from this table. */
import type { z } from 'zod';
import type { Performer } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { type Offer, type Offered, offersTo } from '../offer/index.ts';
import { wholeParameter } from '../policy/server.ts';
import type { Result } from '../result/index.ts';
import { type FormField, formOf, type PlainDate } from '../schema/index.ts';
import { Approval, approveSubsidy, Check, checkSubsidy, PlainApproval } from './act.ts';
import { ClaimDecision, ClaimReceipt, decideClaim, endUse, Reclaim, receiveClaim, reclaim, UseEnded } from './claims.ts';
import type { Line } from './content.ts';
import { askOffer, type Book, type Part, type Scheme, type Subsidy, schemeOf } from './define.ts';
import { approvers, checkers, samplers } from './hands.ts';
import { approvePart, checkPart, PartApproval, PartCheck, Payment, paySubsidy } from './parts.ts';
import { Answer, answerReview, Correction, correctSubsidy, Objection, objectTo, SAMPLE } from './reviews.ts';
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

interface Head {
  readonly action: string;
  /** Its address under the one of the subsidy. */
  readonly path: string;
  readonly zh: string;
  readonly by: readonly Performer[];
  /** Which books have it; left out: every one. */
  readonly of?: (book: Book) => boolean;
}
/** A subsidy as it stands, with what its steps ask of it. */
interface Standing extends Course {
  readonly scheme: Scheme;
  readonly today: PlainDate;
  /** While it goes on, the part that is next, and what it is called. */
  readonly next: Part | undefined;
  readonly name: string;
  readonly open: Review | undefined;
  readonly proposed: Claim | undefined;
  readonly claimed: Claim | undefined;
}
/** `fixed` is sent beside the form and not asked. */
type Offering = { readonly when: boolean; readonly causes: string } & Partial<
  Pick<Offered, 'zh' | 'by' | 'fields' | 'initial' | 'fixed' | 'danger'>
>;
interface Step extends Head {
  readonly shape: z.ZodObject;
  readonly work: (tx: Tx, book: Book, id: string, given: never) => Promise<Result<unknown>>;
  readonly offer: (as: Standing) => Offering;
}
/** Keeps the types of a form and of what it does together. */
const step = <S extends z.ZodObject>(
  head: Head,
  shape: S,
  work: (tx: Tx, book: Book, id: string, given: z.output<S>) => Promise<Result<unknown>>,
  offer: Step['offer'],
): Step => ({ ...head, shape, work, offer });

const hasParts = ({ schemes }: Book): boolean => schemes.some(({ parts }) => parts);
const hasUse = ({ schemes }: Book): boolean => schemes.some(({ use }) => use);
const told = (shape: z.ZodObject, name: string, more: Partial<FormField>): FormField[] =>
  formOf(shape).map((field) => (field.name === name ? { ...field, ...more } : field));

export const steps: readonly Step[] = [
  step({ action: 'check', path: 'check', zh: '核', by: checkers }, Check, checkSubsidy, ({ of, scheme: { checks } }) => ({
    when: of.state === 'applied',
    causes: checks.causes,
    fields: told(Check, 'note', { help: checks.help }),
    initial: { verdict: 'ok' },
  })),
  step({ action: 'approve', path: 'approval', zh: '批准', by: approvers }, Approval, approveSubsidy, (as) => ({
    when: as.of.state === 'checked' && !as.open && (as.of.noticeTo === null || as.today > as.of.noticeTo),
    causes: as.scheme.parts ? `公示期满以后分${as.scheme.parts.names.length}期拨付。` : '批准以后拨付。',
    fields: formOf(as.of.noticeTo === null ? PlainApproval : Approval),
  })),
  step({ action: 'object', path: 'objection', zh: '登记异议', by: checkers }, Objection, objectTo, ({ of }) => ({
    when: of.state === 'checked' && of.noticeTo !== null,
    causes: '核实清楚以前不能批准；有问题的退回重核。',
  })),
  step(
    { action: 'answer', path: 'answer', zh: '登记异议、抽查的结果', by: [...approvers, ...samplers] },
    Answer,
    answerReview,
    ({ of, open }) => ({
      when: of.state === 'checked' && open !== undefined,
      zh: open ? `登记${reviewKinds[open.kind]}的结果` : '',
      causes: '没有问题的照常批准；有问题的退回重核，原来的金额留着。',
      by: open?.kind === 'sample' ? samplers : approvers,
      fixed: { review: open?.id },
    }),
  ),
  step({ action: 'correct', path: 'correction', zh: '退回重核', by: checkers }, Correction, correctSubsidy, ({ of }) => ({
    when: of.state === 'checked',
    causes: '算错了的，批准以前可以从头再核；原来的金额留着。',
    danger: true,
  })),
  step({ action: 'part-check', path: 'part-check', zh: '核一期', by: checkers, of: hasParts }, PartCheck, checkPart, (as) => ({
    when: as.next?.state === 'waiting' && as.today >= as.next.dueFrom,
    zh: `核${as.name}`,
    causes: as.next ? (as.scheme.parts?.causes(as.next.no) ?? '') : '',
    fixed: { no: as.next?.no },
  })),
  step(
    { action: 'part-approve', path: 'part-approval', zh: '批准一期', by: approvers, of: hasParts },
    PartApproval,
    approvePart,
    ({ next, name }) => ({
      when: next?.state === 'checked',
      zh: `批准${name}`,
      causes: '批准以后拨付。',
      fixed: { no: next?.no },
    }),
  ),
  step(
    { action: 'pay', path: 'payment', zh: '登记拨付', by: checkers },
    Payment,
    paySubsidy,
    ({ next, name, scheme, today }) => ({
      when: next?.state === 'approved',
      zh: `登记拨付${name}`,
      causes: scheme.use ? '写明凭证号；至少使用的月份从第一次拨付算起。' : '写明凭证号，这一笔就办完了。',
      initial: { on: today },
      fixed: { no: next?.no },
    }),
  ),
  step({ action: 'end', path: 'end', zh: '停止使用', by: checkers, of: hasUse }, UseEnded, endUse, ({ of, scheme, today }) => ({
    when: scheme.use !== undefined && (of.state === 'approved' || of.state === 'paid') && of.endedOn === null,
    causes: '以后不再拨，已拨的按没有用满的月份追回，由领导定。只停用一部分的，追回和少拨那一部分。',
    fields: told(UseEnded, 'units', scheme.use ? { unit: scheme.use.unit } : {}),
    initial: { on: today },
  })),
  step(
    { action: 'reclaim', path: 'reclaim', zh: '提出追回', by: checkers, of: (book) => !hasUse(book) },
    Reclaim,
    reclaim,
    ({ parts, claims, scheme }) => ({
      when: !scheme.use && !!scheme.returns && claims.length === 0 && parts.some(({ state }) => state === 'paid'),
      causes: '算错、虚报的，由领导定了以后限期退回。',
      danger: true,
    }),
  ),
  step(
    { action: 'decide-claim', path: 'claim-decision', zh: '定追回', by: approvers },
    ClaimDecision,
    decideClaim,
    ({ proposed }) => ({
      when: proposed !== undefined,
      causes: '定了追回的，限期退回；登记错了的，照常办。',
      initial: { verdict: 'claim' },
      fixed: { claim: proposed?.id },
    }),
  ),
  step(
    { action: 'receive', path: 'receipts', zh: '登记退回', by: checkers },
    ClaimReceipt,
    receiveClaim,
    ({ claimed, today }) => ({
      when: claimed !== undefined,
      causes: '可以分几次，付清为止。',
      initial: { on: today, amount: claimed ? claimed.amountFen - claimed.receivedFen : 0 },
      fixed: { claim: claimed?.id },
    }),
  ),
];

function standing(tx: Tx, course: Course): Standing {
  const { of, parts, claims, reviews } = course;
  const scheme = schemeOf(of);
  const live = of.state === 'approved' && of.endedOn === null;
  const next = live ? parts.find(({ state }) => state !== 'paid' && state !== 'withheld') : undefined;
  return {
    ...course,
    scheme,
    today: tx.today,
    next,
    name: next ? partName(scheme, next.no) : '',
    open: reviews.find(({ answer }) => answer === null),
    proposed: claims.find(({ state }) => state === 'proposed'),
    claimed: claims.find(({ state }) => state === 'claimed'),
  };
}

export function offersOf(tx: Tx, book: Book, course: Course): Offer[] {
  const as = standing(tx, course);
  return offersTo(
    tx.actor,
    steps.map(({ action, path, zh, by, shape, offer }) => {
      const { fixed = {}, ...more } = offer(as);
      const fields = formOf(shape).filter(({ name }) => !Object.hasOwn(fixed, name));
      const to = `${book.url}/${course.of.id}/${path}`;
      return { action, zh, by, to, fields, ...more, fixed: { requestId: newId(), ...fixed } };
    }),
  );
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
