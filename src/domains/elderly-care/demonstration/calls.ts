/**
 * 养老热线 and 供需对接 as the demonstration finds them in 咸安区: a question answered at once, a wish that waits for an order, a complaint, a report without a
 * name; three needs, of which one has an offer and one nobody has found anything for; two associations of older people, one of them without a plan. All invented. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { makeIdNumber } from '../../../kernel/resident/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { enterAssociation, logActivity, moveAssociation, planYear } from '../associations/act.ts';
import { receiveAbuse, receiveComplaint, receiveEnquiry, receiveWish } from '../hotline/act.ts';
import { offerSupply, registerNeed } from '../matching/act.ts';
import { lookAround } from '../matching/store.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';
/** Those who have a button at home, as the emergency desk knows them. */
const he = { idNumber: makeIdNumber('421202', '1944-03-05', 501), name: '贺桂香', division: VILLAGE };
const mao = { idNumber: makeIdNumber('421202', '1939-11-20', 503), name: '毛先华', division: VILLAGE };
const min = { idNumber: makeIdNumber('421202', '1941-07-16', 505), name: '闵秀珍', division: VILLAGE };

const played = (stage: Stage, by: Actor, what: 'care_hotline_call' | 'care_need'): Promise<unknown> =>
  stage.context.read(by, (tx) =>
    what === 'care_need'
      ? tx.maybe(sql`select 1 as one from care_need where source = 'register' limit 1`)
      : tx.maybe(sql`select 1 as one from care_hotline_call limit 1`),
  );

export async function playHotline(stage: Stage, staff: Staff): Promise<void> {
  const agent = await staff('rexian');
  if (await played(stage, agent, 'care_hotline_call')) return;
  const take = (at: string, step: (tx: Tx) => Promise<Result<unknown>>) => {
    stage.moveTo(`${at}+08:00`);
    return stage.context.write(agent, async (tx) => must('call', await step(tx)));
  };
  await take('2026-08-31T09:12:00', (tx) =>
    receiveEnquiry(tx, {
      division: VILLAGE,
      matter: '母亲快80岁了，高龄津贴怎么领',
      answer: '满80岁前30天村里会上门，不用申请；要准备社保卡',
      rating: '5',
    }),
  );
  await take('2026-08-31T10:40:00', (tx) =>
    receiveComplaint(tx, {
      division: VILLAGE,
      about: '咸安区康养到家服务中心（示例）',
      matter: '约好上午来助洁，下午才来，也没有打电话',
      name: '龚先生',
      phone: '13907240751',
    }),
  );
  await take('2026-08-31T15:05:00', (tx) =>
    receiveAbuse(tx, { division: VILLAGE, about: '五组柴奶奶', matter: '隔壁经常听见打骂，老人身上有伤，不敢说' }),
  );
  await take('2026-09-01T07:40:00', (tx) =>
    receiveWish(tx, { division: VILLAGE, matter: '想约后天上午助浴，要女护理员', name: '陶女士', phone: '13907240752' }),
  );
}

export async function playNeeds(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const clerk = await staff('xiang');
  if (await played(stage, clerk, 'care_need')) return;
  const register = (at: string, need: Parameters<typeof registerNeed>[1]) => {
    stage.moveTo(`${at}+08:00`);
    return context.write(clerk, async (tx) => must(need.name, await registerNeed(tx, need)));
  };
  await register('2026-08-24T10:00:00', { ...mao, code: 'day', specials: ['dementia'], note: '儿子白天上班，想有个地方待' });
  const meal = await register('2026-08-28T10:00:00', { ...he, code: 'meal', specials: [], note: '手腕骨折，不能做饭' });
  await register('2026-08-31T15:00:00', { ...min, code: 'bath', specials: [], budgetYuan: 200, note: '站不稳，要两个人扶' });
  stage.moveTo('2026-08-28T14:00:00+08:00');
  const found = must('what fits', await lookAround(context, clerk, meal.id));
  const [best] = found.all.toSorted((a, b) => b.score - a.score);
  if (best)
    await context.write(clerk, async (tx) =>
      must('offer', await offerSupply(tx, meal.id, { kind: best.kind, supplyId: best.id }, found)),
    );
}

const associations = [
  {
    name: '汀泗桥社区老年协会',
    head: '涂秉正',
    members: 126,
    since: '2024-03-01',
    paper: '汀民备〔2024〕2号',
    plan: '重阳节文艺汇演、每月一次健康讲座、冬至看望高龄老人',
    held: ['2026-08-05', '2026-08-25'],
  },
  {
    name: '汀泗桥老街书画协会',
    head: '庞文远',
    members: 31,
    since: '2025-05-10',
    paper: '汀民备〔2025〕6号',
    plan: null,
    held: ['2026-04-12'],
  },
] as const;

export async function playAssociations(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const [village, clerk] = [await staff('cun'), await staff('xiang')];
  for (const of of associations) {
    if (await context.read(village, (tx) => tx.maybe(sql`select 1 as one from senior_association where name = ${of.name}`)))
      continue;
    stage.moveTo('2026-08-27T09:00:00+08:00');
    const { id } = await context.write(village, async (tx) =>
      must(of.name, await enterAssociation(tx, { ...of, division: VILLAGE })),
    );
    await context.write(clerk, async (tx) =>
      must('filed', await moveAssociation(tx, id, { to: 'filed', on: of.since, paper: of.paper })),
    );
    await context.write(village, async (tx) => {
      if (of.plan) must('plan', await planYear(tx, id, { year: 2026, items: of.plan, approvedOn: '2026-02-20' }));
      for (const on of of.held)
        must('held', await logActivity(tx, id, { on, kind: 'culture', persons: 38, what: '书画、戏曲，老人自己组织' }));
    });
  }
}
