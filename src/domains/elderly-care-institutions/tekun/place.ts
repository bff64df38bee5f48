/** 集中供养安置 (4.15, EL-28): the county gives the bed at the nearest home that has a fitting one, township, home and person sign, then the home admits. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind } from '../../../kernel/document/index.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Mobile, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { homePoints } from '../../../kernel/visit/server.ts';
import { freeNow } from '../beds/store.ts';
import { careLevels } from '../beds/terms.ts';
import { findInstitution } from '../register/store.ts';
import { states as homeStates } from '../register/terms.ts';
import { enterAdmission, offerBed, tellStaff } from '../stays/apply.ts';
import { reserveBed, signContract } from '../stays/prepare.ts';
import { findAdmission, nameOf } from '../stays/store.ts';
import { type ClauseKey, clauses, reception } from '../stays/terms.ts';
import { bestBed, distanceOf, distanceSays, nearestFirst } from './rules.ts';
import { auditPlacement, lockPlacement, type Placement, type Supported, supportedColumns } from './store.ts';
import { careOfGrade, grades, placeHomes } from './terms.ts';

defineTemplates({
  'care-placement.held': { title: '安置特困人员', text: '给{name}留了{bed}，请评估风险，签三方协议后办理入住。' },
  'care-placement.township': { title: '特困人员已安排机构', text: '{name}安排在{home}（{far}），请陪同签委托供养协议。' },
});

export interface FreeHome {
  readonly id: string;
  readonly name: string;
  readonly far: string;
  readonly bed: { readonly id: string; readonly code: string; readonly nursing: boolean };
}

/** For each placement the homes of the person's county with a fitting free bed, the nearest first: asked for all at once. */
export async function fittingHomes(tx: Tx, placements: readonly Placement[]): Promise<ReadonlyMap<string, readonly FreeHome[]>> {
  const counties = [...new Set(placements.map(({ division }) => division.slice(0, 6)))];
  const homes = await tx.rows<{ id: string; name: string; division: string; lon: number | null; lat: number | null }>(
    sql`select i.id, i.name, i.division, i.lon, i.lat from care_institution i
      where i.kind = any(${[...placeHomes]}::text[]) and i.operation <> 'private' and i.state = any(${Object.entries(homeStates).flatMap(([key, { open }]) => (open ? [key] : []))}::text[])
        and left(i.division, 6) = any(${counties}::text[]) order by i.name limit 2000`,
  );
  const beds = Map.groupBy(
    await tx.rows<{ id: string; institutionId: string; code: string; nursing: boolean; sexRule: string }>(
      sql`select b.id, b.institution_id, b.code, b.nursing, r.sex_rule from care_bed b join care_room r on r.id = b.room_id
        where b.institution_id = any(${homes.map(({ id }) => id)}::uuid[]) and ${freeNow(tx)} order by b.code limit 50000`,
    ),
    ({ institutionId }) => institutionId,
  );
  const points = await homePoints(
    tx,
    placements.map(({ personId }) => personId as Parameters<typeof homePoints>[1][number]),
  );
  const homesFor = (of: Placement): FreeHome[] => {
    const point = points.get(of.personId as never) ?? null;
    const fitting = homes.flatMap((home) => {
      const bed = home.division.slice(0, 6) === of.division.slice(0, 6) ? bestBed(beds.get(home.id) ?? [], of) : null;
      const there = home.lon !== null && home.lat !== null ? { longitude: home.lon, latitude: home.lat } : null;
      const distance = distanceOf({ division: of.division, point }, { division: home.division, point: there });
      return bed ? [{ id: home.id, name: home.name, bed, distance }] : [];
    });
    return nearestFirst(fitting).map(({ distance, ...home }) => ({ ...home, far: distanceSays(distance) }));
  };
  return new Map(placements.map((of) => [of.id, homesFor(of)]));
}

export const PlaceIn = z.strictObject({
  institution: Uuid.meta({ label: '安置到哪家' }),
  contact: z.string().trim().min(2, '请填写联系人').max(20).meta({ label: '联系人', help: '村（社区）或者乡镇的经办人' }),
  phone: Mobile.meta({ label: '联系电话', protect: true }),
  reason: z.string().trim().max(200).optional().meta({ label: '不安置到最近一家的理由', help: '安置到最近一家的不用填' }),
});
export async function place(tx: Tx, id: string, given: z.infer<typeof PlaceIn>): Promise<Result<{ until: string }>> {
  const found = await lockPlacement(tx, id, ['waiting', 'postponed']);
  if (!found.ok) return found;
  const of = found.value;
  const home = await findInstitution(tx, given.institution);
  if (!home.ok) return home;
  const fitting = (await fittingHomes(tx, [of])).get(of.id)!;
  const chosen = fitting.find((one) => one.id === given.institution);
  if (!chosen) return fail('PLACEMENT_NO_BED', { home: home.value.name });
  const reason = given.reason ?? '';
  if (fitting[0] !== chosen && reason.length < 4) return fail('PLACEMENT_NEARER', { home: fitting[0]!.name });
  const roster = await tx.maybe<Supported>(
    sql`select ${supportedColumns} from care_tekun t where t.person_id = ${of.personId} and t.supported`,
  );
  const waiting = await tx.maybe<{ id: string }>(
    sql`select id from care_admission where person_id = ${of.personId} and institution_id = ${given.institution} and state = 'waiting' limit 1`,
  );
  const admission = waiting
    ? await findAdmission(tx, waiting.id)
    : await enterAdmission(tx, home.value, of.personId, {
        kind: 'long',
        wantedOn: tx.today,
        contact: given.contact,
        phone: given.phone,
        onlyChildLost: false,
        tekunCare: roster?.grade ? careOfGrade[roster.grade] : undefined,
        channel: 'desk',
        tekun: true,
      });
  if (!admission.ok) return admission;
  const offered = await offerBed(tx, admission.value.id, { bedId: chosen.bed.id, jumpReason: '特困人员集中供养安置' });
  if (!offered.ok) return offered;
  const held = await findAdmission(tx, admission.value.id);
  if (!held.ok) return held;
  const reserved = await reserveBed(tx, held.value, '特困人员安置');
  if (!reserved.ok) return reserved;
  await tx.run(sql`update care_placement set state = 'held', institution_id = ${given.institution}, admission_id = ${admission.value.id}, how_far = ${chosen.far},
    reason = ${reason || null}, placed_by = ${tx.actor.id} where id = ${id}`);
  const name = await nameOf(tx, of.personId);
  await tellStaff(tx, given.institution, {
    performers: reception,
    template: 'care-placement.held',
    params: { name, bed: chosen.bed.code },
  });
  await notify(tx, {
    to: { performer: 'township-clerk', division: of.division },
    template: 'care-placement.township',
    params: { name, home: home.value.name, far: chosen.far },
  });
  await auditPlacement(tx, 'care-placement.held', of);
  return ok({ until: reserved.value.until });
}

export const Postponement = z.strictObject({
  reason: z.string().trim().min(4, '请写明原因').max(200).meta({ label: '原因', help: '本人要求缓一缓、先治疗' }),
});
/** 缓一缓: at the wish of the person; beds are not kept back meanwhile. */
export async function postpone(tx: Tx, id: string, given: z.infer<typeof Postponement>): Promise<Result<{ id: string }>> {
  const found = await lockPlacement(tx, id, ['waiting']);
  if (!found.ok) return found;
  await tx.run(sql`update care_placement set state = 'postponed', reason = ${given.reason} where id = ${id}`);
  await auditPlacement(tx, 'care-placement.postponed', found.value);
  return ok({ id });
}
export async function resumePlacing(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await lockPlacement(tx, id, ['postponed']);
  if (!found.ok) return found;
  await tx.run(sql`update care_placement set state = 'waiting', reason = null where id = ${id}`);
  await auditPlacement(tx, 'care-placement.resumed', found.value);
  return ok({ id });
}

const AGREEMENT: DocumentKind = { code: 'care-tripartite', word: '养供', title: '特困人员委托供养协议' };
const who = (label: string, help?: string) =>
  z
    .string()
    .trim()
    .min(2, `请填写${label}`)
    .max(40)
    .meta({ label, ...(help ? { help } : {}) });

export const Agreement = z.strictObject({
  careLevel: choice(careLevels).meta({ label: '护理等级', choices: careLevels, help: '按能力等级定，不按自理类别推' }),
  townshipSigner: who('乡镇签字人', '乡镇人民政府（街道办事处）的经办人'),
  personSigner: who('特困人员签字人', '本人签的写“本人”，代签的写明关系'),
  emergency: who('紧急联系人'),
  emergencyPhone: Mobile.meta({ label: '紧急联系电话', protect: true }),
  from: PlainDateText.meta({ label: '协议从哪天起', widget: 'date' }),
  months: z.int('请填写整数').min(1).max(60).meta({ label: '期限', unit: '个月' }),
});
/** 签委托供养协议: township, home and person; no deposit. It holds the clauses of a service contract, which is issued with it. */
export async function agree(tx: Tx, id: string, given: z.infer<typeof Agreement>): Promise<Result<{ documentId: string }>> {
  const found = await lockPlacement(tx, id, ['held']);
  if (!found.ok) return found;
  const of = found.value;
  const home = await findInstitution(tx, of.institutionId!);
  if (!home.ok) return home;
  const contract = await signContract(tx, of.admissionId!, {
    careLevel: given.careLevel,
    agent: given.personSigner,
    emergency: given.emergency,
    emergencyPhone: given.emergencyPhone,
    agentChecked: false,
    from: given.from,
    months: given.months,
    deposit: 0,
    depositFor: '特困供养不收押金',
    clauses: Object.keys(clauses) as ClauseKey[],
  });
  if (!contract.ok) return contract;
  const roster = await tx.maybe<Pick<Supported, 'grade'>>(
    sql`select t.grade from care_tekun t where t.person_id = ${of.personId} and t.supported`,
  );
  const township = `${of.division.slice(0, 9)}000`;
  const issued = await issueDocument(tx, {
    kind: AGREEMENT,
    issuer: { division: `${home.value.division.slice(0, 6)}000000`, name: home.value.name },
    letter: {
      addressee: null,
      blocks: [
        {
          kind: 'fields',
          rows: [
            ['甲方（委托方）', `${tx.divisions.get(township)?.name ?? township}人民政府（街道办事处）`],
            ['乙方（供养机构）', `${home.value.name}，${home.value.address}`],
            ['丙方（特困人员）', await nameOf(tx, of.personId)],
            ...(roster?.grade ? [['生活自理类别', grades[roster.grade]] as [string, string]] : []),
            ['护理等级', careLevels[given.careLevel]],
            ['期限', `${longDate(given.from)}起${given.months}个月`],
          ],
        },
        {
          kind: 'paragraph',
          text: '甲方委托乙方集中供养丙方。基本生活费和照料护理费由甲方按月拨付乙方，单独记账，只用于丙方；不收押金，不另向丙方收费。',
        },
        {
          kind: 'paragraph',
          text: '乙方按照服务协议提供照料；丙方生病住院期间保留床位。甲方按月核对名册和费用。丙方可以随时变更供养意愿。',
        },
        { kind: 'paragraph', text: `签字：甲方${given.townshipSigner}，乙方${tx.actor.name}，丙方${given.personSigner}。` },
        { kind: 'signatures', labels: ['甲方', '乙方', '丙方'] },
      ],
    },
    signer: tx.actor.name,
    caseId: null,
    personId: of.personId,
    division: home.value.division,
  });
  if (!issued.ok) return issued;
  await tx.run(
    sql`update care_placement set state = 'agreed', agreement_id = ${issued.value.id}, agreement_no = ${issued.value.number}, agreed_on = ${tx.today} where id = ${id}`,
  );
  await auditPlacement(tx, 'care-placement.agreed', of);
  return ok({ documentId: issued.value.id });
}
