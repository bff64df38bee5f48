/**
 * Elderly care as the demonstration finds it: somebody whom two assessors see tomorrow, a result that waits for review, one that was just told, one in force;
 * an allowance that is drawn and one that the register has proposed. Safe to run again after a kill.
 */

import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { findByIdNumber, makeIdNumber, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, getCase, openCase } from '../../../kernel/service/server.ts';
import { addAssessor } from '../assessment/assessors.ts';
import { items, type SectionKey } from '../assessment/items.ts';
import { assessorsOf } from '../assessment/store.ts';
import type { Profession } from '../assessment/terms.ts';
import { recordLiving } from '../register/living.ts';

export interface Stage {
  readonly context: Context;
  readonly filesDir: string;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';
const COUNTY = '421202000000';
/** A signature that shows nothing. */
const BLANK = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

const assessors: readonly { login: string; profession: Profession }[] = [
  { login: 'pinggu1', profession: 'medical' },
  { login: 'pinggu2', profession: 'social-work' },
  { login: 'pinggu3', profession: 'nursing' },
  { login: 'pinggu4', profession: 'rehabilitation' },
];

interface Elder {
  readonly key: string;
  readonly name: string;
  readonly birthDate: PlainDate;
  readonly serial: number;
}
const qin: Elder = { key: 'visit', name: '秦淑芬', birthDate: '1950-04-12', serial: 820 };
const wang: Elder = { key: 'review', name: '汪兆祥', birthDate: '1943-06-20', serial: 823 };
const luo: Elder = { key: 'told', name: '罗玉英', birthDate: '1947-03-08', serial: 824 };
const peng: Elder = { key: 'drawn', name: '彭大文', birthDate: '1945-02-17', serial: 827 };
/** Turns 80 within the month: the register proposes. */
const wan: Elder = { key: 'proposed', name: '万长寿', birthDate: '1946-09-20', serial: 829 };

const city = (context: Context): Actor => systemActor('demonstration', context.city);
const numberOf = (elder: Elder): string => makeIdNumber('421202', elder.birthDate, elder.serial);

async function register(context: Context, elder: Elder): Promise<string> {
  return context.write(city(context), async (tx) => {
    const known = await findByIdNumber(tx, numberOf(elder));
    if (known) return known.id;
    return unlessPlayed(
      elder.name,
      await registerPerson(tx, { name: elder.name, idNumber: numberOf(elder), division: VILLAGE, phone: '13907240821' }),
    )!;
  });
}

const accountOf = (elder: Elder) => ({ bank: '咸宁农村商业银行', number: `62241200004${elder.serial}21`, holder: elder.name });

/** Case and next version; what was done before a kill is not done again. */
async function step(context: Context, by: Actor, of: { id: string; key: string; action: string; input: unknown }): Promise<void> {
  const version = await context.read(by, async (tx) => {
    const kase = await getCase(tx, of.id);
    return kase.ok ? kase.value.version : 0;
  });
  const requestId = `story-elder-${of.key}-${of.action}`;
  unlessPlayed(of.action, await act(context, by, { caseId: of.id, action: of.action, version, requestId, input: of.input }));
}

const caseOf = (context: Context, itemId: string, personId: string): Promise<{ id: string; state: string } | null> =>
  context.read(city(context), (tx) =>
    tx.maybe<{ id: string; state: string }>(
      sql`select id, state from service_case where item_id = ${itemId} and applicant_person_id = ${personId} order by submitted_at limit 1`,
    ),
  );

/** At its best but for what is given. */
const scored = (less: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    (Object.keys(items) as SectionKey[]).map((section) => [
      section,
      Object.fromEntries(
        Object.entries(items[section]).map(([key, item]) => [key, String(less[key] ?? item.anchors.length - 1)]),
      ),
    ]),
  );

async function assess(
  stage: Stage,
  staff: Staff,
  of: { elder: Elder; less: Readonly<Record<string, number>>; rests: 'assessing' | 'reviewing' | 'told' | 'inForce' },
): Promise<void> {
  const { context } = stage;
  const { elder, less, rests } = of;
  const personId = await register(context, elder);
  const [clerk, county, reviewer, first] = await Promise.all(['xiang', 'xian', 'queren', 'pinggu1'].map(staff));
  const form = {
    applicant: { name: elder.name, idNumber: numberOf(elder), phone: '13907240821', division: VILLAGE },
    reason: 'first',
    papers: [],
    consent: true,
  };
  const requestId = `story-elder-${elder.key}-open`;
  unlessPlayed('application', await openCase(context, clerk!, { itemId: 'EL-08', channel: 'window', form, requestId }));
  const { id } = (await caseOf(context, 'EL-08', personId))!;
  const go = async (by: Actor, from: string, action: string, input: () => Promise<unknown>): Promise<void> => {
    if ((await caseOf(context, 'EL-08', personId))!.state !== from) return;
    await step(context, by, { id, key: elder.key, action, input: await input() });
  };
  const today = context.clock.today();
  await go(clerk!, 'submitted', 'accept', async () => ({}));
  await go(county!, 'assigning', 'assign', async () => {
    const known = await context.read(county!, (tx) => assessorsOf(tx, COUNTY));
    const idOf = (name: string) => known.find((a) => a.name === name)!.id;
    return {
      first: idOf(first!.name),
      second: idOf((await staff('pinggu2')).name),
      plannedOn: rests === 'assessing' ? plusDays(today, 1) : today,
    };
  });
  if (rests === 'assessing') return;
  const sign = async () =>
    (
      await storeUpload(context, first!, openFileStore(stage.filesDir), {
        bytes: BLANK,
        mediaType: 'image/jpeg',
        name: '签名.jpg',
        paper: 'assessor-signature',
      })
    ).id;
  await go(first!, 'assessing', 'score', async () => ({
    assessedOn: today,
    startTime: '09:10',
    endTime: '09:50',
    place: 'home',
    ...scored(less),
    diagnoses: [{ code: 'I63.9', source: '咸宁市中心医院出院小结' }],
    riskEvents: { fall: 1, choking: 0, wandering: 0, selfHarm: 0, other: 0 },
    coma: false,
    photos: [],
    firstSignature: await sign(),
    secondSignature: await sign(),
    checked: false,
  }));
  if (rests === 'reviewing') return;
  await go(reviewer!, 'reviewing', 'pass', async () => ({ opinion: '评分完整，等级计算无误。' }));
  if (rests === 'inForce') await go(clerk!, 'told', 'agree', async () => ({}));
}

/** The village reported somebody who had been missed; three hands, and drawn since. */
async function grant(stage: Stage, staff: Staff, elder: Elder): Promise<void> {
  const { context } = stage;
  const personId = await register(context, elder);
  const [village, clerk, county] = await Promise.all(['cun', 'xiang', 'queren'].map(staff));
  const form = {
    applicant: { name: elder.name, idNumber: numberOf(elder), division: VILLAGE },
    account: accountOf(elder),
  };
  const requestId = `story-elder-${elder.key}-allowance`;
  unlessPlayed('allowance', await openCase(context, village!, { itemId: 'EL-02', channel: 'proxy', form, requestId }));
  const { id } = (await caseOf(context, 'EL-02', personId))!;
  for (const [by, from, action, input] of [
    [village!, 'confirming', 'confirm', { seen: 'home', opinion: '本人身份、账户属实。' }],
    [clerk!, 'reviewing', 'pass', { opinion: '户籍、账户属实，请审批。' }],
    [county!, 'approving', 'approve', { opinion: '同意。' }],
  ] as const)
    if ((await caseOf(context, 'EL-02', personId))!.state === from)
      await step(context, by, { id, key: `${elder.key}-allowance`, action, input });
}

async function enterAssessors(context: Context, staff: Staff): Promise<void> {
  const county = await staff('xian');
  for (const [i, { login, profession }] of assessors.entries()) {
    const { id, name } = await staff(login);
    await context.write(county, async (tx) => {
      if ((await assessorsOf(tx, COUNTY)).some((a) => a.userId === id)) return;
      unlessPlayed(
        name,
        await addAssessor(tx, {
          userId: id,
          profession,
          certificateNo: `演示-评估-${i + 1}`,
          organisation: '咸安区康泽评估中心（演示）',
          ties: '',
        }),
      );
    });
  }
}

/** A resident who can be tried: what the result says, to agree or to object. */
async function offerToTry(context: Context, elder: Elder, story: string): Promise<void> {
  const personId = await register(context, elder);
  await context.write(city(context), (tx) =>
    tx.run(
      sql`insert into demonstration_story (key, person_id, position, story) values (${`elder-${elder.key}`}, ${personId}, ${95 + (elder === peng ? 1 : 0)}, ${story}) on conflict do nothing`,
    ),
  );
}

export async function playElders(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  await enterAssessors(context, staff);
  await assess(stage, staff, { elder: qin, less: {}, rests: 'assessing' });
  await assess(stage, staff, {
    elder: wang,
    less: {
      bathing: 1,
      upperDressing: 2,
      lowerDressing: 1,
      toileting: 2,
      walking: 2,
      stairs: 0,
      memory: 2,
      dailyAffairs: 1,
      transport: 0,
    },
    rests: 'reviewing',
  });
  await assess(stage, staff, {
    elder: luo,
    less: {
      bathing: 2,
      lowerDressing: 2,
      bladder: 2,
      walking: 3,
      stairs: 1,
      memory: 3,
      hearing: 1,
      vision: 1,
      transport: 1,
      dailyAffairs: 2,
    },
    rests: 'told',
  });
  await assess(stage, staff, { elder: peng, less: { stairs: 2, hearing: 1 }, rests: 'inForce' });
  await grant(stage, staff, peng);
  await register(context, wan);
  await offerToTry(context, luo, '老年人能力评估：结果刚告诉本人，可以认可，也可以申请复评');
  await offerToTry(context, peng, '高龄津贴：村里补报的，正在领，评估结果已经生效');
  const village = await staff('cun');
  const child = { name: '秦晓东', relation: 'child' as const, phone: '13886522106', canOpenDoor: false };
  const neighbour = { name: '吴满香', relation: 'neighbour' as const, phone: '13886522107', canOpenDoor: true };
  for (const [elder, status, contacts] of [
    [qin, 'alone', [neighbour, child]],
    [wang, 'empty-nest', []],
    [peng, 'with-children', [{ ...child, name: '彭志伟' }]],
  ] as const) {
    const personId = await register(context, elder);
    await context.write(village, async (tx) =>
      unlessPlayed(elder.name, await recordLiving(tx, { personId, status, contacts: [...contacts] })),
    );
  }
}
