/**
 * What banks send wrongly, for each format: nothing of it is believed, the money stays where it is, the books stay balanced, and the difference has an
 * owner. A batch of two banks: three payments by the bank of the format, one by the other.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { accepted } from '../resident/fixtures.ts';
import type { PlainDate } from '../schema/index.ts';
import { type ResultLine, readBankResult, writeBankResult } from './bank-format/files.ts';
import { type BankFormatKey, bankFormats, templateOf } from './bank-format/formats.ts';
import { recordBankLetter } from './bank-letters.ts';
import { type AgencyBank, loadAgencyBanks } from './banks.ts';
import {
  bytes,
  COUNTY,
  carryTo,
  clerk,
  everywhere,
  family,
  freeze,
  paymentDesk,
  reviewer,
  sentence,
  step,
  swap,
  township,
  uploadFor,
} from './fixtures.ts';
import { correctAccount, freezeUnanswered, openInquiries, simulateBank, waitingLines } from './server.ts';

/** Those of rows; workbooks: bank-sheet.test.ts. */
type RowFormat = Exclude<BankFormatKey, 'xlsx'>;
const formats = (Object.keys(bankFormats) as BankFormatKey[]).filter(
  (key): key is RowFormat => templateOf(key).carrier !== 'sheet',
);
const OTHER: Record<RowFormat, RowFormat> = { mzdf1: 'gbk-fixed', 'gbk-fixed': 'mzdf1' };

describe.each(formats)('银行文件的毛病（%s）', (format) => {
  let db: Awaited<ReturnType<typeof freshContext>>;
  let desk: ReturnType<typeof paymentDesk>;
  const template = templateOf(format);
  const banks: AgencyBank[] = [
    { code: 'rcb', name: '通城农商银行', format, spellings: ['农商银行'], main: true },
    { code: 'abc', name: '农业银行通城支行', format: OTHER[format], spellings: ['农业银行'], main: false },
  ];
  beforeAll(async () => {
    db = await freshContext({ start: '2026-03-23' });
    desk = paymentDesk(db);
    await db.context.write(everywhere, (tx) =>
      loadAgencyBanks(
        tx,
        banks.map((bank) => ({ ...bank, division: COUNTY })),
      ),
    );
  });
  afterAll(() => db.drop());

  async function batchOfTwoBanks() {
    desk.on('2026-03-23');
    const programme = desk.newProgramme();
    const given = { programme, exclusiveGroups: [programme], fromMonth: '2026-04' as const };
    const a = await family(db.context, { ...given, names: ['张三'], amountFen: 1740_00 });
    const b = await family(db.context, { ...given, names: ['王五'], amountFen: 340_00 });
    // 不认得的银行归主办银行
    const c = await family(db.context, { ...given, names: ['钱七'], amountFen: 1040_00, bank: '邮储银行通城县支行' });
    const d = await family(db.context, { ...given, names: ['孙八'], amountFen: 500_00, bank: '中国农业银行通城隽水支行' });
    const { id } = await freeze(db.context, '2026-04', programme);
    return { programme, id, a, b, c, d };
  }
  async function sent() {
    const made = await batchOfTwoBanks();
    await carryTo(db, made.id, 'sent');
    const file = await desk.bankFile(made.id, 'rcb');
    return {
      ...made,
      file,
      good: simulateBank(file, { format }),
      importIt: (content: Buffer) => desk.importFile(made.id, content, { bank: 'rcb' }),
    };
  }
  /** The bank's own mistake: other lines, and a trailer that fits them. */
  function asIf(good: Buffer, change: (lines: ResultLine[]) => ResultLine[]): Buffer {
    const read = accepted(readBankResult(template, good));
    return writeBankResult(template, { ...read, lines: change([...read.lines]) });
  }
  const rowsOf = (content: Buffer) => content.toString('latin1').split(template.newline);
  const inFile = (fen: number) => (format === 'mzdf1' ? `|${(fen / 100).toFixed(2)}|` : String(fen).padStart(15, '0'));

  async function expectBalanced(programme: string, wanted: Record<string, number>): Promise<void> {
    const balances = await desk.balances(programme);
    expect(Object.values(balances).reduce((sum, fen) => sum + fen, 0)).toBe(0);
    expect(balances).toEqual(wanted);
    const row = await desk.agreementOf(programme);
    expect(row.differences.reduce((sum, d) => sum + d.fen, 0)).toBe(row.decidedFen - row.receivedFen);
    expect(row.differences.filter((d) => d.owner === '')).toEqual([]);
  }

  test('退回的理由里有控制字符、有一整篇话、入账日期荒唐：一句话退回，不是出错，什么也没有改', async () => {
    const { importIt, good, id } = await sent();
    const refused = (reason: string, code = 'R01') =>
      importIt(asIf(good, ([first, ...rest]) => [{ ...first!, paid: false, code, reason }, ...rest]));
    expect(sentence(await refused('户名\u0000不符'))).toContain('格式不对');
    expect(sentence(await refused('户名\t不符'))).toContain('格式不对');
    if (format === 'mzdf1') {
      expect(sentence(await refused('长'.repeat(61)))).toContain('格式不对');
      expect(sentence(await refused('户名不符', '不是代码的一句话'))).toContain('格式不对');
    }
    const read = accepted(readBankResult(template, good));
    for (const creditedOn of ['2126-04-10', '1926-04-10'] as const)
      expect(sentence(await importIt(writeBankResult(template, { ...read, creditedOn })))).toContain('入账日期');
    expect(await desk.view(id)).toMatchObject({ state: 'sent' });
    accepted(await importIt(good));
  });

  test('两家银行两个文件，各有笔数、合计、校验码；先到一家：部分成功，不能对账；两家都到：退一笔，对账', async () => {
    const { programme, id, b, file } = await sent();
    const view = await desk.view(id);
    expect(view.bankFiles.map((f) => [f.bankName, f.lineCount, f.sumFen])).toEqual([
      ['农业银行通城支行', 1, 500_00],
      ['通城农商银行', 3, 3120_00],
    ]);
    expect(new Set(view.bankFiles.map((f) => f.hash)).size).toBe(2);
    const returned = (await desk.lineOf(id, b)).id;
    accepted(await desk.importFile(id, simulateBank(file, { format, returns: { [returned]: 'R01' } }), { bank: 'rcb' }));
    expect(await desk.view(id)).toMatchObject({ state: 'partly-paid', paid: { count: 2, sumFen: 2780_00 } });
    expect((await desk.view(id)).allowedActions.map((action) => action.action)).toEqual(['importBankResult']);
    expect(sentence(await step(db, id, 'reconcile', { input: { statedFen: 2780_00 } }))).toBe(
      '农业银行通城支行还没有回盘，不能对账。',
    );
    await expectBalanced(programme, { budget: -3620_00, transit: 500_00, paid: 2780_00, returned: 340_00 });
    const other = simulateBank(await desk.bankFile(id, 'abc'), { format: OTHER[format] });
    accepted(await desk.importFile(id, other, { bank: 'abc' }));
    expect(await desk.view(id)).toMatchObject({ state: 'partly-paid', paid: { count: 3, sumFen: 3280_00 } });
    accepted(await step(db, id, 'reconcile', { input: { statedFen: 3280_00 } }));
    await expectBalanced(programme, { budget: -3620_00, paid: 3280_00, returned: 340_00 });
    expect((await desk.agreementOf(programme)).differences).toMatchObject([
      { kind: 'returned', fen: 340_00, owner: '乡镇（街道）' },
    ]);
  });

  test('重复行、改金额、只回一半、多出一笔、错的笔数合计校验码、截断：各有一句话，一笔也没有导入，差额归银行', async () => {
    const { programme, id, good, importIt, a } = await sent();
    const line = (await desk.lineOf(id, a)).id;
    const rows = rowsOf(good);
    const trailer = rows.at(-2)!;
    const faults: [string, Buffer, string][] = [
      ['重复行', asIf(good, (lines) => [...lines, lines[0]!]), '这一笔在文件中重复出现'],
      [
        '改了金额（校验码也重做了）',
        asIf(good, (lines) => lines.map((l) => (l.lineId === line ? { ...l, amountFen: 1840_00 } : l))),
        '金额应为1,740.00元，文件中为1,840.00元',
      ],
      [
        '只发了一部分',
        asIf(good, (lines) => lines.map((l) => (l.lineId === line ? { ...l, amountFen: 870_00 } : l))),
        '金额应为1,740.00元，文件中为870.00元',
      ],
      ['只回了一半', asIf(good, (lines) => lines.slice(0, 2)), '应有3笔，只有2笔'],
      ['多出一笔', asIf(good, (lines) => [...lines, { ...lines[0]!, lineId: newId() }]), '这一笔不在送给这家银行的文件中'],
      [
        '退回没有原因',
        asIf(good, (lines) => lines.map((l, i) => (i === 0 ? { ...l, paid: false, reason: '', code: '' } : l))),
        '退回没有写原因',
      ],
      ['改了金额', swap(good, inFile(1740_00), inFile(1840_00)), '金额与明细不符'],
      [
        '文件尾的笔数',
        bytes(good, (text) =>
          text.replace(
            trailer,
            trailer.replace(format === 'mzdf1' ? 'T|3|' : '00000003', format === 'mzdf1' ? 'T|4|' : '00000004'),
          ),
        ),
        '笔数与明细不符',
      ],
      [
        '文件尾的合计',
        bytes(good, (text) =>
          text.replace(
            trailer,
            trailer.replace(
              format === 'mzdf1' ? '3120.00' : '000000000312000',
              format === 'mzdf1' ? '3120.01' : '000000000312001',
            ),
          ),
        ),
        '金额与明细不符',
      ],
      [
        '文件尾的校验码',
        bytes(good, (text) => text.replace(/[0-9a-f](?=[|0-9\r\n]*$)/, (digit) => (digit === '0' ? '1' : '0'))),
        '校验码不符，文件可能被改动',
      ],
      [
        '入账日期被改',
        swap(good, format === 'mzdf1' ? '2026-04-10' : '20260410', format === 'mzdf1' ? '2026-04-11' : '20260411'),
        '校验码不符，文件可能被改动',
      ],
      ['截断', Buffer.from(rows.slice(0, 3).join(template.newline), 'latin1'), '没有文件尾，文件可能不完整'],
      ['空', Buffer.from(' '), '不是回盘文件的文件头'],
    ];
    for (const [name, content, problem] of faults) expect(sentence(await importIt(content)), name).toContain(problem);
    expect((await desk.lines(id)).map((l) => l.state)).toEqual(['sent', 'sent', 'sent', 'sent']);
    await expectBalanced(programme, { budget: -3620_00, transit: 3620_00 });
    expect((await desk.agreementOf(programme)).differences).toMatchObject([
      { kind: 'transit', fen: 500_00, count: 1, owner: '代发银行' },
      { kind: 'refused', fen: 3120_00, count: 3, owner: '代发银行，县财务经办催办' },
    ]);
    expect((await desk.view(id)).bankFiles[1]!.refused).toMatchObject({
      problem: expect.stringContaining('不是回盘文件的文件头'),
      byName: '财务甲',
    });
    // 银行更正重送
    accepted(await importIt(good));
    expect((await desk.view(id)).bankFiles[1]).toMatchObject({ refused: null, result: { paid: { count: 3, sumFen: 3120_00 } } });
    await expectBalanced(programme, { budget: -3620_00, transit: 500_00, paid: 3120_00 });
  });

  test('上月的文件再送来、别批的文件、另一家银行的文件：不导入；同一份再导一次：不重记；另一份：拒绝', async () => {
    const former = await sent();
    accepted(await former.importIt(former.good));
    const { id, good, importIt, programme, file } = await sent();
    expect(sentence(await importIt(former.good))).toBe('回盘文件不属于这一批，没有导入。');
    const others = accepted(readBankResult(template, good));
    const { hash } = await desk.fileOf(id, 'abc');
    expect(sentence(await importIt(writeBankResult(template, { ...others, bankFileHash: hash })))).toBe(
      '这是农业银行通城支行的回盘文件，不是通城农商银行的，没有导入。',
    );
    expect(sentence(await importIt(simulateBank(await desk.bankFile(id, 'abc'), { format: OTHER[format] })))).toContain(
      '不是回盘文件的文件头',
    );
    expect(accepted(await importIt(good)).already).toBe(false);
    expect(accepted(await importIt(good)).already).toBe(true);
    expect(sentence(await importIt(simulateBank(file, { format, returns: 1 })))).toBe(
      '通城农商银行的结果已经登记过，不能再导入另一份回盘文件。',
    );
    await expectBalanced(programme, { budget: -3620_00, transit: 500_00, paid: 3120_00 });
  });

  test('发放日后3个工作日没有回盘：冻结，不能重发；银行书面答复没有付款（送出的人不能自己登记）：重发一次，钱平', async () => {
    const { programme, id, a } = await sent();
    accepted(await desk.importFile(id, simulateBank(await desk.bankFile(id, 'abc'), { format: OTHER[format] }), { bank: 'abc' }));
    const { id: fileId } = await desk.fileOf(id, 'rcb');
    desk.on('2026-04-15');
    await freezeUnanswered(db.context);
    expect((await desk.view(id)).frozen).toBe(false);
    desk.on('2026-04-16');
    expect(await freezeUnanswered(db.context)).toBeGreaterThan(0);
    expect(await freezeUnanswered(db.context)).toBe(0);
    expect(await desk.view(id)).toMatchObject({ frozen: true, state: 'partly-paid' });
    expect((await desk.agreementOf(programme)).differences).toMatchObject([
      { kind: 'frozen', fen: 3120_00, count: 3, owner: '县财务经办' },
    ]);
    const line = (await desk.lineOf(id, a)).id;
    expect(sentence(await desk.supplement(programme, '2026-04', [line]))).toBe(
      '通城农商银行过期没有回盘，文件已冻结，银行书面答复以前不能重发。',
    );
    expect(sentence(await desk.supplement(programme, '2026-04'))).toBe('没有可以发放的款项。');
    const letter = async (actor: typeof clerk) => ({
      fileId,
      answer: 'not-paid' as const,
      letterNo: '农商函〔2026〕7号',
      answeredOn: '2026-04-16' as const,
      letterFile: await uploadFor(db.context, actor),
      requestId: newId(),
    });
    expect(sentence(await recordBankLetter(db.context, clerk, await letter(clerk)))).toBe(
      '银行答复没有付款的，不能由送出这一批的人自己登记。',
    );
    accepted(await recordBankLetter(db.context, reviewer, await letter(reviewer)));
    expect(sentence(await recordBankLetter(db.context, reviewer, await letter(reviewer)))).toContain('没有冻结');
    await expectBalanced(programme, { budget: -3620_00, paid: 500_00, returned: 3120_00 });
    expect((await desk.agreementOf(programme)).differences).toMatchObject([
      { kind: 'corrected', fen: 3120_00, count: 3, owner: '县财务经办' },
    ]);
    const again = accepted(await desk.supplement(programme, '2026-04'));
    expect(again).toMatchObject({ written: 3, held: 0 });
    await desk.payOut(again.id);
    await expectBalanced(programme, { budget: -3620_00, paid: 3620_00 });
    expect((await desk.agreementOf(programme)).differences).toEqual([]);
  });

  test('银行答复“已经付款，回盘另送”：不早于送出那天；仍冻结、留在待办并有期限，过期再催；同一文号不重复；回盘到了才了结', async () => {
    const { id, importIt, good, programme } = await sent();
    const { id: fileId } = await desk.fileOf(id, 'rcb');
    desk.on('2026-04-16');
    await freezeUnanswered(db.context);
    const waiting = async () =>
      (await db.context.read(clerk, (tx) => openInquiries(tx))).filter((inquiry) => inquiry.fileId === fileId);
    expect(await waiting()).toMatchObject([{ bankName: '通城农商银行', sumFen: 3120_00, letterNo: null, dueOn: '2026-04-16' }]);
    const letter = async (letterNo: string, answeredOn: PlainDate) =>
      recordBankLetter(db.context, clerk, {
        fileId,
        answer: 'result-follows',
        letterNo,
        answeredOn,
        letterFile: await uploadFor(db.context, clerk),
        requestId: newId(),
      });
    const early = await letter('农商函〔2026〕8号', '2026-03-22');
    expect(early).toMatchObject({ code: 'INVALID_INPUT', fields: [{ message: '答复日期不能早于送银行的日期（2026-03-23）' }] });
    accepted(await letter('农商函〔2026〕8号', '2026-04-16'));
    expect(sentence(await letter('农商函〔2026〕8号', '2026-04-16'))).toContain('已经登记过');
    expect(await waiting()).toMatchObject([{ letterNo: '农商函〔2026〕8号', dueOn: '2026-04-21' }]);
    expect(await desk.view(id)).toMatchObject({ frozen: true });
    expect((await desk.agreementOf(programme)).differences.map((d) => d.kind)).toContain('frozen');
    const told = () => desk.count(`select count(*)::int from message where template = 'payment.result-late'`, []);
    const before = await told();
    desk.on('2026-04-21');
    await freezeUnanswered(db.context);
    expect(await told()).toBe(before);
    desk.on('2026-04-22');
    await freezeUnanswered(db.context);
    await freezeUnanswered(db.context);
    expect(await told()).toBe(before + 2);
    accepted(await letter('农商函〔2026〕9号', '2026-04-22'));
    expect(await waiting()).toMatchObject([{ letterNo: '农商函〔2026〕9号', dueOn: '2026-04-27' }]);
    accepted(await importIt(good));
    expect(await waiting()).toEqual([]);
    expect(await desk.count('select count(*)::int from bank_interim_letter where bank_file_id = $1', [fileId])).toBe(2);
  });

  test('发放日（4月10日）以后才送出的批次：同样给银行3个工作日，4月20日送出的等到23日', async () => {
    const { id } = await batchOfTwoBanks();
    await carryTo(db, id, 'treasury-approved');
    desk.on('2026-04-20');
    await carryTo(db, id, 'sent');
    expect((await desk.files(id)).map((file) => file.resultBy)).toEqual(['2026-04-23', '2026-04-23']);
  });

  test('冻结以后银行补来了回盘：照常导入，不再冻结', async () => {
    const { id, good, importIt } = await sent();
    desk.on('2026-04-16');
    await freezeUnanswered(db.context);
    accepted(await importIt(good));
    expect((await desk.view(id)).bankFiles.find((f) => f.bankName === '通城农商银行')!.inquiry).toMatchObject({
      answerZh: '已补来回盘',
    });
  });

  test(`户名里有${format === 'gbk-fixed' ? 'GBK写不出的字：这一笔生成名单时就暂停并写明原因，更正户名后照发' : '生僻字：UTF-8写得出，照发'}`, async () => {
    desk.on('2026-03-23');
    const programme = desk.newProgramme();
    const given = { programme, exclusiveGroups: [programme], fromMonth: '2026-04' as const };
    const rare = await family(db.context, { ...given, names: ['王䶮'], amountFen: 300_00 });
    await family(db.context, { ...given, names: ['王一'], amountFen: 200_00 });
    const { id, held } = await freeze(db.context, '2026-04', programme);
    if (format !== 'gbk-fixed') return expect(held).toBe(0);
    expect(held).toBe(1);
    const line = await desk.lineOf(id, rare);
    expect(line).toMatchObject({
      state: 'on-hold',
      holdReason: '户名或开户行里的“䶮”，通城农商银行的文件写不出，请按银行登记的写法更正',
    });
    accepted(
      await db.context.write(clerk, (tx) =>
        correctAccount(tx, { lineId: line.id, bank: '通城农商银行', number: '6217000000099999', holder: '王YAN' }),
      ),
    );
    expect(await desk.lineOf(id, rare)).toMatchObject({ state: 'pending', holdReason: null });
    await desk.payOut(id);
    await expectBalanced(programme, { budget: -500_00, paid: 500_00 });
  });

  if (format === 'gbk-fixed')
    test('名单先送走了：写不出的那笔一直在乡镇的“等更正”里，对账说明归乡镇；更正以后，下个月的名单连同那个月一起发', async () => {
      desk.on('2026-03-23');
      const programme = desk.newProgramme();
      const given = { programme, exclusiveGroups: [programme], fromMonth: '2026-04' as const };
      const rare = await family(db.context, { ...given, names: ['汪𠅤'], amountFen: 300_00 });
      await family(db.context, { ...given, names: ['汪二'], amountFen: 200_00 });
      const april = await freeze(db.context, '2026-04', programme);
      await desk.payOut(april.id);
      const waiting = async () =>
        (await db.context.write(township, (tx) => waitingLines(tx))).items
          .filter((l) => l.personName === '汪𠅤')
          .map((l) => l.id);
      const line = await desk.lineOf(april.id, rare);
      expect(await waiting()).toEqual([line.id]);
      expect((await desk.agreementOf(programme, '2026-04')).differences).toMatchObject([
        { zh: '暂停发放', owner: '乡镇（街道）', fen: 300_00 },
      ]);
      accepted(
        await db.context.write(township, (tx) =>
          correctAccount(tx, { lineId: line.id, bank: '通城农商银行', number: '6217000000088888', holder: '汪·' }),
        ),
      );
      expect(await waiting()).toEqual([]);
      desk.on('2026-04-22');
      const may = await freeze(db.context, '2026-05', programme);
      const paid = (await desk.lines(may.id)).filter((l) => l.personId === rare.holder);
      expect(paid.map((l) => [l.month, l.state, l.amountFen])).toEqual([
        ['2026-04', 'pending', 300_00],
        ['2026-05', 'pending', 300_00],
      ]);
    });
});
