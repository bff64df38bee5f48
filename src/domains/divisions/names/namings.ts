/** 批准以后 (地名管理条例 art. 13, 14): the name enters the register, is filed with the level above and announced, each within fifteen days; what is late is told above. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Id, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import type { Addressed } from '../step-route.ts';
import { findingsOf } from './check.ts';
import { namingLimits } from './clocks.ts';
import { type Proposal, presentPlace, proposalFields, proposalProblems, proposedName } from './proposal.ts';
import { addPlaces, admitPlace, findPlace, type Place, renamePlace, retirePlace } from './register.ts';
import { isRefused, needsReason } from './rules.ts';
import type { ApprovedBy, Category, NamingKind } from './terms.ts';

defineTemplates({
  'place-naming.late': {
    title: '地名{what}逾期',
    text: '“{name}”{approved}批准，应于{due}前{what}，现在还没有{what}，请尽快办理。',
  },
  'place-naming.late-above': { title: '下级地名{what}逾期', text: '{place}“{name}”应于{due}前{what}，已经逾期，请督促。' },
});

export interface Naming {
  readonly id: Id<'PlaceNaming'>;
  readonly placeId: Place['id'];
  readonly caseId: Id<'Case'> | null;
  readonly division: DivisionCode;
  readonly kind: NamingKind;
  readonly category: Category;
  readonly name: string;
  readonly oldName: string | null;
  readonly approver: string;
  readonly approvedBy: ApprovedBy;
  readonly documentNo: string;
  readonly approvedOn: PlainDate;
  readonly fileDueOn: PlainDate;
  readonly filedOn: PlainDate | null;
  readonly filedWith: string | null;
  readonly filingNo: string | null;
  readonly announceDueOn: PlainDate | null;
  readonly announcedOn: PlainDate | null;
  readonly announcement: string | null;
  readonly version: number;
}
export const namingColumns = sql`n.id, n.place_id, n.case_id, n.division, n.kind, n.category, n.name, n.old_name, n.approver, n.approved_by, n.document_no, n.approved_on, n.file_due_on, n.filed_on,
  n.filed_with, n.filing_no, n.announce_due_on, n.announced_on, n.announcement, n.version`;

export interface Approved {
  readonly proposal: Proposal;
  readonly caseId: Id<'Case'> | null;
  readonly approver: string;
  readonly approvedBy: ApprovedBy;
  readonly documentNo: string;
  readonly approvedOn: PlainDate;
  /** Why it is approved although a rule asks for a reason. */
  readonly reason: string;
}

const events = { naming: 'place.approved', renaming: 'place.renamed', retirement: 'place.retired' } as const;

/** Two names of one county are judged one after the other, so that of two equal ones the second is refused. */
const oneAtATime = (tx: Tx, division: DivisionCode) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`place-name ${division.slice(0, 6)}`}, 0))`);

/** What was approved, judged once more as the register stands now; from here the days for filing and announcing run. */
export async function recordNaming(tx: Tx, given: Approved): Promise<Result<{ id: Naming['id']; placeId: Place['id'] }>> {
  const { proposal, caseId, approvedOn, documentNo, approver } = given;
  const { kind, category, division } = proposal;
  if (approvedOn > tx.today) return wrong('approvedOn', '不能晚于今天');
  await oneAtATime(tx, division);
  const present = await presentPlace(tx, proposal);
  if (!present.ok) return present;
  const applied = caseId === null ? null : await findPlace(tx, sql`p.case_id = ${caseId}`);
  const findings = await findingsOf(tx, proposedName(proposal, present.value, applied?.id ?? null), kind);
  if (isRefused(findings)) return fail('PLACE_NAME_REFUSED', { why: findings[0]!.zh.replace(/。$/, '') });
  if (needsReason(findings) && given.reason === '') return wrong('reason', `请写明理由：${findings[0]!.zh}`);
  const name = (proposal.specific ?? '') + (proposal.generic ?? '');
  const basis = `${approver}${documentNo}`;
  const place = await enter(tx, { proposal, present: present.value, applied, on: approvedOn, basis });
  const limits = namingLimits(tx.calendar, { ...given, filedOn: null, division });
  const id: Naming['id'] = newId();
  await tx.run(sql`insert into place_naming (id, place_id, case_id, division, kind, category, name, old_name, approver, approved_by, document_no, approved_on, file_due_on, announce_due_on,
      created_at, created_by, created_name)
    values (${id}, ${place}, ${caseId}, ${division}, ${kind}, ${category}, ${name || present.value!.name}, ${kind === 'renaming' ? present.value!.name : null}, ${approver}, ${given.approvedBy},
      ${documentNo}, ${approvedOn}, ${limits.fileDueOn}, ${limits.announceDueOn}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await emit(tx, {
    type: events[kind],
    subject: { kind: 'place-name', id: place },
    division,
    payload: {
      placeId: place,
      name: name || present.value!.name,
      division,
      ...(kind === 'naming' ? { geometryRef: '', approvedOn } : {}),
      ...(kind === 'renaming' ? { oldName: present.value!.name, approvedOn } : {}),
      ...(kind === 'retirement' ? { retiredOn: approvedOn } : {}),
    },
    sensitivity: 'public',
  });
  await recordAudit(tx, {
    action: 'place-naming.approved',
    subject: { kind: 'place-naming', id },
    division,
    detail: { kind, documentNo, reasons: findings.map(({ code }) => code).join(' ') },
  });
  return ok({ id, placeId: place });
}

interface Entering {
  readonly proposal: Proposal;
  readonly present: Place | null;
  /** The row that an application keeps free. */
  readonly applied: Place | null;
  readonly on: PlainDate;
  readonly basis: string;
}

async function enter(tx: Tx, { proposal, present, applied, on, basis }: Entering): Promise<Place['id']> {
  const { kind, specific = '', generic = '' } = proposal;
  if (kind === 'naming') {
    if (applied) {
      await admitPlace(tx, applied, { on, basis });
      return applied.id;
    }
    const [id] = await addPlaces(tx, [{ ...placeFields(proposal), source: basis, since: on }]);
    return id!;
  }
  if (kind === 'renaming') await renamePlace(tx, present!, { specific, generic, on, basis });
  else await retirePlace(tx, present!, { status: 'abolished', on });
  return present!.id;
}

/** A new place as its proposal describes it. */
export const placeFields = ({ division, category, specific, generic, whereabouts, meaning, ...sizes }: Proposal) => ({
  division,
  category,
  specific: specific ?? '',
  generic: generic ?? '',
  whereabouts,
  meaning,
  widthMetres: sizes.widthMetres ?? null,
  lengthMetres: sizes.lengthMetres ?? null,
  areaMetres: sizes.areaMetres ?? null,
});

export const approvalFields = {
  approver: z.string().trim().min(4, '请填写批准机关').max(60).meta({ label: '批准机关' }),
  documentNo: z.string().trim().min(4, '请填写批准文号').max(60).meta({ label: '批准文号' }),
  approvedOn: PlainDateText.meta({ label: '批准日期', widget: 'date' }),
  reason: z.string().trim().max(500).default('').meta({ label: '理由', help: '规则审查要求写明理由的填写', widget: 'textarea' }),
} as const;

export const DepartmentApproval = z.strictObject({ ...proposalFields, ...approvalFields });

/** What another department approved (art. 12 (6), (7)) comes to us to be filed and announced; what a government approves goes by an application. */
export async function recordDepartmentApproval(tx: Tx, given: z.infer<typeof DepartmentApproval>) {
  const { approver, documentNo, approvedOn, reason, ...proposal } = given;
  const problems = proposalProblems(proposal);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  if (proposal.category === 'street') return wrong('category', '街路巷由市、县人民政府批准，请走命名申请');
  return recordNaming(tx, { proposal, caseId: null, approver, approvedBy: 'department', documentNo, approvedOn, reason });
}

async function lockNaming(tx: Tx, of: Addressed): Promise<Result<Naming>> {
  const found = await tx.maybe<Naming>(sql`select ${namingColumns} from place_naming n where n.id = ${of.id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.version === of.version ? ok(found) : fail('BOUNDARY_STALE');
}

export const NameFiling = z.strictObject({
  filedOn: PlainDateText.meta({ label: '备案日期', widget: 'date' }),
  filedWith: z.string().trim().min(4, '请填写向哪里备案').max(60).meta({ label: '向哪里备案' }),
  filingNo: z
    .string()
    .trim()
    .min(2, '请填写备案文号')
    .max(60)
    .meta({ label: '备案文号', help: '国家地名信息库的备案编号也可以' }),
});

/** Also after its day: it is marked late, and the level above hears of it. */
export async function fileNaming(
  tx: Tx,
  of: Addressed,
  given: z.infer<typeof NameFiling>,
): Promise<Result<{ lateDays: number }>> {
  const found = await lockNaming(tx, of);
  if (!found.ok) return found;
  const naming = found.value;
  if (naming.filedOn) return fail('PLACE_NAME_DONE', { what: '备案' });
  const { filedOn, filedWith, filingNo } = given;
  if (filedOn > tx.today) return wrong('filedOn', '不能晚于今天');
  if (filedOn < naming.approvedOn) return wrong('filedOn', '不能早于批准日期');
  const { announceDueOn } = namingLimits(tx.calendar, { ...naming, filedOn });
  await tx.run(
    sql`update place_naming set filed_on = ${filedOn}, filed_with = ${filedWith}, filing_no = ${filingNo}, announce_due_on = ${announceDueOn}, version = version + 1 where id = ${of.id}`,
  );
  await audited(tx, naming, 'place-naming.filed');
  return ok({ lateDays: filedOn > naming.fileDueOn ? 1 : 0 });
}

export const NameAnnouncing = z.strictObject({
  announcedOn: PlainDateText.meta({ label: '公告日期', widget: 'date' }),
});

/** 公告: standard name, spelling, division, position, approving body and date (art. 14). */
export const announcementOf = (
  naming: Pick<Naming, 'kind' | 'name' | 'oldName' | 'approver' | 'approvedOn' | 'documentNo'>,
  place: Pick<Place, 'spelling' | 'whereabouts'>,
  divisionName: string,
): string =>
  [
    naming.kind === 'renaming'
      ? `“${naming.oldName}”更名为“${naming.name}”`
      : naming.kind === 'naming'
        ? `标准地名：${naming.name}`
        : `“${naming.name}”予以销名`,
    `罗马字母拼写：${place.spelling}`,
    `所属政区：${divisionName}`,
    `位置：${place.whereabouts || '见标准地名图'}`,
    `批准机关：${naming.approver}（${naming.documentNo}）`,
    `批准日期：${longDate(naming.approvedOn)}`,
  ].join('；');

export async function announceNaming(tx: Tx, of: Addressed, given: z.infer<typeof NameAnnouncing>): Promise<Result<null>> {
  const found = await lockNaming(tx, of);
  if (!found.ok) return found;
  const naming = found.value;
  if (naming.announcedOn) return fail('PLACE_NAME_DONE', { what: '公告' });
  if (naming.announceDueOn === null) return fail('PLACE_NAME_UNFILED');
  if (given.announcedOn > tx.today) return wrong('announcedOn', '不能晚于今天');
  if (given.announcedOn < (naming.approvedBy === 'department' ? naming.filedOn! : naming.approvedOn))
    return wrong('announcedOn', naming.approvedBy === 'department' ? '不能早于备案日期' : '不能早于批准日期');
  const place = await findPlace(tx, sql`p.id = ${naming.placeId}`);
  const text = announcementOf(naming, place!, tx.divisions.fullName(naming.division));
  await tx.run(
    sql`update place_naming set announced_on = ${given.announcedOn}, announcement = ${text}, version = version + 1 where id = ${of.id}`,
  );
  await audited(tx, naming, 'place-naming.announced');
  return ok(null);
}

const audited = (tx: Tx, naming: Naming, action: 'place-naming.filed' | 'place-naming.announced') =>
  recordAudit(tx, {
    action,
    subject: { kind: 'place-naming', id: naming.id },
    division: naming.division,
    detail: { name: naming.name },
  });

const officeOf = (division: DivisionCode): DivisionCode => `${division.slice(0, 6)}000000`;
const LIST = 500;

const openNamings = (tx: Tx) =>
  tx.rows<
    Naming & { filingTold: boolean; announcingTold: boolean }
  >(sql`select ${namingColumns}, n.filing_escalated_on is not null as filing_told,
      n.announcing_escalated_on is not null as announcing_told
    from place_naming n where (n.filed_on is null and n.filing_escalated_on is null) or (n.announced_on is null and n.announce_due_on is not null and n.announcing_escalated_on is null)
    order by n.approved_on, n.id limit ${LIST}`);

/** Once a day: limits follow the calendar; what is late is told to the office and to the level above, each once. */
export const watchNamings = whenDue(openNamings, (context) =>
  context.write(systemActor('place-namings', context.city), async (tx) => {
    let told = 0;
    for (const naming of await openNamings(tx)) {
      const { fileDueOn, announceDueOn } = namingLimits(tx.calendar, naming);
      if (fileDueOn !== naming.fileDueOn || announceDueOn !== naming.announceDueOn)
        await tx.run(
          sql`update place_naming set file_due_on = ${fileDueOn}, announce_due_on = ${announceDueOn} where id = ${naming.id}`,
        );
      if (!naming.filedOn && !naming.filingTold && fileDueOn < tx.today) {
        await tx.run(sql`update place_naming set filing_escalated_on = ${tx.today} where id = ${naming.id}`);
        await tellLate(tx, naming, { what: '备案', due: fileDueOn });
        told++;
      }
      if (!naming.announcedOn && !naming.announcingTold && announceDueOn !== null && announceDueOn < tx.today) {
        await tx.run(sql`update place_naming set announcing_escalated_on = ${tx.today} where id = ${naming.id}`);
        await tellLate(tx, naming, { what: '公告', due: announceDueOn });
        told++;
      }
    }
    return told;
  }),
);

async function tellLate(tx: Tx, naming: Naming, { what, due }: { what: string; due: PlainDate }): Promise<void> {
  const { name, division, approvedOn } = naming;
  await notify(tx, {
    to: { performer: 'county-clerk', division: officeOf(division) },
    template: 'place-naming.late',
    params: { what, name, due, approved: approvedOn },
  });
  await notify(tx, {
    to: { performer: 'city-clerk', division: tx.city },
    template: 'place-naming.late-above',
    params: { what, name, due, place: tx.divisions.fullName(officeOf(division)) },
  });
}
