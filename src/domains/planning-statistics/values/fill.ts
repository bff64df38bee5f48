/**
 * 填报和修订: a unit says what an indicator has come to in a period that is over, from where it knows it, with proof; what the platform counts itself is preferred
 * and stands beside it. What is published is changed by a further version with its reason, which goes the same way.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, performerName } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import type { Fraction } from '../../../kernel/indicator/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, FileRef, type PlainDate, parseInput } from '../../../kernel/schema/index.ts';
import { periodWords, spanOfPeriod } from '../statistics/period.ts';
import { isAsked, levelOfUnit } from './assign.ts';
import './errors.ts';
import { type Counted, countedFor, getIndicator, type PlanIndicator, unitName } from './indicator.ts';
import { differsBy, fractionOf, isSame, isShareUnit, said } from './measure.ts';
import { addStep, changeValue, findValues, lockValue, type ValueRow } from './store.ts';
import { fillers, openValueStates, type ValueSource, valueSources, valueStates } from './terms.ts';
import { tellNext } from './waiting.ts';

const typedSources = ['report', 'department', 'yearbook'] as const;
const { system, ...others } = valueSources;

const explanation = z
  .string()
  .trim()
  .min(4, '原因至少写4个字')
  .max(300)
  .optional()
  .meta({ label: '与平台数不一致的原因', widget: 'textarea', help: '相差超过规定比例的必须写' });
const whole = (label: string, min: number) =>
  z
    .int('请填写整数')
    .min(min, `不小于${min}`)
    .max(100_000_000_000, '数太大，请核对')
    .optional()
    .meta({
      label,
      showIf: { field: 'source', in: typedSources },
      requiredIfShown: true,
    });

/** The form of an indicator. A platform figure is taken as it is counted; everything else is typed, with source and proof. */
export const Filled = (unit: string, { counted, sources }: { counted: boolean; sources: readonly ValueSource[] }) => {
  const choices = Object.fromEntries(
    Object.entries(counted ? { system, ...others } : others).filter(([key]) => sources.includes(key as ValueSource)),
  );
  return z.strictObject({
    source: choice(choices).meta({ label: '来源', choices }),
    ...(isShareUnit(unit)
      ? { num: whole('分子', 0), den: whole('分母', 1) }
      : {
          value: z
            .string()
            .trim()
            .regex(/^\d{1,10}(\.\d{1,4})?$/, '填写数字，最多四位小数')
            .optional()
            .meta({ label: `数值（${unit}）`, showIf: { field: 'source', in: typedSources }, requiredIfShown: true }),
        }),
    sourceText: z
      .string()
      .trim()
      .max(200)
      .optional()
      .meta({
        label: '出处',
        help: '哪份台账、文件或报表',
        showIf: { field: 'source', in: typedSources },
        requiredIfShown: true,
      }),
    proof: FileRef.optional().meta({
      label: '佐证',
      widget: 'file',
      paper: 'plan-value-proof',
      showIf: { field: 'source', in: typedSources },
      requiredIfShown: true,
    }),
    reason: explanation,
  });
};
type Filled = z.infer<ReturnType<typeof Filled>> & { num?: number; den?: number; value?: string };
/** A revision says beside it why the published figure is wrong. */
export const Revised = (unit: string, of: Parameters<typeof Filled>[1]) =>
  Filled(unit, of).extend({
    revisionReason: z
      .string()
      .trim()
      .min(4, '请写明修订的理由（至少4个字）')
      .max(300)
      .meta({ label: '修订的理由', widget: 'textarea' }),
  });

/** Where another office's figure comes from; the city enters it for any unit. */
export const outsideSources: readonly ValueSource[] = ['department', 'yearbook'];
const allSources = Object.keys(valueSources) as ValueSource[];

/** From which sources this actor fills in for the unit; none: it is not his. */
export function sourcesFor(tx: Tx, unit: DivisionCode): readonly ValueSource[] {
  const own = tx.actor.division ?? '';
  const level = levelOfUnit(unit);
  if (level && own === unit && isOneOf(tx.actor, [fillers[level]])) return allSources;
  return isOneOf(tx.actor, ['city-clerk']) && own === tx.city && inScope(unit, own) ? outsideSources : [];
}

interface At {
  readonly indicator: string;
  readonly division: DivisionCode;
  readonly period: string;
}
/** Values of one place and one day are filled in, published and compared one after another. */
export async function oneAtATime(tx: Tx, { indicator, division, period }: At): Promise<void> {
  const key = `plan-value ${indicator} ${division} ${spanOfPeriod(period).to}`;
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

interface Measured {
  readonly value: Fraction;
  readonly counted: Counted | null;
  readonly asOf: PlainDate;
  readonly given: Filled;
}
/** What was filled in as a value; refused without source and proof, and where it differs from what the platform counts without a reason. */
async function measured(tx: Tx, at: At, indicator: PlanIndicator, given: Filled): Promise<Result<Measured>> {
  const counted = await countedFor(tx, indicator.id, at.period, at.division);
  const asOf = spanOfPeriod(at.period).to;
  if (given.source === 'system')
    return counted ? ok({ value: counted.value, counted, asOf: counted.asOf, given }) : fail('VALUE_NOT_COUNTED');
  const value = fractionOf(indicator.unit, given);
  const field = isShareUnit(indicator.unit) ? 'num' : 'value';
  if (!value) return fail('INVALID_INPUT', { count: 1 }, [{ path: field, message: '请填写数值' }]);
  if (!given.sourceText || !given.proof)
    return fail('VALUE_NO_SOURCE', {}, [
      ...(given.sourceText ? [] : [{ path: 'sourceText', message: '请填写数据来源' }]),
      ...(given.proof ? [] : [{ path: 'proof', message: '请上传佐证' }]),
    ]);
  const percent = await wholeParameter(tx, 'PLAN-VALUE-DIFF', at.division, tx.today);
  if (!percent.ok) return percent;
  if (counted && differsBy(percent.value, value, counted.value) && !given.reason)
    return fail(
      'VALUE_UNEXPLAINED',
      {
        value: said(indicator.unit, value).text,
        counted: said(indicator.unit, counted.value).text,
        percent: percent.value,
      },
      [{ path: 'reason', message: '请写明原因' }],
    );
  return ok({ value, counted, asOf, given });
}

const bind = (tx: Tx, id: string, at: At, proof: string | undefined) =>
  bindFiles(tx, proof ? [proof] : [], { caseId: id, personId: null, division: at.division });

/** What the county's own and the township's figures pass first; what the city enters goes to its leader. */
const firstState = (tx: Tx): 'reported' | 'checked' => (tx.actor.division === tx.city ? 'checked' : 'reported');

async function add(
  tx: Tx,
  at: At,
  { value, counted, asOf, given }: Measured,
  of: { version: number; revises: string | null; revisionReason: string | null },
): Promise<Result<string, 'FILE_NOT_AVAILABLE'>> {
  const id = newId();
  const bound = await bind(tx, id, at, given.proof);
  if (!bound.ok) return bound;
  const isTyped = given.source !== 'system';
  await tx.run(sql`insert into plan_value (id, indicator, division, period, period_end, source, version, state, num, den, counted_num, counted_den, as_of, source_text, proof_file,
      reason, revises, revision_reason, filled_at, filled_by, filled_name)
    values (${id}, ${at.indicator}, ${at.division}, ${at.period}, ${spanOfPeriod(at.period).to}, ${given.source}, ${of.version}, ${firstState(tx)}, ${value.num}, ${value.den},
      ${counted?.value.num ?? null}, ${counted?.value.den ?? null}, ${asOf}, ${isTyped ? given.sourceText! : ''}, ${isTyped ? given.proof! : null}, ${given.reason ?? ''},
      ${of.revises}, ${of.revisionReason}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  return ok(id);
}

/** A returned value is filled in again; it keeps its version. */
async function again(
  tx: Tx,
  row: ValueRow,
  { value, counted, asOf, given }: Measured,
): Promise<Result<string, 'FILE_NOT_AVAILABLE'>> {
  const bound = await bind(tx, row.id, row, given.proof);
  if (!bound.ok) return bound;
  const isTyped = given.source !== 'system';
  await changeValue(
    tx,
    row.id,
    sql`state = ${firstState(tx)}, returned_reason = null, num = ${value.num}, den = ${value.den}, counted_num = ${counted?.value.num ?? null},
      counted_den = ${counted?.value.den ?? null}, as_of = ${asOf}, source_text = ${isTyped ? given.sourceText! : ''}, proof_file = ${isTyped ? given.proof! : null},
      reason = ${given.reason ?? ''}, filled_at = ${tx.now}, filled_by = ${tx.actor.id}, filled_name = ${tx.actor.name}, checked_at = null, checked_by = null, checked_name = null,
      audited_at = null, audited_by = null, audited_name = null`,
  );
  return ok(row.id);
}

async function onRecord(tx: Tx, at: At, of: { id: string; action: 'fill' | 'revise'; note?: string }): Promise<void> {
  await addStep(tx, { id: of.id, division: at.division, action: of.action, note: of.note });
  await recordAudit(tx, {
    action: `plan-value.${of.action}`,
    subject: { kind: 'plan-value', id: of.id },
    division: at.division,
    detail: { indicator: at.indicator, period: at.period },
  });
  await tellNext(tx, (await lockValue(tx, of.id))!);
}

/** The form and whose it is; refused where the actor has no part in it. */
async function opened(tx: Tx, at: At) {
  const found = await getIndicator(tx, at.indicator);
  if (!found.ok) return found;
  const sources = sourcesFor(tx, at.division);
  if (sources.length === 0) return fail('VALUE_NOT_YOURS', { who: performerName(fillers[levelOfUnit(at.division) ?? 'city']) });
  return ok({ indicator: found.value, sources });
}

/** 填报: once for a period and a source; a returned one again. */
export async function fill(tx: Tx, of: At & { readonly input: unknown }): Promise<Result<{ id: string }>> {
  const open = await opened(tx, of);
  if (!open.ok) return open;
  const { indicator, sources } = open.value;
  const period = periodWords(of.period);
  if (spanOfPeriod(of.period).to >= tx.today) return fail('VALUE_NOT_OVER', { period });
  const input = parseInput(Filled(indicator.unit, { counted: true, sources }), of.input);
  if (!input.ok) return input;
  const given = input.value as Filled;
  if (!outsideSources.includes(given.source as ValueSource) && !(await isAsked(tx, of)))
    return fail('VALUE_NOT_ASKED', { unit: unitName(tx, of.division), period });
  await oneAtATime(tx, of);
  const before = await findValues(
    tx,
    sql`v.indicator = ${of.indicator} and v.division = ${of.division} and v.period = ${of.period} and v.source = ${given.source}`,
  );
  const returned = before.find((row) => row.state === 'returned');
  const running = before.find((row) => openValueStates.includes(row.state) && row.state !== 'returned');
  if (running) return fail('VALUE_OPEN', { state: valueStates[running.state] });
  if (!returned && before.length > 0) return fail('VALUE_PUBLISHED');
  const result = await measured(tx, of, indicator, given);
  if (!result.ok) return result;
  const done = returned
    ? await again(tx, returned, result.value)
    : await add(tx, of, result.value, { version: 1, revises: null, revisionReason: null });
  if (!done.ok) return done;
  await onRecord(tx, of, { id: done.value, action: 'fill', ...(given.reason ? { note: given.reason } : {}) });
  return ok({ id: done.value });
}

/** 修订: a further version of what is published, with the reason; until it is published the present one stands. */
export async function revise(tx: Tx, of: { id: string; edit: number; input: unknown }): Promise<Result<{ id: string }>> {
  const row = await lockValue(tx, of.id);
  if (!row) return fail('NOT_FOUND');
  const open = await opened(tx, row);
  if (!open.ok) return open;
  const { indicator, sources } = open.value;
  if (!sources.includes(row.source)) return fail('VALUE_NOT_YOURS', { who: performerName(fillers[levelOfUnit(row.division)!]) });
  if (row.edit !== of.edit) return fail('VALUE_CHANGED');
  if (row.state !== 'published') return fail('VALUE_STATE', { state: valueStates[row.state], action: '修订' });
  const input = parseInput(Revised(indicator.unit, { counted: true, sources: [row.source] }), of.input);
  if (!input.ok) return input;
  await oneAtATime(tx, row);
  const running = await findValues(tx, sql`v.revises = ${row.id}`);
  if (running[0]) return fail('VALUE_OPEN', { state: valueStates[running[0].state] });
  const { revisionReason, ...given } = input.value;
  const result = await measured(tx, row, indicator, given as Filled);
  if (!result.ok) return result;
  if (isSame(result.value.value, row) && result.value.value.den === row.den) return fail('VALUE_SAME');
  const done = await add(tx, row, result.value, { version: row.version + 1, revises: row.id, revisionReason });
  if (!done.ok) return done;
  await onRecord(tx, row, { id: done.value, action: 'revise', note: revisionReason });
  return ok({ id: done.value });
}
