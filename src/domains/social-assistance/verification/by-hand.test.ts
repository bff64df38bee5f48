import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import {
  makeBatch,
  queriesOf,
  readAnswerFile,
  recordConsent,
  runQueries,
  setSimulatedAnswers,
  setSourceWay,
} from '../../../kernel/exchange/server.ts';
import { explain, type Result } from '../../../kernel/result/index.ts';
import { type Column, type SheetRow, writeSheet } from '../../../kernel/sheet/server.ts';
import { familyW1 } from '../dibao/fixtures.ts';
import { checker, clerk, loadStandards, must, requestOnce, system, TOWN } from './fixtures.ts';
import {
  allSources,
  answerLetter,
  askFurther,
  collect,
  destroyRawAnswers,
  issueReport,
  recordSpending,
  requestVerification,
  simulatedDepartments,
  sourceList,
  startVerification,
  takeFile,
  turnToLetter,
  VERIFICATION_PURPOSE,
  type VerificationSource,
  verificationOf,
  writeLetter,
} from './server.ts';

const members = [
  { ref: '父亲', personId: newId(), name: '张三', idNumber: '421202195001010012' },
  { ref: '母亲', personId: newId(), name: '李四', idNumber: '421281194012310021' },
];

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
  await loadStandards(city);
});
afterAll(() => city.drop());

const act = <T, C extends string>(actor: Actor, work: (tx: Tx) => Promise<Result<T, C>>) => requestOnce(city, actor, work);
const view = async () => must(city.context.write(checker, (tx) => verificationOf(tx, caseId)));
const answer = () =>
  runQueries(city.context, simulatedDepartments(city.context), { settled: collect, timeoutMs: 20_000 }).drain();

let caseId = '';
/** A check under way of two adults who agreed to these sources. */
async function started(sources: readonly VerificationSource[] = allSources): Promise<void> {
  for (const who of members)
    await must(
      act(clerk, (tx) =>
        recordConsent(tx, {
          personId: who.personId,
          birthDate: '1960-01-01',
          purpose: VERIFICATION_PURPOSE,
          sources,
          validTo: '2026-09-01',
          signatureFile: newId(),
          caseId,
          division: TOWN,
        }),
      ),
    );
  const declared = familyW1();
  await must(act(clerk, (tx) => requestVerification(tx, { caseId, division: TOWN, members, declared })));
  await must(act(checker, (tx) => startVerification(tx, { caseId })));
}
beforeEach(async () => {
  city.clock.set('2026-03-02');
  await city.owner.query(
    'truncate verification_discrepancy, verification_request, exchange_query, exchange_batch, exchange_source, consent, simulated_answer, audit_log cascade',
  );
  caseId = newId();
  const nothing = members.flatMap(({ idNumber }) => allSources.map((source) => ({ source, idNumber, items: [] })));
  await city.context.write(system, (tx) => setSimulatedAnswers(tx, nothing));
});
const further = (sources: VerificationSource[], more: { addressee?: string } = {}) =>
  act(checker, (tx) => askFurther(tx, { caseId, sources, members: members.map((m) => m.ref), ...more }));
const reference = async () => `verification:${(await view()).verificationId}:1`;
const asked = async (source: VerificationSource) =>
  (await city.context.read(checker, async (tx) => queriesOf(tx, await reference()))).filter((q) => q.source === source);
async function scan(): Promise<string> {
  const id = newId();
  await city.context.write(checker, (tx) =>
    tx.run(sql`insert into stored_file (id, file_hash, size_bytes, media_type, name, paper, uploader_id, division, created_at)
      values (${id}, ${id}, 1, 'image/png', ${Buffer.alloc(1)}, 'reply-letter', ${checker.id}, ${checker.division}, ${tx.now})`),
  );
  return id;
}

describe('授权列明来源', () => {
  test('授权只列税务和户籍：只查这两处，报告写明其余来源授权没有包括', async () => {
    await started(['tax', 'civil-registration']);
    await answer();
    await must(act(checker, (tx) => issueReport(tx, { caseId })));
    const { queries, report } = await view();
    expect(new Set(queries.map((q) => q.source))).toEqual(new Set(['tax', 'civil-registration']));
    expect(report?.notAsked?.find((n) => n.source === 'real-estate')).toMatchObject({ reason: 'not-consented' });
    expect(report?.notAsked?.find((n) => n.source === 'payment-accounts')).toMatchObject({ reason: 'not-yet' });
    expect((await further(['real-estate'])).ok).toBe(false);
  });
  test('本市设定暂不查询公积金：不查，报告写明；以信函答复的不动产不拖住办件，人工可以增加', async () => {
    await city.context.write(checker, async (tx) => {
      await setSourceWay(tx, sourceList, { source: 'housing-fund', way: 'off' });
      await setSourceWay(tx, sourceList, { source: 'real-estate', way: 'letter' });
    });
    await started();
    expect([(await asked('housing-fund')).length, (await asked('real-estate')).length]).toEqual([0, 0]);
    expect(await further(['housing-fund'])).toMatchObject({ code: 'SOURCE_OFF' });
    await must(further(['real-estate']));
    expect((await asked('real-estate')).map((q) => [q.way, q.dueOn])).toEqual(Array(2).fill(['letter', '2026-03-16']));
  });
});

describe('信函', () => {
  test('税务接口不通，改用信函：制发协查函，凭扫描件登记复函，查得工资列为差异', async () => {
    await started();
    expect((await must(act(checker, (tx) => turnToLetter(tx, { caseId, source: 'tax' })))).queries).toBe(2);
    await answer();
    const letter = () => act(checker, (tx) => writeLetter(tx, { caseId, source: 'tax', addressee: '' }));
    const first = await must(letter());
    expect(await must(letter())).toEqual(first);
    const queries = await asked('tax');
    const say = (queryId: string, scanned: string, asOf: '2026-03-02' | '2026-03-03' = '2026-03-02') =>
      act(checker, (tx) =>
        answerLetter(tx, {
          caseId,
          queryId,
          asOf,
          items: queryId === queries[0]!.id ? [{ kind: 'wage', amountFen: 5000_00 }] : [],
          scan: scanned,
        }),
      );
    const foreign = { caseId, queryId: queries[0]!.id, asOf: '2026-03-02' as const, items: [{ kind: 'house', text: '住宅' }] };
    const refused = await act(checker, async (tx) => answerLetter(tx, { ...foreign, scan: newId() }));
    expect(refused.ok ? null : explain(refused).message).toBe('税务部门的复函只能登记：工资性收入、经营净收入。');
    expect(await say(queries[0]!.id, newId())).toMatchObject({ code: 'FILE_NOT_AVAILABLE' });
    expect(await say(queries[0]!.id, await scan(), '2026-03-03')).toMatchObject({ code: 'LETTER_IN_FUTURE' });
    await must(say(queries[0]!.id, await scan()));
    expect(await say(queries[0]!.id, await scan())).toMatchObject({ code: 'QUERY_CLOSED' });
    expect(await act(checker, (tx) => issueReport(tx, { caseId }))).toMatchObject({ code: 'SOURCES_UNANSWERED' });
    await must(say(queries[1]!.id, await scan()));
    expect(await must(act(checker, (tx) => issueReport(tx, { caseId })))).toMatchObject({ discrepancyCount: 1, unanswered: [] });
  });
  test('接口答复的来源不能当信函登记', async () => {
    await started();
    const [query] = await asked('tax');
    const given = { caseId, queryId: query!.id, asOf: '2026-03-02' as const, items: [], scan: await scan() };
    expect(await act(checker, (tx) => answerLetter(tx, given))).toMatchObject({ code: 'QUERY_WAY' });
  });
  test('异地协同查询：写明向谁查，10个工作日内答复（3月2日提出，3月16日到期）；两个省可以各查一次', async () => {
    await started();
    expect(await further(['cooperation'])).toMatchObject({ code: 'ADDRESSEE_REQUIRED' });
    for (const addressee of ['湖南省核对中心', '江西省核对中心', '湖南省核对中心'])
      await must(further(['cooperation'], { addressee }));
    const queries = await asked('cooperation');
    expect(queries.map((q) => q.dueOn)).toEqual(Array(4).fill('2026-03-16'));
    expect(await act(checker, (tx) => issueReport(tx, { caseId }))).toMatchObject({ code: 'SOURCES_UNANSWERED' });
  });
});

const titles: Column[] = ['查询编号', '姓名', '身份证号码', '数据截至', '答复', '类别', '说明', '证号', '金额'].map((title) => ({
  key: title,
  title,
  kind: 'text',
}));
const sheet = (rows: SheetRow[]) => buffer(writeSheet({ name: '回文', columns: titles, rows }));

describe('批量文件', () => {
  const definition = sourceList['commercial-insurance'];
  let batchId = '';
  beforeEach(async () => {
    await started();
    await must(further(['commercial-insurance']));
    const made = () => act(checker, (tx) => makeBatch(tx, { source: 'commercial-insurance', owner: definition.owner }));
    const batch = await must(made());
    expect(batch.queryCount).toBe(2);
    expect(await made()).toMatchObject({ code: 'BATCH_EMPTY' });
    batchId = batch.id;
  });
  const line = async (i: number, more: Record<string, string> = {}): Promise<SheetRow> => {
    const who = members[i]!;
    const query = (await asked('commercial-insurance')).find((q) => q.personId === who.personId)!;
    return { 查询编号: query.id, 姓名: who.name, 身份证号码: who.idNumber, 数据截至: '2026-03-02', 答复: '无记录', ...more };
  };
  const policy = (recordNo: string, yuan: string) => ({ 答复: '有记录', 类别: '商业保险', 证号: recordNo, 金额: yuan });
  const sendBack = async (rows: SheetRow[]) => {
    const read = await readAnswerFile(await sheet(rows), definition);
    if (!read.ok) return read;
    return city.context.write(checker, (tx) => takeFile(tx, { id: batchId, ...read.value }));
  };
  const statesOf = async (rows: SheetRow[]) => (await must(sendBack(rows))).rows.map((r) => r.state);
  const open = async () => (await asked('commercial-insurance')).filter((q) => q.state === 'pending').length;

  test('回文的数据日期在今天之后：这一行退回，查询还等着', async () => {
    expect(await statesOf([await line(0, { 数据截至: '2099-01-01' }), await line(1)])).toEqual(['refused', 'taken']);
    expect(await open()).toBe(1);
  });
  test('一人两张保单两行，一人无记录：都登记；同一文件再传一次，全部算重复', async () => {
    const rows = [await line(0, policy('A1', '3000')), await line(0, policy('A2', '4,000.50')), await line(1)];
    expect(await statesOf(rows)).toEqual(['taken', 'taken', 'taken']);
    expect(await statesOf(rows)).toEqual(['repeated', 'repeated', 'repeated']);
    await answer();
    await must(act(checker, (tx) => issueReport(tx, { caseId })));
    const found = (await view()).discrepancies.map((d) => d.detail.text);
    expect(found).toEqual(['金融资产：申报0.00元，查得7,000.50元']);
  });
  test('同一人的两行有一行错：这个人的都不采用，别人的照常登记', async () => {
    const rows = [await line(0, policy('A1', '3000')), await line(0, policy('A2', '三千')), await line(1)];
    expect(await statesOf(rows)).toEqual(['refused', 'refused', 'taken']);
    expect(await open()).toBe(1);
  });
  test('编号不在文件里、身份证号码对不上、已有别的结果：逐行说明，什么也不改', async () => {
    const stranger = { ...(await line(0)), 查询编号: newId() };
    const mixedUp = { ...(await line(0)), 身份证号码: members[1]!.idNumber };
    expect(await statesOf([stranger, mixedUp])).toEqual(['refused', 'refused']);
    expect(await open()).toBe(2);
    await must(sendBack([await line(0)]));
    expect((await must(sendBack([await line(0, policy('A1', '10'))]))).rows[0]).toMatchObject({
      state: 'refused',
      message: '这次查询已有结果，不能再次登记',
    });
  });
  test('文件断了、没有表头、空表：整个不采用', async () => {
    const whole = await sheet([await line(0)]);
    for (const bytes of [whole.subarray(0, whole.length - 40), Buffer.from('不是表格')])
      expect(await readAnswerFile(bytes, definition)).toMatchObject({ code: 'BATCH_FILE' });
    expect(await readAnswerFile(await sheet([]), definition)).toMatchObject({ params: { reason: '表格里没有数据' } });
    expect(await open()).toBe(2);
  });
});

test('办结满六个月：原始反馈销毁，结论、差异和报告留下；差一天不销毁', async () => {
  await city.context.write(system, (tx) =>
    setSimulatedAnswers(tx, [{ source: 'tax', idNumber: members[0]!.idNumber, items: [{ kind: 'wage', amountFen: 5000_00 }] }]),
  );
  await started();
  await answer();
  await must(act(checker, (tx) => issueReport(tx, { caseId })));
  await closeCase('2026-03-10T10:00:00+08:00');
  const held = async () => (await asked('tax')).filter((q) => q.destroyedOn === null).length;
  city.clock.set('2026-09-10');
  expect([await destroyRawAnswers(city.context), await held()]).toEqual([0, 2]);
  city.clock.set('2026-09-11');
  expect([await destroyRawAnswers(city.context), await held()]).toEqual([1, 0]);
  expect(await destroyRawAnswers(city.context)).toBe(0);
  const { report, discrepancies, queries } = await view();
  expect(report?.lines.find((l) => l.source === 'tax' && l.member === '父亲')?.result).toBe('inconsistent');
  expect(discrepancies.map((d) => d.detail.text)).toEqual(['工资性收入：2025-03申报1,600.00元，查得5,000.00元']);
  expect(queries.every((q) => q.state === 'answered')).toBe(true);
});

/** The case that the check belongs to, over and done with. */
async function closeCase(at: string, id = caseId, division = TOWN): Promise<void> {
  await city.owner.query(
    `insert into service_item (item_id, version, name, template, content, pack_words, valid_from, published_by) values ('SA-01', 1, '低保', 'dibao', '{}', '{}', '2021-07-01', 'test') on conflict do nothing`,
  );
  await city.owner.query(
    `insert into service_case (id, item_id, item_version, flow, flow_version, division, applicant_person_id, applicant_name, channel, state,
       entered_on, due_on, submitted_at, closed_at, outcome, form, created_at, created_by)
     values ($1, 'SA-01', 1, 'dibao', '1', $2, $3, '张三', 'window', 'granted', '2026-03-02', '2026-03-02', $4, $4, 'granted', '\\x00', $4, 'test')`,
    [id, division, members[0]!.personId, at],
  );
}

test('辅助评估：本县两个乡镇共20户享受家庭里，电费、水费都高于八成的，提示加访，乡镇与县看到的分位一样；少一户样本就不作比较', async () => {
  await started();
  const others = Array.from({ length: 20 }, () => newId());
  for (const [i, id] of others.entries()) {
    const division = i % 2 === 0 ? TOWN : '421202002000';
    await closeCase('2026-03-01T10:00:00+08:00', id, division);
    await city.owner.query(
      `insert into auxiliary_reading (case_id, sign, division, amount_fen, recorded_at, recorded_by)
       select $1, s, $2, $3, '2026-03-01T10:00:00Z', 'test' from unnest(array['power', 'water']) s`,
      [id, division, (i + 1) * 1000],
    );
  }
  const record = (power: number, water: number) =>
    must(act(clerk, (tx) => recordSpending(tx, { caseId, spending: { power, water } })));
  expect(await record(160_00, 160_01)).toMatchObject({ extraVisit: false });
  expect(await record(160_01, 160_01)).toMatchObject({ extraVisit: true, lines: [{ limitFen: 160_00 }, { limitFen: 160_00 }] });
  expect((await view()).auxiliary.extraVisit).toBe(true);
  await city.owner.query('delete from auxiliary_reading where case_id = $1', [others[0]]);
  expect((await view()).auxiliary).toMatchObject({ extraVisit: false, lines: [{ limitFen: null }, { limitFen: null }] });
});
