/** The register as it is read: the list, and one institution with what happened to it and what may be done. */
import { z } from 'zod';
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import { firstDayOf, longMonth, monthOf, plainDateOf, plusMonths, startOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { recordsAbout } from '../../../kernel/register/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { Division, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { occupancyOf, occupancyText } from '../beds/occupancy.ts';
import { freeNow } from '../beds/store.ts';
import { type BedState, heads } from '../beds/terms.ts';
import { Announcement } from '../recording/ending.ts';
import { type Filing, Findings, filingKinds, filingsOf, Guidance, NewFiling, officeOf } from '../recording/filing.ts';
import { recordingClock } from '../recording/rules.ts';
import { limits } from '../stays/limits.ts';
import type { InstitutionFile, InstitutionRow } from './content.ts';
import { Correction } from './enter.ts';
import { findInstitution, type Institution, institutionColumns, stepsOf } from './store.ts';
import { type InstitutionState, keepers, kinds, legalForms, managers, operations, registrars, states } from './terms.ts';

export const InstitutionFilter = z.strictObject({
  q: z.string().trim().max(60).optional(),
  division: Division.optional(),
  state: z.enum(Object.keys(states) as [InstitutionState, ...InstitutionState[]]).optional(),
  kind: z.enum(Object.keys(kinds) as [keyof typeof kinds, ...(keyof typeof kinds)[]]).optional(),
  cursor: z.string().max(200).optional(),
});

const stepNames: Readonly<Record<string, string>> = {
  enter: '登记',
  correct: '更正登记',
  'first-resident': '收住第一位老人',
  file: '报送备案',
  'file-change': '报送变更备案',
  guide: '告知补正',
  record: '备案',
  'record-change': '变更备案',
  onsite: '现场核查',
  announce: '公告',
  resettle: '开始清退安置',
  suspend: '暂停服务',
  end: '终止',
  resume: '恢复服务',
  operation: '变更运营方式',
  restructure: '改制',
};

export const rowOf = (tx: Tx, of: Institution): InstitutionRow => ({
  id: of.id,
  name: of.name,
  kindZh: kinds[of.kind],
  operationZh: operations[of.operation],
  division: of.division,
  divisionName: tx.divisions.fullName(of.division),
  state: of.state,
  stateZh: states[of.state].zh,
  tone: states[of.state].tone,
  recordedBeds: of.recordedBeds,
});

const PAGE = 50;

/** A page of the register by name, with how many there are in each state. */
export async function listInstitutions(tx: Tx, { q, division, state, kind, cursor }: z.infer<typeof InstitutionFilter>) {
  const filters: Sql[] = [];
  if (q) filters.push(sql`(i.name like ${containing(q)} or i.address like ${containing(q)})`);
  if (kind) filters.push(sql`i.kind = ${kind}`);
  if (division) {
    const { lo, hi } = scopeRange(division);
    filters.push(sql`i.division >= ${lo} and i.division < ${hi}`);
  }
  const counts = await tx.rows<{ state: InstitutionState; n: number; beds: number }>(
    sql`select i.state, count(*)::int as n, sum(i.recorded_beds)::int as beds from care_institution i where ${and(filters)} group by i.state`,
  );
  if (state) filters.push(sql`i.state = ${state}`);
  const [name, id] = cursor?.split('|') ?? [];
  if (name && id) filters.push(sql`(i.name, i.id) > (${name}, ${id}::uuid)`);
  const found = await tx.rows<Institution>(
    sql`select ${institutionColumns} from care_institution i where ${and(filters)} order by i.name, i.id limit ${PAGE + 1}`,
  );
  const rows = found.slice(0, PAGE).map((row) => rowOf(tx, row));
  const last = rows.at(-1);
  return {
    counts: (Object.keys(states) as InstitutionState[]).flatMap((key) => {
      const count = counts.find((c) => c.state === key);
      return count ? [{ state: key, zh: states[key].zh, n: count.n }] : [];
    }),
    beds: counts.reduce((sum, c) => sum + c.beds, 0),
    rows,
    next: found.length > PAGE && last ? `${last.name}|${last.id}` : null,
  };
}

interface Recorded {
  firstResidentOn: PlainDate | null;
  recordedOn: PlainDate | null;
  recordNo: string | null;
  areaM2: number | null;
  ownership: string | null;
  announcedUntil: PlainDate | null;
  living: number;
  beds: number;
  nursing: number;
  free: number;
}
const recordedOf = (tx: Tx, id: string): Promise<Recorded> =>
  tx.one(sql`select i.first_resident_on, i.recorded_on, i.record_no, i.area_m2, i.ownership, i.announced_until,
      (select count(*)::int from care_stay s where s.institution_id = i.id and s.to_on is null) as living,
      (select count(*)::int from care_bed b where b.institution_id = i.id and b.state <> 'retired') as beds,
      (select count(*)::int from care_bed b where b.institution_id = i.id and b.state <> 'retired' and b.nursing) as nursing,
      (select count(*)::int from care_bed b where b.institution_id = i.id and ${freeNow(tx)}) as free
    from care_institution i where i.id = ${id}`);

const filingStates = {
  waiting: { zh: '等县里收', tone: 'now' },
  guided: { zh: '要补正', tone: 'warn' },
  received: { zh: '已出回执', tone: 'good' },
} as const;
const causes = { recorded: '备案以后', unrecorded: '发现未备案收住' } as const;

const onsiteOf = (tx: Tx, id: string) =>
  tx.rows<{ id: string; cause: keyof typeof causes; dueOn: PlainDate; doneOn: PlainDate | null; findings: string | null }>(
    sql`select id, cause, due_on, done_on, findings from care_onsite where institution_id = ${id} order by due_on desc, id limit 50`,
  );

interface Standing {
  waiting: boolean;
  /** Sent back to be completed: what it said. */
  guided: Filing | null;
  /** What waits is of a change. */
  change: boolean;
  onsite: boolean;
  recorded: Recorded;
}
function recordingOffers(tx: Tx, of: Institution, { waiting, guided, change, onsite, recorded }: Standing): Offered[] {
  const to = (what: string) => `/api/institutions/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  const first = of.state === 'registered' || of.state === 'unrecorded';
  const office = [officeOf(of)];
  return [
    {
      action: 'file',
      zh: first ? '报送备案' : '变更备案',
      causes: '送到县里，材料齐全的当场出回执。备案不是许可，不会因为缺消防等材料不收。',
      by: heads,
      when: !waiting && (first || of.state === 'recorded'),
      to: to('filings'),
      fields: formOf(NewFiling),
      initial: {
        name: of.name,
        contact: of.contact,
        telephone: of.telephone,
        ...(recorded.beds > 0 ? { beds: Math.max(recorded.beds, of.recordedBeds) } : {}),
        ...(recorded.areaM2 === null ? {} : { areaM2: recorded.areaM2, ownership: recorded.ownership }),
        ...(guided && {
          name: guided.name,
          contact: guided.contact,
          telephone: guided.telephone,
          beds: guided.beds,
          areaM2: guided.areaM2,
          ownership: guided.ownership,
          certificate: guided.certificate,
          commitment: guided.commitment,
        }),
      },
      fixed,
    },
    {
      action: 'receive',
      zh: '材料齐全，出回执',
      causes: change ? '从今天起按新的事项备案。' : '从今天起已备案；10个工作日内要去现场核查。',
      by: office,
      when: waiting,
      to: to('receipt'),
      fixed,
    },
    {
      action: 'guide',
      zh: '告知补正',
      causes: '退给机构，补好再送。',
      by: office,
      when: waiting,
      to: to('guidance'),
      fields: formOf(Guidance),
      fixed,
    },
    {
      action: 'onsite',
      zh: '登记现场核查',
      causes: '记下在现场看到的情况。',
      by: keepers,
      when: onsite,
      to: to('onsite'),
      fields: formOf(Findings),
      fixed,
    },
    {
      action: 'announce',
      zh: '公告暂停或终止',
      causes: '马上告诉在住的老人、家属和备案部门；公告期里不再收住。',
      by: heads,
      when: states[of.state].open && of.state !== 'changing',
      danger: true,
      to: to('announcement'),
      fields: formOf(Announcement),
      fixed,
    },
    {
      action: 'begin-ending',
      zh: of.state === 'suspension-announced' ? '公告期满，暂停' : '公告期满，清退安置',
      causes: '暂停要没有老人在住；终止先安置老人、退清押金。',
      by: keepers,
      when:
        (of.state === 'suspension-announced' || of.state === 'end-announced') &&
        tx.today >= (recorded.announcedUntil ?? tx.today),
      danger: true,
      to: to('ending'),
      fixed,
    },
    {
      action: 'end',
      zh: '终止',
      causes: '老人都已安置、押金都退清，才能终止。',
      by: keepers,
      when: of.state === 'resettling',
      danger: true,
      to: to('end'),
      fixed,
    },
    {
      action: 'resume',
      zh: '恢复服务',
      causes: '又可以收住老人。',
      by: keepers,
      when: of.state === 'suspended',
      to: to('resumption'),
      fixed,
    },
  ];
}

/** Of the last whole month, from the course of each bed. */
async function occupancyOfLast(tx: Tx, id: string): Promise<string> {
  const month = plusMonths(monthOf(tx.today), -1);
  const events = await tx.rows<{ bedId: string; at: string; toState: BedState }>(
    sql`select bed_id, at, to_state from care_bed_event where institution_id = ${id} and at < ${startOf(firstDayOf(monthOf(tx.today))).toISOString()} order by bed_id, seq limit 200000`,
  );
  const beds = new Map<string, { on: PlainDate; state: BedState }[]>();
  for (const { bedId, at, toState } of events) {
    const history = beds.get(bedId) ?? [];
    history.push({ on: plainDateOf(at), state: toState });
    beds.set(bedId, history);
  }
  const nights = occupancyOf(month, [...beds.values()]);
  return `${occupancyText(nights)}（${longMonth(month)}，${nights.occupied}÷${nights.usable}床日）`;
}

/** The clock of recording, while it runs. */
async function clockOf(tx: Tx, of: Institution, firstResidentOn: PlainDate | null) {
  if (of.state !== 'unrecorded' || firstResidentOn === null) return null;
  const set = await limits(tx, of.division, ['CARE-RECORD-DAYS', 'CARE-RECORD-REMIND']);
  if (!set.ok) return null;
  const { dueOn, left, late } = recordingClock(tx.calendar, {
    firstResidentOn,
    today: tx.today,
    division: of.division,
    days: set.value['CARE-RECORD-DAYS'],
    remindAt: set.value['CARE-RECORD-REMIND'],
  });
  return { firstResidentOn, dueOn, left, late };
}

const offersOf = (of: Institution): Offered[] => [
  {
    action: 'correct',
    zh: '更正登记',
    causes: '只更正登记错了的。名称、负责人、场所权属、床位数、面积变了的，请办变更备案。',
    by: keepers,
    to: `/api/institutions/${of.id}/correction`,
    fields: formOf(Correction),
    initial: {
      name: of.name,
      kind: of.kind,
      operation: of.operation,
      managedBy: of.managedBy,
      address: of.address,
      telephone: of.telephone,
      contact: of.contact,
      lonLat: of.lon === null ? undefined : `${of.lon},${of.lat}`,
    },
    fixed: { version: of.version },
  },
];

export async function institutionFile(tx: Tx, id: string): Promise<Result<InstitutionFile, 'NOT_FOUND'>> {
  const found = await findInstitution(tx, id);
  if (!found.ok) return found;
  const of = found.value;
  const steps = await stepsOf(tx, id);
  const recorded = await recordedOf(tx, id);
  const filings = await filingsOf(tx, id);
  const onsite = await onsiteOf(tx, id);
  const standing: Standing = {
    waiting: filings.some((f) => f.state === 'waiting'),
    guided: filings[0]?.state === 'guided' ? filings[0] : null,
    change: filings.some((f) => f.state === 'waiting' && f.kind === 'change'),
    onsite: onsite.some((o) => o.doneOn === null),
    recorded,
  };
  return ok({
    ...rowOf(tx, of),
    registers: await recordsAbout(tx, id),
    creditCode: of.creditCode,
    siteNo: of.siteNo,
    legalFormZh: legalForms[of.legalForm],
    managedByZh: managers[of.managedBy],
    registrarZh: registrars[of.registrar],
    address: of.address,
    telephone: of.telephone,
    contact: of.contact,
    place: of.lon === null ? null : `${of.lon},${of.lat}`,
    stateOn: of.stateOn,
    recordNo: recorded.recordNo,
    recordedOn: recorded.recordedOn,
    areaM2: recorded.areaM2,
    ownership: recorded.ownership,
    clock: await clockOf(tx, of, recorded.firstResidentOn),
    announcedUntil: recorded.announcedUntil,
    living: recorded.living,
    occupancy: await occupancyOfLast(tx, id),
    beds: recorded.beds,
    nursing: recorded.nursing,
    free: recorded.free,
    filings: filings.map((f) => ({
      id: f.id,
      kindZh: filingKinds[f.kind],
      stateZh: filingStates[f.state].zh,
      tone: filingStates[f.state].tone,
      filedOn: f.filedOn,
      beds: f.beds,
      areaM2: f.areaM2,
      ownership: f.ownership,
      guidance: f.guidance,
      documentId: f.documentId,
    })),
    onsite: onsite.map(({ cause, ...o }) => ({ ...o, causeZh: causes[cause], late: o.doneOn === null && tx.today > o.dueOn })),
    steps: steps.map((step) => ({
      id: step.id,
      zh: stepNames[step.action] ?? step.action,
      toZh: states[step.toState].zh,
      onDate: step.onDate,
      note: step.note,
      byName: step.recordedName,
    })),
    offers: offersTo(tx.actor, [...recordingOffers(tx, of, standing), ...offersOf(of)]),
  });
}
