/** 机构里的岗位: each domain says which of its records are bodies that duties are held in, and which duties. A duty of such a kind is given with its body, or not at all. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, FormField } from '../schema/index.ts';
import type { DutyCode, Performer } from './index.ts';

interface UnitKind {
  readonly zh: string;
  readonly duties: readonly DutyCode[];
  /** Bodies in use with id, name and division, as many as there may be. */
  readonly rows: Sql;
}
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly division: DivisionCode;
}
const kinds: UnitKind[] = [];

export function defineUnits(kind: UnitKind): void {
  const known = kind.duties.find((duty) => kindOf(duty));
  if (known) throw new Error(`the bodies of duty ${known} are defined twice`);
  kinds.push(kind);
}
const kindOf = (post: Performer): UnitKind | undefined => kinds.find((k) => (k.duties as readonly Performer[]).includes(post));

/** The question which body, asked for the duties that need one. */
export async function unitField(tx: Tx): Promise<FormField[]> {
  const choices: { value: string; label: string }[] = [];
  for (const { zh, rows } of kinds)
    for (const unit of await tx.rows<Unit>(rows)) choices.push({ value: unit.id, label: `${unit.name}（${zh}）` });
  if (choices.length === 0) return [];
  return [
    {
      name: 'unitId',
      type: 'choice',
      label: '所在机构',
      required: true,
      help: '这个岗位只看得到这一家的记录',
      choices,
      showIf: { field: 'post', in: kinds.flatMap((k) => k.duties) },
    },
  ];
}

/** The names of these bodies, by id. */
export async function unitNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  if (ids.length === 0) return names;
  for (const { rows } of kinds)
    for (const { id, name } of await tx.rows<Unit>(
      sql`select u.id, u.name from (${rows}) u where u.id = any(${[...ids]}::uuid[])`,
    ))
      names.set(id, name);
  return names;
}

/** A body in use that the actor sees. */
export async function findUnit(tx: Tx, id: string): Promise<Unit | null> {
  for (const { rows } of kinds) {
    const found = await tx.maybe<Unit>(sql`select u.id, u.name, u.division from (${rows}) u where u.id = ${id}`);
    if (found) return found;
  }
  return null;
}

/** Whether the duty may be held in this body, for a place that it lies in. Null: the duty needs none. */
export async function unitOfDuty(
  tx: Tx,
  of: { post: Performer; division: DivisionCode; unitId?: string | undefined },
): Promise<Result<string | null, 'DUTY_UNIT_NEEDED' | 'DUTY_UNIT_UNFIT' | 'DUTY_UNIT_OUTSIDE'>> {
  const kind = kindOf(of.post);
  if (!kind) return of.unitId === undefined ? ok(null) : fail('DUTY_UNIT_UNFIT', { kind: '没有机构的岗位' });
  if (of.unitId === undefined)
    return fail('DUTY_UNIT_NEEDED', { kind: kind.zh }, [{ path: 'unitId', message: `请选是哪一家${kind.zh}` }]);
  const unit = await tx.maybe<Unit>(sql`select u.id, u.name, u.division from (${kind.rows}) u where u.id = ${of.unitId}`);
  if (!unit) return fail('DUTY_UNIT_UNFIT', { kind: kind.zh }, [{ path: 'unitId', message: `请选一家${kind.zh}` }]);
  return inScope(unit.division, of.division)
    ? ok(unit.id)
    : fail('DUTY_UNIT_OUTSIDE', { name: unit.name }, [{ path: 'division', message: '请选这家机构所在的县（市、区）' }]);
}
