/** 一次性补助 as declared: a benefit that exists only here, asked for, refused by its own condition, completed, granted and listed (docs/adding.md). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { lives, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { defineOneOff } from '../../src/domains/social-assistance/one-off/index.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { monthAfter } from '../../src/kernel/calendar/index.ts';
import { outcomeOf, textValue, withParameters } from '../../src/kernel/policy/index.ts';
import { loadParameters } from '../../src/kernel/policy/server.ts';
import { ok } from '../../src/kernel/result/index.ts';
import { BankAccount, Division, FileRef, Mobile, ResidentId } from '../../src/kernel/schema/index.ts';
import { publishItems } from '../../src/kernel/service/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';

const KEY = 'test-college-grant';
const BASIS = '示例办法第三条';
const Form = z.strictObject({
  applicant: z.strictObject({ name: z.string(), idNumber: ResidentId, phone: Mobile, division: Division }),
  year: z.int().meta({ label: '哪一年入学' }),
  account: z.strictObject({ bank: z.string(), number: BankAccount }),
  papers: z.array(FileRef),
});

defineOneOff<z.infer<typeof Form>, { division: string; year: number }>({
  key: KEY,
  zh: '大学新生一次性补贴',
  short: '新生补贴',
  word: '助学',
  basis: BASIS,
  accepts: '录取通知书',
  checks: '录取的情况',
  limits: { supplement: 'SUPPLEMENT-DAYS', check: 'TEKUN-FUNERAL-LIMIT-CHECK', total: 'TEKUN-FUNERAL-LIMIT-TOTAL' },
  form: Form,
  steps: [{ title: '新生', fields: ['applicant', 'year', 'account', 'papers'] }],
  place: { of: (form) => form.applicant.division, path: 'applicant.division' },
  facts: async (_tx, kase, { year }) => ok({ division: kase.division, year }),
  rules: [
    {
      name: KEY,
      version: '1',
      decide({ division, year }, parameters, on) {
        const isNow = String(year) === on.slice(0, 4);
        const clause = { name: '当年入学', value: textValue(`${year}年`), limit: null, basis: BASIS };
        const clauses = [{ ...clause, verdict: isNow ? ('met' as const) : ('unmet' as const) }];
        return withParameters({ parameters, division, date: on }, (read) => {
          const fen = read.fen('TEST-COLLEGE');
          return {
            programme: KEY,
            rule: { name: KEY, version: '1' },
            asOf: on,
            outcome: outcomeOf(clauses),
            clauses,
            amountFen: isNow ? fen : 0,
            effectiveMonth: isNow ? monthAfter(on) : null,
            breakdown: [{ label: '新生补贴', formula: '按标准', fen }],
            parameters: read.used(),
          };
        });
      },
    },
  ],
  opinion: '录取属实，请审批。',
  letter: { because: ({ year }) => `您${year}年考入大学。`, asked: () => '' },
  shown: ({ applicant, year }) => [{ label: '新生', value: `${applicant.name}，${year}年入学` }],
});

let api: Api;
let clerk: Browser;
let confirmer: Browser;
const family = story({
  key: 'one-off',
  title: '杜明',
  place: '汀泗桥社区',
  address: '汀泗桥社区9组2号',
  urbanRural: 'rural',
  expect: null,
  people: [{ name: '杜明', sex: '男', birth: '2008-05-06', lives: lives.上学 }],
});
const student = family.persons[0]!;
const titles = (kase: { sections: { documents: { title: string }[] } }) => kase.sections.documents.map((d) => d.title);

async function asked(year: number): Promise<string> {
  const { name, idNumber, phone } = student;
  const opened = await clerk.post('/api/cases', {
    itemId: 'SA-99',
    channel: 'window',
    form: {
      applicant: { name, idNumber, phone, division: family.form.applicant.division },
      year,
      account: { bank: '咸宁农村商业银行', number: '6217790000004321' },
      papers: [await clerk.upload('support')],
    },
    requestId: requestId(),
  });
  return opened.id;
}

beforeAll(async () => {
  api = await startApi({ start: '2026-08-03' });
  await api.register(family);
  await api.context.write(systemActor('city-pack', '000000000000'), async (tx) => {
    const { name: source, nature } = { name: '示例', nature: 'assumption' } as const;
    const dates = { validFrom: '2026-01-01', validTo: null } as const;
    const row = { key: 'TEST-COLLEGE', division: '421200000000', value: '300000', unit: 'fen/once', source, nature, note: '' };
    await loadParameters(tx, [{ ...row, ...dates, floor: null, ceiling: null }]);
    const levels = { acceptLevel: '乡', decideLevel: '县', timeLimit: '', publicNotice: '', basis: BASIS, audience: '新生' };
    const texts = { guide: null, situations: [], keywords: [], extraFields: [], workdays: null };
    const item = { itemId: 'SA-99', name: '大学新生一次性补贴', template: KEY, domain: 'social-assistance' };
    await publishItems(tx, [{ ...item, ...levels, ...texts }]);
  });
  [clerk, confirmer] = (await Promise.all(['xiang', 'queren'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

test('不符合规则的：不能同意，不予发放的告知书和决定写明是哪一条', async () => {
  const id = await asked(2025);
  await clerk.act(id, 'accept');
  await clerk.act(id, 'submitToCounty', { opinion: '去年就入学了，请审批。' });
  expect(await confirmer.actRefused(id, 'grant', { opinion: '同意。' })).toMatchObject({ code: 'OUTCOME_NOT_ELIGIBLE' });
  await confirmer.act(id, 'refuse', { reason: '不是今年的新生。' });
  const kase = await confirmer.case(id);
  expect(titles(kase)).toEqual(['大学新生一次性补贴不予发放告知书']);
  expect(kase.sections.decisions).toMatchObject([
    { kindZh: '新生补贴审批', outcome: 'not-eligible', amountFen: 0, clauses: [{ name: '当年入学', verdict: 'unmet' }] },
  ]);
});

test('差材料的：补正告知书用这项补贴的名称；补齐、同意以后随下月名单发一次', async () => {
  const id = await asked(2026);
  await clerk.act(id, 'requestSupplement', { papers: [{ paper: '录取通知书', reason: '照片不清楚' }] });
  expect(titles(await clerk.case(id))).toEqual(['大学新生一次性补贴一次性补正告知书']);
  await clerk.act(id, 'resubmit', { papers: [await clerk.upload('support')] });
  await clerk.act(id, 'accept');
  await clerk.act(id, 'submitToCounty', { opinion: '情况属实，请审批。' });
  const deciding = await confirmer.case(id);
  expect(deciding.sections.decisions).toMatchObject([{ kind: 'preview', amountFen: 3000_00, once: true }]);
  expect(deciding.sections.papers).toHaveLength(2);
  await confirmer.act(id, 'grant', { opinion: '同意发放。' });
  expect(titles(await confirmer.case(id))).toContain('大学新生一次性补贴发放通知书');
  api.clock.set('2026-09-01T01:00:00.000Z');
  await api.run();
  const { rows } = await api.owner.query(
    'select l.month, l.amount_fen::int as fen from payment_line l join payment_batch b on b.id = l.batch_id where b.programme = $1',
    [KEY],
  );
  expect(rows).toEqual([{ month: '2026-09', fen: 3000_00 }]);
});
