/** 转诊: a resident goes to a hospital, is received, stays there, comes back. The bed is kept by the contract, the days there are a leave, and the family hears each step. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plainDateOf, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { happened, saidAt } from '../incidents/act.ts';
import { findInstitution } from '../register/store.ts';
import { tellFamily } from '../stays/apply.ts';
import { comeBack, takeLeave } from '../stays/live.ts';
import { leavesOf, lived, sealPlace } from '../stays/store.ts';
import { handoverOf } from './handover.ts';
import { firstDayAway, referralState } from './referral-rules.ts';
import {
  addReferralStep,
  findReferral,
  lockReferral,
  type Referral,
  referralCourse,
  referralLimits,
  setNextAlarm,
} from './referral-store.ts';
import { type ReferralState, type ReferralStep, referralStates, referralSteps } from './terms.ts';

const ago = z
  .int('请填写整数')
  .min(0)
  .max(7 * 1440)
  .default(0)
  .meta({ label: '几分钟以前', unit: '分钟', help: '刚刚的填0' });
const text = (label: string, help: string, max = 1000) =>
  z
    .string()
    .trim()
    .min(2, `请写明${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label, protect: true, help, ...(max > 100 ? { widget: 'textarea' as const } : {}) });

export const NewReferral = z.strictObject({
  stayId: Uuid.meta({ label: '哪位老人' }),
  incidentId: Uuid.optional().meta({ label: '因为哪件突发事件' }),
  hospital: z.string().trim().min(4, '请填写医院名称').max(60).meta({ label: '转到哪家医院' }),
  green: z.boolean().default(false).meta({ label: '走绿色通道', help: '协议医院，先救治后办手续' }),
  reason: text('为什么转', '症状、什么时候开始的；医院和家属会看到'),
  notes: z.string().trim().max(1000).default('').meta({
    label: '另外要告诉医院的',
    widget: 'textarea',
    protect: true,
    help: '护理等级、用药、医嘱、风险、联系人会自动写进交接单',
  }),
  escort: text('谁陪着去', '姓名、电话', 60),
  minutesAgo: ago.meta({ label: '几分钟以前出发的' }),
});

const onRecord = (tx: Tx, of: Pick<Referral, 'id' | 'division' | 'personId'>, what: ReferralStep) =>
  recordAudit(tx, {
    action: 'care-referral.stepped',
    subject: { kind: 'care-referral', id: of.id },
    personId: of.personId,
    division: of.division,
    detail: { what },
  });
const earlier = (now: string, minutes: number): string => new Date(Date.parse(now) - minutes * 60_000).toISOString();

/** 转出: what the hospital must know is written down as it is now, and the family hears of it in the same moment. */
export async function referOut(
  tx: Tx,
  institutionId: string,
  given: z.infer<typeof NewReferral>,
): Promise<Result<{ referralId: string }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const found = await lived(tx, given.stayId);
  if (!found.ok) return found;
  const stay = found.value;
  if (stay.institutionId !== institutionId) return fail('NOT_FOUND');
  const open = await tx.maybe(sql`select 1 as known from care_referral where stay_id = ${stay.id} and ended_at is null`);
  if (open) return fail('REFERRAL_OPEN');
  if (given.incidentId) {
    const concerned = await tx.maybe(
      sql`select 1 as known from care_incident_person where incident_id = ${given.incidentId} and stay_id = ${stay.id}`,
    );
    if (!concerned) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'incidentId', message: '这件事没有涉及这位老人' }]);
  }
  const id = newId();
  const outAt = earlier(tx.now, given.minutesAgo);
  const handover = await handoverOf(tx, stay, { reason: given.reason, notes: given.notes, escort: given.escort });
  if (!handover.ok) return handover;
  await tx.run(sql`insert into care_referral (id, institution_id, division, stay_id, incident_id, hospital, green, reason, handover, out_at, recorded_at, recorded_by, recorded_name)
    values (${id}, ${institutionId}, ${stay.division}, ${stay.id}, ${given.incidentId ?? null}, ${given.hospital}, ${given.green},
      ${tx.keys.seal(given.reason, sealPlace('care_referral', 'reason', id))}, ${tx.keys.sealJson(handover.value, sealPlace('care_referral', 'handover', id))},
      ${outAt}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const made = await findReferral(tx, id);
  if (!made.ok) return made;
  await addReferralStep(tx, made.value, { kind: 'out', at: outAt, content: { text: given.reason, who: given.escort } });
  if (given.incidentId) {
    const joined = await happened('action')(tx, given.incidentId, {
      text: `转到${given.hospital}`,
      minutesAgo: given.minutesAgo,
    });
    if (!joined.ok) return joined;
  }
  await tellFamily(
    tx,
    made.value,
    'care.referral-out',
    { name: made.value.name, time: saidAt(outAt), hospital: given.hospital, escort: given.escort, phone: home.value.telephone },
    { atOnce: true },
  );
  await onRecord(tx, made.value, 'out');
  const next = await setNextAlarm(tx, id);
  return next.ok ? ok({ referralId: id }) : next;
}

/** The referral, locked, in one of the states that a step may be taken in; and when it happened. */
async function standing(
  tx: Tx,
  id: string,
  of: { kind: ReferralStep; from: readonly ReferralState[]; minutesAgo: number },
): Promise<Result<{ referral: Referral; at: string }>> {
  const found = await lockReferral(tx, id);
  if (!found.ok) return found;
  const referral = found.value;
  const state = referralState(referralCourse(referral, []));
  if (!of.from.includes(state))
    return fail('REFERRAL_STATE', { state: referralStates[state].zh, action: referralSteps[of.kind] });
  const at = earlier(tx.now, of.minutesAgo);
  const since = referral.admittedAt ?? referral.receivedAt ?? referral.outAt;
  if (at < since) return fail('REFERRAL_BEFORE', { at: saidAt(since) }, [{ path: 'minutesAgo', message: '早于上一步' }]);
  return ok({ referral, at });
}

async function stepped(
  tx: Tx,
  referral: Referral,
  of: { kind: ReferralStep; at: string; text: string; who?: string; template: string; params?: Record<string, string> },
): Promise<Result<{ id: string }>> {
  await addReferralStep(tx, referral, {
    kind: of.kind,
    at: of.at,
    content: { text: of.text, ...(of.who ? { who: of.who } : {}) },
  });
  await tellFamily(tx, referral, of.template, { name: referral.name, hospital: referral.hospital, ...of.params });
  await onRecord(tx, referral, of.kind);
  const next = await setNextAlarm(tx, referral.id);
  return next.ok ? ok({ id: referral.id }) : next;
}

export const Received = z.strictObject({
  who: text('谁接收的', '科室、医生', 60),
  text: text('交接情况', '交接单交给了谁，还交了什么'),
  minutesAgo: ago,
});
/** 接收: the hospital has taken over, by name. */
export async function referralReceived(tx: Tx, id: string, given: z.infer<typeof Received>): Promise<Result<{ id: string }>> {
  const found = await standing(tx, id, { kind: 'received', from: ['out'], minutesAgo: given.minutesAgo });
  if (!found.ok) return found;
  const { referral, at } = found.value;
  await tx.run(sql`update care_referral set received_at = ${at} where id = ${id}`);
  return stepped(tx, referral, {
    kind: 'received',
    at,
    text: given.text,
    who: given.who,
    template: 'care.referral-received',
    params: { who: given.who },
  });
}

export const Admitted = z.strictObject({
  ward: text('住在哪里', '病区、床号', 60),
  text: text('医院怎么说', '大概住几天、要家属做什么'),
  from: PlainDateText.optional().meta({
    label: '第一个不在机构的整天',
    widget: 'date',
    help: '不填的是转出的第二天；住院的整天不收餐费',
  }),
  minutesAgo: ago,
});
/** 住院: the days there are a leave of the stay, and the bed is kept by the contract. A leave for the hospital that the nurse entered before is that leave. */
export async function referralAdmitted(tx: Tx, id: string, given: z.infer<typeof Admitted>): Promise<Result<{ id: string }>> {
  const found = await standing(tx, id, { kind: 'admitted', from: ['received'], minutesAgo: given.minutesAgo });
  if (!found.ok) return found;
  const { referral, at } = found.value;
  const set = await referralLimits(tx, referral.division);
  if (!set.ok) return set;
  const outOn = plainDateOf(referral.outAt);
  const from = given.from ?? firstDayAway(outOn);
  if (from < outOn) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'from', message: `不能早于${outOn}` }]);
  const openLeave = async () => (await leavesOf(tx, referral.stayId)).find((l) => l.kind === 'hospital' && l.toOn === null);
  if (!(await openLeave())) {
    const taken = await takeLeave(tx, referral.stayId, { kind: 'hospital', from });
    if (!taken.ok) return taken;
  }
  const leave = (await openLeave())!;
  const keepTo = plusDays(from, set.value.keepDays - 1);
  await tx.run(sql`update care_referral set admitted_at = ${at}, leave_id = ${leave.id}, keep_to = ${keepTo} where id = ${id}`);
  return stepped(tx, referral, {
    kind: 'admitted',
    at,
    text: given.text,
    who: given.ward,
    template: 'care.referral-admitted',
    params: { keep: keepTo },
  });
}

export const News = z.strictObject({ text: text('医院怎么说', '现在怎样，还要多久；家属会看到'), minutesAgo: ago });
/** 问医院: what was heard, so that nobody who lies in a hospital is forgotten there. */
export async function referralNews(tx: Tx, id: string, given: z.infer<typeof News>): Promise<Result<{ id: string }>> {
  const found = await standing(tx, id, { kind: 'news', from: ['received', 'admitted'], minutesAgo: given.minutesAgo });
  if (!found.ok) return found;
  const { referral, at } = found.value;
  return stepped(tx, referral, { kind: 'news', at, text: given.text, template: 'care.referral-news' });
}

export const Back = z.strictObject({
  text: text('出院的医嘱', '诊断、用药、复查的日子、要注意什么；照护计划照着改'),
  papers: z.literal(true, '请先收下出院小结').meta({ label: '出院小结（门诊病历）已收下，复印件放进健康档案' }),
  minutesAgo: ago,
});
/** 转回: the leave ends today, the person lives in the same bed again. */
export async function referralBack(tx: Tx, id: string, given: z.infer<typeof Back>): Promise<Result<{ id: string }>> {
  const found = await standing(tx, id, { kind: 'back', from: ['received', 'admitted'], minutesAgo: given.minutesAgo });
  if (!found.ok) return found;
  const { referral, at } = found.value;
  const leave = (await leavesOf(tx, referral.stayId)).find((l) => l.id === referral.leaveId);
  if (leave && leave.toOn === null) {
    // 第一个整天还没有到就回来了：一天也没有离开
    if (leave.fromOn > tx.today) await tx.run(sql`update care_leave set to_on = from_on where id = ${leave.id}`);
    else {
      const back = await comeBack(tx, referral.stayId);
      if (!back.ok) return back;
    }
  }
  await tx.run(sql`update care_referral set ended_at = ${at}, ended_as = 'returned', next_at = null where id = ${id}`);
  return stepped(tx, referral, { kind: 'back', at, text: given.text, template: 'care.referral-back' });
}
