/** 年龄变化 over HTTP: a child's 18th birthday and an elder's 70th in a family that is paid. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let confirmer: Browser;

/** Mother with a wage of 1,200 (800 countable) and a pupil: 1600 − 800 = 800, and 160 for the child. */
const pupil = story({
  key: 'turns-18',
  title: '满18周岁',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '8号',
  people: [
    { name: '丙岁', sex: '女', birth: '1983-03-03', lives: lives.上班 },
    { name: '丁岁', sex: '男', birth: '2008-05-20', relation: 'child', lives: lives.上学 },
  ],
  incomes: [monthly('self', 'wage', 1200)],
  expect: { outcome: 'eligible', amountFen: yuan(960) },
});
/** Alone, with a pension of 300: 500; 160 more from the month after the 70th birthday. */
const elder = story({
  key: 'turns-70',
  title: '满70周岁',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '9号',
  people: [{ name: '戊岁', sex: '男', birth: '1956-05-31', lives: lives.年老 }],
  incomes: [monthly('self', 'employee-pension', 300)],
  expect: { outcome: 'eligible', amountFen: yuan(500) },
});
/** Alone, without income: 800 here, 830 in 嘉鱼, and 166 more from the month after the 70th birthday. */
const mover = story({
  key: 'moves-then-70',
  title: '迁走以后满70周岁',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '10号',
  people: [{ name: '己岁', sex: '男', birth: '1956-08-10', lives: lives.年老 }],
  incomes: [],
  expect: { outcome: 'eligible', amountFen: yuan(800) },
});

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(pupil, elder, mover);
  [clerk, confirmer] = (await Promise.all(['xiang', 'queren'].map(api.staff))) as [Browser, Browser];
  await carry(api, pupil, 'decided');
  await carry(api, elder, 'decided');
  await carry(api, mover, 'decided');
});
afterAll(() => api?.stop());

const reviews = async () => (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows as { id: string; applicantName: string }[];

test('生日所在月的前一个月不开复核', async () => {
  await api.jumpTo('2026-04-30');
  expect(await reviews()).toEqual([]);
});

test('孩子5月满18周岁：5月开出复核，从6月起不再增发160元，先听取意见；再跑一次不重复', async () => {
  await api.jumpTo('2026-05-06');
  await api.run();
  const opened = await reviews();
  expect(opened.map((r) => r.applicantName).sort()).toEqual(['丙岁', '戊岁']);
  const { id } = opened.find((r) => r.applicantName === '丙岁')!;
  expect((await clerk.case(id)).sections.review).toMatchObject({
    kindZh: '年龄变化',
    dueOn: '2026-05-31',
    result: { change: 'decrease', says: '减发：从2026年6月起每月800.00元' },
  });
  await clerk.act(id, 'proposeChange', { opinion: '孩子已满18周岁。', refusing: '' });
  expect(await clerk.case(id)).toMatchObject({ state: 'hearing' });
});

test('老人5月满70周岁：从6月起每月多160元，直接报县里决定，作出以后本月不再开', async () => {
  const { id } = (await reviews()).find((r) => r.applicantName === '戊岁')!;
  await clerk.act(id, 'proposeChange', { opinion: '老人已满70周岁。', refusing: '' });
  await confirmer.act(id, 'decide', { opinion: '同意增发。' });
  expect((await clerk.case(id)).sections.review.result.says).toBe('增发：从2026年6月起每月660.00元');
  await api.jumpTo('2026-06-04');
  expect((await reviews()).map((r) => r.applicantName)).toEqual(['丙岁']);
});

test('带着档案迁到嘉鱼的，在嘉鱼满70周岁一样开复核：从次月起830＋166＝996元', async () => {
  const [there, decides] = (await Promise.all(['jiayu', 'jiayuqueren'].map(api.staff))) as [Browser, Browser];
  const report = await (await api.resident(mover)).post('/api/cases', {
    itemId: 'SA-02',
    channel: 'mobile',
    requestId: requestId(),
    form: {
      name: '己岁',
      idNumber: mover.persons[0]!.idNumber,
      change: 'moved',
      happenedOn: '2026-06-03',
      detail: '',
      papers: [],
    },
  });
  await clerk.act(report.id, 'recordMove', {
    movedOn: '2026-06-03',
    urbanRural: 'urban',
    source: '公安户籍信息',
    toDivision: '421221103001',
  });
  await api.run();
  const open = async () => (await there.get('/api/cases?view=all&itemId=SA-02')).rows as { id: string; state: string }[];
  const id = (await open())[0]!.id;
  await there.act(id, 'receiveFile', { note: '' });
  await there.act(id, 'proposeChange', { opinion: '同意接续。', refusing: '' });
  await decides.act(id, 'decide', { opinion: '同意。' });
  await api.jumpTo('2026-08-04');
  const age = (await open()).find((r) => r.id !== id)!;
  expect((await there.case(age.id)).sections.review).toMatchObject({
    kindZh: '年龄变化',
    result: { change: 'increase', says: '增发：从2026年9月起每月996.00元' },
  });
  expect(api.errors).toEqual([]);
});
