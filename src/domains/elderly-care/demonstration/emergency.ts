/**
 * 紧急呼叫 as the demonstration finds it in 咸安区: three homes with devices, the responders of a village, a widow who fell at night and was helped, a button that was
 * pressed by mistake, and one call of this morning that is still to be called back. All invented. Safe to run again after a kill.
 */

import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { findByIdNumber, makeIdNumber, registerPerson } from '../../../kernel/resident/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import {
  answerCall,
  answerHelp,
  arrive,
  callBack,
  classifyCall,
  dispatchHelp,
  falseAlarm,
  resolveCall,
} from '../emergency/act.ts';
import { receiveSignal } from '../emergency/intake.ts';
import { addDevice, addResponder, openHome } from '../emergency/register.ts';
import type { DeviceKind, SignalKind } from '../emergency/terms.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';

const homes = [
  {
    name: '贺桂香',
    birth: '1944-03-05',
    order: 501,
    sn: 'DEMO-SOS-0001',
    kind: 'caller',
    address: '汀泗桥镇古塘村3组，路口第二家',
  },
  { name: '毛先华', birth: '1939-11-20', order: 503, sn: 'DEMO-SOS-0002', kind: 'band', address: '汀泗桥镇古塘村5组，水塔旁' },
  {
    name: '闵秀珍',
    birth: '1941-07-16',
    order: 505,
    sn: 'DEMO-SOS-0003',
    kind: 'one-key',
    address: '汀泗桥镇古塘村1组，小卖部隔壁',
  },
] as const satisfies readonly { kind: DeviceKind; [key: string]: unknown }[];

const responders = [
  { kind: 'doctor', name: '村医庞大夫', phone: '13907240601', rank: 1 },
  { kind: 'neighbour', name: '邻居熊嫂', phone: '13907240602', rank: 2 },
  { kind: 'cadre', name: '妇女主任石玉兰', phone: '13907240603', rank: 9 },
] as const;

/** Opens a home with its device; gives the key of the device, null where it was there already. */
async function enter(stage: Stage, clerk: Actor, home: (typeof homes)[number]): Promise<string | null> {
  const { context } = stage;
  const idNumber = makeIdNumber('421202', home.birth, home.order);
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    if (await findByIdNumber(tx, idNumber)) return;
    must(home.name, await registerPerson(tx, { name: home.name, idNumber, division: VILLAGE, phone: '13907240600' }));
  });
  return context.write(clerk, async (tx) => {
    if (await tx.maybe(sql`select 1 as one from care_device where sn = ${home.sn}`)) return null;
    const { id } = must(
      `home of ${home.name}`,
      await openHome(tx, {
        idNumber,
        name: home.name,
        division: VILLAGE,
        terrain: 'hill',
        address: home.address,
        phone: '13907240600',
        contacts: [{ name: '王小梅', relation: 'child', phone: '13907240699', canOpenDoor: false }],
        key: '邻居熊嫂',
        consentOn: '2026-08-01',
      }),
    );
    return must(`device of ${home.name}`, await addDevice(tx, id, { sn: home.sn, kind: home.kind, spot: '床头' })).key;
  });
}

export async function playEmergency(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const [clerk, operator] = [await staff('xiang'), await staff('yingji')];
  stage.moveTo('2026-08-28T09:00:00+08:00');
  await context.write(clerk, async (tx) => {
    if (await tx.maybe(sql`select 1 as one from emergency_responder where division = ${VILLAGE} limit 1`)) return;
    for (const one of responders) must(one.name, await addResponder(tx, { ...one, division: VILLAGE }));
  });
  const keys: (string | null)[] = [];
  for (const home of homes) keys.push(await enter(stage, clerk, home));

  const at = (time: string) => stage.moveTo(`${time}+08:00`);
  const work = (what: string, step: (tx: Tx) => Promise<Result<unknown>>) =>
    context.write(operator, async (tx) => must(what, await step(tx)));
  /** A device calls; null where this story was played before a kill. */
  const call = async (i: number, kind: SignalKind): Promise<string | null> => {
    const key = keys[i];
    if (!key) return null;
    const found = must('signal', await receiveSignal(context, key, { signalId: `demo-${i}-${kind}`, kind, battery: 80 }));
    return found.incidentId;
  };

  at('2026-08-30T02:10:00');
  const fall = await call(0, 'fall');
  if (fall) {
    at('2026-08-30T02:10:12');
    await work('answer', (tx) => answerCall(tx, fall));
    at('2026-08-30T02:10:50');
    await work('classify', (tx) => classifyCall(tx, fall, { level: '1', answered: 'no' }));
    at('2026-08-30T02:11:05');
    await work('dispatch', (tx) => dispatchHelp(tx, fall));
    at('2026-08-30T02:11:30');
    await work('help', (tx) => answerHelp(tx, fall, { no: 2, answer: 'accepted' }));
    at('2026-08-30T02:34:00');
    await work('arrive', (tx) => arrive(tx, fall));
    at('2026-08-30T03:20:00');
    await work('resolve', (tx) => resolveCall(tx, fall, { result: '在卫生间滑倒，村医扶起后由120送医，左腕骨折' }));
    at('2026-08-30T15:00:00');
    await work('call back', (tx) => callBack(tx, fall, { result: '已打石膏回家，女儿陪护；建议装扶手和防滑垫' }));
  }
  at('2026-08-31T16:00:00');
  const slip = await call(1, 'pressed');
  if (slip) {
    at('2026-08-31T16:00:09');
    await work('answer', (tx) => answerCall(tx, slip));
    at('2026-08-31T16:01:00');
    await work('false alarm', (tx) => falseAlarm(tx, slip, { spoke: 'yes', note: '洗手时碰到手环' }));
  }
  at('2026-09-01T07:30:00');
  const dizzy = await call(2, 'pressed');
  if (dizzy) {
    at('2026-09-01T07:30:11');
    await work('answer', (tx) => answerCall(tx, dizzy));
    at('2026-09-01T07:31:00');
    await work('classify', (tx) => classifyCall(tx, dizzy, { level: '2', answered: 'yes', note: '头晕，站不稳' }));
    await work('dispatch', (tx) => dispatchHelp(tx, dizzy));
    at('2026-09-01T07:31:40');
    await work('help', (tx) => answerHelp(tx, dizzy, { no: 1, answer: 'accepted' }));
    at('2026-09-01T07:52:00');
    await work('arrive', (tx) => arrive(tx, dizzy));
    at('2026-09-01T08:20:00');
    await work('resolve', (tx) => resolveCall(tx, dizzy, { result: '血压偏低，村医看过，卧床休息，喝了糖水' }));
  }
}
