/** What the desk sees: the board of open calls, one call with everything that helps, the shares of a month. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { healthFor } from '../../../kernel/health/server.ts';
import { type Offer, type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { NewSearch } from '../lost/schema.ts';
import { type LostState, lostStates } from '../lost/terms.ts';
import { contactsOf } from '../register/living.ts';
import { contactRelations } from '../register/terms.ts';
import type { Board, BoardRow, CallFile, ShareRow } from './content.ts';
import { desk } from './hands.ts';
import { shareTargets, timeLimits } from './parameters.ts';
import { CallBack, Classify, FalseAlarm, HelpAnswer, Merge, NewCall, Resolve } from './schema.ts';
import { type Help, type Home, helpOf, helpPlace, type Incident, incidentColumns, saidPlace, sheetOf } from './store.ts';
import {
  type DeviceKind,
  deviceKinds,
  endings,
  helpers,
  levels,
  type StepName,
  signalKinds,
  sources,
  states,
  steps,
  terrains,
} from './terms.ts';
import { type CallFacts, type Measure, measured, measures } from './times.ts';

const SHOWN = 200;
/** Of what is new since an instant, in the order in which it came: a desk that falls behind reads on from its end. */
const NEW = 1000;

const whatOf = ({ signal, source, drillId }: Pick<Incident, 'signal' | 'source' | 'drillId'>): string =>
  `${drillId ? '【演练】' : ''}${signal ? signalKinds[signal] : `${sources[source]}求助`}`;

const to = (id: string, step: string): string => `/api/emergency/incidents/${id}/${step}`;

/** All that the board offers of a line; the other steps, each with its form, are built for the one call that is opened. */
const answerOffer = ({ id, state }: Pick<Incident, 'id' | 'state'>): Offered => ({
  action: 'answer',
  zh: '接听',
  causes: '由您处理，别的坐席看得到是您接的。',
  by: desk,
  when: state === 'ringing',
  to: to(id, 'answer'),
  fixed: { requestId: newId() },
});

function offersOf(
  tx: Tx,
  incident: Incident,
  { others, lost }: { others: readonly { value: string; label: string }[]; lost: boolean },
): Offer[] {
  const { id, state, level } = incident;
  const fixed = { requestId: newId() };
  const emergency = level === 1 || level === 2;
  return offersTo(tx.actor, [
    answerOffer(incident),
    {
      action: 'classify',
      zh: level === null ? '分级' : '重新分级',
      causes: '先回拨老人。无人应答的一律按一级。一级先拨120，再派人。',
      by: desk,
      when: state === 'handling' || state === 'dispatched',
      to: to(id, 'classify'),
      fields: formOf(Classify),
      initial: { answered: 'yes' },
      fixed,
    },
    {
      action: 'dispatch',
      zh: '派人去',
      causes: level === 1 ? '请先拨打120；最近的两位响应人和第一联系人同时叫。' : '按次序叫响应人，同时通知第一联系人。',
      by: desk,
      when: state === 'handling' && emergency,
      to: to(id, 'dispatch'),
      fixed,
    },
    {
      action: 'arrive',
      zh: '已到场',
      causes: '记下到场的时刻。',
      by: desk,
      when: state === 'dispatched',
      to: to(id, 'arrive'),
      fixed,
    },
    {
      action: 'resolve',
      zh: '处置完毕',
      causes: '24小时内还要回访一次。',
      by: desk,
      when: state === 'dispatched' || state === 'on-scene' || (state === 'handling' && level === 3),
      to: to(id, 'resolve'),
      fields: formOf(Resolve),
      fixed,
    },
    {
      action: 'call-back',
      zh: '记录回访',
      causes: '呼叫就此关闭。',
      by: desk,
      when: state === 'follow-up',
      to: to(id, 'call-back'),
      fields: formOf(CallBack),
      fixed,
    },
    {
      action: 'false-alarm',
      zh: '误报',
      causes: '只有与老人通了话、确实平安才能认定误报；不计入响应达标率。',
      by: desk,
      when: state === 'handling' || state === 'dispatched',
      to: to(id, 'false-alarm'),
      fields: formOf(FalseAlarm),
      danger: true,
      fixed,
    },
    {
      action: 'lost',
      zh: '有人走失',
      causes: '登记样子，村（社区）的人马上收到通知，分片去找。',
      by: desk,
      when: !lost && incident.drillId === null && incident.t1 !== null && incident.closedAt === null,
      to: to(id, 'lost'),
      fields: formOf(NewSearch),
      initial: { division: incident.division },
      fixed,
    },
    {
      action: 'merge',
      zh: '并案',
      causes: '与另一个没有结束的呼叫是同一件事，并到那里办。',
      by: desk,
      when: state === 'handling' && others.length > 0,
      to: to(id, 'merge'),
      fields: formOf(Merge).map((field) => ({ ...field, type: 'choice' as const, choices: others })),
      fixed,
    },
  ]);
}

/** Everything that is not closed, the gravest and the longest waiting first; `since`: only what came after that instant, the oldest first, for a desk that has the rest. */
export async function board(tx: Tx, { since }: { since?: string | undefined } = {}): Promise<Board> {
  const rows = await tx.rows<Incident & { personName: string | null }>(sql`select ${incidentColumns}, p.name as person_name
    from emergency_incident i left join person p on p.id = i.person_id
    where i.closed_at is null and ${since ? sql`i.t0 > ${since}::timestamptz` : sql`true`}
    order by ${since ? sql`i.t0` : sql`(i.drill_id is not null), (i.state = 'ringing') desc, coalesce(i.level, i.presumed), i.t0`} limit ${since ? NEW : SHOWN}`);
  const counts = await tx.one<{ open: number; ringing: number }>(
    sql`select count(*)::int as open, (count(*) filter (where state = 'ringing'))::int as ringing from emergency_incident where closed_at is null`,
  );
  return {
    now: tx.now,
    ...counts,
    offers: offersTo(tx.actor, [
      {
        action: 'record',
        zh: '登记电话求助',
        causes: '电话里来的求助记在这里，由您接听。',
        by: desk,
        to: '/api/emergency/calls',
        fields: formOf(NewCall),
        fixed: { requestId: newId() },
      },
    ]),
    rows: rows.map(
      (row): BoardRow => ({
        id: row.id,
        placeZh: tx.divisions.fullName(row.division),
        personName: row.personName,
        what: whatOf(row),
        state: row.state,
        stateZh: states[row.state],
        level: row.level ?? row.presumed,
        graded: row.level !== null,
        t0: row.t0,
        repeats: row.repeats,
        late: row.late,
        operatorName: row.operatorName,
        alarm: row.unanswered.length > 0 ? steps[row.unanswered.at(-1) as StepName] : null,
        offers: offersTo(tx.actor, [answerOffer(row)]),
      }),
    ),
  };
}

const helpView = (tx: Tx, incident: Incident, one: Help): CallFile['help'][number] => ({
  no: one.no,
  helperZh: helpers[one.helper],
  name: one.name,
  phone: one.phone && tx.keys.open(one.phone, helpPlace(incident.id, one.no)),
  calledAt: one.calledAt,
  answerZh: one.answer && { accepted: '接受', declined: '谢绝' }[one.answer],
  answeredAt: one.answeredAt,
  offers: offersTo(tx.actor, [
    {
      action: 'help-answer',
      zh: '记录答复',
      causes: '接受的就去；谢绝的马上叫下一位。',
      by: desk,
      when: one.answer === null && (incident.state === 'dispatched' || incident.state === 'on-scene'),
      to: to(incident.id, 'help-answer'),
      fields: formOf(HelpAnswer.omit({ no: true })),
      fixed: { requestId: newId(), no: one.no },
    },
  ]),
});

/** One call. Where it is and whom to telephone is opened for the desk that handles it, and that it was opened is on record for the person. */
export async function callFile(tx: Tx, id: string): Promise<Result<CallFile, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const incident = await tx.maybe<Incident & { personName: string | null; birthDate: PlainDate | null }>(
    sql`select ${incidentColumns}, p.name as person_name, p.birth_date from emergency_incident i left join person p on p.id = i.person_id where i.id = ${id}`,
  );
  if (!incident) return fail('NOT_FOUND');
  const limits = await timeLimits(tx);
  if (!limits.ok) return limits;
  const atDesk = isOneOf(tx.actor, desk);
  const home = incident.homeId
    ? await tx.maybe<Home>(sql`select id, person_id, division, terrain, sheet from emergency_home where id = ${incident.homeId}`)
    : null;
  const device = incident.deviceId
    ? await tx.maybe<{ kind: DeviceKind; sn: string; spot: string | null }>(
        sql`select kind, sn, spot from care_device where id = ${incident.deviceId}`,
      )
    : null;
  const sheet = atDesk && home && incident.state !== 'ringing' ? sheetOf(tx, home) : null;
  const contacts = sheet && incident.personId ? await contactsOf(tx, incident.personId) : [];
  const help = await helpOf(tx, id);
  const course = await tx.rows<{ at: string; step: StepName; byName: string; note: Buffer | null }>(
    sql`select at, step, by_name, note from emergency_step where incident_id = ${id} order by id limit 500`,
  );
  const others =
    incident.state === 'handling'
      ? await tx.rows<{
          value: string;
          label: string;
        }>(sql`select i.id as value, coalesce(p.name, '') || to_char(i.t0 at time zone 'Asia/Shanghai', ' MM-DD HH24:MI') as label
          from emergency_incident i left join person p on p.id = i.person_id where i.closed_at is null and i.id <> ${id} and i.division = ${incident.division}
            and (i.drill_id is null) = ${incident.drillId === null} order by i.t0 desc limit 20`)
      : [];
  const lost = await tx.maybe<{ id: string; state: LostState }>(sql`select id, state from lost_search where incident_id = ${id}`);
  if (incident.personId)
    await recordAudit(tx, {
      action: 'emergency.read',
      subject: { kind: 'emergency', id },
      personId: incident.personId,
      division: incident.division,
      detail: { opened: sheet !== null },
    });
  // 坐席接了这个呼叫，本人同意过的才打开
  const health =
    atDesk && incident.personId && incident.state !== 'ringing' && incident.closedAt === null
      ? await healthFor(tx, incident.personId, 'emergency')
      : null;
  return ok({
    id,
    now: tx.now,
    placeZh: tx.divisions.fullName(incident.division),
    terrainZh: terrains[incident.terrain],
    sourceZh: sources[incident.source],
    what: whatOf(incident),
    state: incident.state,
    stateZh: states[incident.state],
    endingZh: incident.ending && endings[incident.ending],
    sameAs: incident.sameAs,
    level: incident.level,
    levelZh: incident.level === null ? `先按${levels[`${incident.presumed}`]}` : levels[`${incident.level}`],
    t0: incident.t0,
    repeats: incident.repeats,
    late: incident.late,
    said: atDesk && incident.said ? tx.keys.open(incident.said, saidPlace(id)) : null,
    operatorName: incident.operatorName,
    person: incident.personId
      ? {
          id: incident.personId,
          name: incident.personName!,
          age: incident.birthDate && ageOn(incident.birthDate, tx.today),
        }
      : null,
    home: sheet && {
      address: sheet.address,
      phone: sheet.phone ?? null,
      key: sheet.key || null,
      health: sheet.health || null,
      contacts: contacts.map(({ name, relation, phone, canOpenDoor }) => ({
        name: `${name}（${contactRelations[relation]}${canOpenDoor ? '，有钥匙' : ''}）`,
        phone,
      })),
    },
    health,
    device: device && { kindZh: deviceKinds[device.kind], sn: device.sn, spot: device.spot },
    help: help.map((one) => {
      const view = helpView(tx, incident, one);
      return atDesk ? view : { ...view, phone: null };
    }),
    course: course.map(({ at, step, byName, note }) => ({
      at,
      zh: steps[step],
      by: byName,
      note: atDesk && note ? tx.keys.open(note, `emergency_step.note:${id}:${step}`) : null,
    })),
    measured: measured(incident, limits.value, tx.now).map((m) => ({ ...m, zh: measures[m.measure] })),
    lost: lost && { id: lost.id, stateZh: lostStates[lost.state].zh },
    drillId: incident.drillId,
    offers: offersOf(tx, incident, { others, lost: lost !== null }),
  });
}

/** Shares of a month: without false alarms that were proven, calls laid to another one, and tests. */
export async function shares(tx: Tx, month: YearMonth): Promise<Result<ShareRow[], 'PARAM_MISSING'>> {
  const limits = await timeLimits(tx);
  if (!limits.ok) return limits;
  const targets = await shareTargets(tx);
  if (!targets.ok) return targets;
  const from = `${month}-01T00:00:00+08:00`;
  const rows = await tx.rows<CallFacts>(sql`select level, terrain, t0, t1, t2, t3, contact_at, t5, t6, t7 from emergency_incident
    where t0 >= ${from}::timestamptz and t0 < ${from}::timestamptz + interval '1 month' and ending is null and drill_id is null limit 100000`);
  const counted = new Map<Measure, { met: number; all: number }>();
  for (const row of rows)
    for (const { measure, met, pending } of measured(row, limits.value, tx.now)) {
      if (pending) continue;
      const known = counted.get(measure) ?? { met: 0, all: 0 };
      counted.set(measure, { met: known.met + Number(met), all: known.all + 1 });
    }
  return ok(
    (Object.keys(measures) as Measure[]).map((measure) => ({
      measure,
      zh: measures[measure],
      ...(counted.get(measure) ?? { met: 0, all: 0 }),
      target: targets.value[measure],
    })),
  );
}
