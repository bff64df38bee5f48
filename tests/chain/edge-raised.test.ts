/** 低保边缘的家庭，标准一提高就在低保标准以下: the rehearsal counts it among those who enter, the publication opens its review (政策找人). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, monthly, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { advanceRuns } from '../../src/kernel/rehearsal/server.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let leader: Browser;
let id: string;
const edge = (key: string, name: string, pension: number, address: string) =>
  story({
    key,
    title: name,
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [
      { name, sex: '男', birth: '1964-03-03', lives: lives.退休 },
      { name: `${name}妻`, sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
    ],
    incomes: [monthly('self', 'employee-pension', pension)],
    expect: { outcome: 'not-eligible', amountFen: 0, recognised: 'edge' },
  });
const near = edge('edge-near', '近边', 1650, '1号');
const far = edge('edge-far', '远边', 1900, '2号');

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(near, far);
  leader = await api.staff('xianzhang');
  await carry(api, near, 'decided');
  await carry(api, far, 'decided');
  await api.jumpTo('2026-06-03');
});
afterAll(() => api?.stop());

const act = async (by: Browser, action: string) => {
  const { version } = await by.get(`/api/standard-drafts/${id}`);
  await by.post(`/api/standard-drafts/${id}/actions`, { action, version, requestId: requestId() });
  await advanceRuns(api.context);
};
const reviews = async () =>
  (
    await api.owner.query(
      `select p.name, r.kind from benefit_review r join assistance_recognition a on a.id = r.recognition_id join person p on p.id = a.person_id
        where r.kind = 'standard' order by 1`,
    )
  ).rows;

test('两口人收入1650元，标准800元时是低保边缘；预演840元：这一户新符合条件，收入1900元的不算', async () => {
  ({ id } = await leader.post('/api/standard-drafts', {
    title: '咸安区低保标准调整',
    documentNo: '咸安民政发〔2026〕18号',
    rows: [{ key: 'DB-STD-U', division: '421202000000', value: '84000', unit: 'fen/month', validFrom: '2026-07-01' }],
    requestId: requestId(),
  }));
  await act(leader, 'rehearse');
  const entering = (await leader.get(`/api/standard-drafts/${id}/households?effect=enter`)).rows;
  expect(entering.map((h: { personName: string; newFen: number }) => [h.personName, h.newFen])).toEqual([['近边', 30_00]]);
  expect(await reviews()).toEqual([]);
});

test('公布：这一户开出复核，乡镇按复核转办低保；另一户不动', async () => {
  await act(leader, 'submit');
  const city = await api.staff('shiling');
  await act(city, 'approve');
  await act(city, 'publish');
  const { publication } = await city.get(`/api/standard-drafts/${id}`);
  expect(publication.report.compared).toMatchObject({ different: 0 });
  expect(await reviews()).toEqual([{ name: '近边', kind: 'standard' }]);
  await api.jumpTo('2026-07-02');
  const clerk = await api.staff('xiang');
  const rows = (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows;
  const review = rows.find((r: { applicantName: string }) => r.applicantName === '近边');
  expect((await clerk.case(review.id)).sections.review.result).toMatchObject({ change: 'reclassify' });
  expect(api.errors).toEqual([]);
});
