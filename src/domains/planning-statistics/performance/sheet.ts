/**
 * 县级考核表: the county fills in what people judge, with proof; the city scores it, has the figures counted and tells the county; the county may object to an
 * item once, and somebody else than who scored it answers. Until it is told, a county sees no points of the city.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { figureAt } from '../../../kernel/indicator/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, formOf, parseInput, type YearMonth } from '../../../kernel/schema/index.ts';
import './errors.ts';
import { type CountedFigure, goalAt } from './goals.ts';
import { type FigureWords, figureReason, figureTenths } from './rules.ts';
import { isScored, type Score, type Sheet, scoresOf, sheetColumns, type Words, wordsPlace } from './store.ts';
import { type Doing, sheetStates, titleOf } from './terms.ts';

const words = (label: string, min = 4) =>
  z
    .string()
    .trim()
    .min(min, `请至少填写${min}个字`)
    .max(500, '不超过500个字')
    .meta({ label, widget: 'textarea', help: '不写个人姓名' });
const points = (label: string, weight: number) =>
  z
    .int('请填写整数')
    .min(0, `0到${weight}分`)
    .max(weight, `0到${weight}分`)
    .meta({ label, unit: `分（满分${weight}）` });

const Plain = z.strictObject({});
const Fill = (weight: number) =>
  z.strictObject({
    points: points('自评分', weight),
    says: words('自评说明'),
    proof: FileRef.optional().meta({ label: '佐证', widget: 'file', paper: 'performance-proof' }),
  });
const ScoreIt = (weight: number) => z.strictObject({ points: points('核定分', weight), reason: words('评分理由') });
const Object_ = z.strictObject({ reason: words('异议理由', 10) });
const verdicts = { accepted: '采纳', kept: '不采纳，维持原分' } as const;
const Answer = (score: Score) =>
  z.strictObject({
    verdict: choice(verdicts).meta({ label: '答复', choices: verdicts }),
    ...(score.kind === 'judged'
      ? {
          points: points('改为', score.weight)
            .optional()
            .meta({
              label: '改为',
              unit: `分（满分${score.weight}）`,
              showIf: { field: 'verdict', in: ['accepted'] },
              requiredIfShown: true,
            }),
        }
      : {}),
    says: words('答复理由'),
  });

const isLate = (tx: Tx, sheet: Pick<Sheet, 'state' | 'selfDueOn'>): boolean =>
  sheet.state === 'self' && sheet.selfDueOn < tx.today;
/** The city scores what was reported, and what was not reported in time. */
const scorable = (tx: Tx, sheet: Sheet): boolean => sheet.state === 'reported' || isLate(tx, sheet);
const canObject = (tx: Tx, sheet: Sheet): boolean =>
  sheet.state === 'told' && sheet.objectUntil !== null && sheet.objectUntil >= tx.today;

export function sheetActions(tx: Tx, sheet: Sheet): Doing[] {
  const all = [
    {
      action: 'report',
      zh: '提交自评',
      causes: '提交后由市核分，自评不能再改。',
      fields: formOf(Plain),
      when: sheet.state === 'self' && isOneOf(tx.actor, ['county-clerk']),
    },
    {
      action: 'tell',
      zh: '核分并告知',
      causes: '系统按今天的记录数出各项指标，连同评分一起告知该县；提异议的期限从今天算起。',
      fields: formOf(Plain),
      when: scorable(tx, sheet) && isOneOf(tx.actor, ['city-clerk']),
    },
  ];
  return all.filter((a) => a.when).map(({ when: _, ...a }) => a);
}

export function scoreActions(tx: Tx, sheet: Sheet, score: Score): Doing[] {
  const judged = score.kind === 'judged';
  const all: (Doing & { when: boolean })[] = [
    {
      action: 'fill',
      zh: '填写自评',
      causes: '得分的须附佐证。',
      fields: formOf(Fill(score.weight)),
      initial: { points: score.selfPoints, says: score.words.self, proof: score.proofFile },
      when: judged && sheet.state === 'self' && isOneOf(tx.actor, ['county-clerk']),
    },
    {
      action: 'score',
      zh: '评分',
      causes: '告知之前可以改。',
      fields: formOf(ScoreIt(score.weight)),
      initial: { points: score.tenths === null ? score.selfPoints : score.tenths / 10, reason: score.words.reason },
      when: judged && scorable(tx, sheet) && isOneOf(tx.actor, ['city-clerk']),
    },
    {
      action: 'object',
      zh: '提出异议',
      causes: '每项只能提一次，由没有评过分的人答复。',
      fields: formOf(Object_),
      when: canObject(tx, sheet) && score.objectedOn === null && isOneOf(tx.actor, ['county-clerk', 'county-leader']),
    },
    {
      action: 'answer',
      zh: '答复异议',
      causes: judged ? '采纳的，写明改为多少分。' : '采纳的，系统按今天的记录重数这一项。',
      fields: formOf(Answer(score)),
      when:
        score.objectedOn !== null &&
        score.answeredOn === null &&
        sheet.state === 'told' &&
        isOneOf(tx.actor, ['city-clerk', 'city-leader']),
    },
  ];
  return all.filter((a) => a.when).map(({ when: _, ...a }) => a);
}

const lockSheet = (tx: Tx, id: string) =>
  tx.maybe<Sheet>(sql`select ${sheetColumns} from performance_sheet where id = ${id} for update`);
const onRecord = (tx: Tx, action: AuditAction, sheet: Sheet) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'performance-sheet', id: sheet.id },
    division: sheet.division,
  });
const countyName = (tx: Tx, sheet: Sheet): string => tx.divisions.get(sheet.division)?.name ?? sheet.division;
const missing = (what: string, scores: readonly Score[]) =>
  fail('PERFORMANCE_UNFILLED', { count: scores.length, what, names: scores.map((s) => s.title).join('、') });

export async function actOnSheet(
  tx: Tx,
  id: string,
  given: { action: string; version: number },
): Promise<Result<{ id: string }>> {
  const sheet = await lockSheet(tx, id);
  if (!sheet) return fail('NOT_FOUND');
  if (!sheetActions(tx, sheet).some((a) => a.action === given.action))
    return fail('PERFORMANCE_STATE', { state: sheetStates[sheet.state] });
  if (sheet.version !== given.version) return fail('VERSION_CONFLICT');
  const scores = await scoresOf(tx, id);
  const done = given.action === 'report' ? await report(tx, sheet, scores) : await tell(tx, sheet, scores);
  if (!done.ok) return done;
  await onRecord(tx, given.action === 'report' ? 'performance.reported' : 'performance.told', sheet);
  return ok({ id });
}

async function report(tx: Tx, sheet: Sheet, scores: readonly Score[]): Promise<Result<null>> {
  const empty = scores.filter((s) => s.kind === 'judged' && s.selfPoints === null);
  if (empty.length > 0) return missing('填写自评', empty);
  await tx.run(sql`update performance_sheet set state = 'reported', reported_on = ${tx.today}, reported_by = ${tx.actor.id}, reported_name = ${tx.actor.name},
    version = version + 1 where id = ${sheet.id}`);
  await notify(tx, {
    to: { performer: 'city-clerk', division: tx.city },
    template: 'performance.reported',
    params: { county: countyName(tx, sheet), title: titleOf(sheet) },
  });
  return ok(null);
}

/** Counts the figures as the records stand today and freezes them; the county may object until some working days later. */
async function tell(tx: Tx, sheet: Sheet, scores: readonly Score[]): Promise<Result<null>> {
  if (isOwnHand(tx.actor, sheet.reportedBy, sheet.reportedOn ?? tx.today))
    return fail('PERFORMANCE_SAME_PERSON', { both: '自评人和核分人' });
  if (monthOf(tx.today) <= sheet.baseMonth) return fail('PERFORMANCE_EARLY', { month: `${longMonth(sheet.baseMonth)}底` });
  const unscored = scores.filter((s) => s.kind === 'judged' && s.tenths === null);
  if (unscored.length > 0) return missing('评分', unscored);
  const days = await wholeParameter(tx, 'PERFORMANCE-OBJECT-DAYS', tx.city, tx.today);
  if (!days.ok) return days;
  for (const score of scores.filter((s) => s.kind !== 'judged')) {
    const counted = await count(tx, sheet, score);
    if (!counted.ok) return counted;
  }
  const until = tx.calendar.addWorkdays(tx.today, days.value, sheet.division);
  await tx.run(sql`update performance_sheet set state = 'told', told_on = ${tx.today}, told_by = ${tx.actor.id}, told_name = ${tx.actor.name}, object_until = ${until},
    version = version + 1 where id = ${sheet.id}`);
  await notify(tx, {
    to: { performer: 'county-clerk', division: sheet.division },
    template: 'performance.told',
    params: { title: titleOf(sheet), until },
  });
  return ok(null);
}

/** A figure or a goal of the county as it stands by the month; nothing where no target is in force. */
export async function standingFigure(
  tx: Tx,
  sheet: Sheet,
  score: Pick<Score, 'kind' | 'indicator' | 'title'>,
  month: YearMonth,
): Promise<Result<CountedFigure>> {
  const { division, year } = sheet;
  if (score.kind === 'goal') return goalAt(tx, score.indicator ?? '', { division, year, month });
  const figure = await figureAt(tx, score.indicator ?? '', { month, division });
  return figure ? ok(figure) : fail('PERFORMANCE_NO_TARGET', { name: score.title });
}

export const wordsOf = ({ text, targetText, from, of }: CountedFigure): FigureWords => ({
  value: text ?? '没有记录',
  target: targetText,
  ...(from && text !== null ? { from } : {}),
  ...(of ? { of } : {}),
});

/** One figure of the county, counted now and kept with the words of how it came to its points. */
async function count(tx: Tx, sheet: Sheet, score: Score): Promise<Result<null>> {
  const figure = await standingFigure(tx, sheet, score, sheet.baseMonth);
  if (!figure.ok) return figure;
  const { value, target, targetText, better } = figure.value;
  const reason = figureReason(score.weight, value, target, wordsOf(figure.value), better);
  await tx.run(sql`update performance_score set num = ${value.num}, den = ${value.den}, target = ${targetText}, counted_on = ${tx.today},
    tenths = ${figureTenths(score.weight, value, target, better)}, scored_by = coalesce(scored_by, ${tx.actor.id}), words = ${sealed(tx, score, { reason })} where id = ${score.id}`);
  return ok(null);
}

const sealed = (tx: Tx, score: Score, change: Partial<Words>) => {
  Object.assign(score.words, change);
  return tx.keys.sealJson(score.words, wordsPlace(score.id));
};

export async function actOnScore(
  tx: Tx,
  id: string,
  no: number,
  given: { action: string; version: number; input: unknown },
): Promise<Result<{ id: string }>> {
  const sheet = await lockSheet(tx, id);
  const score = sheet ? (await scoresOf(tx, id)).find((s) => s.no === no) : undefined;
  if (!sheet || !score) return fail('NOT_FOUND');
  if (!scoreActions(tx, sheet, score).some((a) => a.action === given.action)) return refusal(tx, sheet, score, given.action);
  if (sheet.version !== given.version) return fail('VERSION_CONFLICT');
  const action = given.action as keyof typeof handlers;
  const done = await handlers[action](tx, sheet, score, given.input);
  if (!done.ok) return done;
  await tx.run(sql`update performance_sheet set version = version + 1 where id = ${id}`);
  await onRecord(tx, `performance.${action}`, sheet);
  return ok({ id });
}

function refusal(tx: Tx, sheet: Sheet, score: Score, action: string) {
  if (action === 'object' && score.objectedOn !== null) return fail('PERFORMANCE_OBJECTED');
  if (action === 'object' && sheet.state === 'told' && !canObject(tx, sheet))
    return fail('PERFORMANCE_CLOSED', { date: sheet.objectUntil ?? '' });
  return fail('PERFORMANCE_STATE', { state: sheetStates[sheet.state] });
}

const handlers = {
  async fill(tx: Tx, sheet: Sheet, score: Score, input: unknown): Promise<Result<null>> {
    const parsed = parseInput(Fill(score.weight), input);
    if (!parsed.ok) return parsed;
    const { points, says, proof = null } = parsed.value;
    if (points > 0 && !proof) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'proof', message: '得分的项目请附佐证' }]);
    const bound = await bindFiles(tx, proof ? [proof] : [], { caseId: sheet.id, personId: null, division: sheet.division });
    if (!bound.ok) return bound;
    await tx.run(
      sql`update performance_score set self_points = ${points}, proof_file = ${proof}, words = ${sealed(tx, score, { self: says })} where id = ${score.id}`,
    );
    return ok(null);
  },
  async score(tx: Tx, _: Sheet, score: Score, input: unknown): Promise<Result<null>> {
    const parsed = parseInput(ScoreIt(score.weight), input);
    if (!parsed.ok) return parsed;
    const { points, reason } = parsed.value;
    await tx.run(
      sql`update performance_score set tenths = ${points * 10}, scored_by = ${tx.actor.id}, words = ${sealed(tx, score, { reason })} where id = ${score.id}`,
    );
    return ok(null);
  },
  async object(tx: Tx, sheet: Sheet, score: Score, input: unknown): Promise<Result<null>> {
    const parsed = parseInput(Object_, input);
    if (!parsed.ok) return parsed;
    await tx.run(
      sql`update performance_score set objected_on = ${tx.today}, words = ${sealed(tx, score, { objection: parsed.value.reason })} where id = ${score.id}`,
    );
    await notify(tx, {
      to: { performer: 'city-leader', division: tx.city },
      template: 'performance.objected',
      params: { county: countyName(tx, sheet), title: titleOf(sheet) },
    });
    return ok(null);
  },
  async answer(tx: Tx, sheet: Sheet, score: Score, input: unknown): Promise<Result<null>> {
    if (isOwnHand(tx.actor, score.scoredBy, sheet.toldOn ?? tx.today))
      return fail('PERFORMANCE_SAME_PERSON', { both: '评分人和答复异议的人' });
    const parsed = parseInput(Answer(score), input);
    if (!parsed.ok) return parsed;
    const { verdict, says } = parsed.value;
    const accepted = verdict === 'accepted';
    const changed = 'points' in parsed.value ? (parsed.value.points as number | undefined) : undefined;
    if (accepted && score.kind === 'judged') {
      if (changed === undefined)
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'points', message: '采纳的，请写明改为多少分' }]);
      await tx.run(sql`update performance_score set tenths = ${changed * 10} where id = ${score.id}`);
    }
    if (accepted && score.kind !== 'judged') {
      const counted = await count(tx, sheet, score);
      if (!counted.ok) return counted;
    }
    await tx.run(sql`update performance_score set answered_on = ${tx.today}, answered_by = ${tx.actor.id}, accepted = ${accepted},
      words = ${sealed(tx, score, { answer: says })} where id = ${score.id}`);
    await notify(tx, {
      to: { performer: 'county-clerk', division: sheet.division },
      template: 'performance.answered',
      params: { title: titleOf(sheet) },
    });
    return ok(null);
  },
};

/** Whether the points of the city may be shown: to the city always, to the county once it has been told. */
export const tellsPoints = (tx: Tx, sheet: Pick<Sheet, 'state'>, score: Score): boolean =>
  isScored(score) &&
  (sheet.state === 'told' || sheet.state === 'published' || isOneOf(tx.actor, ['city-clerk', 'city-leader', 'auditor']));
