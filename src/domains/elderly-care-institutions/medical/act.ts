/** 医养结合 (4.14): how a home comes by medical care and until when; agreements are told about before they end. 转型: a rural home becomes a township's regional centre. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { lockInstitution } from '../register/store.ts';
import { tellStaff } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { nurses } from '../stays/terms.ts';
import { agreed, functions, linkKinds, roundDays } from './terms.ts';

defineTemplates({
  'care-medical.ends': { title: '医养协议快到期', text: '和{partner}的协议{on}到期，请及时续签。' },
  'care-medical.no-round': { title: '一周没有巡诊', text: '{partner}最近一次巡诊是{on}，请约医生来；来过的请登记。' },
});

export const NewLink = z.strictObject({
  kind: choice(linkKinds).meta({ label: '方式', choices: linkKinds }),
  partner: z.string().trim().min(4, '请填写医疗机构名称').max(60).meta({ label: '医疗机构' }),
  fromOn: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
  toOn: PlainDateText.optional().meta({ label: '到哪天', widget: 'date', help: '签协议的要填，最后一天也算' }),
  insured: z.boolean().default(false).meta({ label: '医保定点' }),
  roundDay: choice(roundDays).optional().meta({ label: '每周哪天巡诊', choices: roundDays, help: '签协议的要填' }),
  agreed: z.array(choice(agreed)).max(2).default([]).meta({ label: '协议里还有', choices: agreed, help: '签协议的，两项都要有' }),
  contact: z
    .string()
    .trim()
    .max(40)
    .optional()
    .meta({ label: '急救联系人', help: '医疗机构里夜里也找得到的人或科室；签协议的要填' }),
  contactPhone: z
    .string()
    .trim()
    .regex(/^[0-9-]{3,20}$/, '写号码')
    .optional()
    .meta({ label: '急救电话' }),
});

/** What an agreement still lacks of its minimum, in words. */
const lacking = (given: z.infer<typeof NewLink>): string[] => [
  ...(given.roundDay ? [] : ['每周巡诊']),
  ...Object.entries(agreed).flatMap(([key, zh]) => ((given.agreed as string[]).includes(key) ? [] : [zh])),
  ...(given.contact && given.contactPhone ? [] : ['急救联系人和电话']),
];

export async function linkMedical(tx: Tx, id: string, given: z.infer<typeof NewLink>): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  if (given.toOn && given.toOn < given.fromOn) return wrong('toOn', '不能早于起的那天');
  if (given.fromOn > tx.today) return wrong('fromOn', '不能晚于今天');
  if (given.kind === 'agreement') {
    if (!given.toOn) return wrong('toOn', '请填写协议到哪天');
    const missing = lacking(given);
    if (missing.length > 0) return fail('MEDICAL_AGREEMENT', { missing: missing.join('、') });
  }
  const linkId = newId();
  await tx.run(sql`insert into care_medical_link (id, institution_id, division, kind, partner, from_on, to_on, insured, round_day, green, referral, contact, contact_phone,
      entered_at, entered_by)
    values (${linkId}, ${id}, ${found.value.division}, ${given.kind}, ${given.partner}, ${given.fromOn}, ${given.toOn ?? null}, ${given.insured}, ${given.roundDay ?? null},
      ${given.agreed.includes('green')}, ${given.agreed.includes('referral')}, ${given.contact ?? null}, ${given.contactPhone ?? null}, ${tx.now}, ${tx.actor.id})`);
  await audit(tx, 'care-medical.linked', { id, division: found.value.division });
  return ok({ id: linkId });
}

const audit = (
  tx: Tx,
  action: 'care-medical.linked' | 'care-medical.ended' | 'care-conversion.entered',
  of: { id: string; division: DivisionCode },
) => recordAudit(tx, { action, subject: { kind: 'care-institution', id: of.id }, division: of.division });

export const LinkEnd = z.strictObject({
  on: PlainDateText.meta({ label: '从哪天起没有了', widget: 'date' }),
  why: z.string().trim().min(2, '请写明原因').max(200).meta({ label: '原因' }),
});
export async function endMedical(tx: Tx, id: string, given: z.infer<typeof LinkEnd>): Promise<Result<{ id: string }>> {
  const link = await tx.maybe<{ institutionId: string; division: DivisionCode; fromOn: PlainDate; endedOn: PlainDate | null }>(
    sql`select institution_id, division, from_on, ended_on from care_medical_link where id = ${id} for update`,
  );
  if (!link) return fail('NOT_FOUND');
  if (link.endedOn !== null) return fail('MEDICAL_ENDED');
  if (given.on > tx.today || given.on < link.fromOn) return wrong('on', `在${link.fromOn}和今天之间`);
  await tx.run(sql`update care_medical_link set ended_on = ${given.on}, ended_why = ${given.why} where id = ${id}`);
  await audit(tx, 'care-medical.ended', { id: link.institutionId, division: link.division });
  return ok({ id });
}

export const Conversion = z.strictObject({
  on: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
  functions: z.array(choice(functions)).min(2, '除了全托，至少还有一项').max(4).meta({ label: '有哪些功能', choices: functions }),
  documentNo: z.string().trim().min(4, '请填写验收的文号').max(60).meta({ label: '验收文号' }),
});
/** 登记转型: once, of a rural home; full-time care and at least one thing more. */
export async function convert(tx: Tx, id: string, given: z.infer<typeof Conversion>): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  const home = found.value;
  if (home.kind !== 'rural-welfare-home') return fail('CONVERSION_KIND', { name: home.name });
  if (!given.functions.includes('full')) return wrong('functions', '区域养老服务中心要有全托');
  if (given.on > tx.today) return wrong('on', '不能晚于今天');
  const added =
    await tx.run(sql`insert into care_conversion (institution_id, division, on_date, functions, document_no, entered_at, entered_by)
    values (${id}, ${home.division}, ${given.on}, ${given.functions}, ${given.documentNo}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return fail('CONVERSION_TWICE', { name: home.name });
  await audit(tx, 'care-conversion.entered', home);
  return ok({ id });
}

/** Agreements by which nobody has come on a round for so many days: told to the head and the nurse, again only after so many days more. */
async function remindRounds(tx: Tx): Promise<void> {
  const set = await limits(tx, tx.city, ['CARE-ROUND-DAYS']);
  // 没有设标准的，不提醒
  if (!set.ok) return;
  const before = plusDays(tx.today, -set.value['CARE-ROUND-DAYS']);
  const due = await tx.rows<{ id: string; institutionId: string; partner: string; last: PlainDate }>(
    sql`select l.id, l.institution_id, l.partner, greatest(l.from_on, r.last) as last from care_medical_link l
      left join lateral (select max(r.on_date) as last from care_round r where r.link_id = l.id) r on true
      where l.round_day is not null and l.ended_on is null and l.from_on <= ${before} and (l.to_on is null or l.to_on >= ${tx.today})
        and coalesce(r.last, l.from_on) < ${before} and (l.round_told is null or l.round_told < ${before}) order by l.id limit 500`,
  );
  for (const link of due) {
    await tx.run(sql`update care_medical_link set round_told = ${tx.today} where id = ${link.id}`);
    await tellStaff(tx, link.institutionId, {
      performers: nurses,
      template: 'care-medical.no-round',
      params: { partner: link.partner, on: link.last },
    });
  }
}

/** Agreements that end soon: told once to the head. And rounds that are due. */
export const watchMedical = whenDue(
  (tx) => anyRow(tx, sql`care_medical_link where ended_on is null`),
  (context) =>
    context.write(systemActor('care-medical', context.city), async (tx) => {
      await remindRounds(tx);
      const set = await limits(tx, tx.city, ['CARE-MEDICAL-REMIND']);
      // 没有设标准的，不提醒
      if (!set.ok) return;
      const due = await tx.rows<{ id: string; institutionId: string; partner: string; toOn: PlainDate }>(
        sql`select id, institution_id, partner, to_on from care_medical_link
        where not told and ended_on is null and to_on between ${tx.today} and ${plusDays(tx.today, set.value['CARE-MEDICAL-REMIND'])} order by id limit 500`,
      );
      for (const link of due) {
        await tx.run(sql`update care_medical_link set told = true where id = ${link.id}`);
        const params = { partner: link.partner, on: link.toOn };
        await tellStaff(tx, link.institutionId, { performers: ['care-home-head'], template: 'care-medical.ends', params });
      }
    }),
);
