/** Departments that are simulated answer also of those of whom nothing was prepared. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { newId } from '../../../kernel/context/server.ts';
import { simulatedDepartments, VERIFICATION_PURPOSE } from './server.ts';

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
});
afterAll(() => city?.drop());

test('模拟部门对没有准备的人：答复固定，多数查无异常', async () => {
  const [connector] = simulatedDepartments(city.context).filter((c) => c.source === 'tax');
  const about = (idNumber: string) =>
    connector!.query(
      {
        queryId: newId(),
        idNumber,
        name: '张三',
        asOf: '2026-03-02',
        caseId: newId(),
        purpose: VERIFICATION_PURPOSE,
        requestedBy: 'test',
      },
      new AbortController().signal,
    );
  expect(await about('421202198803030026')).toEqual(await about('421202198803030026'));
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => about(`42120219880303${String(1000 + i)}`)));
  expect(answers.filter((a) => a.status === 'none').length).toBeGreaterThan(90);
});
