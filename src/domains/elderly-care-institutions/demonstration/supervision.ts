/**
 * 监督 of the demonstration city: one draw that anybody can compute again, checks of every kind, dangers in every state, a home with a locked exit, points and
 * a grade. Safe to run again after a kill: it comes whole or not at all.
 */

import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { must, staffOf } from '../../../kernel/demonstration/server.ts';
import { openFileStore, receiveUpload, storeUpload } from '../../../kernel/document/server.ts';
import {
  approvePlan,
  arrive,
  askExtension,
  callBeacon,
  checkForCause,
  codeOf,
  draftPlan,
  enterDanger,
  enterOwnDanger,
  enterTie,
  finishTask,
  type Grade,
  gradeDanger,
  openSecret,
  prepareDraw,
  promiseSecret,
  publishPlan,
  publishTask,
  reportDone,
  reviewDanger,
} from '../../../kernel/inspection/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { careHomes } from '../supervision/kind.ts';
import { enterGrade } from '../supervision/rating.ts';
import { doSelfCheck } from '../supervision/self-check.ts';
import type { CareStage } from './stage.ts';
import { COUNTY, engageInspectors, officers, openSupervisedHomes } from './supervised.ts';

type Stage = CareStage & { readonly filesDir: string };

const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);
/** How many pictures each of them has taken before the curtain rises; nobody needs more. */
// 抽到谁、抽到几家是随机的：一人最多三家，每家签名和照片五张，再加一次有因检查
const PICTURES = 24;

/** Pictures of one actor, each with bytes of its own: the same one twice is refused. */
async function takePictures(stage: Stage, actor: Actor): Promise<string[]> {
  const store = openFileStore(stage.filesDir);
  const ids: string[] = [];
  for (let i = 0; i < PICTURES; i++) {
    const bytes = Buffer.concat([JPEG, Buffer.from(newId())]);
    const taken = must(
      'picture',
      await receiveUpload(
        (async function* () {
          yield bytes;
        })(),
        '照片.jpg',
      ),
    );
    ids.push((await storeUpload(stage.context, actor, store, { ...taken, paper: 'danger-photo' })).id);
  }
  return ids;
}

/** The play is one transaction; each line of it is somebody's, on a day. */
interface Scene {
  readonly tx: Tx;
  day: PlainDate;
  readonly pictures: ReadonlyMap<string, string[]>;
}
const at = (scene: Scene, day: PlainDate): void => {
  scene.day = day;
};
const by = <T>(scene: Scene, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
  work({ ...scene.tx, actor, today: scene.day, now: new Date(`${scene.day}T10:00:00+08:00`).toISOString() });
const photoBy = (scene: Scene, actor: Actor): string => scene.pictures.get(actor.id)!.pop()!;

interface Hands {
  city: Actor;
  otherCity: Actor;
  legal: Actor;
  county: Actor;
  head: Actor;
}

const tables = {
  plan: sql`inspection_plan`,
  draw: sql`inspection_draw`,
  task: sql`inspection_task`,
  danger: sql`hidden_danger`,
} as const;
/** The record as it stands now. */
const seen = async (scene: Scene, what: keyof typeof tables, id: string) => ({
  id,
  version: (await scene.tx.one<{ version: number }>(sql`select version from ${tables[what]} where id = ${id}`)).version,
});

/** The plan, and a draw from the first step to the last. */
async function playDraw(scene: Scene, hands: Hands): Promise<void> {
  const { city, otherCity, legal, county } = hands;
  at(scene, '2026-03-02');
  const plan = must(
    'plan',
    await by(scene, county, (tx) => draftPlan(tx, careHomes, { division: COUNTY, year: 2026, matter: '消防和服务安全' })),
  );
  at(scene, '2026-03-10');
  must('approve', await by(scene, otherCity, async (tx) => approvePlan(tx, careHomes, await seen(scene, 'plan', plan.id))));
  must('publish', await by(scene, county, async (tx) => publishPlan(tx, careHomes, await seen(scene, 'plan', plan.id))));
  at(scene, '2026-06-08');
  const batch = must(
    'freeze',
    await by(scene, city, (tx) =>
      prepareDraw(tx, careHomes, plan, {
        from: '2026-06-15',
        to: '2026-07-10',
        beaconSource: '双色球2026065期',
        announced: false,
      }),
    ),
  );
  const draw = () => seen(scene, 'draw', batch.id);
  must('promise', await by(scene, legal, async (tx) => promiseSecret(tx, careHomes, await draw())));
  at(scene, '2026-06-10');
  must(
    'beacon',
    await by(scene, city, async (tx) =>
      callBeacon(tx, careHomes, await draw(), {
        beacon: '05 09 14 20 26 31 + 08',
        beaconOn: '2026-06-09',
        witness: '市司法局 贺平',
      }),
    ),
  );
  must('open', await by(scene, legal, async (tx) => openSecret(tx, careHomes, await draw())));
}

interface OpenTask {
  id: string;
  objectId: string;
  userId: string;
  division: string;
  login: string;
}
const tasksOf = ({ tx }: Scene): Promise<OpenTask[]> =>
  tx.rows<OpenTask>(
    sql`select t.id, t.object_id, t.division, i.user_id, u.login from inspection_task t join inspector i on i.id = t.lead_id join staff_user u on u.id::text = i.user_id
        where t.state = 'assigned' order by t.no`,
  );

/** Arrival by the code at the door, every item answered, signed by all. */
async function check(
  scene: Scene,
  hands: Hands,
  task: OpenTask,
  faults: Readonly<Record<string, { place: string; note: string }>>,
  signer: string,
): Promise<void> {
  const lead = await staffOf(scene.tx, task.login);
  const code = await by(scene, hands.county, (tx) => codeOf(tx, { id: task.objectId, division: task.division }, careHomes));
  must('arrive', await by(scene, lead, async (tx) => arrive(tx, careHomes, await seen(scene, 'task', task.id), { code })));
  const answers: Record<string, unknown> = {};
  for (const { code: item } of careHomes.checklist) {
    const fault = faults[item];
    answers[item] = fault ? { answer: 'no', ...fault, photo: photoBy(scene, lead) } : { answer: 'yes' };
  }
  const input = {
    ...answers,
    result: Object.keys(faults).length > 0 ? 'rectify' : 'passed',
    note: '',
    leadSignature: photoBy(scene, lead),
    secondSignature: photoBy(scene, lead),
    objectSigner: signer,
    objectSignature: photoBy(scene, lead),
  };
  must('finish', await by(scene, lead, async (tx) => finishTask(tx, careHomes, await seen(scene, 'task', task.id), input)));
}

const dangerAt = async ({ tx }: Scene, place: string): Promise<string> =>
  (await tx.one<{ id: string }>(sql`select id from hidden_danger where place = ${place}`)).id;

async function grade(scene: Scene, hands: Hands, id: string, given: { grade: Grade; measures: string }): Promise<void> {
  must('grade', await by(scene, hands.county, async (tx) => gradeDanger(tx, careHomes, await seen(scene, 'danger', id), given)));
}
async function rectify(scene: Scene, actor: Actor, id: string, note: string): Promise<void> {
  const photo = photoBy(scene, actor);
  must('done', await by(scene, actor, async (tx) => reportDone(tx, careHomes, await seen(scene, 'danger', id), { note, photo })));
}
const review = async (scene: Scene, actor: Actor, id: string, given: { verdict: 'close' | 'return'; note: string }) =>
  must('review', await by(scene, actor, async (tx) => reviewDanger(tx, careHomes, await seen(scene, 'danger', id), given)));

async function playChecks(scene: Scene, hands: Hands): Promise<void> {
  const { county } = hands;
  at(scene, '2026-06-18');
  const drawn = await tasksOf(scene);
  const faults = {
    patrol: { place: '值班室', note: '六月三日以后没有巡查记录' },
    power: { place: '后院车棚', note: '电动车在楼道里充电' },
  };
  for (const [i, task] of drawn.entries()) await check(scene, hands, task, i === 0 ? faults : {}, '负责人');
  at(scene, '2026-06-24');
  for (const { id } of drawn)
    must('publish', await by(scene, county, async (tx) => publishTask(tx, careHomes, await seen(scene, 'task', id))));
  await grade(scene, hands, await dangerAt(scene, '值班室'), { grade: 'general', measures: '补齐制度，每日巡查' });
  // Nobody has done anything about it since: late by more than a month.
  await grade(scene, hands, await dangerAt(scene, '后院车棚'), { grade: 'larger', measures: '马上断电，车辆移出' });
}

/** The locked exit: a family complains, two officers go, it is a major danger and open still. */
async function playLockedExit(scene: Scene, hands: Hands, people: readonly { id: string }[]): Promise<void> {
  const kangle = await staffOf(scene.tx, 'kangle');
  at(scene, '2026-08-19');
  const { id } = must(
    'cause',
    await by(scene, hands.county, (tx) =>
      checkForCause(tx, careHomes, {
        objectId: kangle.unitId!,
        cause: 'complaint',
        causeNote: '家属来电：晚上探望时安全出口上了锁，找不到钥匙',
        matter: '安全出口',
        from: '2026-08-19',
        to: '2026-08-21',
        lead: people[2]!.id,
        second: people[3]!.id,
        offices: '消防救援大队',
      }),
    ),
  );
  at(scene, '2026-08-20');
  const task = (await tasksOf(scene)).find((one) => one.id === id)!;
  await check(scene, hands, task, { exits: { place: '一楼东侧安全出口', note: '链条锁，值班员没有钥匙' } }, '沈芳');
  await grade(scene, hands, await dangerAt(scene, '一楼东侧安全出口'), {
    grade: 'major',
    measures: '当场剪锁，东侧封闭，3日内交方案；销号以前不得新收住',
  });
}

/** What the public home finds itself: one closed, one that asks for more days, one that waits for its review; and what a patrol found, not graded yet. */
async function playOwnDangers(scene: Scene, hands: Hands): Promise<void> {
  const { county, head } = hands;
  const own = async (rule: string, place: string, note: string) => {
    const photo = photoBy(scene, head);
    must(place, await by(scene, head, (tx) => enterOwnDanger(tx, careHomes, { rule, place, note, suggested: 'general', photo })));
    return dangerAt(scene, place);
  };
  at(scene, '2026-07-06');
  must(
    'self-check',
    await by(scene, head, (tx) => doSelfCheck(tx, { looked: '消防器材、安全出口、燃气、食品留样、夜间值班', found: 1 })),
  );
  const extinguisher = await own('灭火器压力不足', '二楼走廊', '两具指针在红区');
  await grade(scene, hands, extinguisher, { grade: 'general', measures: '更换两具灭火器' });
  at(scene, '2026-07-09');
  await rectify(scene, head, extinguisher, '已更换，压力正常。');
  at(scene, '2026-07-13');
  await review(scene, county, extinguisher, { verdict: 'close', note: '现场看过，压力正常。' });
  at(scene, '2026-08-25');
  must(
    'self-check',
    await by(scene, head, (tx) => doSelfCheck(tx, { looked: '消防器材、呼叫装置、用药记录、电动车停放', found: 2 })),
  );
  const call = await own('卫生间呼叫装置失灵', '306房间', '按下去护士站不响');
  await grade(scene, hands, call, { grade: 'general', measures: '更换呼叫装置，修好以前每半小时巡查' });
  const bath = await own('浴室防滑垫破损', '一楼公共浴室', '两块翘边，已撤下');
  await grade(scene, hands, bath, { grade: 'general', measures: '换新的防滑垫' });
  at(scene, '2026-08-28');
  must(
    'ask',
    await by(scene, head, async (tx) =>
      askExtension(tx, careHomes, await seen(scene, 'danger', call), { days: 5, reason: '厂家配件中旬才到，期间加派巡查' }),
    ),
  );
  await rectify(scene, head, bath, '全部换成整张的防滑垫。');
  at(scene, '2026-08-31');
  const photo = photoBy(scene, county);
  must(
    'patrol',
    await by(scene, county, (tx) =>
      enterDanger(tx, careHomes, {
        objectId: head.unitId!,
        source: 'patrol',
        rule: '食堂留样冰箱温度不达标',
        place: '食堂',
        note: '留样冰箱显示12度，留样没有标签',
        suggested: 'larger',
        photo,
      }),
    ),
  );
}

/** The whole of it, or nothing. The homes of the register stand already. */
export async function playSupervision(stage: Stage): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  stage.moveTo('2026-02-02T10:00:00+08:00');
  await stage.context.write(system, async (tx) => {
    if (await tx.maybe(sql`select 1 as yes from inspector limit 1`)) return;
    await engageInspectors(tx);
    await openSupervisedHomes(tx);
  });
  if (await stage.context.read(system, (tx) => tx.maybe(sql`select 1 as yes from inspection_plan limit 1`))) return;
  const actor = (login: string) => stage.context.read(system, (tx) => staffOf(tx, login));
  const hands: Hands = {
    city: await actor('shi'),
    otherCity: await actor('shicai'),
    legal: await actor('fazhike'),
    county: await actor('xian'),
    head: await actor('yuanzhang'),
  };
  const pictures = new Map<string, string[]>();
  for (const login of ['xian', 'yuanzhang', ...officers.map((officer) => officer.login)]) {
    const who = await actor(login);
    pictures.set(who.id, await takePictures(stage, who));
  }
  await stage.context.write(system, async (tx) => {
    const scene: Scene = { tx, day: '2026-02-02', pictures };
    const people = await tx.rows<{ id: string }>(sql`select id from inspector order by no`);
    const home = async (name: string) =>
      (await tx.one<{ id: string }>(sql`select id from care_institution where name = ${name}`)).id;
    const { county, city, head } = hands;
    must(
      'tie',
      await by(scene, county, async (on) =>
        enterTie(on, careHomes, people[1]!, { objectId: await home('永安颐年养老公寓'), tie: 'employment', until: '2024-06-30' }),
      ),
    );
    must(
      'grade',
      await by(scene, city, (on) =>
        enterGrade(on, { id: head.unitId! }, { level: 3, issuedOn: '2023-12-20', documentNo: '咸民养评〔2023〕7号' }),
      ),
    );
    await playDraw(scene, hands);
    await playChecks(scene, hands);
    await playOwnDangers(scene, hands);
    await playLockedExit(scene, hands, people);
    // One inspection is under way: officers are sent, nobody has arrived yet.
    at(scene, '2026-08-31');
    const objectId = await home('官埠桥镇农村福利院');
    must(
      'transfer',
      await by(scene, county, (on) =>
        checkForCause(on, careHomes, {
          objectId,
          cause: 'transfer',
          causeNote: '市场监管部门转来：食堂从业人员健康证过期',
          matter: '食品安全',
          from: '2026-08-31',
          to: '2026-09-11',
          lead: people[0]!.id,
          second: people[4]!.id,
          offices: '市场监管局',
        }),
      ),
    );
  });
}
