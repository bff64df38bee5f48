/** Incidents with their clocks: for the home, and for the offices above it. */
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, monthOf, plusMonths, startOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { referralOffer } from '../medical/referral-views.ts';
import { ownInstitution } from '../register/store.ts';
import { BackOnDuty, Concealed, OffDuty, offDutyOf, staffOfHome } from './abuse.ts';
import { Closed, FamilyTold, Happened, NewIncident, Photographed, Raised } from './act.ts';
import type { Clock, IncidentFile, IncidentList, IncidentRow } from './content.ts';
import { incidentLimits } from './limits.ts';
import { clocksOf, type Limits, missingToClose } from './rules.ts';
import { type Concerned, courseOf, findIncident, type Incident, incidentsWhere, personsOf, type Step, stepsOf } from './store.ts';
import { grades, incidentTypes, injuries, leaders, measures, officers, reporters, stepKinds } from './terms.ts';

const iso = (at: string): string => new Date(at).toISOString();

/** Each limit with what kept it: the last family that was told, the call, the entry on the platform. */
function clocksShown(tx: Tx, incident: Incident, of: { persons: Concerned[]; steps: Step[]; limits: Limits }): Clock[] {
  const due = clocksOf(incident.grade, iso(incident.foundAt), of.limits);
  const clock = (zh: string, dueAt: string | null, doneAt: string | null): Clock[] =>
    dueAt === null
      ? []
      : [
          {
            zh,
            dueAt,
            atOnce: dueAt === iso(incident.foundAt),
            doneAt,
            late:
              doneAt === null
                ? incident.closedAt === null && iso(tx.now) > dueAt
                : dueAt !== iso(incident.foundAt) && iso(doneAt) > dueAt,
          },
        ];
  const told = of.steps.filter((s) => s.kind === 'family');
  const everybody = of.persons.length > 0 && of.persons.every((p) => told.some((s) => s.stayId === p.stayId));
  return [
    ...(of.persons.length === 0
      ? []
      : clock(
          '告知家属',
          due.family,
          everybody
            ? told
                .map((s) => iso(s.at))
                .sort()
                .at(-1)!
            : null,
        )),
    ...clock('电话报县', due.phone, of.steps.find((s) => s.kind === 'county')?.at ?? null),
    ...clock('书面报县', due.written, incident.recordedAt),
  ];
}

async function rowsOf(tx: Tx, incidents: readonly Incident[]): Promise<Result<IncidentRow[]>> {
  const ids = incidents.map((i) => i.id);
  const [persons, steps] = [await personsOf(tx, ids), await stepsOf(tx, ids)];
  const homes = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from care_institution where id = any(${[...new Set(incidents.map((i) => i.institutionId))]}::uuid[])`,
  );
  const rows: IncidentRow[] = [];
  for (const incident of incidents) {
    const set = await incidentLimits(tx, incident.division);
    if (!set.ok) return set;
    const own = persons.filter((p) => p.incidentId === incident.id);
    const clocks = clocksShown(tx, incident, {
      persons: own,
      steps: steps.filter((s) => s.incidentId === incident.id),
      limits: set.value,
    });
    rows.push({
      id: incident.id,
      no: incident.no,
      typeZh: incidentTypes[incident.type],
      gradeZh: grades[incident.grade].zh,
      tone: grades[incident.grade].tone,
      home: homes.find((h) => h.id === incident.institutionId)?.name ?? '',
      place: incident.place,
      persons: own.map((p) => `${p.name}（${p.bed}）`),
      foundAt: incident.foundAt,
      open: incident.closedAt === null,
      clocks,
      late: clocks.some((c) => c.late),
    });
  }
  return ok(rows);
}

async function reportOffer(tx: Tx): Promise<Offered[]> {
  const own = await ownInstitution(tx);
  if (!own.ok) return [];
  const stays = await tx.rows<{ value: string; label: string }>(
    sql`select s.id as value, b.code || '，' || p.name as label from care_stay s join person p on p.id = s.person_id join care_bed b on b.id = s.bed_id
      where s.institution_id = ${own.value.id} and s.to_on is null order by b.code limit 1000`,
  );
  const fields = formOf(NewIncident).map(
    (field): FormField => (field.name === 'stayIds' ? { ...field, type: 'choices', choices: stays, min: 0 } : field),
  );
  return [
    {
      action: 'report',
      zh: '报突发事件',
      causes: '家属马上收到通知；严重、重大的，县民政局同时收到。',
      button: '报告',
      by: reporters,
      to: `/api/institutions/${own.value.id}/incidents`,
      fields,
      initial: { minutesAgo: 0, stayIds: [] },
      fixed: { requestId: newId() },
    },
  ];
}

const PAGE = 200;

/** The open ones first by what has run out; or those that are closed. */
/** Those of the month before this one that were minor: what the county is told once a month. */
const minorLastMonth = (tx: Tx): Sql => {
  const month = firstDayOf(monthOf(tx.today));
  const from = firstDayOf(plusMonths(monthOf(tx.today), -1));
  return sql`i.grade = 'S1' and i.found_at >= ${startOf(from).toISOString()} and i.found_at < ${startOf(month).toISOString()}`;
};

export async function incidentList(tx: Tx, view: 'open' | 'closed' | 'minor', cursor?: string): Promise<Result<IncidentList>> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await incidentsWhere(
    tx,
    view === 'minor' ? minorLastMonth(tx) : view === 'open' ? sql`i.closed_at is null` : sql`i.closed_at is not null`,
    within(stretch),
  );
  const { rows: shown, next } = pageOf(found, stretch);
  const rows = await rowsOf(tx, shown);
  if (!rows.ok) return rows;
  return ok({
    next,
    rows:
      view === 'open'
        ? rows.value.toSorted((a, b) => Number(b.late) - Number(a.late) || (a.gradeZh < b.gradeZh ? 1 : -1))
        : rows.value,
    offers: offersTo(tx.actor, await reportOffer(tx)),
  });
}

/** One incident. Officers who read it leave a trace with each person concerned. */
export async function incidentFile(tx: Tx, id: string): Promise<Result<IncidentFile>> {
  const found = await findIncident(tx, id);
  if (!found.ok) return found;
  const incident = found.value;
  const set = await incidentLimits(tx, incident.division);
  if (!set.ok) return set;
  const [persons, steps] = [await personsOf(tx, [id]), await stepsOf(tx, [id])];
  const rows = await rowsOf(tx, [incident]);
  if (!rows.ok) return rows;
  for (const { personId } of tx.actor.unitId === null ? persons : [])
    await recordAudit(tx, {
      action: 'care-incident.read',
      subject: { kind: 'care-incident', id },
      personId,
      division: incident.division,
    });
  const course = courseOf(incident, persons, steps);
  return ok({
    ...rows.value[0]!,
    division: incident.division,
    injuryZh: injuries[incident.injury],
    measureZh: measures[incident.measure],
    what: incident.what,
    recordedAt: incident.recordedAt,
    recordedName: incident.recordedName,
    reviewBy: clocksOf(incident.grade, iso(incident.foundAt), set.value).review,
    closedAt: incident.closedAt,
    missing: incident.closedAt === null ? missingToClose(course) : [],
    steps: steps.map((s) => ({
      id: s.id,
      zh: stepKinds[s.kind],
      at: s.at,
      recordedAt: s.recordedAt,
      by: s.byName,
      text: s.text,
      photos: s.photos,
      about: s.stayId ? `${persons.find((p) => p.stayId === s.stayId)?.name ?? ''}的家属${s.whom ?? ''}，${s.way ?? ''}` : null,
    })),
    offers: offersTo(tx.actor, [
      ...stepOffers(incident, { persons, steps }),
      ...(await abuseOffers(tx, incident)),
      ...(incident.closedAt === null && tx.actor.unitId === incident.institutionId && persons.length > 0
        ? [await referralOffer(tx, incident.institutionId, { incidentId: id, stayId: persons[0]!.stayId })]
        : []),
    ]),
  });
}

/** 离岗、恢复上岗, 认定瞒报, 照片. */
async function abuseOffers(tx: Tx, incident: Incident): Promise<Offered[]> {
  const to = (what: string) => `/api/care-incidents/${incident.id}/${what}`;
  const open = incident.closedAt === null;
  const off = await offDutyOf(tx, incident.id);
  const pick = (name: string, fields: readonly FormField[], choices: { value: string; label: string }[]): FormField[] =>
    fields.map((f) => (f.name === name ? { ...f, type: 'choice', choices } : f));
  return [
    {
      action: 'off-duty',
      zh: '当事人离岗',
      causes: '从现在起不能签照护、服药、巡查和交接班，县里认定以后才能恢复；这位老人的照护记录已封存。',
      by: leaders,
      danger: true,
      when: open && incident.type === 'abuse',
      to: to('off-duty'),
      fields: pick('userId', formOf(OffDuty), incident.type === 'abuse' ? await staffOfHome(tx, incident.institutionId) : []),
      fixed: { requestId: newId() },
    },
    {
      action: 'back-on-duty',
      zh: '恢复上岗',
      causes: '认定没有虐待的，从现在起可以照常上岗。',
      by: officers,
      when: off.length > 0,
      to: to('back-on-duty'),
      fields: pick('offDutyId', formOf(BackOnDuty), off),
      initial: off.length === 1 ? { offDutyId: off[0]!.value } : {},
      fixed: { requestId: newId() },
    },
    {
      action: 'photos',
      zh: '拍照片',
      causes: '只有县民政局打得开。',
      by: leaders,
      when: open,
      to: to('photos'),
      fields: formOf(Photographed),
      fixed: { requestId: newId() },
    },
    {
      action: 'concealed',
      zh: '认定瞒报',
      causes: `信用扣${incident.grade === 'S4' ? 20 : 10}分，一件只扣一次，公开在信用台账上。`,
      by: officers,
      danger: true,
      when: incident.grade >= 'S3',
      to: to('concealed'),
      fields: formOf(Concealed),
      fixed: { requestId: newId() },
    },
  ];
}

function stepOffers(incident: Incident, { persons, steps }: { persons: Concerned[]; steps: Step[] }): Offered[] {
  const open = incident.closedAt === null;
  const to = (what: string) => `/api/care-incidents/${incident.id}/${what}`;
  const untold = persons.filter((p) => !steps.some((s) => s.kind === 'family' && s.stayId === p.stayId));
  const serious = incident.grade >= 'S3';
  const has = (kind: string) => steps.some((s) => s.kind === kind);
  const simple = formOf(Happened);
  const labelled = (label: string) => simple.map((f) => (f.name === 'text' ? { ...f, label } : f));
  // 有人走失、可能被人伤害、着火的，先报警
  const urgent = ['wandering', 'abuse', 'harm', 'fire'].includes(incident.type);
  const police: Offered = {
    action: 'police',
    zh: '登记报110',
    causes: '记下什么时候报的、谁接的。',
    by: reporters,
    when: open && !has('police'),
    to: to('police'),
    fields: labelled('报了什么，谁接的'),
    initial: { minutesAgo: 0 },
    fixed: { requestId: newId() },
  };
  return [
    {
      action: 'family',
      zh: '登记告知家属',
      causes: '写明什么时候、怎么、告知了谁；每位老人的家属都要告知。',
      by: reporters,
      when: open && untold.length > 0,
      to: to('family'),
      fields: formOf(FamilyTold).map((f) =>
        f.name === 'stayId' ? { ...f, type: 'choice', choices: untold.map((p) => ({ value: p.stayId, label: p.name })) } : f,
      ),
      initial: { way: 'phone', minutesAgo: 0, ...(untold.length === 1 ? { stayId: untold[0]!.stayId } : {}) },
      fixed: { requestId: newId() },
    },
    {
      action: 'located',
      zh: '找到了',
      causes: '不再催找人；在哪里、身体怎样写清楚。',
      by: reporters,
      when: open && incident.type === 'wandering' && !has('located'),
      to: to('located'),
      fields: labelled('在哪里找到的，身体怎样'),
      initial: { minutesAgo: 0 },
      fixed: { requestId: newId() },
    },
    {
      action: 'county',
      zh: '登记电话报县',
      causes: '记下打给谁、什么时候打的。',
      by: leaders,
      when: open && serious && !has('county'),
      to: to('county'),
      fields: labelled('打给谁，怎么说的'),
      initial: { minutesAgo: 0 },
      fixed: { requestId: newId() },
    },
    ...(urgent ? [police] : []),
    ...(['cause', 'correction'] as const).map(
      (kind): Offered => ({
        action: kind,
        zh: kind === 'cause' ? '写原因' : '写整改',
        causes: '家属和县民政局会看到。',
        by: leaders,
        when: open,
        to: to(kind),
        fields: labelled(kind === 'cause' ? '原因' : '怎么改，谁负责，哪天做完').filter((f) => f.name === 'text'),
        fixed: { requestId: newId() },
      }),
    ),
    {
      action: 'action',
      zh: '登记处置',
      causes: '家属会看到。',
      by: reporters,
      when: open,
      to: to('action'),
      fields: labelled('做了什么'),
      initial: { minutesAgo: 0 },
      fixed: { requestId: newId() },
    },
    ...(urgent ? [] : [police]),
    {
      action: 'raise',
      zh: '升级',
      causes: '只能往高里升；升到严重、重大的，县民政局马上收到。',
      by: [...leaders, ...officers],
      when: open && incident.grade < 'S4',
      to: to('raise'),
      fields: formOf(Raised).map((f) =>
        f.name === 'grade' ? { ...f, choices: (f.choices ?? []).filter((c) => c.value > incident.grade) } : f,
      ),
      fixed: { requestId: newId() },
    },
    {
      action: 'note',
      zh: '写意见',
      causes: '机构会看到。',
      by: officers,
      when: open,
      to: to('note'),
      fields: labelled('意见').filter((f) => f.name === 'text'),
      fixed: { requestId: newId() },
    },
    {
      action: 'close',
      zh: '结案',
      causes: '家属会收到通知；结案以后不能再加。',
      by: serious ? officers : leaders,
      when: open,
      to: to('closing'),
      fields: formOf(Closed),
      fixed: { requestId: newId() },
    },
  ];
}
