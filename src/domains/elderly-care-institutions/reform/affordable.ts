/** 普惠养老 (4.18, EL-20): promised price and beds for central money; looked at each year; what is not kept is put right in time, or paid back in proportion. */
import { z } from 'zod';
import { addMonths, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import {
  amount,
  clerks,
  day,
  daysAfter,
  defineRegister,
  type Entry,
  leaders,
  monthsAfter,
  noticeLine,
  office,
  onNotice,
  outside,
  paper,
  posting,
  refusal,
  reviewed,
  step,
  text,
  whole,
} from '../../../kernel/register/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { CreditCode, choice, type Fen, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { brokenBeds, type Promise as Promised, repayment } from './rules.ts';
import { anyHome, pastPaper, SHELF, TELL_BEFORE } from './shelf.ts';

const types = { community: '居家社区型', medical: '医养型', learning: '学习型', travel: '旅居型' } as const;
const dearer: readonly string[] = ['community', 'medical'];

const promiseOf = ({ content }: Entry): Promised => ({
  beds: content.beds as number,
  priceFen: content.priceFen as Fen,
  years: content.years as number,
});
const perBed = (tx: Tx, entry: Entry): Promise<Result<number, 'PARAM_MISSING'>> =>
  wholeParameter(
    tx,
    dearer.includes(String(entry.content.type)) ? 'AFFORDABLE-BED-CARE' : 'AFFORDABLE-BED-OTHER',
    entry.division,
    tx.today,
  );

interface Broken {
  readonly brokenOn: PlainDate;
  readonly broken: number;
  readonly paidFen: Fen;
  readonly paidOn: PlainDate;
}

const seen = {
  on: day('核对日期'),
  bedsKept: z.int('请填写整数').min(0).max(5_000).meta({ label: '实际提供的普惠床位', unit: '张' }),
  highestFen: amount('实际每月收费（最高的）'),
  found: text('怎么核的', { min: 4, max: 500, help: '看了价目、账单、床位图' }),
};

defineRegister({
  key: 'affordable-bed',
  zh: '普惠床位',
  shelf: SHELF,
  lead: '普惠养老城企联动：企业承诺价格、床位和年限，换中央预算内投资。县核、市公示推荐；以后每年核对，没有守承诺的限期改正，改不好的按比例退还。',
  enters: '登记申报',
  by: clerks,
  form: z.strictObject({
    project: text('项目', { min: 4, max: 60 }),
    institution: Uuid.optional().meta({ label: '哪家机构', help: '还没有登记成机构的空着' }),
    enterprise: text('申报企业', { min: 4, max: 60 }),
    enterpriseCode: CreditCode.meta({ label: '统一社会信用代码' }),
    type: choice(types).meta({ label: '类型', choices: types }),
    beds: whole('承诺的普惠床位', '张', 5_000),
    priceFen: amount('承诺的每月价格（最高）'),
    years: whole('承诺年限', '年', 50),
  }),
  chosen: { institution: anyHome },
  one: ({ enterpriseCode, project }) => `${enterpriseCode} ${project}`,
  titleOf: ({ project }) => String(project),
  start: 'applied',
  states: {
    applied: { zh: '待县核', tone: 'now' },
    checked: { zh: '县已核，待市公示', tone: 'now' },
    notice: { zh: '公示中', tone: 'now' },
    recommended: { zh: '已推荐，待拨付', tone: 'now' },
    kept: { zh: '守承诺', tone: 'good' },
    correcting: { zh: '没有守承诺，改正中', tone: 'bad' },
    repaying: { zh: '要求退还', tone: 'bad' },
    repaid: { zh: '已退还', tone: 'plain', final: true },
    served: { zh: '承诺期满', tone: 'good', final: true },
    refused: { zh: '没有推荐', tone: 'plain', final: true },
  },
  steps: {
    check: reviewed({
      zh: '县核通过',
      causes: '报市公示。',
      from: ['applied'],
      to: 'checked',
      opinion: ['意见', '用地、规划、价格、床位，现场看了什么'],
    }),
    post: posting({
      causes: '今天起在网上公示企业、床位和价格。',
      by: ['city-clerk'],
      above: true,
      from: ['checked'],
      standard: 'AFFORDABLE-NOTICE',
    }),
    recommend: step({
      zh: '推荐',
      causes: '出推荐函，报国家发展改革委。',
      by: ['city-leader'],
      above: true,
      from: ['notice'],
      to: 'recommended',
      apart: ['check', 'post'],
      input: z.strictObject(paper('推荐函')),
      async run(tx, entry, { no, on }) {
        const { noticeUntil } = entry.content as { noticeUntil: PlainDate };
        return (
          onNotice(tx, entry, { what: '推荐' }) ??
          outside(tx, 'on', on, plusDays(noticeUntil, 1)) ??
          ok({ content: { recommendedNo: no, recommendedOn: on } })
        );
      },
    }),
    refuse: refusal({
      zh: '不予推荐',
      by: ['county-leader', 'city-clerk', 'city-leader'],
      above: true,
      from: ['applied', 'checked', 'notice'],
    }),
    fund: step({
      zh: '登记拨付',
      causes: '承诺的年限从这天算起。',
      by: clerks,
      from: ['recommended'],
      to: 'kept',
      input: z.strictObject({ paidFen: amount('拨付金额'), ...paper('下达') }),
      async run(tx, entry, { paidFen, on }) {
        const each = await perBed(tx, entry);
        if (!each.ok) return each;
        const most = each.value * promiseOf(entry).beds;
        if (paidFen > most) return wrong('paidFen', `不超过每张床的补助×承诺的床位，${most / 100}元`);
        return (
          outside(tx, 'on', on, entry.content.recommendedOn as PlainDate) ??
          ok({ content: { paidFen, paidOn: on, checkedOn: on } })
        );
      },
    }),
    monitor: step({
      zh: '登记核对',
      causes: '价格高了或者床位少了的，限期改正。',
      by: clerks,
      from: ['kept'],
      to: 'kept',
      input: z.strictObject(seen),
      async run(tx, entry, { on, bedsKept, highestFen }) {
        const past = outside(tx, 'on', on, entry.content.checkedOn as PlainDate);
        if (past) return past;
        const broken = brokenBeds(promiseOf(entry), { beds: bedsKept, priceFen: highestFen });
        const content = { checkedOn: on, bedsKept, highestFen };
        return broken === 0 ? ok({ content }) : ok({ content: { ...content, broken, brokenOn: on }, to: 'correcting' });
      },
    }),
    correct: step({
      zh: '改好了',
      causes: '另一位核过，承诺继续。',
      by: office,
      from: ['correcting'],
      to: 'kept',
      apart: ['monitor'],
      input: z.strictObject(seen),
      async run(tx, entry, { on, bedsKept, highestFen }) {
        const past = outside(tx, 'on', on, entry.content.brokenOn as PlainDate);
        if (past) return past;
        if (brokenBeds(promiseOf(entry), { beds: bedsKept, priceFen: highestFen }) > 0)
          return wrong('bedsKept', '还没有达到承诺的床位和价格');
        return ok({ content: { checkedOn: on, bedsKept, highestFen } });
      },
    }),
    demand: step({
      zh: '要求按比例退还',
      causes: '退还＝拨付×没有守的床位×还剩的月数÷承诺的床位月数，金额由程序算。',
      by: leaders,
      from: ['correcting'],
      to: 'repaying',
      apart: ['monitor'],
      danger: true,
      input: z.strictObject(paper('决定')),
      async run(tx, entry, { on }) {
        const days = await wholeParameter(tx, 'AFFORDABLE-CORRECT', entry.division, tx.today);
        if (!days.ok) return days;
        const { brokenOn, broken, paidFen, paidOn } = entry.content as unknown as Broken;
        const until = plusDays(brokenOn, days.value);
        if (tx.today <= until) return fail('REFORM_EARLY', { day: until });
        const past = pastPaper(tx, on, plusDays(until, 1));
        if (!past.ok) return past;
        const due = repayment(paidFen, promiseOf(entry), { broken, from: paidOn, on: brokenOn });
        return ok({ content: { repayFen: due.fen, servedMonths: due.fullMonths, demandedOn: on } });
      },
    }),
    repay: step({
      zh: '登记退还',
      causes: '退清了才算退还。',
      by: clerks,
      from: ['repaying'],
      to: 'repaid',
      input: z.strictObject({
        returnedFen: amount('退还金额'),
        on: day('到账日期'),
        voucher: text('凭证号', { min: 4, max: 60 }),
      }),
      async run(tx, entry, { returnedFen, on }) {
        if (returnedFen !== entry.content.repayFen)
          return wrong('returnedFen', `应退${(entry.content.repayFen as number) / 100}元，一次退清`);
        return outside(tx, 'on', on, entry.content.demandedOn as PlainDate) ?? ok({});
      },
    }),
    end: step({
      zh: '承诺期满',
      causes: '不再核对。',
      by: leaders,
      from: ['kept'],
      to: 'served',
      input: z.strictObject({ note: text('说明', { min: 4, max: 300 }) }),
      async run(tx, entry) {
        const until = addMonths(entry.content.paidOn as PlainDate, 12 * promiseOf(entry).years);
        return tx.today < until ? fail('REFORM_PROMISED', { day: until }) : ok({});
      },
    }),
  },
  async clock(tx, entry) {
    const { state, content } = entry;
    if (state === 'applied' || state === 'checked' || state === 'notice')
      return daysAfter(tx, entry, {
        zh: '答复申报',
        since: entry.steps[0]!.onDate,
        days: 'AFFORDABLE-COUNTY',
        ...(state === 'applied' ? {} : { above: true }),
      });
    if (state === 'correcting')
      return daysAfter(tx, entry, { zh: '改正', since: content.brokenOn as PlainDate, days: 'AFFORDABLE-CORRECT' });
    if (state !== 'kept') return ok(null);
    const since = content.checkedOn as PlainDate;
    return monthsAfter(tx, entry, { zh: '核对价格和床位', since, months: 'AFFORDABLE-CHECK', tell: TELL_BEFORE });
  },
  open: ({ state, content }) =>
    ['applied', 'checked', 'refused'].includes(state)
      ? null
      : [
          { label: '企业', value: String(content.enterprise) },
          { label: '承诺', value: `${content.beds}张，每月不高于${(content.priceFen as number) / 100}元，${content.years}年` },
          ...(state === 'notice' ? [noticeLine(content)] : []),
          ...(state === 'correcting' || state === 'repaying' ? [{ label: '现在', value: '没有守承诺' }] : []),
        ],
});
