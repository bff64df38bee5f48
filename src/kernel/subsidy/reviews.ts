/** What stops an approval: an objection to the notice, the city's sample, a count that the county itself takes back. What turns out to be right goes back to the check. */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { longDate } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { limitFrom, nameStandards, wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { choice, type DivisionCode, Uuid } from '../schema/index.ts';
import { type Book, type Subsidy, schemeOf, whatOf } from './define.ts';
import { approvers, samplers } from './hands.ts';
import { objectionPlace } from './sealed.ts';
import { auditSubsidy, lockSubsidy, mayAct, otherHand, type Review, reviewColumns, subsidyColumns } from './store.ts';
import type { ReviewKind } from './terms.ts';

/** Standard: of 100 subsidies that are checked and not approved yet, so many are drawn. */
export const SAMPLE = 'SUBSIDY-SAMPLE';
nameStandards({ [SAMPLE]: '补贴的市级抽查：百分之几', 'SUBSIDY-RETURN': '补贴的追回：几日内退回' });

defineTemplates({
  'subsidy.objected': { title: '{what}有异议', text: '{name}{what}公示期间有异议，请核实：{says}' },
  'subsidy.sampled': { title: '{what}被市级抽中', text: '{name}{what}被市级抽中，查清以前不能批准。' },
  'subsidy.back': { title: '{what}退回重核', text: '{name}{what}退回重核：{why}' },
});

async function raise(tx: Tx, of: Subsidy, kind: ReviewKind, says: string, own?: ObjectionContent): Promise<string> {
  const id = newId();
  const content = own ? tx.keys.sealJson(own, objectionPlace(id)) : null;
  await tx.run(sql`insert into subsidy_review (id, subsidy_id, kind, says, content, amount_fen, raised_on, raised_by, raised_name)
    values (${id}, ${of.id}, ${kind}, ${says}, ${content}, ${of.amountFen}, ${tx.today}, ${tx.actor.id}, ${own ? '公示页' : tx.actor.name})`);
  await auditSubsidy(tx, 'subsidy.reviewed', of, { kind });
  return id;
}
const tell = (tx: Tx, of: Subsidy, template: string, performer: 'county-clerk' | 'county-leader', more: Record<string, string>) =>
  notify(tx, { to: { performer, division: of.division }, template, params: { name: of.bodyName, what: whatOf(of), ...more } });

/** What was counted is taken back and stays on record with the review; the county checks anew. */
async function back(tx: Tx, of: Subsidy, why: string): Promise<Result<null, 'PARAM_MISSING'>> {
  const by = await limitFrom(tx, schemeOf(of).days.check, { division: of.division, from: tx.today });
  if (!by.ok) return by;
  await tx.run(sql`update subsidy set state = 'applied', checked_on = null, checked_by = null, note = null, basis = null, amount_fen = null, notice_to = null, check_by = ${by.value.dueOn}
    where id = ${of.id}`);
  await tell(tx, of, 'subsidy.back', 'county-clerk', { why });
  return ok(null);
}

const says = (label: string, help: string) =>
  z.string().trim().min(4, `请写明${label}`).max(300).meta({ label, widget: 'textarea', help });

export const Objection = z.strictObject({ says: says('异议', '谁都可以提；不写提出人的姓名、电话') });
/** 登记异议: while it is on notice, and after it until it is approved. */
export async function objectTo(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof Objection>,
): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, book, id, ['checked']);
  if (!found.ok) return found;
  const review = await raise(tx, found.value, 'objection', given.says);
  await tell(tx, found.value, 'subsidy.objected', 'county-leader', { says: given.says });
  return ok({ id: review });
}

/** What anybody writes on the page of a notice. */
export interface ObjectionContent {
  readonly text: string;
  readonly name: string;
  readonly phone: string;
}
/** Of one subsidy so many objections wait at most: more say nothing new, and who writes a thousand stops the leader's work. */
const MOST_OPEN = 20;

/**
 * 公示页上自己提异议: anybody, while the notice hangs (specification 4.0). Words, name and telephone are for the county that looks into it, never for the body.
 * By telephone or at the counter the county registers it as before (`objectTo`).
 */
export function objectOnNotice(
  context: Context,
  given: { id: string; requestId: string } & ObjectionContent,
): Promise<Result<{ id: string }>> {
  const intake = systemActor('objection-intake', context.city);
  const { id, requestId, ...own } = given;
  return context.once(intake, { action: 'subsidy.object', requestId, body: given }, async (tx) => {
    const of = await tx.maybe<Subsidy>(
      sql`select ${subsidyColumns} from subsidy s where s.id = ${id} and s.state = 'checked' and s.notice_to is not null for update`,
    );
    if (!of) return fail('NOT_FOUND');
    const { telephone } = tx.office(`${of.division.slice(0, 6)}000000` as DivisionCode);
    if (tx.today > of.noticeTo!) return fail('SUBSIDY_NOTICE_OVER', { ends: longDate(of.noticeTo!), telephone });
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::int as n from subsidy_review where subsidy_id = ${id} and kind = 'objection' and answer is null`,
    );
    if (n >= MOST_OPEN) return fail('SUBSIDY_OBJECTED', { n, telephone });
    const review = await raise(tx, of, 'objection', '有人在公示页提出异议', own);
    await tell(tx, of, 'subsidy.objected', 'county-leader', { says: '有人在公示页提出，打开这一笔看' });
    return ok({ id: review });
  });
}

export const Correction = z.strictObject({ says: says('哪里算错了', '退回以后从头再核，原来的金额留着') });
/** 退回重核: the county finds its own mistake before the approval. */
export async function correctSubsidy(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof Correction>,
): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, book, id, ['checked']);
  if (!found.ok) return found;
  const review = await raise(tx, found.value, 'correction', given.says);
  await tx.run(
    sql`update subsidy_review set answer = '退回重核', upheld = true, answered_on = ${tx.today}, answered_by = ${tx.actor.id} where id = ${review}`,
  );
  const sent = await back(tx, found.value, given.says);
  return sent.ok ? ok({ id: review }) : sent;
}

const outcomes = { right: '没有问题', wrong: '有问题，退回重核' } as const;
export const Answer = z.strictObject({
  review: Uuid,
  outcome: choice(outcomes).meta({ label: '查的结果', choices: outcomes }),
  answer: says('怎么查的', '看了什么、问了谁、结果怎样'),
});
/** 登记查的结果: an objection by the leader, and not by whoever checked; a sample by the city. */
export async function answerReview(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof Answer>,
): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, book, id, ['checked']);
  if (!found.ok) return found;
  const of = found.value;
  const review = await tx.maybe<Review>(
    sql`select ${reviewColumns} from subsidy_review r where r.id = ${given.review} and r.subsidy_id = ${id} and r.answer is null for update`,
  );
  if (!review || !mayAct(tx, review.kind === 'sample' ? samplers : approvers)) return fail('NOT_FOUND');
  const hand = otherHand(tx, { by: of.checkedBy, on: of.checkedOn, zh: '核' });
  if (!hand.ok) return hand;
  const upheld = given.outcome === 'wrong';
  await tx.run(
    sql`update subsidy_review set answer = ${given.answer}, upheld = ${upheld}, answered_on = ${tx.today}, answered_by = ${tx.actor.id} where id = ${review.id}`,
  );
  await auditSubsidy(tx, 'subsidy.review-answered', of, { kind: review.kind, upheld });
  if (!upheld) return ok({ id });
  // 一并退回的还有没有查清的：重新核的是另一次计算
  await tx.run(sql`update subsidy_review set answer = '已经退回重核', upheld = true, answered_on = ${tx.today}, answered_by = ${tx.actor.id}
    where subsidy_id = ${id} and answer is null`);
  const sent = await back(tx, of, given.answer);
  return sent.ok ? ok({ id }) : sent;
}

/** 市级抽查: by lot among those that are checked, not approved and never drawn; at least one. Nobody chooses. */
export async function drawSample(tx: Tx, book: Book): Promise<Result<{ drawn: number }>> {
  const percent = await wholeParameter(tx, SAMPLE, tx.city, tx.today);
  if (!percent.ok) return percent;
  const pool =
    await tx.rows<Subsidy>(sql`select ${subsidyColumns} from subsidy s where s.scheme = any(${book.schemes.map(({ key }) => key)}) and s.state = 'checked'
    and not exists (select from subsidy_review r where r.subsidy_id = s.id and r.kind = 'sample') order by s.id limit 2000 for update`);
  if (pool.length === 0) return fail('SUBSIDY_SAMPLE_NONE');
  const wanted = Math.ceil((pool.length * percent.value) / 100);
  for (let left = wanted; left > 0; left--) {
    const [one] = pool.splice(randomInt(pool.length), 1);
    await raise(tx, one!, 'sample', `市级抽查${percent.value}%，抽中`);
    await tell(tx, one!, 'subsidy.sampled', 'county-leader', {});
  }
  return ok({ drawn: wanted });
}
