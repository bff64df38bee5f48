/** How tests carry a change of divisions from the scheme to the day on which it takes effect. */
import { expect } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';

/** 汀泗桥镇 of the demonstration becomes a street (fictional). */
export const TOWN = '421202100000';
export const STREET = '421202004000';
export const HERE = '421202100001';
export let api: Api;
export let clerk: Browser;
export let drafter: Browser;
export let leader: Browser;
export let township: Browser;

const alone = (key: string, name: string, address: string) =>
  story({
    key,
    title: name,
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [{ name, sex: '女', birth: '1964-05-05', lives: lives.退休 }],
    incomes: [monthly('self', 'employee-pension', 200)],
    expect: { outcome: 'eligible', amountFen: yuan(600) },
  });
export const drawing = alone('change-drawing', '甲领', '1号');
export const applying = alone('change-applying', '乙申', '2号');
const second = alone('change-second', '丙户', '3号');

export const jumpTo = async (day: PlainDate): Promise<void> => {
  await api.jumpTo(day);
  expect(api.errors).toEqual([]);
};
export const rows = async (query: string, ...values: unknown[]) => (await api.owner.query(query, values)).rows;

/** Starts what the tests need. */
export async function openDivisions(): Promise<void> {
  api = await startApi({ start: '2026-03-02' });
  await api.register(drawing, applying, second);
  [clerk, drafter, leader, township] = (await Promise.all(['xian', 'xian', 'xianzhang', 'xiang'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
}
export const closeDivisions = () => api?.stop();

export const scheme = (given: Record<string, unknown> = {}) => ({
  type: 'to-street',
  title: '汀泗桥镇改为街道',
  ends: [{ unit: TOWN }],
  begins: [{ code: STREET, name: '汀泗桥街道' }],
  effectiveOn: '2026-06-01',
  reason: '城区扩展，达到设街道的标准（虚构）。',
  ...given,
});
export const open = async (given: Record<string, unknown> = {}): Promise<string> =>
  (await drafter.post('/api/division-changes', { ...scheme(given), requestId: requestId() })).id;
export const view = (id: string) => drafter.get(`/api/division-changes/${id}`);
export const step = async (by: Browser, id: string, name: string, input: Record<string, unknown> = {}) =>
  by.call('POST', `/api/division-changes/${id}/${name}`, {
    version: (await view(id)).version ?? (await versionOf(id)),
    ...input,
  });
const versionOf = async (id: string): Promise<number> =>
  (await rows('select version from division_dossier where id = $1', id))[0].version;
export const allPapers = async () =>
  Object.fromEntries(
    await Promise.all(
      ['application', 'facts', 'risk', 'experts', 'opinions', 'maps'].map(async (kind) => [
        kind,
        await drafter.upload(`division-${kind}`),
      ]),
    ),
  );
/** From its scheme to its approval. */
export const approved = async (id: string, given: Record<string, unknown> = {}) => {
  await step(drafter, id, 'papers', await allPapers());
  await step(drafter, id, 'submission');
  return step(leader, id, 'approval', {
    approver: '湖北省人民政府',
    documentNo: '鄂政函〔2026〕12号',
    approvedOn: api.clock.today(),
    effectiveOn: '2026-06-01',
    ...given,
  });
};
