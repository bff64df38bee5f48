/** 运营补贴 (4.11): asked for by the home when a quarter is over; counted from who was in bed. */
import { z } from 'zod';
import { firstDayOf, longMonth, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, formOf, type YearMonth } from '../../../kernel/schema/index.ts';
import { defineBook, linesEach, scheme } from '../../../kernel/subsidy/server.ts';
import { accountants, readers } from '../money/terms.ts';
import { findInstitution, type Institution, lockInstitution, ownInstitution } from '../register/store.ts';
import { type ComputedMonth, computeQuarter, monthsOf } from './compute.ts';

export const quarterName = (quarter: string): string => `${quarter.slice(0, 4)}年第${quarter.slice(6)}季度`;
/** Whom the plan means: non-profit homes that society runs, and public ones that society runs for others. */
const mayDraw = (home: Pick<Institution, 'legalForm' | 'operation'>): boolean =>
  home.operation === 'public-built-private-run' || (home.operation === 'private' && home.legalForm === 'non-profit');

const Ask = z.strictObject({
  quarter: z
    .string()
    .regex(/^\d{4}-Q[1-4]$/, '请选择季度')
    .meta({ label: '哪个季度' }),
});

/** The last four quarters that are over. */
function quarters(tx: Tx): Record<string, string> {
  const now = tx.today.slice(0, 7) as YearMonth;
  const of = (month: YearMonth) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  return Object.fromEntries(
    [3, 6, 9, 12].map((back) => of(plusMonths(now, -back))).map((quarter) => [quarter, quarterName(quarter)]),
  );
}

const monthSays = ({ residents: r, star, credit, nothing }: ComputedMonth): string =>
  nothing ??
  `0、1级${r.low}人，2级${r.two}人，3级${r.three}人，4级${r.four}人；${star === 0 ? '没有等级' : `${star}级`}，信用${credit}类`;

export const operating = scheme({
  key: 'care-home-run',
  zh: '运营补贴',
  termZh: ({ term }) => quarterName(term!),
  ask: {
    path: '',
    zh: '申请运营补贴',
    causes: '不用填人数，县里按在住的记录算。',
    form: Ask,
    async work(tx, { quarter }) {
      const own = await ownInstitution(tx);
      if (!own.ok) return own;
      const found = await lockInstitution(tx, own.value.id);
      if (!found.ok) return found;
      if (!mayDraw(found.value)) return fail('CARE_RUN_NOT_FOR', { name: found.value.name });
      if (firstDayOf(plusMonths(monthsOf(quarter)[2]!, 1)) > tx.today)
        return fail('CARE_RUN_EARLY', { quarter: quarterName(quarter) });
      return ok({ body: found.value, own: true, term: quarter });
    },
    async head(tx) {
      const own = tx.actor.unitId ? await ownInstitution(tx) : null;
      if (!own?.ok || !mayDraw(own.value)) return null;
      const choices = quarters(tx);
      return { fields: formOf(Ask.extend({ quarter: choice(choices).meta({ label: '哪个季度', choices }) })) };
    },
  },
  days: { check: 'CARE-RUN-CHECK', notice: 'CARE-RUN-NOTICE', pay: 'CARE-RUN-PAY' },
  checks: { causes: '按在住的记录算出金额，公示以后由领导批准。', help: '不予补贴的写明原因' },
  async count(tx, { bodyId, term }) {
    const home = await findInstitution(tx, bodyId);
    if (!home.ok) return home;
    const computed = await computeQuarter(tx, home.value, term!);
    if (!computed.ok) return computed;
    const { months, fen } = computed.value;
    return ok({
      fen,
      basis: { months },
      nothing: fen > 0 ? null : [...new Set(months.map(({ nothing }) => nothing))].join('、'),
    });
  },
  lines: linesEach(({ basis }) =>
    ((basis?.months ?? []) as ComputedMonth[]).map((month) => ({
      key: month.month,
      says: `${longMonth(month.month)}：${monthSays(month)}`,
      fen: month.fen,
      doubts: month.doubts ?? [],
    })),
  ),
  returns: { days: 'SUBSIDY-RETURN' },
});

export const operatingBook = defineBook({
  url: '/api/care-subsidies',
  zh: '运营补贴',
  lead: '给民办非企业机构和公建民营机构，按季度申请。金额按每月在床满规定天数的老人、能力等级、机构等级和信用算；特困人员不计。',
  by: { ask: accountants, read: readers },
  schemes: [operating],
});
