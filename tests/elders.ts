/** 养老服务 in tests: older people, the county's four assessors, an assessment from the application to what it comes to. */
import { inOrder } from '../src/domains/elderly-care/assessment/fixtures.ts';
import type { Scores } from '../src/domains/elderly-care/assessment/items.ts';
import { systemActor } from '../src/kernel/access/server.ts';
import type { Tx } from '../src/kernel/context/server.ts';
import { makeIdNumber } from '../src/kernel/resident/index.ts';
import { recordDeath, registerPerson } from '../src/kernel/resident/server.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import { type Api, Browser, requestId } from './api.ts';

export const VILLAGE = '421202100001';
const system = systemActor('test', '421200000000');

export interface Elder {
  id: string;
  name: string;
  idNumber: string;
}

/** The scores of W2, as the form sends them: 62 of 90. */
export const W2 = inOrder([3, 3, 2, 3, 2, 3, 3, 3], [3, 3, 3, 1], [3, 3, 4, 2, 3, 3, 1, 1, 2], [1, 1, 2, 1, 3]);

const sent = (scores: Scores) =>
  Object.fromEntries(
    Object.entries(scores).map(([section, all]) => [
      section,
      Object.fromEntries(Object.entries(all as Record<string, number>).map(([key, score]) => [key, String(score)])),
    ]),
  );

export async function elderDesk(api: Api) {
  const [clerk, county, reviewer] = (await Promise.all(['xiang', 'xian', 'queren'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
  ];
  const logins = ['pinggu1', 'pinggu2', 'pinggu3', 'pinggu4'] as const;
  const work = <T>(body: (tx: Tx) => Promise<T>): Promise<T> => api.context.write(system, body);
  let people = 0;

  async function elder(name: string, given: { birthDate?: PlainDate; village?: string } = {}): Promise<Elder> {
    const idNumber = makeIdNumber('421202', given.birthDate ?? '1946-05-31', ++people * 2);
    const id = await work(async (tx) => {
      const registered = await registerPerson(tx, { name, idNumber, division: given.village ?? VILLAGE, phone: '13800138000' });
      if (!registered.ok) throw new Error(registered.code);
      return registered.value;
    });
    return { id, name, idNumber };
  }
  /** The person's own phone. */
  async function phoneOf(who: Elder): Promise<Browser> {
    const browser = new Browser(api.app);
    const { demoCode } = await browser.post('/api/resident/code', { idNumber: who.idNumber });
    await browser.post('/api/resident/sign-in', { idNumber: who.idNumber, code: demoCode });
    return browser;
  }

  /** Enters the four: a doctor, a nurse, a social worker, a nurse. Gives them by their logins. */
  async function assessors(): Promise<Record<(typeof logins)[number], string>> {
    const { add } = await county.get('/api/elders/assessors');
    const choices: { value: string; label: string }[] = add[0].choices;
    const names = { 汤月华: 'medical', 余国栋: 'social-work', 阮淑琴: 'nursing', 金志远: 'care' };
    for (const [i, [name, profession]] of Object.entries(names).entries())
      await county.post('/api/elders/assessors', {
        requestId: requestId(),
        input: {
          userId: choices.find((c) => c.label === name)!.value,
          profession,
          certificateNo: `鄂评2026-00${i}`,
          organisation: '咸安区康泽评估中心',
        },
      });
    const { rows } = await county.get('/api/elders/assessors');
    const idOf = (name: string) => rows.find((row: { name: string }) => row.name === name).id;
    return { pinggu1: idOf('汤月华'), pinggu2: idOf('余国栋'), pinggu3: idOf('阮淑琴'), pinggu4: idOf('金志远') };
  }

  const formFor = (who: Elder, more: Record<string, unknown> = {}) => ({
    applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
    papers: [],
    consent: true,
    ...more,
  });
  const apply = (by: Browser, who: Elder, more: Record<string, unknown> = {}, itemId = 'EL-08') =>
    by
      .post('/api/cases', { itemId, channel: 'window', form: formFor(who, more), requestId: requestId() })
      .then((r) => r.id as string);

  const scoring = async (by: Browser, scores: Scores, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> => ({
    assessedOn: api.clock.today(),
    startTime: '09:30',
    endTime: '10:05',
    place: 'home',
    ...sent(scores),
    diagnoses: [],
    riskEvents: { fall: 0, choking: 0, wandering: 0, selfHarm: 0, other: 0 },
    coma: false,
    photos: [],
    firstSignature: await by.upload('assessor-signature'),
    secondSignature: await by.upload('assessor-signature'),
    checked: false,
    ...more,
  });

  /** A confirmed death, and what follows from it. */
  async function died(who: Elder, diedOn: PlainDate): Promise<void> {
    await work(async (tx) => {
      const dead = await recordDeath(tx, { personId: who.id as never, diedOn, source: 'certificate', certificateRef: 'D-1' });
      if (!dead.ok) throw new Error(dead.code);
    });
    await api.run();
  }

  return { died, clerk, county, reviewer, work, elder, phoneOf, assessors, formFor, apply, scoring };
}
