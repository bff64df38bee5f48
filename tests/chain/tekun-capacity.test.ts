/** 能力评估和特困的自理等级对不上 over HTTP: the township is told and its file says so; grade and money stay as they were. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../src/kernel/access/server.ts';
import { emit } from '../../src/kernel/event/server.ts';
import { findByIdNumber, recordFact } from '../../src/kernel/resident/server.ts';
import { type Api, startApi } from '../api.ts';
import { oldPerson, tekunDesk } from '../tekun.ts';

const old = oldPerson('tekun-capacity', '甲评');
let api: Api;
let desk: Awaited<ReturnType<typeof tekunDesk>>;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(old.story);
  desk = await tekunDesk(api);
});
afterAll(() => api?.stop());

async function assessed(level: number): Promise<void> {
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    const { id } = (await findByIdNumber(tx, old.story.persons[0]!.idNumber))!;
    const value = { level, scheme: 'GB42195_2022', assessmentId: id, validTo: '2027-12-31' };
    const subject = { kind: 'person', id } as const;
    const fact = await recordFact(tx, { subject, kind: 'capacity-level', value, source: '测试', validFrom: tx.today });
    if (!fact.ok) throw new Error(fact.code);
    await emit(tx, {
      type: 'elder.assessment.completed',
      subject,
      division: '421202100001',
      payload: { personId: id, scheme: 'GB42195_2022', level, validFrom: tx.today, validTo: '2027-12-31' },
    });
  });
  await api.run();
}

test('半护理的老人评为3级，不提示；评为4级，乡镇收到一次提示，档案里写着；自理等级和待遇都没有变', async () => {
  const id = await desk.supported(old);
  const before = await desk.entitlements();
  const hints = async () =>
    (await desk.clerk.get('/api/messages')).items.filter((m: { title: string }) => m.title.includes('对不上'));
  await assessed(3);
  expect(await hints()).toEqual([]);
  await assessed(4);
  expect((await hints()).map((m: { body: string }) => m.body)).toEqual([
    '甲评的老年人能力评估有了新结果，和特困供养的自理等级“半护理”对不上。请看要不要重新评估生活自理能力；供养标准不变。',
  ]);
  const { sections } = await desk.clerk.case(id);
  expect(JSON.stringify(sections)).toContain('老年人能力评估的结果和“半护理”对不上');
  expect(JSON.stringify(sections)).not.toContain('capacity-level');
  expect(await desk.entitlements()).toEqual(before);
  expect(api.errors).toEqual([]);
});
