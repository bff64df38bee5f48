/** The subsidies of the actor's range, what each month was counted by, and what may be done. */
import { sql } from '../../../database/sql.ts';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf, type YearMonth } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { accountants } from '../money/terms.ts';
import { ownInstitution } from '../register/store.ts';
import {
  mayDraw,
  quarterName,
  type Subsidy,
  SubsidyApproval,
  SubsidyAsk,
  SubsidyCheck,
  SubsidyPayment,
  subsidyColumns,
} from './act.ts';
import type { ComputedMonth } from './compute.ts';
import type { SubsidyRow } from './content.ts';
import { approvers, checkers, subsidyStates } from './terms.ts';

const monthSays = ({ residents: r, star, credit, nothing }: ComputedMonth): string =>
  nothing ??
  `0、1级${r.low}人，2级${r.two}人，3级${r.three}人，4级${r.four}人；${star === 0 ? '没有等级' : `${star}级`}，信用${credit}类`;

function dueOf(tx: Tx, of: Subsidy): SubsidyRow['due'] {
  const due = (zh: string, on: Subsidy['noticeTo']) => (on ? { zh, on, late: tx.today > on } : null);
  if (of.state === 'applied') return due('县核', of.checkBy);
  if (of.state === 'notice') return { zh: '公示到', on: of.noticeTo!, late: false };
  return of.state === 'approved' ? due('拨付', of.payBy) : null;
}

function offersOf(tx: Tx, of: Subsidy): Offer[] {
  const to = (what: string) => `/api/care-subsidies/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  return offersTo(tx.actor, [
    {
      action: 'check',
      zh: '核',
      causes: '按在住的记录算出金额，公示以后由领导批准。',
      by: checkers,
      when: of.state === 'applied',
      to: to('check'),
      fields: formOf(SubsidyCheck),
      initial: { verdict: 'notice' },
      fixed,
    },
    {
      action: 'approve',
      zh: '批准',
      causes: '公示期满以后拨付。',
      by: approvers,
      when: of.state === 'notice' && tx.today > of.noticeTo!,
      to: to('approval'),
      fields: formOf(SubsidyApproval),
      fixed,
    },
    {
      action: 'pay',
      zh: '登记拨付',
      causes: '写明凭证号，这一笔就办完了。',
      by: checkers,
      when: of.state === 'approved',
      to: to('payment'),
      fields: formOf(SubsidyPayment),
      initial: { on: tx.today },
      fixed,
    },
  ]);
}

/** The last four quarters that are over. */
function quarters(tx: Tx): Record<string, string> {
  const now = tx.today.slice(0, 7) as YearMonth;
  const of = (month: YearMonth) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  return Object.fromEntries(
    [3, 6, 9, 12].map((back) => of(plusMonths(now, -back))).map((quarter) => [quarter, quarterName(quarter)]),
  );
}

const PAGE = 100;

export async function subsidyList(
  tx: Tx,
  cursor?: string,
): Promise<Result<{ rows: SubsidyRow[]; next: string | null; offers: Offer[] }>> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await tx.rows<
    Subsidy & { institutionName: string }
  >(sql`select ${subsidyColumns}, i.name as institution_name from care_subsidy s join care_institution i on i.id = s.institution_id
    order by array_position(array['applied', 'approved', 'notice', 'paid', 'refused'], s.state), s.applied_on desc, s.id ${within(stretch)}`);
  const { rows, next } = pageOf(found, stretch);
  const own = tx.actor.unitId ? await ownInstitution(tx) : null;
  const choices = quarters(tx);
  return ok({
    next,
    rows: rows.map((of) => ({
      id: of.id,
      institutionName: of.institutionName,
      quarterZh: quarterName(of.quarter),
      stateZh: subsidyStates[of.state].zh,
      tone: subsidyStates[of.state].tone,
      appliedOn: of.appliedOn,
      amountFen: of.amountFen,
      due: dueOf(tx, of),
      note: of.note,
      documentNo: of.documentNo,
      months: (of.months ?? []).map((month) => ({
        month: month.month,
        says: monthSays(month),
        fen: month.fen,
        // 疑点由县里问，机构自己不看
        doubts: tx.actor.unitId ? [] : (month.doubts ?? []),
      })),
      offers: offersOf(tx, of),
    })),
    offers: own?.ok
      ? offersTo(tx.actor, [
          {
            action: 'ask',
            zh: '申请运营补贴',
            causes: '不用填人数，县里按在住的记录算。',
            by: accountants,
            when: mayDraw(own.value),
            to: `/api/institutions/${own.value.id}/subsidies`,
            fields: formOf(SubsidyAsk.extend({ quarter: choice(choices).meta({ label: '哪个季度', choices }) })),
            fixed: { requestId: newId() },
          },
        ])
      : [],
  });
}
