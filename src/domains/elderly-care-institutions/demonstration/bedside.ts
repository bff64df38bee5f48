/** 床边的日子 in 咸安区社会福利院: plans, some days of tasks as they were signed, the night, the shifts, a fall that is closed, and what a son asks for. By the real actions of its people. */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { CareLevel } from '../beds/terms.ts';
import { addMedication } from '../care/medication.ts';
import { assessAgain, makePlan, makeTasks } from '../care/plan.ts';
import { correctRecord, signTask } from '../care/record.ts';
import { proposedItems } from '../care/rules.ts';
import { handOver, patrol } from '../care/shifts.ts';
import { plansOf } from '../care/store.ts';
import { askVisit } from '../family/requests.ts';
import { closeIncident, familyTold, happened, openIncident } from '../incidents/act.ts';
import { riskTypes } from '../stays/terms.ts';

/** Whose care is shown, with what the plan says of them; the others have none yet, and stand in red. */
const plans: Readonly<Record<string, { goals: string; wishes: string; doctor: string; level: CareLevel }>> = {
  赵德明: {
    goals: '自己走到食堂吃饭，不再跌倒',
    wishes: '早饭爱喝粥，下午要下棋',
    doctor: '低盐饮食，每天量血压',
    level: 'assisted-2',
  },
  钱桂英: { goals: '皮肤完好，每天坐起两次', wishes: '爱听楚剧', doctor: '', level: 'nursed-1' },
  李秀云: { goals: '不发生压疮，吃得下', wishes: '', doctor: '流质饮食，每两小时翻身', level: 'nursed-2' },
  周明义: { goals: '熟悉环境，参加活动', wishes: '不睡午觉', doctor: '', level: 'self' },
};

/** `today`: the day on which the demonstration begins; so much of it as is past at nine. */
export async function careFor(tx: Tx, institutionId: string, today: PlainDate): Promise<void> {
  const [head, nurse, carer] = [await staffOf(tx, 'yuanzhang'), await staffOf(tx, 'huli'), await staffOf(tx, 'hugong')];
  const stays = await tx.rows<{ id: string; name: string; personId: string; institutionId: string; division: string }>(
    sql`select s.id, p.name, s.person_id, s.institution_id, s.division from care_stay s join person p on p.id = s.person_id
      where s.institution_id = ${institutionId} and s.to_on is null order by p.name`,
  );
  for (const stay of stays) {
    const written = plans[stay.name];
    if (!written) continue;
    const { level, ...content } = written;
    const items = proposedItems(level, {}).map((item) => ({
      what: item.what,
      times: item.times.join('、'),
      days: [...item.days],
    }));
    const made = at(tx, nurse, plusDays(today, -3), '05:00');
    must(`${stay.name}: plan`, await makePlan(made, stay.id, { ...content, items }));
    const [plan] = await plansOf(tx, stay.id);
    for (let day = plusDays(today, -2); day <= plusDays(today, 1); day = plusDays(day, 1)) await makeTasks(tx, stay, plan!, day);
  }
  for (const stay of stays.filter((s) => s.name === '赵德明'))
    must(
      'medication',
      await addMedication(at(tx, nurse, plusDays(today, -1), '17:00'), stay.id, {
        drug: '氨氯地平片 5毫克',
        dose: '每次1片，饭后',
        times: '08:00、18:00',
        units: 1,
        stock: 24,
        doctor: '咸安区医院刘医生8月20日开',
        entrustedBy: '儿子赵小军',
        signed: true,
      }),
    );
  await sign(tx, { institutionId, carer, today });
  await nights(tx, { institutionId, carer, nurse, today });
  const zhao = stays.find((s) => s.name === '赵德明')!;
  await fall(tx, { institutionId, stayId: zhao.id, nurse, carer, today });
  await choke(tx, { institutionId, stayId: stays.find((s) => s.name === '钱桂英')!.id, nurse, carer, today });
  const { agentPersonId } = await tx.one<{ agentPersonId: string }>(
    sql`select a.agent_person_id from care_admission a join care_stay s on s.admission_id = a.id where s.id = ${zhao.id}`,
  );
  must(
    'visit',
    await askVisit(
      at(tx, head, plusDays(today, -1), '20:00'),
      { stayId: zhao.id, personId: agentPersonId },
      { on: plusDays(today, 4), slot: 'afternoon', visitors: '儿子赵小军、孙女赵雨', note: '带生日蛋糕，医生说可以吃一小块' },
    ),
  );
}

interface Days {
  institutionId: string;
  carer: Actor;
  today: PlainDate;
}

/** Everything that was due until this morning, a few minutes after it was due; some of it refused, abnormal, late, or not at all. */
async function sign(tx: Tx, { institutionId, carer, today }: Days): Promise<void> {
  const due = await tx.rows<{ id: string; dueAt: string; onDay: PlainDate; itemNo: number; name: string }>(
    sql`select t.id, t.due_at, t.on_day, t.item_no, p.name from care_task t join care_stay s on s.id = t.stay_id join person p on p.id = s.person_id
      where t.institution_id = ${institutionId} and t.on_day between ${plusDays(today, -3)} and ${today} and t.due_at < ${new Date(`${today}T08:30:00+08:00`).toISOString()}
      order by t.due_at, p.name`,
  );
  for (const [i, task] of due.entries()) {
    if (i % 29 === 7) continue;
    const minutes = i % 23 === 5 ? 160 : 4 + (i % 9);
    const hand: Tx = {
      ...tx,
      actor: carer,
      today: task.onDay,
      now: new Date(Date.parse(task.dueAt) + minutes * 60_000).toISOString(),
    };
    const measured = task.itemNo === 0 ? { temperature: `36.${3 + (i % 5)}`, pressure: `${126 + (i % 18)}/${78 + (i % 9)}` } : {};
    const given =
      i % 31 === 11
        ? { result: 'abnormal' as const, what: 'skin' as const, note: '骶部发红，已减压、通知护理主管' }
        : i % 17 === 9
          ? { result: 'refused' as const, note: '说不想动，过会儿再来' }
          : { result: 'done' as const, ...measured };
    must(`${task.name}: task`, await signTask(hand, task.id, given));
    if (i === 20)
      must('correction', await correctRecord(hand, task.id, { result: 'done', pressure: '132/80', reason: '血压抄错了一位' }));
  }
}

async function nights(tx: Tx, { institutionId, carer, nurse, today }: Days & { nurse: Actor }): Promise<void> {
  const rounds = [
    [-2, '22:10', '都睡了，102关了窗'],
    [-1, '02:05', '201的老人醒着，喝了半杯水'],
    [-1, '22:20', '都睡了'],
  ] as const;
  for (const [day, time, findings] of rounds)
    must('patrol', await patrol(at(tx, carer, plusDays(today, day), time), institutionId, { findings }));
  const shifts = [
    [-1, 'day', '16:05', '赵德明血压偏高，晚上再量一次；202呼叫铃换了电池'],
    [-1, 'evening', '23:55', '赵德明晚上血压138/82；201要多翻一次身'],
    [0, 'night', '08:02', '夜里平稳，201骶部发红，白班盯着'],
  ] as const;
  for (const [day, shift, time, notes] of shifts) {
    const date = plusDays(today, day);
    must(shift, await handOver(at(tx, day === 0 ? carer : nurse, date, time), institutionId, { date, shift, notes }));
  }
}

/** This morning's breakfast: cleared, the family called, causes and correction still to be written. */
async function choke(tx: Tx, of: Days & { stayId: string; nurse: Actor }): Promise<void> {
  const { id } = must(
    'choking',
    await openIncident(at(tx, of.carer, of.today, '07:42'), of.institutionId, {
      type: 'choking',
      stayIds: [of.stayId],
      injury: 'none',
      measure: 'watching',
      place: '201房间',
      what: '吃馒头时呛住，拍背后咳出，呼吸平稳，改吃软食',
      minutesAgo: 6,
    }),
  );
  const told = { stayId: of.stayId, whom: '女儿', way: 'phone' as const, text: '中午过来看', minutesAgo: 3 };
  must('family', await familyTold(at(tx, of.nurse, of.today, '07:55'), id, told));
}

/** A slip in the corridor, told, explained and closed. */
async function fall(tx: Tx, of: Days & { stayId: string; nurse: Actor }): Promise<void> {
  const { institutionId, stayId, nurse, carer, today } = of;
  const day = plusDays(today, -8);
  const opened = must(
    'fall',
    await openIncident(at(tx, carer, day, '19:12'), institutionId, {
      type: 'fall',
      stayIds: [stayId],
      injury: 'clinic',
      measure: 'clinic',
      place: '一楼走廊',
      what: '晚饭后走回房间，在饮水机旁滑倒，左手擦伤，能站能走',
      minutesAgo: 4,
    }),
  );
  const later = (actor: Actor, time: string, after = 0) => at(tx, actor, plusDays(day, after), time);
  must(
    'family',
    await familyTold(later(nurse, '19:25'), opened.id, {
      stayId,
      whom: '儿子赵小军',
      way: 'phone',
      text: '知道了，请明天再看一下',
      minutesAgo: 2,
    }),
  );
  const step = (kind: 'action' | 'cause' | 'correction', text: string, time: string, after = 0) =>
    happened(kind)(later(nurse, time, after), opened.id, { text, minutesAgo: 0 });
  must('action', await step('action', '医务室清洗包扎，当晚加看两次，没有不舒服', '20:00'));
  must('cause', await step('cause', '饮水机漏水，地面湿；老人穿的拖鞋不防滑', '09:30', 1));
  must('correction', await step('correction', '饮水机当天修好，加防滑垫；换防滑鞋，重评跌倒风险', '09:40', 1));
  const risks = Object.fromEntries(Object.keys(riskTypes).map((type) => [type, type === 'fall' ? 'high' : 'low']));
  must(
    'risks',
    await assessAgain(later(nurse, '10:00', 1), stayId, {
      ...(risks as Record<keyof typeof riskTypes, 'low' | 'high'>),
      measures: '穿防滑鞋，起夜按铃有人扶',
    }),
  );
  must('closed', await closeIncident(later(nurse, '10:00', 3), opened.id, { text: '整改已做完，家属认可' }));
}
