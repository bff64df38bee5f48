/**
 * 养老服务人才 as the demonstration finds it: the staff of 咸安区社会福利院 and of the provider of home services, a year of months, classes, and claims in every state.
 * By the real actions of its people; all invented. Safe to run again after a kill: it comes whole or not at all.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/server.ts';
import { firstDayOf, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { enterRecord, readEntry, takeStep } from '../../../kernel/register/server.ts';
import { makeIdNumber } from '../../../kernel/resident/server.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { approveSubsidy, askSubsidy, checkSubsidy, paySubsidy } from '../../../kernel/subsidy/server.ts';
import type { Post } from '../../../kernel/workforce/index.ts';
import { addCertificate, checkPost, enterWorker, verifyCertificate } from '../workers/staff.ts';
import type { CertificateScheme, Education, LevelChoice } from '../workers/terms.ts';
import { claimBook, claimSchemes } from '../workforce/claims.ts';
import { enterMonth } from '../workforce/months.ts';
import { addTraining, closeClass, confirmTraining, openClass, scanIn } from '../workforce/training.ts';

interface Member {
  readonly name: string;
  readonly post: Post;
  readonly born: PlainDate;
  readonly education?: Education;
  readonly graduatedOn?: PlainDate;
  readonly certificate?: readonly [CertificateScheme, LevelChoice];
  readonly pay: number;
}
/** 宋春梅 has been there for a year and is due the first part; 骆芳 may not work: the health certificate has lapsed. */
const members: readonly Member[] = [
  {
    name: '宋春梅',
    post: 'carer',
    born: '2003-04-02',
    education: 'college',
    graduatedOn: '2025-06-30',
    certificate: ['eight', '2'],
    pay: 4_600_00,
  },
  { name: '庞秀珍', post: 'carer', born: '1974-09-11', education: 'other', certificate: ['five', '1'], pay: 3_900_00 },
  {
    name: '骆芳',
    post: 'carer',
    born: '1979-01-20',
    education: 'vocational',
    graduatedOn: '1998-07-01',
    certificate: ['five', '1'],
    pay: 3_800_00,
  },
  { name: '葛红梅', post: 'nurse', born: '1985-06-06', education: 'college', pay: 5_200_00 },
  {
    name: '项立',
    post: 'social-worker',
    born: '1994-12-08',
    education: 'bachelor',
    certificate: ['social', 's1'],
    pay: 5_000_00,
  },
  { name: '古师傅', post: 'cook', born: '1968-03-15', pay: 4_000_00 },
];
const REPLY = '技能人才评价证书全国联网查询，姓名、编号、等级一致（演示）';

interface Hands {
  readonly tx: Tx;
  readonly head: Actor;
  readonly county: Actor;
  readonly leader: Actor;
  readonly manager: Actor;
  readonly today: PlainDate;
}

/** Entered a year ago, certificates verified in the same month, contract and education looked at. */
async function staffHome({ tx, head, county, today }: Hands): Promise<void> {
  const hired = firstDayOf(plusMonths(monthOf(today), -13));
  for (const [i, m] of members.entries()) {
    const { id } = must(
      m.name,
      await enterWorker(at(tx, head, hired), {
        name: m.name,
        idNumber: makeIdNumber('421202', m.born, 300 + 2 * i),
        phone: `139072408${String(10 + i)}`,
        post: m.post,
        established: 'no',
        hiredOn: hired,
        healthTo: plusDays(today, m.name === '骆芳' ? -5 : 200),
        backgroundOn: hired,
        ...(m.education ? { education: m.education } : {}),
        ...(m.graduatedOn ? { graduatedOn: m.graduatedOn } : {}),
      }),
    );
    if (m.certificate) {
      const [scheme, level] = m.certificate;
      const made = must(
        `${m.name}: certificate`,
        await addCertificate(at(tx, head, plusDays(hired, 3)), id, {
          no: `DEMO-42-${2001 + i}`,
          scheme,
          level,
          issuer: '湖北省职业技能评价（演示）',
          issuedOn: plusDays(hired, -90),
        }),
      );
      if (m.name !== '骆芳')
        must('verify', await verifyCertificate(at(tx, county, plusDays(hired, 10)), made.id, { result: 'valid', reply: REPLY }));
    }
    if (m.education === 'college')
      must(
        'check',
        await checkPost(at(tx, county, plusDays(hired, 12)), id, { seen: '劳动合同无固定期限，学历在学信网查过（演示）' }),
      );
    if (m.post === 'carer' && m.name !== '庞秀珍') {
      const training = must(
        'training',
        await addTraining(at(tx, head, plusDays(hired, 20)), id, {
          kind: 'pre-post',
          name: '养老护理员岗前培训',
          hours: 24,
          endedOn: plusDays(hired, -8),
          proof: '市养老护理培训中心结业证（演示）',
        }),
      );
      if (m.name === '宋春梅')
        must('confirm', await confirmTraining(at(tx, county, plusDays(hired, 30)), training.id, { seen: '看过结业证原件' }));
    }
  }
}

/** Days of attendance that look like life: full months, and one short. */
const attended = (i: number, m: number): number => ((i + m) % 11 === 7 ? 13 : 20 + ((i * 3 + m) % 3));

/** Every month that is over since they are there, each in the first days of the next. */
async function months({ tx, today }: Hands, employer: Actor, count: number, payOf: (name: string) => number): Promise<void> {
  for (let back = count; back >= 1; back--) {
    const month = plusMonths(monthOf(today), -back) as YearMonth;
    const there = await tx.rows<{ id: string; name: string; post: Post }>(
      sql`select e.id, c.name, e.post from care_employment e join care_worker c on c.id = e.worker_id where e.employer_id = ${employer.unitId} and e.hired_on <= ${firstDayOf(month)}
        and e.left_on is null order by c.name`,
    );
    must(
      `months of ${month}`,
      await enterMonth(at(tx, employer, plusDays(firstDayOf(plusMonths(month, 1)), back === 1 ? 0 : 3), '08:00'), {
        month,
        rows: Object.fromEntries(
          there.map(({ id, name, post }, i) => [
            id,
            { attended: post === 'carer' ? attended(i, back) : 0, insured: !(name === '屈新民' && back < 4), pay: payOf(name) },
          ]),
        ),
      }),
    );
  }
}

/** A class of the county that is over, and one of the provider of which today is the second day. */
async function classes({ tx, county, manager, today }: Hands): Promise<void> {
  const codesOf = (employerId: string) =>
    tx.rows<{ code: string; name: string }>(
      sql`select c.code, c.name from care_worker c join care_employment e on e.worker_id = c.id where e.employer_id = ${employerId} order by c.name limit 6`,
    );
  const learners = await codesOf(manager.unitId!);
  const teach = async (by: Actor, of: { id: string; from: PlainDate; days: number }) => {
    for (let d = 0; d < of.days; d++)
      for (const [start, end] of [
        ['08:30', '11:40'],
        ['14:00', '17:10'],
      ] as const) {
        const day = plusDays(of.from, d);
        for (const [i, { code }] of learners.entries()) {
          if (i === 5 && d === of.days - 1) continue;
          must('in', await scanIn(at(tx, by, day, start), of.id, { code, way: 'in' }));
          must('out', await scanIn(at(tx, by, day, end), of.id, { code, way: 'out' }));
        }
      }
  };
  const from = plusDays(today, -23);
  const { id } = must(
    'class',
    await openClass(at(tx, county, plusDays(from, -5)), {
      kind: 'pre-post',
      name: '八月护理员岗前培训',
      place: '市养老护理培训基地（演示）',
      hours: 24,
      from,
      to: plusDays(from, 2),
    }),
  );
  await teach(county, { id, from, days: 3 });
  must('close', await closeClass(at(tx, county, plusDays(from, 2), '17:30'), id, {}));
  const now = must(
    'class',
    await openClass(at(tx, manager, plusDays(today, -3)), {
      kind: 'refresh',
      name: '防跌倒、防噎食年度培训',
      place: '服务中心二楼',
      hours: 16,
      from: plusDays(today, -1),
      to: today,
    }),
  );
  await teach(manager, { id: now.id, from: plusDays(today, -1), days: 1 });
  for (const { code } of learners.slice(0, 3))
    must('in', await scanIn(at(tx, manager, today, '08:30'), now.id, { code, way: 'in' }));
}

/** Training money paid; the first part of 宋春梅 waits for the approval; the allowance waits for the county. */
async function claims({ tx, head, county, leader, today }: Hands): Promise<void> {
  const note = '考勤、社保和证书核对过';
  const training = must(
    'training money',
    await askSubsidy(at(tx, head, plusDays(today, -60)), claimSchemes.training, { noOtherMoney: true }),
  );
  must('check', await checkSubsidy(at(tx, county, plusDays(today, -55)), claimBook, training.id, { verdict: 'ok', note }));
  must(
    'approve',
    await approveSubsidy(at(tx, leader, plusDays(today, -47)), claimBook, training.id, { note: '公示期满，没有异议' }),
  );
  must(
    'pay',
    await paySubsidy(at(tx, county, plusDays(today, -43)), claimBook, training.id, {
      on: plusDays(today, -43),
      documentNo: '咸财社拨（演示）2026-71',
    }),
  );
  const entry = must('entry', await askSubsidy(at(tx, head, plusDays(today, -14)), claimSchemes.entry, {}));
  must('check', await checkSubsidy(at(tx, county, plusDays(today, -8)), claimBook, entry.id, { verdict: 'ok', note }));
  must('post', await askSubsidy(at(tx, head, plusDays(today, -4)), claimSchemes.post, {}));
}

/** 人才台账: a result with a proposal that waits for its answer, an honour on notice, a base that was recognised, tasks of the year. */
async function registers({ tx, county, leader, today }: Hands): Promise<void> {
  const enter = async (on: PlainDate, key: string, form: object) =>
    must(key, await enterRecord(at(tx, county, on), key, form)).id;
  const step = async (on: PlainDate, by: Actor, id: string, action: string, input: object) => {
    const { version } = (await readEntry(tx, id, { hold: false }))!;
    must(action, await takeStep(at(tx, by, on), { id, version, action }, input));
  };
  const won = await enter(plusDays(today, -40), 'care-competition', {
    competition: '咸宁市养老护理职业技能大赛（演示）',
    range: 'city',
    heldOn: plusDays(today, -50),
    name: '章小兰',
    employer: '咸安区康养到家服务中心（演示）',
    rank: '二等奖',
  });
  await step(plusDays(today, -35), county, won, 'propose', {
    level: '二级（技师）',
    basis: '赛事通知：二等奖以上可以建议晋升一级',
    documentNo: '咸安民函（演示）〔2026〕18号',
  });
  const honour = await enter(plusDays(today, -12), 'care-honour', {
    nominee: '宋春梅',
    kind: 'person',
    employer: '咸安区社会福利院',
    range: 'county',
    honour: '最美养老护理员',
    deeds: '一年里照护二十多位老人，夜里随叫随到，带出两名新护理员。',
    agreed: true,
  });
  // 领导要作决定，审核由另一位办
  const second: Actor = { ...county, id: 'demonstration-second' };
  await step(plusDays(today, -8), second, honour, 'check', { opinion: '到院里和同事、家属核实过，事迹属实' });
  await step(plusDays(today, -1), county, honour, 'post', { telephone: '0999-0000070' });
  const base = await enter(plusDays(today, -200), 'care-base', {
    name: '咸安区养老护理培训基地（演示）',
    operator: '咸安区职业教育中心（演示）',
    address: '咸安区书台街1号（演示）',
    capacity: 60,
    courses: '岗前培训、失智照护、压疮和跌倒预防',
  });
  await step(plusDays(today, -190), leader, base, 'review', { opinion: '看过场地、设备和师资，符合条件' });
  await step(plusDays(today, -186), leader, base, 'recognise', { documentNo: '咸安民发（演示）〔2026〕6号' });
  for (const [direction, measure, due] of [
    [1, '和职业院校联办养老服务订单班，招生40人', plusDays(today, 20)],
    [4, '全部在岗护理员轮训一遍', plusDays(today, -3)],
    [9, '办一次全区护理员技能比武', plusDays(today, 60)],
  ] as const)
    await enter(plusDays(today, -150), 'care-talent-task', { direction, measure, owner: '咸安区民政局', due });
}

/** `today`: the day on which the demonstration begins. After the institutions and the home services, whose accounts it needs. */
export async function playWorkforce(stage: { readonly context: Context }, today: PlainDate): Promise<void> {
  const { context } = stage;
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    if (await tx.maybe(sql`select 1 as known from care_class limit 1`)) return;
    const [head, county, leader, manager] = await Promise.all(
      ['yuanzhang', 'xian', 'xianzhang', 'fuwu'].map((login) => staffOf(tx, login)),
    );
    const hands: Hands = { tx, head: head!, county: county!, leader: leader!, manager: manager!, today };
    await staffHome(hands);
    await months(hands, hands.head, 13, (name) => members.find((m) => m.name === name)!.pay);
    await months(hands, hands.manager, 17, () => 4_100_00);
    await classes(hands);
    await claims(hands);
    await registers(hands);
  });
}
