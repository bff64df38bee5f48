/** 巡诊和转诊 as the people of a home see them; what a family sees of a transfer. No office reads them. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { carers } from '../care/terms.ts';
import { incidentTypes } from '../incidents/terms.ts';
import { ownInstitution } from '../register/store.ts';
import { limits } from '../stays/limits.ts';
import { nurses } from '../stays/terms.ts';
import type { FamilyReferral, MedicalDay, ReferralClock, ReferralFile, ReferralRow } from './content.ts';
import { Admitted, Back, NewReferral, News, Received } from './referral.ts';
import { type ReferralAlarm, type ReferralLimits, referralAlarms, referralState } from './referral-rules.ts';
import {
  type CourseStep,
  findReferral,
  type Referral,
  referralCourse,
  referralLimits,
  referralStepsOf,
  referralsWhere,
} from './referral-store.ts';
import { NewRound, roundsOf } from './rounds.ts';
import { type RoundDay, referralStates, referralSteps, roundDays } from './terms.ts';

const clockNames: Readonly<Record<ReferralAlarm['kind'], string>> = {
  receive: '登记医院接收',
  admit: '登记住院或者转回',
  news: '问一次医院',
  bed: '床位保留到期',
};

const clocksOf = (tx: Tx, of: Referral, steps: readonly CourseStep[], set: ReferralLimits): ReferralClock[] =>
  referralAlarms(referralCourse(of, steps), set).map(({ kind, at }) => ({
    zh: clockNames[kind],
    at,
    late: Date.parse(tx.now) >= Date.parse(at),
  }));

function rowOf(tx: Tx, of: Referral, steps: readonly CourseStep[], set: ReferralLimits): ReferralRow {
  const { zh, tone } = referralStates[referralState(referralCourse(of, steps))];
  const clocks = clocksOf(tx, of, steps, set);
  return {
    id: of.id,
    no: of.no,
    name: of.name,
    bed: of.bed,
    hospital: of.hospital,
    stateZh: zh,
    tone,
    open: of.endedAt === null,
    outAt: of.outAt,
    keepTo: of.endedAt === null ? of.keepTo : null,
    clocks,
    late: clocks.some(({ late }) => late),
  };
}

interface Partner {
  id: string;
  partner: string;
  roundDay: RoundDay | null;
  referral: boolean;
  green: boolean;
  contact: string | null;
  contactPhone: string | null;
  lastOn: PlainDate | null;
  fromOn: PlainDate;
}
/** Whoever the home works with today, agreements first. */
const partnersOf = (tx: Tx, institutionId: string): Promise<Partner[]> =>
  tx.rows(sql`select l.id, l.partner, l.round_day, l.referral, l.green, l.contact, l.contact_phone, l.from_on,
      (select max(r.on_date) from care_round r where r.link_id = l.id) as last_on
    from care_medical_link l where l.institution_id = ${institutionId} and l.ended_on is null and l.from_on <= ${tx.today} and (l.to_on is null or l.to_on >= ${tx.today})
    order by l.referral desc, l.from_on, l.id limit 50`);

type Choice = { value: string; label: string };
const residents = (tx: Tx, institutionId: string): Promise<Choice[]> =>
  tx.rows(
    sql`select s.id as value, b.code || '，' || p.name as label from care_stay s join person p on p.id = s.person_id join care_bed b on b.id = s.bed_id
      where s.institution_id = ${institutionId} and s.to_on is null order by b.code limit 1000`,
  );

const withChoices = (fields: readonly FormField[], name: string, choices: Choice[]): FormField[] =>
  fields.map((field) =>
    field.name === name
      ? { ...field, type: 'choice', choices }
      : field.fields
        ? { ...field, fields: withChoices(field.fields, name, choices) }
        : field,
  );

/** The form of a transfer, with who lives here and what has happened to them. */
export async function referralOffer(
  tx: Tx,
  institutionId: string,
  initial: { stayId?: string; incidentId?: string } = {},
): Promise<Offered> {
  const partners = await partnersOf(tx, institutionId);
  const first = partners.find((p) => p.referral);
  const incidents = await tx.rows<{ value: string; type: keyof typeof incidentTypes; no: number }>(
    sql`select id as value, type, no from care_incident where institution_id = ${institutionId} and closed_at is null order by found_at desc limit 50`,
  );
  const fields = withChoices(
    withChoices(formOf(NewReferral), 'stayId', await residents(tx, institutionId)),
    'incidentId',
    incidents.map(({ value, type, no }) => ({ value, label: `第${no}号，${incidentTypes[type]}` })),
  ).filter((field) => field.name !== 'incidentId' || incidents.length > 0);
  return {
    action: 'refer',
    zh: '转诊到医院',
    causes: `家属马上收到通知；用药、医嘱、风险自动写成交接单。${first?.contact ? `急救联系：${first.partner}${first.contact}，${first.contactPhone}。` : ''}`,
    button: '转出',
    by: carers,
    to: `/api/institutions/${institutionId}/referrals`,
    fields,
    initial: { ...(first ? { hospital: first.partner, green: first.green } : {}), minutesAgo: 0, ...initial },
    fixed: { requestId: newId() },
  };
}

export async function medicalDay(tx: Tx): Promise<Result<MedicalDay>> {
  const own = await ownInstitution(tx);
  if (!own.ok) return own;
  const { id, name, division } = own.value;
  const set = await referralLimits(tx, division);
  if (!set.ok) return set;
  const rounds = await limits(tx, division, ['CARE-ROUND-DAYS']);
  if (!rounds.ok) return rounds;
  const before = plusDays(tx.today, -rounds.value['CARE-ROUND-DAYS']);
  const found = await referralsWhere(tx, sql`f.institution_id = ${id}`);
  const steps = await referralStepsOf(
    tx,
    found.map((r) => r.id),
  );
  const partners = await partnersOf(tx, id);
  return ok({
    institutionId: id,
    name,
    referrals: found
      .map((r) => rowOf(tx, r, steps, set.value))
      .sort((a, b) => Number(b.open) - Number(a.open) || Number(b.late) - Number(a.late)),
    partners: partners.map((p) => ({
      id: p.id,
      partner: p.partner,
      says: [p.roundDay && `巡诊${roundDays[p.roundDay]}`, p.green && '绿色通道', p.referral && '双向转诊']
        .filter(Boolean)
        .join('，'),
      contact: p.contact && `${p.contact}，${p.contactPhone}`,
      lastOn: p.lastOn,
      late: p.roundDay !== null && (p.lastOn ?? p.fromOn) < before,
    })),
    rounds: await roundsOf(tx, id),
    offers: offersTo(tx.actor, [
      await referralOffer(tx, id),
      {
        action: 'round',
        zh: '登记巡诊',
        causes: '家属看得到医生给自家老人的建议；登记以后不改。',
        by: nurses,
        when: partners.length > 0,
        to: `/api/institutions/${id}/rounds`,
        fields: withChoices(
          withChoices(formOf(NewRound), 'stayId', await residents(tx, id)),
          'linkId',
          partners.map((p) => ({ value: p.id, label: p.partner })),
        ),
        initial: { on: tx.today, ...(partners[0] ? { linkId: partners[0].id } : {}) },
        fixed: { requestId: newId() },
      },
    ]),
  });
}

/** One referral with what was handed over. Health data: each look is on record. */
export async function referralFile(tx: Tx, id: string): Promise<Result<ReferralFile>> {
  const found = await findReferral(tx, id);
  if (!found.ok) return found;
  const of = found.value;
  const set = await referralLimits(tx, of.division);
  if (!set.ok) return set;
  const steps = await referralStepsOf(tx, [id]);
  await recordAudit(tx, {
    action: 'care-referral.read',
    subject: { kind: 'care-referral', id },
    personId: of.personId,
    division: of.division,
  });
  return ok({
    ...rowOf(tx, of, steps, set.value),
    stayId: of.stayId,
    incidentId: of.incidentId,
    green: of.green,
    reason: of.reason,
    recordedName: of.recordedName,
    handover: [...of.handover.facts],
    steps: steps.map((s) => ({
      id: s.id,
      zh: referralSteps[s.kind],
      at: s.at,
      by: s.byName,
      text: [s.who, s.text].filter(Boolean).join('：'),
    })),
    offers: offersTo(tx.actor, stepOffers(of, steps)),
  });
}

function stepOffers(of: Referral, steps: readonly CourseStep[]): Offered[] {
  const state = referralState(referralCourse(of, steps));
  const step = (action: string, given: Pick<Offered, 'zh' | 'causes' | 'by' | 'when' | 'fields'>): Offered => ({
    ...given,
    action,
    to: `/api/care-referrals/${of.id}/${action}`,
    initial: { minutesAgo: 0 },
    fixed: { requestId: newId() },
  });
  return [
    step('receipt', {
      zh: '登记医院接收',
      causes: '写明谁接收的；家属收到通知。',
      by: carers,
      when: state === 'out',
      fields: formOf(Received),
    }),
    step('admission', {
      zh: '登记住院',
      causes: '从第一个整天起算住院请假，床位按协议保留；家属收到通知。',
      by: nurses,
      when: state === 'received',
      fields: formOf(Admitted),
    }),
    step('news', {
      zh: '登记医院的消息',
      causes: '家属看得到。',
      by: carers,
      when: state === 'received' || state === 'admitted',
      fields: formOf(News),
    }),
    step('return', {
      zh: '登记转回',
      causes: '今天起照常照护和收费；家属收到通知。',
      by: nurses,
      when: state === 'received' || state === 'admitted',
      fields: formOf(Back),
    }),
  ];
}

/** What the family sees of the transfers of one stay, the last first. */
export async function familyReferrals(tx: Tx, stayId: string): Promise<FamilyReferral[]> {
  const found = await referralsWhere(tx, sql`f.stay_id = ${stayId}`);
  const steps = await referralStepsOf(
    tx,
    found.map((r) => r.id),
  );
  return found.map((of) => ({
    id: of.id,
    hospital: of.hospital,
    stateZh: referralStates[referralState(referralCourse(of, steps))].zh,
    open: of.endedAt === null,
    outAt: of.outAt,
    keepTo: of.endedAt === null ? of.keepTo : null,
    steps: steps
      .filter((s) => s.referralId === of.id)
      .map((s) => ({ id: s.id, zh: referralSteps[s.kind], at: s.at, text: [s.who, s.text].filter(Boolean).join('：') })),
  }));
}
