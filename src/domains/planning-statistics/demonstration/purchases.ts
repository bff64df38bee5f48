/** What is bought: visits to the elderly who live alone, half done and asked to be paid; an evaluation by the city, finished with its score; a notice that is open. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import {
  acceptMilestone,
  addItem,
  planProgramme,
  publishNotice,
  recordProcurement,
  registerProvider,
  requestPayment,
  scoreContract,
  signContract,
  signUp,
} from '../../../kernel/purchase/server.ts';
import type { Fen } from '../../../kernel/schema/index.ts';
import type { FundStage } from './funds.ts';

const yuan = (n: number): Fen => n * 100;

/** The programme that the county's account is to pay. */
export async function playPurchases({ context, filesDir }: FundStage): Promise<{ programmeId: string }> {
  const system = systemActor('demonstration', context.city);
  const provider = await context.read(system, (tx) => staffOf(tx, 'shegong'));
  const { id: invoice } = await storeUpload(context, provider, openFileStore(filesDir), {
    bytes: Buffer.from('%PDF-1.4\n% invoice\n%%EOF\n', 'latin1'),
    mediaType: 'application/pdf',
    name: '发票.pdf',
    paper: 'invoice',
  });
  return context.write(system, async (tx) => {
    const known = await tx.maybe<{ programmeId: string }>(
      sql`select id as programme_id from purchase_programme where fund = 'special' and name = '独居老人上门探访'`,
    );
    if (known) return known;
    const [buyer, city] = [await staffOf(tx, 'xian'), await staffOf(tx, 'shi')];
    const item = {
      code: 'YL-TF',
      parent: 'MZ-0202',
      name: '独居老人上门探访',
      unit: '次',
      content: '每次不少于30分钟，有服务记录，异常的当天报告。',
      price: yuan(50),
    };
    must('item', await addItem(at(tx, buyer, '2026-03-02'), item));
    const programme = must(
      'programme',
      await planProgramme(at(tx, buyer, '2026-03-05'), {
        name: '独居老人上门探访',
        need: '为汀泗桥镇等5个乡镇的独居、空巢老人每周上门探访一次，有记录、有回访。',
        year: 2026,
        fund: 'special',
        budget: yuan(200_000),
        documentNo: '咸安财社〔2026〕31号',
      }),
    );
    const notice = must(
      'notice',
      await publishNotice(at(tx, buyer, '2026-03-09'), {
        programmeId: programme.id,
        title: '2026年独居老人上门探访服务采购公告',
        content:
          '为独居、空巢老人提供上门探访。供应商须是依法登记的社会组织或者企业，有社会工作专业人员；按价格、方案和业绩综合评审。',
        method: 'consultation',
        budget: yuan(120_000),
        contact: '咸安区民政局 0999-0000074',
        closesOn: '2026-03-20',
      }),
    );
    for (const [name, creditCode, phone] of [
      ['咸安区暖阳社会工作服务中心', '52421202MJ00000012', '13900005301'],
      ['咸宁市爱邻社会服务中心', '52421200MJ00000035', '13900005302'],
      ['湖北康乐居家养老有限公司', '91421200MA00000047', '13900005303'],
    ] as const)
      must('sign-up', await signUp(at(tx, system, '2026-03-12'), notice.id, { name, creditCode, contact: '联系人', phone }));
    const procurement = must(
      'procurement',
      await recordProcurement(at(tx, buyer, '2026-03-27'), {
        programmeId: programme.id,
        noticeId: notice.id,
        providerId: provider.unitId!,
        method: 'consultation',
        documentNo: '咸安采磋〔2026〕11号',
        publishedOn: '2026-03-09',
        awardedOn: '2026-03-26',
        bidders: 3,
        award: yuan(110_000),
      }),
    );
    const contract = must(
      'contract',
      await signContract(at(tx, buyer, '2026-03-30'), {
        procurementId: procurement.id,
        no: '咸安民购-2026-03',
        itemCode: 'YL-TF',
        unitPrice: yuan(50),
        quantity: 2000,
        fromOn: '2026-04-01',
        toOn: '2027-03-31',
        milestones: [
          { name: '第一季度服务', dueOn: '2026-07-10', amount: yuan(30_000) },
          { name: '半年服务', dueOn: '2026-08-28', amount: yuan(30_000) },
          { name: '三季度服务', dueOn: '2026-12-31', amount: yuan(20_000) },
          { name: '最终验收', dueOn: '2027-03-31', amount: yuan(20_000) },
        ],
      }),
    );
    const first = await tx.one<{ id: string }>(
      sql`select id from contract_milestone where contract_id = ${contract.id} and no = 1`,
    );
    must(
      'accept',
      await acceptMilestone(at(tx, buyer, '2026-07-14'), first.id, { note: '抽查120户，探访记录齐全，电话回访满意。' }),
    );
    must(
      'request',
      await requestPayment(at(tx, provider, '2026-08-21'), first.id, {
        invoiceNo: '24420012345678',
        invoice,
        bank: '湖北银行咸宁分行',
        account: '6228480000000001234',
      }),
    );
    const open = must(
      'second programme',
      await planProgramme(at(tx, buyer, '2026-08-10'), {
        name: '社会工作站督导',
        need: '为全区乡镇社会工作站提供每月一次的专业督导。',
        year: 2026,
        fund: 'special',
        budget: yuan(60_000),
        documentNo: '咸安财社〔2026〕48号',
      }),
    );
    const openNotice = must(
      'open notice',
      await publishNotice(at(tx, buyer, '2026-08-28'), {
        programmeId: open.id,
        title: '2026年乡镇社会工作站督导服务采购公告',
        content: '为全区乡镇社会工作站提供每月一次的专业督导，每次不少于半天。供应商须有5年以上督导经验的社会工作师3名以上。',
        method: 'inquiry',
        budget: yuan(60_000),
        contact: '咸安区民政局 0999-0000074',
        closesOn: '2026-09-15',
      }),
    );
    must(
      'sign-up',
      await signUp(at(tx, system, '2026-08-31'), openNotice.id, {
        name: '咸宁市爱邻社会服务中心',
        creditCode: '52421200MJ00000035',
        contact: '联系人',
        phone: '13900005302',
      }),
    );
    await playEvaluation(tx, city);
    return { programmeId: programme.id };
  });
}

/** The city's evaluation of last year, accepted and scored. */
async function playEvaluation(tx: Parameters<typeof at>[0], city: Parameters<typeof at>[1]): Promise<void> {
  const programme = must(
    'evaluation',
    await planProgramme(at(tx, city, '2026-02-02'), {
      name: '“十四五”规划第三方评估',
      need: '对“十四五”民政规划指标逐项复测，形成评估报告。',
      year: 2026,
      fund: 'special',
      budget: yuan(150_000),
      documentNo: '咸财社〔2026〕3号',
    }),
  );
  const evaluator = must(
    'evaluator',
    await registerProvider(at(tx, city, '2026-02-26'), {
      name: '湖北民评社会发展研究院',
      creditCode: '52420000MJ00000058',
      contact: '周启明',
      telephone: '0999-0000075',
    }),
  );
  const procurement = must(
    'procurement',
    await recordProcurement(at(tx, city, '2026-03-02'), {
      programmeId: programme.id,
      providerId: evaluator.id,
      method: 'tender',
      documentNo: '咸采招〔2026〕4号',
      publishedOn: '2026-02-04',
      awardedOn: '2026-02-27',
      bidders: 4,
      award: yuan(138_000),
    }),
  );
  const contract = must(
    'contract',
    await signContract(at(tx, city, '2026-03-04'), {
      procurementId: procurement.id,
      no: '咸民购-2026-01',
      itemCode: 'MZ-1001',
      unitPrice: yuan(138_000),
      quantity: 1,
      fromOn: '2026-03-05',
      toOn: '2026-08-31',
      milestones: [
        { name: '评估方案', dueOn: '2026-04-30', amount: yuan(38_000) },
        { name: '评估报告最终验收', dueOn: '2026-07-31', amount: yuan(100_000) },
      ],
    }),
  );
  const parts = await tx.rows<{ id: string }>(
    sql`select id from contract_milestone where contract_id = ${contract.id} order by no`,
  );
  for (const [i, part] of parts.entries())
    must(
      'accept',
      await acceptMilestone(at(tx, city, i === 0 ? '2026-05-06' : '2026-08-05'), part.id, { note: '资料齐全，专家评审通过。' }),
    );
  must(
    'score',
    await scoreContract(at(tx, city, '2026-08-12'), contract.id, { quality: 35, amount: 28, satisfaction: 18, compliance: 10 }),
  );
}
