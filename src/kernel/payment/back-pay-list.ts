/** 补发清册: who is paid in a batch for earlier months, for which, and how much. One paper for one list, whatever else changes in the batch. */
import { createHash } from 'node:crypto';
import { type Sql, sql } from '../../database/sql.ts';
import type { Actor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth, plusMonths } from '../calendar/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { inScope, scopeRange } from '../division/index.ts';
import {
  bothAmounts,
  type DocumentKind,
  documentShown,
  fields,
  issueDocument,
  type Letter,
  paragraph,
  type ShownDocument,
} from '../document/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, YearMonth } from '../schema/index.ts';
import { BACK_PAY_LINES, type BatchId, programmeOf } from './index.ts';
import { type Batch, findBatch } from './totals.ts';

const LIST: DocumentKind = { code: 'back-pay-list', word: '补清', title: '补发清册' };

/**
 * Lines `l` of a batch that pay for earlier months: differences, and whole months that were not paid. What is sent again was paid before, and what is
 * granted one by one has no month that was missed.
 */
export const isBackPay = ({ programme, month }: Pick<Batch, 'programme' | 'month'>): Sql =>
  programmeOf(programme).grants === 'single'
    ? sql`l.kind = 'back-pay'`
    : sql`(l.kind = 'back-pay' or (l.kind = 'regular' and l.month < ${month}))`;

interface Row {
  readonly name: string;
  readonly place: string;
  readonly months: readonly YearMonth[];
  readonly fen: Fen;
  readonly last4: string | null;
  readonly note: string;
}

export const backPaySheet = (of: { programmeZh: string; month: YearMonth; place: string; rows: readonly Row[] }): Letter => {
  const sum = of.rows.reduce((total, row) => total + row.fen, 0);
  return {
    addressee: null,
    blocks: [
      fields(
        ['发放项目', of.programmeZh],
        ['随哪一批', `${longMonth(of.month)}`],
        ['范围', of.place],
        ['合计', `${of.rows.length}人（户），${bothAmounts(sum)}`],
      ),
      {
        kind: 'table',
        columns: [
          { title: '序号', share: 8, align: 'center' },
          { title: '领款人', share: 14 },
          { title: '地区', share: 24 },
          { title: '补发的月份', share: 24 },
          { title: '金额（元）', share: 16, align: 'right' },
          { title: '账户', share: 14 },
        ],
        rows: of.rows.map((row, i) => [
          String(i + 1),
          row.name,
          row.place,
          monthsText(row.months),
          yuanDigits(row.fen),
          [row.last4 ? `尾号${row.last4}` : '没有账户', row.note].filter(Boolean).join('；'),
        ]),
      },
      paragraph('本清册只列补发以前月份的款项：标准调整、迟到的变化补的差额，和以前没有发的月份。当月的在发放清册。'),
      { kind: 'signatures', labels: ['编制人', '复核人', '分管负责人'] },
    ],
  };
};

/** 2026年1月至4月、6月: months in a row are said from the first to the last. */
export function monthsText(months: readonly YearMonth[]): string {
  const runs: [YearMonth, YearMonth][] = [];
  for (const month of [...new Set(months)].sort()) {
    const last = runs.at(-1);
    if (last && plusMonths(last[1], 1) === month) last[1] = month;
    else runs.push([month, month]);
  }
  return runs.map(([from, to]) => (from === to ? longMonth(from) : `${longMonth(from)}至${longMonth(to)}`)).join('、');
}

/** The lines of an entitlement together, in the order of the list; null when there are more than one paper holds. */
async function rowsOf(tx: Tx, batch: Batch, within: DivisionCode) {
  const { lo, hi } = scopeRange(within);
  const lines = await tx.rows<{
    entitlementId: string;
    personId: string;
    name: string | null;
    division: DivisionCode;
    month: YearMonth;
    covers: Record<YearMonth, Fen> | null;
    amountFen: Fen;
    last4: string | null;
    holdReason: string | null;
  }>(sql`select l.entitlement_id, l.person_id, p.name, l.division, l.month, l.covers, l.amount_fen, l.account_last4 as last4, l.hold_reason
    from payment_line l left join person p on p.id = l.person_id
    where l.batch_id = ${batch.id} and l.state <> 'ended' and ${isBackPay(batch)} and l.division >= ${lo} and l.division < ${hi}
    order by l.no limit ${BACK_PAY_LINES + 1}`);
  if (lines.length > BACK_PAY_LINES) return null;
  const byEntitlement = Map.groupBy(lines, (line) => line.entitlementId);
  const rows = [...byEntitlement.values()].map((own): Row => {
    const [{ name, division, last4, holdReason }] = own as [(typeof own)[number]];
    return {
      name: name ?? '（不在您的范围内）',
      place: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
      months: own.flatMap((line) => (line.covers ? (Object.keys(line.covers) as YearMonth[]) : [line.month])),
      fen: own.reduce((sum, line) => sum + line.amountFen, 0),
      last4,
      note: holdReason ? `暂停：${holdReason}` : '',
    };
  });
  // What the paper shows, with persons as ids: another township's lines do not count, an account that was corrected does.
  const shown = lines.map(({ name: _, ...line }) => line);
  return {
    rows,
    personIds: [...new Set(lines.map((line) => line.personId))],
    hash: createHash('sm3').update(JSON.stringify(shown)).digest('hex'),
  };
}

/** `within`: the county of the batch or a township of it. The same list gives the same paper. */
export function issueBackPayList(
  context: Context,
  actor: Actor,
  command: { batchId: BatchId; within: DivisionCode; requestId: string },
): Promise<Result<ShownDocument>> {
  const { requestId, ...body } = command;
  return context.once(actor, { action: 'payment.back-pay-list', requestId, body }, async (tx): Promise<Result<ShownDocument>> => {
    const batch = await findBatch(tx, body.batchId);
    if (!batch || !inScope(body.within, batch.county)) return fail('NOT_FOUND');
    const found = await rowsOf(tx, batch, body.within);
    if (!found) return fail('BACK_PAY_LONG', { most: BACK_PAY_LINES });
    if (found.rows.length === 0) return fail('BACK_PAY_NONE');
    // Whoever asks at the same moment gets the paper that the first one makes.
    await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`back-pay-list:${batch.id}`}, 0))`);
    const kept = await tx.maybe<{ documentId: string }>(
      sql`select document_id from back_pay_list where batch_id = ${batch.id} and division = ${body.within} and list_hash = ${found.hash}`,
    );
    if (kept) return ok((await documentShown(tx, kept.documentId))!);
    const issued = await issueDocument(tx, {
      kind: LIST,
      issuer: { division: batch.county, name: tx.office(batch.county).name },
      letter: backPaySheet({
        programmeZh: programmeOf(batch.programme).zh,
        month: batch.month,
        place: tx.divisions.fullName(body.within),
        rows: found.rows,
      }),
      signer: actor.name,
      caseId: null,
      personId: null,
      division: batch.county,
    });
    if (!issued.ok) return issued;
    await tx.run(sql`insert into back_pay_list (batch_id, division, list_hash, document_id)
      values (${batch.id}, ${body.within}, ${found.hash}, ${issued.value.id})`);
    await recordAudit(tx, {
      action: 'payment-batch.back-pay-list',
      subject: { kind: 'payment-batch', id: batch.id },
      personIds: found.personIds,
      division: batch.county,
    });
    return ok((await documentShown(tx, issued.value.id))!);
  });
}
