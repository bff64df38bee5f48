/** 等级评定 (4.12, EL-19): asked for with one's own scores, papers looked at, scored on site by three, decided by the committee, on notice, granted for three years. */
import { z } from 'zod';
import { containing, type Sql, sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { hasOpenMajorDanger } from '../../../kernel/inspection/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { findInstitution, type Institution, ownInstitution } from '../register/store.ts';
import { postCredit } from './credit.ts';
import { careHomes } from './kind.ts';
import {
  type Condition,
  conditionsOf,
  type GradeSpan,
  gradeOn,
  gradeValidTo,
  levelOf,
  type Scores,
  sections,
  type Thresholds,
  totalOf,
} from './rating-rules.ts';

export const ratingStates = {
  applied: { zh: '材料审核', tone: 'now' },
  onsite: { zh: '现场评定', tone: 'now' },
  scored: { zh: '待委员会评定', tone: 'warn' },
  notice: { zh: '公示中', tone: 'now' },
  granted: { zh: '已授牌', tone: 'good' },
  refused: { zh: '未通过', tone: 'bad' },
} as const;
export type RatingState = keyof typeof ratingStates;

export interface Rating {
  readonly id: string;
  readonly no: string;
  readonly institutionId: string;
  readonly division: DivisionCode;
  readonly level: number;
  readonly selfScores: Scores;
  readonly insuranceNo: string;
  readonly insuredTo: PlainDate;
  readonly conditions: readonly Condition[];
  readonly state: RatingState;
  readonly appliedOn: PlainDate;
  readonly materialsBy: PlainDate;
  readonly materialsOn: PlainDate | null;
  readonly materialsHand: string | null;
  readonly scores: Scores | null;
  readonly assessors: string | null;
  readonly scoredOn: PlainDate | null;
  readonly decidedLevel: number | null;
  readonly committee: string | null;
  readonly noticeTo: PlainDate | null;
  readonly grantedOn: PlainDate | null;
  readonly refusedReason: string | null;
  readonly version: number;
}
export const ratingColumns = sql`r.id, r.no, r.institution_id, r.division, r.level, r.self_scores, r.insurance_no, r.insured_to, r.conditions, r.state, r.applied_on, r.materials_by,
  r.materials_on, r.materials_hand, r.scores, r.assessors, r.scored_on, r.decided_level, r.committee, r.notice_to, r.granted_on, r.refused_reason, r.version`;
/** Those of one home, the latest first. */
export const ratingsOf = (tx: Tx, institutionId: string): Promise<Rating[]> =>
  tx.rows<Rating>(
    sql`select ${ratingColumns} from care_rating r where r.institution_id = ${institutionId} order by r.applied_on desc, r.id desc limit 50`,
  );

const PAGE = 50;
const isOver: Sql = sql`r.state in ('granted', 'refused')`;
/** A page of all: those under way first, searched by the home. */
export async function ratingPage(
  tx: Tx,
  { q, cursor }: Listing,
): Promise<{ rows: readonly (Rating & { name: string })[]; next: string | null }> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await tx.rows<Rating & { name: string }>(
    sql`select ${ratingColumns}, i.name from care_rating r join care_institution i on i.id = r.institution_id
      where ${q ? sql`i.name like ${containing(q)}` : sql`true`} order by ${isOver}, r.applied_on desc, r.id desc ${within(stretch)}`,
  );
  return pageOf(found, stretch);
}

export const gradesOf = (tx: Tx, institutionId: string): Promise<(GradeSpan & { id: string })[]> =>
  tx.rows(
    sql`select id, level, issued_on, valid_to, ended_on from care_grade where institution_id = ${institutionId} order by issued_on desc limit 50`,
  );

/** Every grade that these homes ever had, each by its id. */
export async function gradesOfHomes(tx: Tx, institutionIds: readonly string[]): Promise<ReadonlyMap<string, GradeSpan[]>> {
  const rows = await tx.rows<GradeSpan & { institutionId: string }>(
    sql`select institution_id, level, issued_on, valid_to, ended_on from care_grade where institution_id = any(${[...institutionIds]}::uuid[])`,
  );
  return new Map(Object.entries(Object.groupBy(rows, (row) => row.institutionId)).map(([id, spans]) => [id, spans!]));
}

const score = (name: keyof typeof sections) =>
  z
    .int('请填写整数')
    .min(0)
    .max(sections[name].max, `不超过${sections[name].max}分`)
    .meta({ label: `${sections[name].zh}得分`, unit: '分', help: `满分${sections[name].max}分` });
const scoreShape = {
  environment: score('environment'),
  facilities: score('facilities'),
  management: score('management'),
  service: score('service'),
};

export const RatingApplication = z.strictObject({
  level: z.int().min(1).max(5).meta({ label: '申报几级', unit: '级', help: '市级评定1至3级；第一次申报最高3级' }),
  ...scoreShape,
  insuranceNo: z.string().trim().min(4, '请填写保单号').max(60).meta({ label: '综合责任险保单号' }),
  insuredTo: PlainDateText.meta({ label: '保险有效期至', widget: 'date' }),
  allAssessed: z.literal(true, '没有都评估过的，请先评估').meta({ label: '入住的老年人都按GB/T 42195评估过' }),
});

async function thresholds(tx: Tx, division: DivisionCode): Promise<Result<Thresholds, 'PARAM_MISSING'>> {
  const [points, shares]: number[][] = [[], []];
  for (const level of [1, 2, 3, 4, 5])
    for (const [list, what] of [
      [points!, 'POINTS'],
      [shares!, 'SHARE'],
    ] as const) {
      const value = await wholeParameter(tx, `CARE-RATING-${what}-${level}`, division, tx.today);
      if (!value.ok) return value;
      list.push(value.value);
    }
  return ok({ points: points as unknown as Thresholds['points'], shares: shares as unknown as Thresholds['shares'] });
}

const scoresOf = ({ environment, facilities, management, service }: Scores): Scores => ({
  environment,
  facilities,
  management,
  service,
});

/** What the platform knows itself it does not ask. */
async function standing(tx: Tx, home: Institution, given: z.infer<typeof RatingApplication>): Promise<Condition[]> {
  const since = await tx.one<{ on: PlainDate }>(
    sql`select min(on_date) as "on" from care_institution_step where institution_id = ${home.id} and to_state <> 'preparing'`,
  );
  const fined = await tx.one<{ on: PlainDate | null }>(
    // 撤销了的处罚不算受过处罚
    sql`select max(e.on_date) as "on" from care_credit_entry e where e.institution_id = ${home.id} and e.reason = 'fine'
      and not exists (select from care_penalty p where p.institution_id = e.institution_id and p.state = 'revoked' and e.cause = 'fine:' || p.institution_id || ':' || p.document_no)`,
  );
  return conditionsOf(
    {
      recorded: home.state === 'recorded' || home.state === 'changing',
      operatingSince: since.on ?? tx.today,
      finedOn: fined.on,
      openMajorDanger: await hasOpenMajorDanger(tx, careHomes.kind, home.id),
      insuredTo: given.insuredTo,
      allAssessed: given.allAssessed,
      everGraded: (await gradesOf(tx, home.id)).length > 0,
      level: given.level,
    },
    tx.today,
  );
}

const audit = (
  tx: Tx,
  action: Parameters<typeof recordAudit>[1]['action'],
  of: { institutionId: string; division: DivisionCode },
) => recordAudit(tx, { action, subject: { kind: 'care-institution', id: of.institutionId }, division: of.division });

export async function applyRating(tx: Tx, given: z.infer<typeof RatingApplication>): Promise<Result<{ id: string; no: string }>> {
  const own = await ownInstitution(tx);
  if (!own.ok) return own;
  const home = own.value;
  const conditions = await standing(tx, home, given);
  const unmet = conditions.filter(({ met }) => !met);
  if (unmet.length > 0) return fail('CARE_RATING_UNMET', { what: unmet.map(({ zh }) => zh).join('；') });
  const limits = await thresholds(tx, home.division);
  if (!limits.ok) return limits;
  const reached = levelOf(scoresOf(given), limits.value);
  if (reached < given.level)
    return fail('CARE_RATING_SELF', {
      total: totalOf(scoresOf(given)),
      reached: reached === 0 ? '没有达到1级' : `只够${reached}级`,
    });
  const days = await wholeParameter(tx, 'CARE-RATING-MATERIALS-DAYS', home.division, tx.today);
  if (!days.ok) return days;
  const id = newId();
  const no = `DJ-${tx.today.slice(0, 4)}-${id.slice(-6).toUpperCase()}`;
  const added =
    await tx.run(sql`insert into care_rating (id, no, institution_id, division, level, self_scores, insurance_no, insured_to, conditions, applied_on, applied_by, materials_by)
    values (${id}, ${no}, ${home.id}, ${home.division}, ${given.level}, ${scoresOf(given)}, ${given.insuranceNo}, ${given.insuredTo}, ${JSON.stringify(conditions)}::jsonb, ${tx.today},
      ${tx.actor.id}, ${tx.calendar.addWorkdays(tx.today, days.value, home.division)}) on conflict do nothing`);
  if (added === 0) return fail('CARE_RATING_OPEN');
  await audit(tx, 'care-rating.applied', { institutionId: home.id, division: home.division });
  return ok({ id, no });
}

async function lockRating(tx: Tx, of: { id: string; version: number }, ...states: RatingState[]): Promise<Result<Rating>> {
  const found = await tx.maybe<Rating>(sql`select ${ratingColumns} from care_rating r where r.id = ${of.id} for update`);
  if (!found) return fail('NOT_FOUND');
  if (found.version !== of.version) return fail('INSPECTION_STALE');
  return states.includes(found.state) ? ok(found) : fail('CARE_RATING_STATE', { state: ratingStates[found.state].zh });
}

const materialVerdicts = { pass: '材料齐全，进入现场评定', refuse: '不符合，不予评定' } as const;
export const Materials = z.strictObject({
  verdict: choice(materialVerdicts).meta({ label: '材料审核', choices: materialVerdicts }),
  note: z.string().trim().min(4, '请写明意见').max(500).meta({ label: '意见', widget: 'textarea' }),
});
export async function checkMaterials(
  tx: Tx,
  of: { id: string; version: number },
  given: z.infer<typeof Materials>,
): Promise<Result<null>> {
  const found = await lockRating(tx, of, 'applied');
  if (!found.ok) return found;
  await tx.run(
    given.verdict === 'pass'
      ? sql`update care_rating set state = 'onsite', materials_on = ${tx.today}, materials_hand = ${tx.actor.id}, materials_note = ${given.note}, version = version + 1 where id = ${of.id}`
      : sql`update care_rating set state = 'refused', refused_on = ${tx.today}, refused_reason = ${given.note}, version = version + 1 where id = ${of.id}`,
  );
  await audit(tx, 'care-rating.materials-checked', found.value);
  return ok(null);
}

export const OnSite = z.strictObject({
  ...scoreShape,
  assessors: z.string().trim().min(6, '请写明至少三位评审员').max(120).meta({ label: '评审员', help: '至少三位，用顿号隔开' }),
});
const ASSESSORS = 3;
export async function scoreOnSite(
  tx: Tx,
  of: { id: string; version: number },
  given: z.infer<typeof OnSite>,
): Promise<Result<{ level: number }>> {
  const found = await lockRating(tx, of, 'onsite');
  if (!found.ok) return found;
  const assessors = new Set(
    given.assessors
      .split(/[、，,]/)
      .map((name) => name.trim())
      .filter(Boolean),
  );
  if (assessors.size < ASSESSORS)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'assessors', message: '现场评定不少于三人' }]);
  const limits = await thresholds(tx, found.value.division);
  if (!limits.ok) return limits;
  await tx.run(
    sql`update care_rating set state = 'scored', scores = ${scoresOf(given)}, assessors = ${[...assessors].join('、')}, scored_on = ${tx.today}, version = version + 1 where id = ${of.id}`,
  );
  await audit(tx, 'care-rating.scored', found.value);
  return ok({ level: levelOf(scoresOf(given), limits.value) });
}

export const Committee = z.strictObject({
  level: z.int().min(0).max(5).meta({ label: '评定几级', unit: '级', help: '不能高于现场得分够的级别和申报的级别；不通过填0' }),
  committee: z.string().trim().min(4, '请写明委员').max(200).meta({ label: '到会委员' }),
  reason: z.string().trim().min(4, '请写明意见').max(500).meta({ label: '意见', widget: 'textarea' }),
});
export async function decideRating(
  tx: Tx,
  of: { id: string; version: number },
  given: z.infer<typeof Committee>,
): Promise<Result<null>> {
  const found = await lockRating(tx, of, 'scored');
  if (!found.ok) return found;
  const rating = found.value;
  if (isOwnHand(tx.actor, rating.materialsHand, rating.materialsOn!)) return fail('CARE_RATING_OWN_HAND');
  const limits = await thresholds(tx, rating.division);
  if (!limits.ok) return limits;
  const most = Math.min(rating.level, levelOf(rating.scores!, limits.value));
  if (given.level > most) return fail('CARE_RATING_HIGH', { most }, [{ path: 'level', message: `最高${most}级` }]);
  const days = await wholeParameter(tx, 'CARE-RATING-NOTICE-DAYS', rating.division, tx.today);
  if (!days.ok) return days;
  await tx.run(
    given.level === 0
      ? sql`update care_rating set state = 'refused', refused_on = ${tx.today}, refused_reason = ${given.reason}, committee = ${given.committee}, version = version + 1 where id = ${of.id}`
      : sql`update care_rating set state = 'notice', decided_level = ${given.level}, decided_on = ${tx.today}, decided_hand = ${tx.actor.id}, committee = ${given.committee},
          notice_to = ${plusDays(tx.today, days.value)}, version = version + 1 where id = ${of.id}`,
  );
  await audit(tx, 'care-rating.decided', rating);
  return ok(null);
}

/** Granted when the notice has run; the earlier grade ends with the new one. */
export async function grantGrade(tx: Tx, of: { id: string; version: number }): Promise<Result<{ validTo: PlainDate }>> {
  const found = await lockRating(tx, of, 'notice');
  if (!found.ok) return found;
  const rating = found.value;
  if (tx.today <= rating.noticeTo!) return fail('CARE_RATING_NOTICE', { to: rating.noticeTo! });
  if (await hasOpenMajorDanger(tx, careHomes.kind, rating.institutionId))
    return fail('CARE_RATING_UNMET', { what: '没有未销号的重大隐患' });
  const years = await wholeParameter(tx, 'CARE-RATING-YEARS', rating.division, tx.today);
  if (!years.ok) return years;
  const level = rating.decidedLevel!;
  const validTo = gradeValidTo(tx.today, years.value);
  await tx.run(
    sql`update care_grade set ended_on = ${tx.today}, ended_reason = '重新评定', ended_by = ${tx.actor.id} where institution_id = ${rating.institutionId} and ended_on is null and valid_to >= ${tx.today}`,
  );
  await issue(tx, {
    institutionId: rating.institutionId,
    division: rating.division,
    ratingId: rating.id,
    level,
    issuedOn: tx.today,
    validTo,
  });
  await tx.run(
    sql`update care_rating set state = 'granted', granted_on = ${tx.today}, version = version + 1 where id = ${rating.id}`,
  );
  await audit(tx, 'care-rating.granted', rating);
  return ok({ validTo });
}

async function issue(
  tx: Tx,
  grade: {
    institutionId: string;
    division: DivisionCode;
    ratingId: string | null;
    level: number;
    issuedOn: PlainDate;
    validTo: PlainDate;
  },
): Promise<void> {
  const { institutionId, division, level, validTo } = grade;
  await tx.run(sql`insert into care_grade (id, institution_id, division, rating_id, level, issued_on, valid_to)
    values (${newId()}, ${institutionId}, ${division}, ${grade.ratingId}, ${level}, ${grade.issuedOn}, ${validTo})`);
  await emit(tx, {
    type: 'institution.graded',
    subject: { kind: 'care-institution', id: institutionId },
    division,
    payload: { institutionId, level, validTo },
    sensitivity: 'public',
  });
  await postStar(tx, { institutionId, division, level });
}

/** +2 for each level, once a year. */
export const postStar = (tx: Tx, of: { institutionId: string; division: DivisionCode; level: number }): Promise<boolean> =>
  postCredit(tx, {
    ...of,
    reason: 'star',
    note: `${of.level}级`,
    cause: `star:${of.institutionId}:${tx.today.slice(0, 4)}`,
    points: of.level * 2,
  });

export const Lowering = z.strictObject({
  level: z.int().min(0).max(4).meta({ label: '降为几级', unit: '级', help: '取消的填0' }),
  reason: z
    .string()
    .trim()
    .min(8, '请写明理由（至少8个字）')
    .max(300)
    .meta({ label: '理由', widget: 'textarea', help: '会公开' }),
});
/** 年度复核: lowered or cancelled from today on; a lower grade keeps the last day of the one before. */
export async function lowerGrade(tx: Tx, of: { id: string }, given: z.infer<typeof Lowering>): Promise<Result<null>> {
  const grade = await tx.maybe<GradeSpan & { institutionId: string; division: DivisionCode }>(
    sql`select institution_id, division, level, issued_on, valid_to, ended_on from care_grade where id = ${of.id} for update`,
  );
  if (!grade) return fail('NOT_FOUND');
  if (gradeOn([grade], tx.today) === 0) return fail('CARE_GRADE_ENDED');
  if (given.level >= grade.level)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'level', message: `须低于现在的${grade.level}级` }]);
  await tx.run(
    sql`update care_grade set ended_on = ${tx.today}, ended_reason = ${given.reason}, ended_by = ${tx.actor.id} where id = ${of.id}`,
  );
  const { institutionId, division, validTo } = grade;
  if (given.level > 0 && validTo > tx.today)
    await issue(tx, { institutionId, division, ratingId: null, level: given.level, issuedOn: tx.today, validTo });
  await audit(tx, 'care-rating.lowered', grade);
  return ok(null);
}

export const KnownGrade = z.strictObject({
  level: z.int('请填写整数').min(1).max(5).meta({ label: '等级', unit: '级' }),
  issuedOn: PlainDateText.meta({ label: '授牌日期', widget: 'date' }),
  documentNo: z.string().trim().min(4, '请填写文号').max(60).meta({ label: '评定文号' }),
});
/** A grade that was given before the platform, or by the province: with the document that says so. */
export async function enterGrade(
  tx: Tx,
  of: { id: string },
  given: z.infer<typeof KnownGrade>,
): Promise<Result<{ validTo: PlainDate }>> {
  const found = await findInstitution(tx, of.id);
  if (!found.ok) return found;
  const { id: institutionId, division } = found.value;
  const years = await wholeParameter(tx, 'CARE-RATING-YEARS', division, given.issuedOn);
  if (!years.ok) return years;
  const validTo = gradeValidTo(given.issuedOn, years.value);
  if (given.issuedOn > tx.today || validTo < tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'issuedOn', message: '不能晚于今天，也不能已经过了有效期' }]);
  if (gradeOn(await gradesOf(tx, institutionId), tx.today) > 0) return fail('CARE_GRADE_KNOWN');
  await issue(tx, { institutionId, division, ratingId: null, level: given.level, issuedOn: given.issuedOn, validTo });
  await recordAudit(tx, {
    action: 'care-rating.entered',
    subject: { kind: 'care-institution', id: institutionId },
    division,
    detail: { documentNo: given.documentNo },
  });
  return ok({ validTo });
}
