/** 老年食堂（助餐点）备案 (EL-31): 申报 → 现场核验 → 备案挂牌 → 运营 → 整改 → 停运; the food licence and the samples kept are looked at every month. A stopped canteen's till takes nothing. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { firstDayOf, longDate, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { ask, type DocumentKind, fields, paragraph } from '../../../kernel/document/index.ts';
import { issueAt } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import {
  clerks,
  day,
  daysAfter,
  defineRegister,
  type Entry,
  leaders,
  office,
  outside,
  refusal,
  step,
  text,
} from '../../../kernel/register/server.ts';
import { ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { contactAt } from '../offices.ts';
import { KEY, stateWords } from './own-filing-terms.ts';
import { CANTEEN_SHELF } from './shelf.ts';

const TELL_BEFORE = 5;
defineTemplates({ 'canteen-filing.turn': { title: '老年食堂备案', text: '{site}：{says}。' } });

async function siteOf(tx: Tx, name: string, division: DivisionCode): Promise<{ id: string } | null> {
  const { lo, hi } = scopeRange(division);
  return tx.maybe<{ id: string }>(
    sql`select id from care_site where name = ${name} and 'meals' = any(functions) and state <> 'closed' and division >= ${lo} and division < ${hi} limit 1`,
  );
}
const halt = async (tx: Tx, entry: Entry, on: PlainDate | null): Promise<void> => {
  const site = await siteOf(tx, String(entry.content.site), entry.division);
  if (site) await tx.run(sql`update care_outlet set halted_on = ${on} where site_id = ${site.id} and closed_on is null`);
};
/** 备案牌: hangs at the door, its code is checked by whoever scans it. */
const plaque: DocumentKind = { code: 'canteen-plaque', word: '食备', title: '老年食堂（助餐点）备案牌' };
function issuePlaque(tx: Tx, entry: Entry, documentNo: string) {
  const { site, operator, licenceNo, manager } = entry.content as Readonly<Record<string, string>>;
  return issueAt(tx, {
    kind: plaque,
    letter: {
      addressee: null,
      blocks: [
        fields(
          ['名称', site!],
          ['经营者', operator!],
          ['备案号', documentNo],
          ['食品经营许可证', licenceNo!],
          ['食品安全负责人', manager!],
        ),
        paragraph('请挂在门口看得见的地方。停运的，这块牌不再有效。'),
        ask(contactAt(tx, entry.division)),
      ],
    },
    at: entry.division,
    division: entry.division,
    personId: null,
    caseId: null,
  });
}
/** Whoever filed it himself is told of each turn; of what the county entered from paper nobody waits. */
async function tellFiler(tx: Tx, entry: Entry, says: string): Promise<void> {
  const { filedBy } = entry.content;
  if (filedBy)
    await notify(tx, { to: { userId: String(filedBy) }, template: 'canteen-filing.turn', params: { site: entry.title, says } });
}

const licence = {
  licenceNo: text('食品经营许可证号', { min: 6, max: 40 }),
  licenceTo: day('许可证有效期到'),
};
const kept = { yes: '是', no: '不是' } as const;

defineRegister({
  key: KEY,
  zh: '老年食堂备案',
  shelf: CANTEEN_SHELF,
  lead: '经营者在自己的页面上申报，纸质的由县里登记；县里现场核验以后备案挂牌；运营以后每个月查一次食品经营许可证和留样，不合格的整改，停运的收银台不能登记助餐。',
  enters: '登记申报',
  by: clerks,
  form: z.strictObject({
    site: text('食堂名称', { min: 2, max: 60, help: '照“社区养老设施”里登记的名称，有助餐功能' }),
    operator: text('经营者', { min: 4, max: 60 }),
    ...licence,
    manager: text('食品安全负责人', { min: 2, max: 20 }),
  }),
  // 一处食堂一份备案；没有通过的可以重新申报
  one: ({ site }, division) => `${division} ${site}`,
  titleOf: ({ site }) => String(site),
  async entering(tx, { site, licenceTo }: { site: string; licenceTo: PlainDate }): Promise<Result<null>> {
    if (!(await siteOf(tx, site, (tx.actor.division ?? tx.city) as DivisionCode)))
      return wrong('site', '“社区养老设施”里没有这个有助餐功能的设施');
    return licenceTo < tx.today ? wrong('licenceTo', '许可证已经过期') : ok(null);
  },
  start: 'applied',
  states: stateWords,
  steps: {
    inspect: step({
      zh: '现场核验通过',
      causes: '可以备案挂牌。',
      by: office,
      from: ['applied'],
      to: 'inspected',
      apart: ['enter'],
      input: z.strictObject({
        on: day('核验日期'),
        found: text('看到什么', { min: 4, max: 500, help: '后厨、消毒、留样柜、座位、无障碍、消防' }),
      }),
      async run(tx, entry, { on }) {
        const refused = outside(tx, 'on', on);
        if (refused) return refused;
        await tellFiler(tx, entry, '现场核验通过，等备案');
        return ok({});
      },
    }),
    refuse: {
      ...refusal({ zh: '不予备案', from: ['applied', 'inspected'] }),
      async run(tx, entry, { reason }) {
        await tellFiler(tx, entry, `不予备案：${reason}`);
        return ok({});
      },
    },
    file: step({
      zh: '备案挂牌',
      causes: '发备案牌，网上列出。',
      by: leaders,
      from: ['inspected'],
      to: 'filed',
      input: z.strictObject({ documentNo: text('备案号', { min: 4, max: 60 }) }),
      async run(tx, entry, { documentNo }) {
        const plaque = await issuePlaque(tx, entry, documentNo);
        if (!plaque.ok) return plaque;
        await tellFiler(tx, entry, `已经备案，备案号${documentNo}，备案牌可以下载`);
        return ok({ content: { documentNo, plaqueId: plaque.value.id } });
      },
    }),
    open: step({
      zh: '开始运营',
      causes: '从这个月起每月查一次许可证和留样。',
      by: clerks,
      from: ['filed', 'stopped'],
      to: 'operating',
      input: z.strictObject({ on: day('哪一天') }),
      async run(tx, entry, { on }) {
        const refused = outside(tx, 'on', on);
        if (refused) return refused;
        if ((entry.content.licenceTo as PlainDate) < tx.today) return wrong('on', '许可证已经过期，先换证');
        await halt(tx, entry, null);
        return ok({ content: { checkedOn: on } });
      },
    }),
    check: step({
      zh: '登记月度检查',
      causes: '许可证在有效期、留样够的算合格；不合格的转整改，整改好了再查一次。',
      by: clerks,
      from: ['operating', 'rectifying'],
      to: 'operating',
      input: z.strictObject({
        on: day('检查日期'),
        ...licence,
        grams: z.int('请填写整数').min(0).max(1_000).meta({ label: '每样留样', unit: '克' }),
        hours: z.int('请填写整数').min(0).max(240).meta({ label: '留样放多久', unit: '小时' }),
        labelled: choice(kept).meta({ label: '留样有标签、有记录', choices: kept }),
        found: text('还看到什么', { min: 2, max: 500 }),
      }),
      async run(tx, entry, { on, licenceNo, licenceTo, grams, hours, labelled }) {
        const refused = outside(tx, 'on', on, entry.content.checkedOn as PlainDate);
        if (refused) return refused;
        const least = await wholeParameter(tx, 'MEAL-SAMPLE-GRAMS', entry.division, tx.today);
        if (!least.ok) return least;
        const long = await wholeParameter(tx, 'MEAL-SAMPLE-HOURS', entry.division, tx.today);
        if (!long.ok) return long;
        const good = licenceTo >= on && grams >= least.value && hours >= long.value && labelled === 'yes';
        return ok({ content: { licenceNo, licenceTo, checkedOn: on }, to: good ? 'operating' : 'rectifying' });
      },
    }),
    stop: step({
      zh: '停运',
      causes: '收银台从今天起不能登记助餐；恢复的再“开始运营”。',
      by: office,
      from: ['operating', 'rectifying', 'filed'],
      to: 'stopped',
      danger: true,
      input: z.strictObject({ reason: text('原因', { min: 4, max: 300 }) }),
      async run(tx, entry, { reason }) {
        await halt(tx, entry, tx.today);
        await tellFiler(tx, entry, `停运：${reason}`);
        return ok({});
      },
    }),
  },
  async clock(tx, entry) {
    if (entry.state === 'applied' || entry.state === 'inspected') {
      return daysAfter(tx, entry, { zh: '备案', since: entry.steps[0]!.onDate, days: 'MEAL-FILE-DAYS' });
    }
    if (entry.state !== 'operating' && entry.state !== 'rectifying') return ok(null);
    // The month after the last check is due by its last day; a licence that ends before is due then.
    const checked = entry.content.checkedOn as PlainDate;
    const dueOn = plusDays(firstDayOf(plusMonths(monthOf(checked), 2)), -1);
    const licenceTo = entry.content.licenceTo as PlainDate;
    const [first = dueOn] = [licenceTo, dueOn].toSorted();
    return ok({
      zh: licenceTo < dueOn ? `许可证${longDate(licenceTo)}到期，检查` : '月度检查',
      counts: 'days',
      dueOn: first,
      alertOn: plusDays(first, -TELL_BEFORE),
    });
  },
  open: ({ state, content }) =>
    state === 'filed' || state === 'operating' || state === 'rectifying'
      ? [
          { label: '经营者', value: String(content.operator) },
          { label: '备案号', value: String(content.documentNo) },
          { label: '食品经营许可证', value: `${content.licenceNo}，到${content.licenceTo}` },
          { label: '最近检查', value: content.checkedOn ? String(content.checkedOn) : '还没有' },
        ]
      : null,
});
