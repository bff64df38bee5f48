/**
 * 探访关爱 as the demonstration finds it in 汀泗桥社区: a dozen elders after five weeks of visits. One is seen every week and was missed last week, one did not open
 * yesterday, one visit was recorded far from the home, two needs are open, one elder has just come in. All invented. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { findByIdNumber, makeIdNumber, recordFact, registerPerson } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { passDuties } from '../../../kernel/task/server.ts';
import { recordLiving } from '../register/living.ts';
import type { LivingStatus } from '../register/terms.ts';
import { recordRisk, visitsDaily } from '../visits/duty.ts';
import { callsMade } from '../visits/knocks.ts';
import { giveNeed } from '../visits/needs.ts';
import { recordVisit } from '../visits/record.ts';
import { RiskInput, VisitInput } from '../visits/schema.ts';
import type { Need } from '../visits/terms.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001' as DivisionCode;
/** Where the village has its office; the homes lie along the road. */
const OFFICE = { longitude: 114.29, latitude: 29.75 };

interface Elder {
  readonly name: string;
  readonly birth: PlainDate;
  readonly order: number;
  readonly living: LivingStatus;
  /** Metres to the north of the office. */
  readonly metres: number;
  readonly risk?: Partial<RiskInput>;
  /** When she comes in; the others at the end of July. */
  readonly since?: string;
}

const elders = {
  zhang: { name: '章桂兰', birth: '1941-06-02', order: 602, living: 'alone', metres: 320, risk: { hazard: true } },
  xiong: {
    name: '熊国富',
    birth: '1938-09-13',
    order: 603,
    living: 'alone',
    metres: 540,
    risk: { suddenIllness: true, unreachable: true },
  },
  liu: { name: '柳月英', birth: '1950-03-21', order: 604, living: 'empty-nest', metres: 150 },
  liuyt: { name: '柳有田', birth: '1949-11-08', order: 605, living: 'empty-nest', metres: 150 },
  wu: { name: '吴先觉', birth: '1952-02-17', order: 607, living: 'left-behind', metres: 900 },
  he: { name: '贺冬梅', birth: '1956-12-22', order: 608, living: 'other', metres: 260, risk: { onlyChildLost: true } },
  li: { name: '黎大顺', birth: '1947-04-30', order: 609, living: 'left-behind', metres: 1200 },
  she: { name: '佘秀英', birth: '1945-08-09', order: 610, living: 'alone', metres: 700 },
  deng: { name: '邓云山', birth: '1953-05-16', order: 611, living: 'empty-nest', metres: 430 },
  ruan: { name: '阮秋菊', birth: '1960-01-25', order: 612, living: 'alone', metres: 610, since: '2026-08-31T10:00' },
  liao: { name: '廖满仓', birth: '1944-10-11', order: 613, living: 'left-behind', metres: 1500 },
  fu: { name: '付金枝', birth: '1948-07-07', order: 614, living: 'empty-nest', metres: 820 },
} as const satisfies Record<string, Elder>;
type Key = keyof typeof elders;

const pointOf = (metres: number) => ({ longitude: OFFICE.longitude, latitude: OFFICE.latitude + metres / 111_194.9 });

/** Registers somebody, with the place of the home; who is known was played before a kill. */
async function enter(stage: Stage, village: Actor, elder: Elder): Promise<string> {
  const { context } = stage;
  const idNumber = makeIdNumber('421202', elder.birth, elder.order);
  const city = systemActor('demonstration', context.city);
  const id = await context.write(city, async (tx) => {
    const known = await findByIdNumber(tx, idNumber);
    if (known) return known.id;
    const made = must(
      elder.name,
      await registerPerson(tx, { name: elder.name, idNumber, division: VILLAGE, phone: `1390724${elder.order}0` }),
    );
    const subject = { kind: 'person', id: made } as const;
    must(
      'home',
      await recordFact(tx, {
        subject,
        kind: 'home-point',
        value: pointOf(elder.metres),
        source: '村（社区）上门',
        validFrom: tx.today,
      }),
    );
    return made;
  });
  await context.write(village, async (tx) => {
    if (await tx.maybe(sql`select 1 as one from fact_version where subject_id = ${id} and kind = 'living-status' limit 1`))
      return;
    const contacts = [{ name: '邻居熊嫂', relation: 'neighbour', phone: '13907240602', canOpenDoor: true }] as const;
    must('living', await recordLiving(tx, { personId: id, status: elder.living, contacts: [...contacts] }));
    if (elder.risk) must('risk', await recordRisk(tx, id, RiskInput.parse(elder.risk)));
  });
  return id;
}

export async function playVisits(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const [village, clerk] = [await staff('cun'), await staff('xiang')];
  const at = (text: string) => stage.moveTo(`${text}:00+08:00`);
  at('2026-07-29T09:00');
  await context.write(village, (tx) =>
    tx.run(sql`insert into village_office (division, lon, lat, recorded_at, recorded_by) values (${VILLAGE}, ${OFFICE.longitude}, ${OFFICE.latitude}, ${tx.now}, ${tx.actor.id})
      on conflict (division) do nothing`),
  );
  const ids = {} as Record<Key, string>;
  const enterThose = async (since: string | undefined) => {
    for (const [key, elder] of Object.entries(elders) as [Key, Elder][])
      if (elder.since === since) ids[key] = await enter(stage, village, elder);
  };
  await enterThose(undefined);

  /** What the jobs of that day have done. */
  const day = async (date: string) => {
    at(`${date}T06:00`);
    await visitsDaily(context);
    await passDuties(context);
  };
  const visit = async (
    key: Key,
    time: string,
    more: {
      outcome?: 'well' | 'need' | 'no-answer';
      needs?: readonly Need[];
      note?: string;
      metres?: number;
      mode?: 'home' | 'phone';
    } = {},
  ) => {
    at(time);
    const startedAt = new Date(`${time}:00+08:00`).toISOString();
    const endedAt = new Date(Date.parse(startedAt) + 9 * 60_000).toISOString();
    const { latitude, longitude } = pointOf(more.metres ?? elders[key].metres);
    const { metres: _, mode = 'home', ...rest } = more;
    const position = mode === 'home' ? { position: `${latitude.toFixed(5)},${longitude.toFixed(5)},9` } : {};
    const input = VisitInput.parse({ personId: ids[key], mode, outcome: 'well', startedAt, endedAt, ...position, ...rest });
    await context.write(village, async (tx: Tx) => {
      const known = await tx.maybe(
        sql`select 1 as one from elder_visit where person_id = ${ids[key]} and started_at = ${startedAt}`,
      );
      if (!known) must(`visit of ${elders[key].name}`, await recordVisit(tx, input, tx.now));
    });
  };

  await visit('xiong', '2026-07-30T09:00');
  const first = ['zhang', 'liu', 'liuyt', 'wu', 'he', 'li', 'she', 'deng', 'liao', 'fu'] as const;
  for (const [i, key] of first.entries()) await visit(key, `2026-07-${i < 5 ? 30 : 31}T${10 + (i % 5)}:00`);
  await day('2026-08-01');
  for (const [i, monday] of ['2026-08-03', '2026-08-10', '2026-08-17'].entries()) {
    await day(monday);
    await visit('xiong', `${plusDays(monday as PlainDate, i + 1)}T09:00`);
  }
  await visit('zhang', '2026-08-05T09:30');
  await visit('liu', '2026-08-06T09:00');
  await visit('liuyt', '2026-08-06T09:30');
  await visit('she', '2026-08-06T10:30');
  await visit('he', '2026-08-12T10:00', { outcome: 'need', needs: ['mind'], note: '夜里睡不着，想有人说说话' });
  await visit('li', '2026-08-13T10:00', { metres: 6500 });
  await visit('deng', '2026-08-14T10:00', { outcome: 'need', needs: ['hazard'], note: '灶台旁的插座烧黑了' });
  await visit('fu', '2026-08-15T09:00');
  at('2026-08-17T15:00');
  await context.write(clerk, async (tx) => {
    const found = await tx.maybe<{ id: string }>(sql`select id from care_need where person_id = ${ids.deng} and state = 'found'`);
    if (found) must('need', await giveNeed(tx, found.id, { owner: '汀泗桥供电所', dueOn: '2026-09-04' }));
  });
  await visit('zhang', '2026-08-19T09:30');
  await visit('she', '2026-08-20T10:30');
  at('2026-08-21T09:00');
  await context.write(village, async (tx) => {
    if (await tx.maybe(sql`select 1 as one from fact_version where subject_id = ${ids.liao} and kind = 'visit-risk' limit 1`))
      return;
    must('risk', await recordRisk(tx, ids.liao, RiskInput.parse({ bereavedOn: '2026-08-20', suddenIllness: true })));
  });
  await visit('liao', '2026-08-21T16:00');
  await day('2026-08-24');
  await day('2026-08-31');
  await enterThose('2026-08-31T10:00');
  await visit('she', '2026-08-31T15:00', { outcome: 'no-answer' });
  at('2026-08-31T15:40');
  await context.write(village, async (tx) => {
    const open = await tx.maybe<{ id: string }>(
      sql`select id from no_answer_case where person_id = ${ids.she} and closed_at is null and called_at is null`,
    );
    if (open) must('calls', await callsMade(tx, open.id, { note: '本人电话关机；熊嫂说昨天傍晚还见过她' }));
  });
  await day('2026-09-01');
}
