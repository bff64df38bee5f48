/** 备案 (EL-01): first and of changes. It is no permission: what is complete is received at once, what is not is told how; fire papers are never a reason. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind } from '../../../kernel/document/index.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Institution, lockInstitution, moveInstitution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { tellStaff } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { dueOn } from './rules.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

export const NewFiling = z.strictObject({
  name: text('机构名称', 60),
  contact: text('负责人', 20),
  telephone: text('联系电话', 20),
  beds: z.int('请填写整数').min(1).max(5000).meta({ label: '床位数', unit: '张' }),
  areaM2: z.int('请填写整数').min(1).max(1_000_000).meta({ label: '建筑面积', unit: '平方米' }),
  ownership: text('场所权属', 60).meta({ help: '自有、租赁（到哪年哪月）、划拨、无偿使用' }),
  certificate: z.boolean().default(false).meta({ label: '已附登记证书' }),
  commitment: z.boolean().default(false).meta({ label: '已附承诺书', help: '承诺按照有关法律和国家标准开展服务' }),
});
export type NewFiling = z.infer<typeof NewFiling>;

export interface Filing {
  id: string;
  institutionId: string;
  kind: 'first' | 'change';
  state: 'waiting' | 'guided' | 'received';
  beds: number;
  areaM2: number;
  ownership: string;
  name: string;
  contact: string;
  telephone: string;
  commitment: boolean;
  certificate: boolean;
  filedOn: PlainDate;
  guidance: string | null;
  receivedAt: string | null;
  documentId: string | null;
}
const columns = sql`id, institution_id, kind, state, beds, area_m2, ownership, name, contact, telephone, commitment, certificate, filed_on, guidance, received_at, document_id`;
export const filingsOf = (tx: Tx, institutionId: string): Promise<Filing[]> =>
  tx.rows(
    sql`select ${columns} from care_filing where institution_id = ${institutionId} order by filed_on desc, id desc limit 50`,
  );

export const filingKinds = { first: '备案', change: '变更备案' } as const;

/** The office that records: of the county for whoever makes a profit, else of the level that registered it. */
export const officeOf = (of: Pick<Institution, 'legalForm' | 'registrar'>): 'county-clerk' | 'city-clerk' =>
  of.legalForm !== 'company' && of.registrar === 'city' ? 'city-clerk' : 'county-clerk';

/** 报送, by the institution; what it says of beds is never below those that stand. */
export async function fileRecording(tx: Tx, institutionId: string, given: NewFiling): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, institutionId);
  if (!found.ok) return found;
  const institution = found.value;
  const kind = ['registered', 'unrecorded'].includes(institution.state)
    ? 'first'
    : institution.state === 'recorded'
      ? 'change'
      : null;
  if (kind === null) return fail('FILING_STATE', { state: states[institution.state].zh, what: '报送备案' });
  const { have } = await tx.one<{ have: number }>(
    sql`select count(*)::int as have from care_bed where institution_id = ${institutionId} and state <> 'retired'`,
  );
  if (given.beds < have) return fail('FILING_BEDS', { beds: given.beds, have });
  const id = newId();
  const filed =
    await tx.run(sql`insert into care_filing (id, institution_id, division, kind, state, beds, area_m2, ownership, name, contact, telephone, commitment, certificate, filed_on, filed_by)
    values (${id}, ${institutionId}, ${institution.division}, ${kind}, 'waiting', ${given.beds}, ${given.areaM2}, ${given.ownership}, ${given.name}, ${given.contact},
      ${given.telephone}, ${given.commitment}, ${given.certificate}, ${tx.today}, ${tx.actor.id}) on conflict (institution_id) where state = 'waiting' do nothing`);
  if (filed === 0) return fail('FILING_WAITING');
  if (kind === 'change') await moveInstitution(tx, institution, { action: 'file-change', to: 'changing', note: '' });
  else await moveInstitution(tx, institution, { action: 'file', to: institution.state, note: '' });
  await notify(tx, {
    to: { performer: officeOf(institution), division: officeOf(institution) === 'city-clerk' ? tx.city : institution.division },
    template: 'care.filed',
    params: { home: institution.name, kind: filingKinds[kind] },
  });
  await recordAudit(tx, {
    action: 'care-institution.filed',
    subject: { kind: 'care-institution', id: institutionId },
    division: institution.division,
  });
  return ok({ id });
}

async function waiting(tx: Tx, institutionId: string): Promise<Result<{ institution: Institution; filing: Filing }>> {
  const found = await lockInstitution(tx, institutionId);
  if (!found.ok) return found;
  const institution = found.value;
  if (!isOneOf(tx.actor, [officeOf(institution)]))
    return fail('FILING_OFFICE', { office: officeOf(institution) === 'city-clerk' ? '市民政局' : '县民政局' });
  const filing = await tx.maybe<Filing>(
    sql`select ${columns} from care_filing where institution_id = ${institutionId} and state = 'waiting' for update`,
  );
  return filing ? ok({ institution, filing }) : fail('FILING_NONE');
}

export const Guidance = z.strictObject({
  what: z.string().trim().min(4, '请写明要补什么').max(300).meta({ label: '要补什么、怎么补', widget: 'textarea' }),
});

/** 告知补正. */
export async function guideFiling(
  tx: Tx,
  institutionId: string,
  { what }: z.infer<typeof Guidance>,
): Promise<Result<{ id: string }>> {
  const found = await waiting(tx, institutionId);
  if (!found.ok) return found;
  const { institution, filing } = found.value;
  await tx.run(
    sql`update care_filing set state = 'guided', guidance = ${what}, received_at = ${tx.now}, received_by = ${tx.actor.id} where id = ${filing.id}`,
  );
  if (filing.kind === 'change') await moveInstitution(tx, institution, { action: 'guide', to: 'recorded', note: what });
  else await moveInstitution(tx, institution, { action: 'guide', to: institution.state, note: what });
  await tellStaff(tx, institutionId, { performers: ['care-home-head'], template: 'care.guided', params: { what } });
  await recordAudit(tx, {
    action: 'care-institution.guided',
    subject: { kind: 'care-institution', id: institutionId },
    division: institution.division,
  });
  return ok({ id: filing.id });
}

const RECEIPT: DocumentKind = { code: 'care-recording', word: '养备', title: '养老机构备案回执' };
const CHANGE_RECEIPT: DocumentKind = { code: 'care-change', word: '养变', title: '养老机构变更备案回执' };

/** 出回执: complete, so at once. The home is recorded from today, and somebody looks at it on the spot in time. */
export async function receiveFiling(tx: Tx, institutionId: string): Promise<Result<{ id: string; documentId: string }>> {
  const found = await waiting(tx, institutionId);
  if (!found.ok) return found;
  const { institution, filing } = found.value;
  const missing = [...(filing.certificate ? [] : ['登记证书']), ...(filing.commitment ? [] : ['承诺书'])];
  if (missing.length > 0) return fail('FILING_INCOMPLETE', { missing: missing.join('、') });
  const set = await limits(tx, institution.division, ['CARE-ONSITE-DAYS']);
  if (!set.ok) return set;
  const office = officeOf(institution) === 'city-clerk' ? tx.city : `${institution.division.slice(0, 6)}000000`;
  const issued = await issueDocument(tx, {
    kind: filing.kind === 'first' ? RECEIPT : CHANGE_RECEIPT,
    issuer: { division: office, name: tx.office(office).name },
    letter: {
      addressee: filing.name,
      blocks: [
        {
          kind: 'paragraph',
          text: `你单位报送的养老机构${filingKinds[filing.kind]}材料齐全，已于${longDate(tx.today)}收下。`,
        },
        {
          kind: 'fields',
          rows: [
            ['机构名称', filing.name],
            ['统一社会信用代码', `${institution.creditCode}（院区${institution.siteNo}）`],
            ['地址', institution.address],
            ['床位数', `${filing.beds}张`],
            ['建筑面积', `${filing.areaM2}平方米`],
            ['场所权属', filing.ownership],
            ['负责人', filing.contact],
          ],
        },
        {
          kind: 'paragraph',
          text: '备案不是行政许可。请依照有关法律和强制性国家标准开展服务；备案事项变更的，请及时办理变更备案。',
        },
      ],
    },
    signer: tx.actor.name,
    caseId: null,
    personId: null,
    division: institution.division,
  });
  if (!issued.ok) return issued;
  await tx.run(
    sql`update care_filing set state = 'received', document_id = ${issued.value.id}, received_at = ${tx.now}, received_by = ${tx.actor.id} where id = ${filing.id}`,
  );
  await moveInstitution(tx, institution, {
    action: filing.kind === 'first' ? 'record' : 'record-change',
    to: 'recorded',
    note: `${issued.value.number}，床位${filing.beds}张`,
    set: sql`recorded_beds = ${filing.beds}, recorded_on = coalesce(recorded_on, ${tx.today}::date), record_no = coalesce(record_no, ${issued.value.number}), area_m2 = ${filing.areaM2},
      ownership = ${filing.ownership}, name = ${filing.name}, contact = ${filing.contact}, telephone = ${filing.telephone}`,
  });
  if (filing.kind === 'first') {
    await tx.run(sql`insert into care_onsite (id, institution_id, division, cause, due_on, opened_at)
      values (${newId()}, ${institutionId}, ${institution.division}, 'recorded', ${dueOn(tx.calendar, tx.today, set.value['CARE-ONSITE-DAYS'], institution.division)}, ${tx.now})`);
    await emit(tx, {
      type: 'institution.recorded',
      subject: { kind: 'care-institution', id: institutionId },
      division: institution.division,
      sensitivity: 'public',
      payload: { institutionId, organisationId: institution.creditCode, beds: filing.beds, recordedOn: tx.today },
    });
  } else {
    const changed = (['name', 'contact', 'telephone'] as const).filter((key) => filing[key] !== institution[key]);
    await emit(tx, {
      type: 'institution.changed',
      subject: { kind: 'care-institution', id: institutionId },
      division: institution.division,
      sensitivity: 'public',
      payload: {
        institutionId,
        beds: filing.beds,
        changedOn: tx.today,
        fields: [...changed, ...(filing.beds === institution.recordedBeds ? [] : ['beds'])],
      },
    });
  }
  await tellStaff(tx, institutionId, {
    performers: ['care-home-head'],
    template: 'care.received',
    params: { home: filing.name, kind: filingKinds[filing.kind] },
  });
  await recordAudit(tx, {
    action: 'care-institution.recorded',
    subject: { kind: 'care-institution', id: institutionId },
    division: institution.division,
  });
  return ok({ id: filing.id, documentId: issued.value.id });
}

export const Findings = z.strictObject({
  findings: z.string().trim().min(4, '请写明看到了什么').max(500).meta({ label: '现场核查情况', widget: 'textarea' }),
});

/** 现场核查: what was seen on the spot, of the oldest that is open. */
export async function recordOnsite(
  tx: Tx,
  institutionId: string,
  { findings }: z.infer<typeof Findings>,
): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, institutionId);
  if (!found.ok) return found;
  const open = await tx.maybe<{ id: string }>(
    sql`select id from care_onsite where institution_id = ${institutionId} and done_on is null order by due_on, id limit 1 for update`,
  );
  if (!open) return fail('FILING_STATE', { state: states[found.value.state].zh, what: '登记现场核查' });
  await tx.run(
    sql`update care_onsite set done_on = ${tx.today}, done_by = ${tx.actor.name}, findings = ${findings} where id = ${open.id}`,
  );
  await moveInstitution(tx, found.value, { action: 'onsite', to: found.value.state, note: findings });
  await recordAudit(tx, {
    action: 'care-institution.onsite',
    subject: { kind: 'care-institution', id: institutionId },
    division: found.value.division,
  });
  return ok({ id: open.id });
}
