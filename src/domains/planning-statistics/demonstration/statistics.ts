/**
 * The August reports of 咸安区 as the demonstration finds them: most townships checked, one waiting for the county, one sent back, one that nobody has begun.
 * A start that was cut short goes on where each report stands.
 */
import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import { createUser, systemActor } from '../../../kernel/access/server.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type Act, act } from '../statistics/act.ts';
import { openPeriods } from '../statistics/open.ts';
import { askRevision, decideRevision } from '../statistics/revision.ts';
import { save } from '../statistics/save.ts';
import { readSheet } from '../statistics/sheet.ts';
import { locate } from '../statistics/steps.ts';
import { findSubmission } from '../statistics/store.ts';

const FORM = 'MZ-M01';
const PERIOD = '2026-08';
const WENQUAN = '421202001000';

interface Unit {
  readonly code: DivisionCode;
  readonly clerk: string;
  readonly leader: string;
  readonly rests: 'checked' | 'submitted' | 'returned';
}
/** 汀泗桥镇 is left to whoever tries the demonstration. */
const units: readonly Unit[] = [
  { code: WENQUAN, clerk: '钟丽', leader: '章伟', rests: 'returned' },
  { code: '421202002000', clerk: '程艳', leader: '余学军', rests: 'submitted' },
  { code: '421202003000', clerk: '镇小玲', leader: '雷鸣', rests: 'checked' },
  { code: '421202101000', clerk: '潘婷', leader: '舒志刚', rests: 'checked' },
  { code: '421202102000', clerk: '柯燕', leader: '陆建新', rests: 'checked' },
  { code: '421202103000', clerk: '毛丽华', leader: '阮成', rests: 'checked' },
  { code: '421202104000', clerk: '万红', leader: '夏明', rests: 'checked' },
  { code: '421202105000', clerk: '熊芳', leader: '葛勇', rests: 'checked' },
  { code: '421202106000', clerk: '戴萍', leader: '孟强', rests: 'checked' },
  { code: '421202107000', clerk: '田甜', leader: '龚平', rests: 'checked' },
  { code: '421202108000', clerk: '石磊', leader: '黎军', rests: 'checked' },
  { code: '421202200000', clerk: '樊静', leader: '覃波', rests: 'checked' },
];

const officer = (name: string, role: Actor['role'], division: DivisionCode): Actor => ({
  ...publicActor,
  kind: 'staff',
  id: `demonstration-${role}-${division}`,
  name,
  role,
  division,
  ...scopeRange(division),
});

/** `staff`: an account of the demonstration as an actor. */
export async function playStatistics(context: Context, staff: (login: string) => Promise<Actor>): Promise<void> {
  await context.write(systemActor('demonstration', context.city), (tx) =>
    createUser(tx, {
      login: 'wenquanhe',
      name: '章伟',
      division: WENQUAN,
      demonstration: true,
      duties: [{ role: 'township-leader', duty: null, division: WENQUAN, domain: 'all', validFrom: '2026-01-01' }],
    }),
  );
  await openPeriods(context);
  const county = await staff('xian');
  for (const unit of units) {
    const known = unit.code === WENQUAN;
    const clerk = known ? await staff('wenquan') : officer(unit.clerk, 'township-clerk', unit.code);
    const leader = known ? await staff('wenquanhe') : officer(unit.leader, 'township-leader', unit.code);
    await context.write(clerk, (tx) => fillIn(tx, unit.code));
    await context.write(leader, (tx) => step(tx, unit.code, 'signing', 'sign'));
    if (unit.rests === 'checked') await context.write(county, (tx) => step(tx, unit.code, 'submitted', 'check'));
    if (unit.rests === 'returned')
      await context.write(county, (tx) =>
        step(tx, unit.code, 'submitted', 'sendBack', { reason: '流浪乞讨救助人次请与救助站核对后再报' }),
      );
  }
}

const REVISED = { form: 'MZ-Q01', period: '2026-Q2', unit: '421202100000' } as const;
/** A quarter from before the platform, revised twice: the first revision has a paper, the second one stands in its place. */
const revisions = [
  { more: 2, reason: '6月底新入住的2名老人漏报', documentNo: '咸民函〔2026〕21号' },
  { more: 3, reason: '又核实一名6月30日入住的老人', documentNo: '咸民函〔2026〕25号' },
] as const;

export async function playRevisions(context: Context, staff: (login: string) => Promise<Actor>): Promise<void> {
  const [clerk, leader] = [await staff('xiang'), await staff('shiling')];
  for (const [i, { more, reason, documentNo }] of revisions.entries()) {
    const asked = await context.write(clerk, async (tx) => {
      const row = await findSubmission(tx, { form: REVISED.form, period: REVISED.period, division: REVISED.unit });
      // 没有带过来的季报，或者已经修订过
      if (!row || row.version !== i + 1) return null;
      const value = String(Number(row.typed.c204) + more);
      return must('revision', await askRevision(tx, { ...REVISED, input: { cells: [{ cell: 'c204', value }], reason } }));
    });
    if (asked)
      await context.write(leader, async (tx) => {
        must('approve', await decideRevision(tx, { id: asked.id, decision: 'approve', input: { documentNo } }));
      });
  }
}

const SOURCE = '市救助站当月接待登记';
const UNEXPLAINED = '按平台台账核实无误';

/** As the platform counts; what it does not count is nought, with where that is known from. */
async function fillIn(tx: Tx, unit: DivisionCode): Promise<void> {
  const at = { form: FORM, period: PERIOD, unit };
  const found = must('period', await locate(tx, at));
  const row = await findSubmission(tx, { form: FORM, period: PERIOD, division: unit });
  if (row && row.state !== 'draft') return;
  if (!row) {
    const { facts, findings } = await readSheet(tx, found, null);
    const noted = findings.filter(({ kind }) => kind === 'note').map(({ cells }) => [cells[0]!, UNEXPLAINED]);
    must(
      'fill in',
      await save(tx, {
        ...at,
        edit: 0,
        typed: { ...facts.typed, c131: '0' },
        notes: { ...Object.fromEntries(noted), c131: SOURCE },
      }),
    );
  }
  must('prepare', await act(tx, { ...at, action: 'prepare', edit: row?.edit ?? 1, input: {} }));
}

async function step(tx: Tx, unit: DivisionCode, when: string, action: Act['action'], input: object = {}): Promise<void> {
  const row = await findSubmission(tx, { form: FORM, period: PERIOD, division: unit });
  if (row?.state !== when) return;
  must(action, await act(tx, { form: FORM, period: PERIOD, unit, action, edit: row.edit, input }));
}
