/** 区划变更的卷 (divisions.md 4.1): drawn up, argued, submitted; what the approver decided is entered by a second person, and from then on it takes effect by itself. */
import { pinyin } from 'pinyin-pro';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { commonUnit, inScope, type UnitChange } from '../../../kernel/division/index.ts';
import { type NewChange, recordChange } from '../../../kernel/division/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, FileRef, type Id, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import type { Addressed } from '../step-route.ts';
import { changeOf, type SchemeInput } from './scheme.ts';
import { COMPLETE_MONTHS, type DossierState, EXTENSION_MONTHS, type PaperKind, papers, type Step, states } from './terms.ts';
import { unplacedHouseholds } from './unplaced.ts';

export interface Dossier {
  readonly id: Id<'DivisionDossier'>;
  readonly division: DivisionCode;
  readonly title: string;
  readonly state: DossierState;
  readonly scheme: SchemeInput;
  /** Of each kind the file that holds it. */
  readonly papers: Partial<Record<PaperKind, string>>;
  readonly changeId: Id<'DivisionChange'> | null;
  readonly approver: string | null;
  readonly documentNo: string | null;
  readonly approvedOn: PlainDate | null;
  readonly completeBy: PlainDate | null;
  readonly extensionNo: string | null;
  readonly completedOn: PlainDate | null;
  readonly submittedBy: string | null;
  readonly submittedOn: PlainDate | null;
  readonly version: number;
  readonly createdAt: string;
  readonly createdName: string;
}

export const columns = sql`id, division, title, state, scheme, papers, change_id, approver, document_no, approved_on, complete_by, extension_no, completed_on, submitted_by, submitted_on,
  version, created_at, created_name`;

/** 肖岭 → xiao ling: as the tree keeps it. */
const spell = (name: string): string => pinyin(name, { toneType: 'none', v: true });

/** The change that a scheme means, with names spelt. */
export const changeOfScheme = (scheme: SchemeInput) => changeOf(scheme, spell);

/** The county, or the city where several are touched: whose officers keep the dossier. */
const keeperOf = (tx: Tx, codes: readonly DivisionCode[]): DivisionCode => {
  const unit = commonUnit(codes);
  return unit.slice(4, 6) === '00' ? tx.city : `${unit.slice(0, 6)}000000`;
};

async function note(tx: Tx, of: { id: string; division: DivisionCode }, step: Step, text: string): Promise<void> {
  await tx.run(sql`insert into division_step (dossier_id, no, division, action, note, at, by_id, by_name)
    select ${of.id}, coalesce(max(no), 0) + 1, ${of.division}, ${step}, ${text}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name} from division_step where dossier_id = ${of.id}`);
  await recordAudit(tx, {
    action: 'division-dossier.stepped',
    subject: { kind: 'division-dossier', id: of.id },
    division: of.division,
    detail: { step },
  });
}

export async function openDossier(tx: Tx, scheme: SchemeInput): Promise<Result<{ id: Id<'DivisionDossier'> }>> {
  const change = changeOfScheme(scheme);
  if (!change.ok) return change;
  const { ends, begins, shares, concerns = [] } = change.value;
  const division = keeperOf(tx, [...ends, ...begins.map((unit) => unit.code), ...shares.map((share) => share.to), ...concerns]);
  if (!inScope(division, tx.actor.division ?? tx.city)) return fail('NOT_FOUND');
  const id: Id<'DivisionDossier'> = newId();
  await tx.run(sql`insert into division_dossier (id, division, title, state, scheme, created_at, created_by, created_name)
    values (${id}, ${division}, ${scheme.title}, 'research', ${JSON.stringify(scheme)}::jsonb, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await note(tx, { id, division }, 'open', scheme.reason);
  return ok({ id });
}

/** The dossier, held for this change: as it was seen, and in a state in which this may be done. */
async function lock(tx: Tx, of: Addressed, within: readonly DossierState[]): Promise<Result<Dossier>> {
  const found = await tx.maybe<Dossier>(sql`select ${columns} from division_dossier where id = ${of.id} for update`);
  if (!found) return fail('NOT_FOUND');
  if (found.version !== of.version) {
    const { user } = await tx.one<{ user: string }>(
      sql`select by_name as "user" from division_step where dossier_id = ${of.id} order by no desc limit 1`,
    );
    return fail('DOSSIER_VERSION', { user });
  }
  return within.includes(found.state) ? ok(found) : fail('DOSSIER_STATE', { state: states[found.state] });
}

const OPEN: readonly DossierState[] = ['research', 'argued'];

export async function reviseScheme(tx: Tx, of: Addressed, scheme: SchemeInput): Promise<Result<null>> {
  const found = await lock(tx, of, OPEN);
  if (!found.ok) return found;
  const change = changeOfScheme(scheme);
  if (!change.ok) return change;
  await tx.run(
    sql`update division_dossier set scheme = ${JSON.stringify(scheme)}::jsonb, title = ${scheme.title}, version = version + 1 where id = ${of.id}`,
  );
  await note(tx, found.value, 'revise', scheme.reason);
  return ok(null);
}

const paper = (kind: PaperKind) => FileRef.optional().meta({ label: papers[kind], paper: `division-${kind}` });
export const Papers = z.strictObject({
  application: paper('application'),
  facts: paper('facts'),
  risk: paper('risk'),
  experts: paper('experts'),
  opinions: paper('opinions'),
  maps: paper('maps'),
});

export const missingPapers = (dossier: Pick<Dossier, 'papers'>): string[] =>
  (Object.keys(papers) as PaperKind[]).filter((kind) => !dossier.papers[kind]).map((kind) => papers[kind]);

/** Papers are added or take the place of earlier ones; the first makes it 论证. */
export async function addPapers(tx: Tx, of: Addressed, given: z.infer<typeof Papers>): Promise<Result<null>> {
  const found = await lock(tx, of, OPEN);
  if (!found.ok) return found;
  const files = Object.fromEntries(Object.entries(given).filter(([, file]) => file !== undefined)) as Record<string, string>;
  if (Object.keys(files).length === 0)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'application', message: '请至少上传一份材料' }]);
  const { division } = found.value;
  const bound = await bindFiles(tx, Object.values(files), { caseId: of.id, personId: null, division });
  if (!bound.ok) return bound;
  await tx.run(
    sql`update division_dossier set papers = papers || ${JSON.stringify(files)}::jsonb, state = 'argued', version = version + 1 where id = ${of.id}`,
  );
  await note(
    tx,
    found.value,
    'argue',
    Object.keys(files)
      .map((kind) => papers[kind as PaperKind])
      .join('、'),
  );
  return ok(null);
}

export const Note = z.strictObject({
  note: z.string().trim().min(4, '请写明原因（至少4个字）').max(500).meta({ label: '说明', widget: 'textarea' }),
});

/** To whoever approves it; only with every paper of art. 13. */
export async function submit(tx: Tx, of: Addressed): Promise<Result<null>> {
  const found = await lock(tx, of, OPEN);
  if (!found.ok) return found;
  const missing = missingPapers(found.value);
  if (missing.length > 0) return fail('DOSSIER_PAPERS', { papers: missing.join('、') });
  await tx.run(
    sql`update division_dossier set state = 'submitted', submitted_by = ${tx.actor.id}, submitted_on = ${tx.today}, version = version + 1 where id = ${of.id}`,
  );
  await note(tx, found.value, 'submit', '材料齐全');
  return ok(null);
}

const moved = { return: 'argued', refuse: 'refused', withdraw: 'withdrawn' } as const;

/** Back, not approved, or taken back by those who drew it up. */
export async function close(tx: Tx, of: Addressed, step: keyof typeof moved, text: string): Promise<Result<null>> {
  const found = await lock(tx, of, step === 'withdraw' ? [...OPEN, 'submitted'] : ['submitted']);
  if (!found.ok) return found;
  await tx.run(sql`update division_dossier set state = ${moved[step]}, version = version + 1 where id = ${of.id}`);
  await note(tx, found.value, step, text);
  return ok(null);
}

export const Approval = z.strictObject({
  approver: z
    .string()
    .trim()
    .min(4, '请填写批准机关')
    .max(60)
    .meta({ label: '批准机关', help: '乡镇的由省人民政府，村（社区）的由县级人民政府' }),
  documentNo: z.string().trim().max(60).default('').meta({ label: '批准文号', requiredIfShown: true }),
  approvedOn: PlainDateText.meta({ label: '批准日期', widget: 'date' }),
  effectiveOn: PlainDateText.meta({ label: '生效日期', widget: 'date' }),
  retroactiveReason: z
    .string()
    .trim()
    .max(300)
    .default('')
    .meta({ label: '追溯原因', help: '生效日期早于批准日期的写明', widget: 'textarea' }),
});

/** What was approved, entered by somebody other than who submitted it. It takes effect on its day by itself, and is to be completed within twelve months. */
export async function approve(tx: Tx, of: Addressed, given: z.infer<typeof Approval>): Promise<Result<null>> {
  const found = await lock(tx, of, ['submitted']);
  if (!found.ok) return found;
  const dossier = found.value;
  if (isOwnHand(tx.actor, dossier.submittedBy, dossier.submittedOn ?? tx.today)) return fail('DOSSIER_OWN_HAND');
  if (given.approvedOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'approvedOn', message: '不能晚于今天' }]);
  const change = changeOfScheme({ ...dossier.scheme, effectiveOn: given.effectiveOn });
  if (!change.ok) return change;
  const { approver, documentNo, approvedOn, retroactiveReason } = given;
  const record: NewChange = { change: change.value, approver, documentNo, approvedOn, retroactiveReason };
  const recorded = await recordChange(tx, record);
  if (!recorded.ok) return recorded;
  await tx.run(sql`update division_dossier set state = 'approved', change_id = ${recorded.value.id}, approver = ${approver}, document_no = ${documentNo}, approved_on = ${approvedOn},
    complete_by = ${addMonths(approvedOn, COMPLETE_MONTHS)}, version = version + 1 where id = ${of.id}`);
  await note(tx, dossier, 'approve', `${approver}${documentNo}`);
  return ok(null);
}

export const Extension = z.strictObject({
  documentNo: z
    .string()
    .trim()
    .min(4, '请填写同意延期的文号')
    .max(60)
    .meta({ label: '同意延期的文号', help: '由批准机关同意，延长六个月' }),
});

export async function extend(tx: Tx, of: Addressed, given: z.infer<typeof Extension>): Promise<Result<null>> {
  const found = await lock(tx, of, ['approved']);
  if (!found.ok) return found;
  const { extensionNo, approvedOn } = found.value;
  if (extensionNo) return fail('DOSSIER_EXTENDED');
  await tx.run(sql`update division_dossier set extension_no = ${given.documentNo}, complete_by = ${addMonths(approvedOn!, COMPLETE_MONTHS + EXTENSION_MONTHS)}, version = version + 1
    where id = ${of.id}`);
  await note(tx, found.value, 'extend', given.documentNo);
  return ok(null);
}

export const Completion = z.strictObject({
  completedOn: PlainDateText.meta({ label: '完成日期', widget: 'date' }),
  note: z
    .string()
    .trim()
    .min(4, '请写明（至少4个字）')
    .max(500)
    .meta({ label: '完成情况', help: '牌子、印章、代码、界线图', widget: 'textarea' }),
});

/** Only when it has taken effect and nobody is left without a place. */
export async function complete(tx: Tx, of: Addressed, given: z.infer<typeof Completion>): Promise<Result<null>> {
  const found = await lock(tx, of, ['approved']);
  if (!found.ok) return found;
  const change = await tx.one<{ rehomed: boolean; content: UnitChange }>(
    sql`select rehomed_at is not null as rehomed, content from division_change where id = ${found.value.changeId}`,
  );
  if (!change.rehomed) return fail('DOSSIER_NOT_IN_EFFECT');
  const unplaced = await unplacedHouseholds(tx, change.content);
  if (unplaced > 0) return fail('DOSSIER_UNPLACED', { n: unplaced });
  if (given.completedOn > tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'completedOn', message: '不能晚于今天' }]);
  await tx.run(
    sql`update division_dossier set state = 'completed', completed_on = ${given.completedOn}, version = version + 1 where id = ${of.id}`,
  );
  await note(tx, found.value, 'complete', given.note);
  return ok(null);
}
